"""/ask and the printed answers: forms in, pages out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.errors import AssistantError, NotAllowed, NotFound
from assistant.serve.auth.csrf import check_csrf, csrf_token
from assistant.serve.desk import Asked
from assistant.serve.pages.answer_view import Names
from assistant.serve.pages.ask_page import LONGEST_QUESTION, AskView, ask_page
from assistant.serve.pages.print_page import not_found_page, print_page
from assistant.serve.pages.skeleton import POLICY
from assistant.serve.pages.words import language_asked, page_words
from assistant.serve.problems import problem_of
from assistant.serve.question_files import printable
from assistant.serve.web.examples import example_questions
from assistant.serve.wording import error_words

if TYPE_CHECKING:
    from assistant.kept import Person
    from assistant.model import Answer, Language
    from assistant.serve.parts import Parts

HEADERS: Final = {"content-security-policy": POLICY, "cache-control": "no-store"}


def view_of(
    request: Request,
    lang: Annotated[str | None, Query(max_length=8)] = None,
    conversation: Annotated[str | None, Query(max_length=64)] = None,
    batch: Annotated[str | None, Query(max_length=120)] = None,
    as_of: Annotated[str, Query(max_length=10)] = "",
) -> AskView:
    """How the page is asked to be looked at."""
    return AskView(_language(request, lang), conversation, batch, as_of)


def sent(
    request: Request,
    question: Annotated[str, Form()] = "",
    lang: Annotated[str | None, Form()] = None,
    conversation: Annotated[str | None, Form()] = None,
    batch: Annotated[str | None, Form()] = None,
    as_of: Annotated[str, Form()] = "",
) -> AskView:
    """What a form holds."""
    typed = printable(question).strip()
    return AskView(_language(request, lang), conversation or None, batch or None, as_of.strip(), typed)


Seen = Annotated[AskView, Depends(view_of)]
Sent = Annotated[AskView, Depends(sent)]


def ask_routes(parts: Parts) -> APIRouter:
    """The routes."""
    routes = APIRouter()
    desk, store = parts.desk, parts.store

    @routes.get("/ask")
    def ask_form(request: Request, view: Seen) -> Response:
        try:
            return _shown(request, view, parts)
        except NotFound as error:
            return _shown(
                request, replace(view, conversation=None, problem=error_words(error, view.language)), parts, 404
            )

    @routes.post("/ask", dependencies=[Depends(check_csrf)])
    def ask(request: Request, view: Sent) -> Response:
        person = person_of(request)
        problem, day = _fault(view)
        if problem:
            return _shown(request, replace(view, problem=problem), parts, 422)
        try:
            conversation = view.conversation or desk.begin(person).id
            asked = Asked(view.typed, day, _scheme_of(view.batch, parts), view.batch, conversation)
            desk.ask(person, asked)
        except NotFound as error:
            return _shown(
                request, replace(view, conversation=None, problem=error_words(error, view.language)), parts, 404
            )
        except AssistantError as error:
            problem, status = error_words(error, view.language), problem_of(error).status
            return _shown(request, replace(view, problem=problem), parts, status)
        there = replace(view, conversation=conversation).address(place="#last")
        return RedirectResponse(there, status_code=303)

    @routes.get("/answers/{answer_id}/print")
    def print_answer(request: Request, answer_id: str, view: Seen) -> Response:
        kept = store.answer(answer_id, person_of(request).id)
        if kept is None:
            return _page(not_found_page(view.language), 404)
        return _page(print_page([kept], view.language, names_of(parts)))

    @routes.get("/conversations/{conversation_id}/print")
    def print_conversation(request: Request, conversation_id: str, view: Seen) -> Response:
        person = person_of(request)
        held = store.conversation(conversation_id, person.id)
        if held is None:
            return _page(not_found_page(view.language), 404)
        kept = store.answers(conversation_id, person.id)
        return _page(print_page(kept, view.language, names_of(parts), held.title))

    return routes


def person_of(request: Request) -> Person:
    """Who asks, as the guard found. Raises NotAllowed when nobody came through it."""
    person: Person | None = request.scope.get("person")
    if person is None:
        raise NotAllowed("nobody is known to ask", do="Log in first")
    return person


def names_of(parts: Parts) -> Names:
    """What batches, rules, their inputs and contacts are called."""
    return Names.of(parts.assistant.schemes(), parts.assistant.rules())


def _shown(request: Request, view: AskView, parts: Parts, status: int = 200) -> Response:
    """The page with the conversation so far. Raises NotFound for one that is not the person's."""
    answers: list[Answer] = []
    if view.conversation:
        person = person_of(request)
        parts.desk.conversation(person, view.conversation)
        answers = [kept.answer for kept in parts.store.answers(view.conversation, person.id)]
    examples = [] if answers else example_questions(parts.assistant, Path(parts.settings.prompts), view.language)
    schemes = parts.assistant.schemes()
    html = ask_page(view, answers, schemes, names_of(parts), examples, csrf_token(request))
    return _page(html, status)


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def _language(request: Request, given: str | None) -> Language:
    return language_asked(given, request.headers.get("accept-language", ""))


def _fault(view: AskView) -> tuple[str | None, dt.date | None]:
    """What is wrong with a form, and the day it names."""
    words = page_words(view.language)
    if not view.typed:
        return words["error_no_question"], None
    if len(view.typed) > LONGEST_QUESTION:
        return words["error_long_question"].format(limit=LONGEST_QUESTION), None
    try:
        return None, dt.date.fromisoformat(view.as_of) if view.as_of else None
    except ValueError:
        return words["error_no_day"].format(value=view.as_of), None


def _scheme_of(batch: str | None, parts: Parts) -> str | None:
    """The scheme that a chosen batch belongs to."""
    held = ((one.id, scheme.id) for scheme in parts.assistant.schemes() for one in scheme.batches)
    return dict(held).get(batch) if batch else None
