"""What people think of answers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from assistant.errors import NotFound
from assistant.kept import Feedback
from assistant.serve.api.shapes import AnyPage, Cursor, FeedbackShape, Limit, Moment, given, person_of
from assistant.serve.desk import new_id
from assistant.serve.personal_data import masked

if TYPE_CHECKING:
    from assistant.serve.parts import Parts

Since = Annotated[Moment | None, Query(description="then or later, with its time zone")]


def feedback_routes(parts: Parts) -> APIRouter:
    """Giving it, and for officers reading it."""
    routes = APIRouter(prefix="/feedback", tags=["feedback"])
    desk, store = parts.desk, parts.store

    @routes.post("", response_model=FeedbackShape, status_code=201)
    def give(request: Request, said: FeedbackShape) -> Response:
        person = person_of(request)
        if store.answer(said.answer, person.id) is None:
            raise NotFound(f"there is no answer {said.answer} of yours", do="Rate an answer that you were given")
        comment = masked(said.comment) if desk.mask_personal_data else said.comment
        store.keep_feedback(Feedback(new_id(), said.answer, person.id, said.rating, desk.now(), said.reason, comment))
        return given(said.model_dump(mode="json"), 201)

    @routes.get("", response_model=AnyPage, summary="What people thought (officers)")
    def listed(
        rating: Literal["up", "down"] | None = None, since: Since = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Response:
        return given(store.feedback(rating=rating, since=in_utc(since), cursor=cursor, limit=limit))

    return routes


def in_utc(moment: dt.datetime | None) -> dt.datetime | None:
    """The moment in UTC; one beyond the calendar's ends is the end itself."""
    try:
        return moment.astimezone(dt.UTC) if moment else None
    except OverflowError:
        return dt.datetime.min.replace(tzinfo=dt.UTC) if moment and moment.year == 1 else None
