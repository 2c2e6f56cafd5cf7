"""What those who run it see and do: the audit, and the switch that stops all answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from assistant.kept import Switch
from assistant.serve.api.feedback import Since, in_utc
from assistant.serve.api.shapes import AnyPage, Cursor, Limit, SwitchShape, given, person_of

if TYPE_CHECKING:
    from assistant.serve.parts import Parts

Chosen = Annotated[str | None, Query(max_length=200)]


def running_routes(parts: Parts) -> APIRouter:
    """Audit and switch."""
    routes = APIRouter(tags=["running"])
    desk, store = parts.desk, parts.store

    @routes.get("/audit", response_model=AnyPage, summary="Who did what (officers)")
    def audit(
        person: Chosen = None, action: Chosen = None, since: Since = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Response:
        return given(store.audit(person=person, action=action, since=in_utc(since), cursor=cursor, limit=limit))

    @routes.get("/switch", response_model=SwitchShape)
    def switch() -> Response:
        held = store.switch()
        return given({"off": held.off, "reason": held.reason})

    @routes.put("/switch", response_model=SwitchShape, summary="Stop all answers, or go on (admins)")
    def turn(request: Request, turned: SwitchShape) -> Response:
        person = person_of(request)
        store.set_switch(Switch(turned.off, turned.reason, person.id, desk.now()))
        desk.act(person, "switch_off" if turned.off else "switch_on", reason=turned.reason)
        return given(turned.model_dump())

    return routes
