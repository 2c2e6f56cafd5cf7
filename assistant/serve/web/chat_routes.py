"""What the chat page lets people take along: a conversation as Markdown, lists for a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from assistant.errors import NotFound
from assistant.model import Language
from assistant.rules.deadline_file import finding_file
from assistant.serve.pages.ask_routes import names_of
from assistant.serve.web.tabs.history import conversation_text
from assistant.serve.web.tabs.reports import Filter, report_csv
from assistant.serve.web.tabs.suites import Suites

if TYPE_CHECKING:
    from assistant.serve.parts import Parts

REPORT_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""A report is one file with its style inside; nothing in it runs."""


def chat_routes(parts: Parts) -> APIRouter:
    """The addresses; the guard has already looked at the role."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/conversations/{name}/markdown")
    def markdown(name: str, request: Request, lang: str = "en") -> Response:
        person, language = request.scope["person"], _language(lang)
        try:
            conversation = parts.desk.conversation(person, name)
        except NotFound as error:
            return PlainTextResponse(error.message, status_code=404)
        text = conversation_text(conversation, parts.store.answers(name, person.id), language, names_of(parts))
        return _file(text, "text/markdown", f"conversation-{conversation.created:%Y-%m-%d}.md")

    @routes.get("/answers/{name}/{finding}.ics")
    def calendar(name: str, finding: str, request: Request) -> Response:
        kept = parts.store.answer(name, request.scope["person"].id)
        found = next((one for one in kept.answer.findings if one.id == finding), None) if kept else None
        if kept is None or found is None:
            return PlainTextResponse("There is no such answer of yours.", status_code=404)
        titles = names_of(parts).rules.get(found.rule, {})
        text = finding_file(found, titles.get(kept.answer.language, found.rule), stamp=parts.desk.now())
        if text is None:
            return PlainTextResponse("This finding comes to no day.", status_code=404)
        return _file(text, "text/calendar", f"{found.rule}.ics")

    @routes.get("/admin/{kind}.csv")
    def table(kind: str, rating: str = "", person: str = "", action: str = "", since: str = "") -> Response:
        chosen = Filter(rating=rating, person=person, action=action, since=since)
        # The mark at the beginning tells spreadsheets that this is UTF-8.
        return _file("\ufeff" + report_csv(kind, parts.store, chosen), "text/csv", f"{kind}.csv")

    @routes.get("/admin/runs/{name}")
    def report(name: str, lang: str = "en") -> Response:
        page = Suites(parts.settings).report(name, _language(lang))
        if page is None:
            return PlainTextResponse("There is no such report.", status_code=404)
        return HTMLResponse(page, headers={"content-security-policy": REPORT_POLICY})

    return routes


def _language(asked: str) -> Language:
    return "zh" if asked == "zh" else "en"


def _file(content: str, media_type: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=f"{media_type}; charset=utf-8", headers=headers)
