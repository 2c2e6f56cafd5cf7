"""The documents on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.kept import Person
from assistant.model import Language
from assistant.serve.web.markup import Html
from assistant.serve.web.tabs.deeds import OURS, deed_of, person_of, reaches
from assistant.serve.web.tabs.documents import documents_html
from assistant.serve.web.tabs.tab import QUIET, STATE_SECONDS

if TYPE_CHECKING:
    from assistant.serve.parts import Parts


class DocumentsTab:
    """Draws the list and what a search found."""

    def __init__(self, parts: Parts, language: gr.State) -> None:
        self._parts = parts
        self.search = gr.State("", time_to_live=STATE_SECONDS)
        with gr.Column(elem_id="view-documents", elem_classes="view"):
            self.list = gr.HTML(elem_id="documents", **OURS)
        self.states: Sequence[Any] = (self.search,)
        self.shown: Sequence[Any] = (self.list,)
        self.list.select(self._look, [self.search, language], [self.search, self.list], **QUIET)

    def draw(self, person: Person, language: Language, *states: Any) -> Sequence[Html]:
        """The list; its health is for officers."""
        (search,) = states
        assistant = self._parts.assistant
        healths = assistant.healths()[0] if reaches(person, "officer") else None
        return (documents_html(assistant, language, search, healths),)

    def _look(self, search: str, language: Language, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        deed = deed_of(event._data)
        if deed.verb != "search":
            return gr.skip(), *self.draw(person_of(request), language, search)
        wanted = deed["search"][:200]
        return wanted, *self.draw(person_of(request), language, wanted)
