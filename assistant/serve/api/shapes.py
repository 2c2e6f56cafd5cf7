"""What the API takes and gives, apart from the answer, whose shape is that of assistant/model.py."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints

from assistant.kept import Conversation, Person
from assistant.model import as_json

Id = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_.@:+/-]+$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
WORDS: Final = r"[^\s\x00-\x1f]"
"""What a text with words in it holds somewhere."""
Cursor = Annotated[str | None, Query(max_length=500, description="from the page before")]
Limit = Annotated[int, Query(ge=1, le=100)]


def _written(form: str, example: str) -> BeforeValidator:
    """Takes a day or a text of that form alone: a count of seconds is not taken for a day."""

    def check(value: Any) -> Any:
        if not isinstance(value, dt.date) and not (isinstance(value, str) and re.fullmatch(form, value)):
            raise ValueError(f"write it as {example}")
        return value

    return BeforeValidator(check)


Day = Annotated[dt.date, _written(r"\d{4}-\d\d-\d\d", "2025-05-12")]
Moment = Annotated[AwareDatetime, _written(r"\d{4}-\d\d-\d\d[Tt ].+", "2025-05-12T08:00:00Z")]


class Shape(BaseModel):
    """Takes no other fields than its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProblemShape(BaseModel):
    """An error, by RFC 9457, with what to `do`."""

    type: str
    title: str
    status: int
    detail: str
    do: str
    instance: str


class AskShape(Shape):
    """A question. Without `as_of` it is asked for today."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "Who submits the application?", "as_of": "2025-05-12"}]}
    )

    question: Annotated[str, StringConstraints(max_length=20_000, pattern=WORDS)]
    as_of: Day | None = None
    scheme: Name | None = None
    batch: Name | None = None
    conversation: Id | None = None


class RuleCallShape(Shape):
    """The facts that a rule is given, by the names of its inputs."""

    given: dict[str, Any] = Field(default_factory=dict, max_length=50)
    as_of: Day | None = None
    batch: Name | None = None
    language: Literal["en", "zh"] = "en"


class ConversationShape(Shape):
    """A conversation without its answers."""

    id: str
    title: str
    created: dt.datetime
    changed: dt.datetime
    scheme: str | None = None
    batch: str | None = None


class TitleShape(Shape):
    """What a conversation is called."""

    title: Annotated[str, StringConstraints(max_length=200)] = ""


class FeedbackShape(Shape):
    """What somebody thinks of an answer of theirs."""

    answer: Id
    rating: Literal["up", "down"]
    reason: Annotated[str, StringConstraints(max_length=100)] = ""
    comment: Annotated[str, StringConstraints(max_length=2_000)] = ""


class SwitchShape(Shape):
    """Whether answering is off, and the reason that people see."""

    off: StrictBool
    reason: Annotated[str, StringConstraints(max_length=500)] = ""


class ConversationsPage(BaseModel):
    """A page of conversations, the one changed last first."""

    items: list[ConversationShape]
    cursor: str | None


class AnyPage(BaseModel):
    """A page of a list, newest first; `cursor` asks for the next one."""

    items: list[dict[str, Any]]
    cursor: str | None


def conversation_shape(conversation: Conversation) -> dict[str, Any]:
    """The conversation as JSON."""
    return {name: value for name, value in as_json(conversation).items() if name != "person"}


def given(value: Any, status: int = 200) -> Response:
    """A reply of JSON, exactly as the noun is."""
    return JSONResponse(as_json(value), status_code=status, headers={"cache-control": "no-store"})


def person_of(request: Request) -> Person:
    """Who asks; the guard let nobody else come here."""
    person: Person = request.scope["person"]
    return person
