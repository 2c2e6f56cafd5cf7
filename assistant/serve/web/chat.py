"""The chat page: its head, its tabs, the frame in which sources open. How it looks is in look/."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import gradio as gr

from assistant.kept import Person
from assistant.model import Language
from assistant.serve.pages.answer_view import SOURCE_FRAME
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.tabs.admin_tab import AdminTab
from assistant.serve.web.tabs.deeds import OURS, STILL, deed_of, person_of, reaches
from assistant.serve.web.tabs.documents_tab import DocumentsTab
from assistant.serve.web.tabs.forms_tab import FormsTab
from assistant.serve.web.tabs.tab import AT_ONCE, QUIET, STATE_SECONDS, Tab
from assistant.serve.web.tabs.talk_tab import TalkTab
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.serve.parts import Parts

VIEWS: Final = ("talk", "forms", "documents", "admin")
WAITING: Final = 200
"""Events that wait before more are refused."""


def make_chat(parts: Parts) -> gr.Blocks:
    """The page."""
    page: gr.Blocks
    with gr.Blocks(title=labels("en")["product"], analytics_enabled=False, fill_width=True) as page:
        language = gr.State("en", time_to_live=STATE_SECONDS)
        head = gr.HTML(elem_id="top", **OURS)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="views"):
                talk = TalkTab(parts, language)
                tabs: list[Tab] = [
                    talk,
                    FormsTab(parts, language),
                    DocumentsTab(parts, language),
                    AdminTab(parts, language),
                ]
            source = gr.HTML(elem_id="source-side", **STILL)
        shown = [language, head, source, *(one for tab in tabs for one in tab.shown)]
        states = [one for tab in tabs for one in tab.states]

        def draw(person: Person, wanted: Language, held: Sequence[Any]) -> tuple[Any, ...]:
            values: list[Any] = [wanted, head_html(person, wanted, parts), source_html(wanted)]
            left = list(held)
            for tab in tabs:
                own, left = left[: len(tab.states)], left[len(tab.states) :]
                values += tab.draw(person, wanted, *own)
            return tuple(values)

        def load(request: gr.Request, *held: Any) -> tuple[Any, ...]:
            person = person_of(request)
            opened = talk.opened(person, request.query_params.get("conversation", ""))
            return opened, *draw(person, language_asked_for(request), (opened, *held[1:]))

        def switch(event: gr.EventData, request: gr.Request, *held: Any) -> tuple[Any, ...]:
            wanted: Language = "zh" if deed_of(event._data)["language"] == "zh" else "en"
            return draw(person_of(request), wanted, held)

        page.load(load, states, [talk.talk, *shown], **QUIET)
        head.select(switch, states, shown, **QUIET)
    page.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING)
    return page


def language_asked_for(request: gr.Request) -> Language:
    """The language in the page's address, else the one the browser prefers."""
    asked = request.query_params.get("lang") or request.headers.get("accept-language", "")
    return "zh" if asked.lower().startswith("zh") else "en"


def head_html(person: Person, language: Language, parts: Parts) -> Html:
    """Name, tabs, language; a banner while questions are not answered."""
    words = labels(language)
    other: Language = "zh" if language == "en" else "en"
    views = VIEWS if reaches(person, "officer") else VIEWS[:-1]
    ways = (tag("a", words[f"nav_{view}"], href=f"#{view}", data_opens=view) for view in views)
    switch = parts.store.switch()
    to_other = tag(
        "button",
        words["other_language"],
        type="button",
        lang=other,
        data_do="language",
        data_language=other,
        id="language",
    )
    way_out = tag("a", words["log_out"], href="/logout") if person.way == "oidc" else ""
    banner = (
        tag("p", words["banner"].format(reason=switch.reason), class_="banner", role="status") if switch.off else None
    )
    name = tag("h1", words["product"], class_="product")
    return tag(
        "header",
        tag("a", words["skip"], href="#question", class_="skip"),
        tag("div", name, tag("p", words["tagline"]), class_="brand"),
        tag("nav", *ways, aria_label=words["nav"]),
        to_other,
        way_out,
        banner,
        tag("span", data_page_language=language, data_ready=words["answer_ready"], hidden=True),
        class_="top",
    )


def source_html(language: Language) -> Html:
    """The frame in which citations open; at first it lists the documents."""
    words = labels(language)
    alone = tag("a", words["open_alone"], href="/documents", target="_blank", rel="noopener", id="open-alone")
    back = tag("button", words["close_source"], type="button", id="back")
    return joined(
        [
            tag("div", tag("h2", words["source"]), alone, back, class_="bar"),
            tag("iframe", name=SOURCE_FRAME, src=f"/documents?lang={language}&frame=1", title=words["source"]),
        ]
    )
