"""A person's own conversations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from assistant.errors import NotFound
from assistant.model import Answer
from assistant.serve.api.shapes import (
    ConversationShape,
    ConversationsPage,
    Cursor,
    Limit,
    TitleShape,
    conversation_shape,
    given,
    person_of,
)
from assistant.serve.personal_data import masked

if TYPE_CHECKING:
    from assistant.kept import Person
    from assistant.serve.parts import Parts

ConversationId = Annotated[str, Path(min_length=1, max_length=200)]
Search = Annotated[str, Query(max_length=200, description="words of a title or a question")]


class WholeConversation(BaseModel):
    """A conversation with its answers, the first one first."""

    conversation: ConversationShape
    answers: list[Answer]


def conversation_routes(parts: Parts) -> APIRouter:
    """Listing, beginning, reading, renaming, deleting, exporting."""
    routes = APIRouter(prefix="/conversations", tags=["conversations"])
    desk, store = parts.desk, parts.store

    def whole(person: Person, name: str) -> dict[str, Any]:
        held = desk.conversation(person, name)
        return {
            "conversation": conversation_shape(held),
            "answers": [one.answer for one in store.answers(name, person.id)],
        }

    @routes.get("", response_model=ConversationsPage)
    def conversations(request: Request, search: Search = "", cursor: Cursor = None, limit: Limit = 20) -> Response:
        page = store.conversations(person_of(request).id, search=search, cursor=cursor, limit=limit)
        return given({"items": [conversation_shape(one) for one in page.items], "cursor": page.cursor})

    @routes.post("", response_model=ConversationShape, status_code=201)
    def begin(request: Request, named: TitleShape) -> Response:
        return given(conversation_shape(desk.begin(person_of(request), named.title)), 201)

    @routes.get("/{conversation_id}", response_model=WholeConversation)
    def conversation(request: Request, conversation_id: ConversationId) -> Response:
        return given(whole(person_of(request), conversation_id))

    @routes.patch("/{conversation_id}", response_model=ConversationShape)
    def rename(request: Request, conversation_id: ConversationId, named: TitleShape) -> Response:
        title = masked(named.title) if desk.mask_personal_data else named.title
        renamed = replace(desk.conversation(person_of(request), conversation_id), title=title, changed=desk.now())
        store.keep_conversation(renamed)
        return given(conversation_shape(renamed))

    @routes.delete("/{conversation_id}", status_code=204)
    def delete(request: Request, conversation_id: ConversationId) -> Response:
        person = person_of(request)
        if not store.delete_conversation(conversation_id, person.id):
            raise NotFound(f"there is no conversation {conversation_id}", do="List your conversations")
        desk.act(person, "delete_conversation", conversation=conversation_id)
        return Response(status_code=204)

    @routes.get("/{conversation_id}/export", response_model=WholeConversation, summary="The same, as a file")
    def export(request: Request, conversation_id: ConversationId) -> Response:
        reply = given(whole(person_of(request), conversation_id))
        reply.headers["content-disposition"] = 'attachment; filename="conversation.json"'
        return reply

    return routes
