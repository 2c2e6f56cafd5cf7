"""The rule forms on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.kept import Person
from assistant.model import Language
from assistant.rules.place_search import place_record, search_places
from assistant.serve.pages.ask_routes import names_of
from assistant.serve.web.markup import Html
from assistant.serve.web.tabs.deeds import OURS, STILL, deed_of, person_of
from assistant.serve.web.tabs.form_html import form_html, places_html, result_html, rules_html
from assistant.serve.web.tabs.forms import Filling, RuleForms
from assistant.serve.web.tabs.tab import QUIET, STATE_SECONDS

if TYPE_CHECKING:
    from assistant.serve.parts import Parts


class FormsTab:
    """Draws the list of rules, the form of one and its result."""

    def __init__(self, parts: Parts, language: gr.State) -> None:
        self._parts = parts
        self._forms = RuleForms(parts.assistant, parts.desk)
        self.filling = gr.State(Filling(), time_to_live=STATE_SECONDS)
        with gr.Row(elem_id="view-forms", elem_classes="view"):
            self.rules = gr.HTML(elem_id="rules", **OURS)
            with gr.Column(elem_id="form-side"):
                self.form = gr.HTML(elem_id="form", **OURS)
                self.result = gr.HTML(elem_id="result", **OURS)
            self.places = gr.HTML(places_html((), "en"), elem_id="places", **STILL)
        self.states: Sequence[Any] = (self.filling,)
        self.shown: Sequence[Any] = (self.rules, self.form, self.result)
        states = [self.filling, language]
        self.rules.select(self._choose, states, [self.filling, *self.shown], **QUIET)
        self.form.select(self._compute, states, [self.filling, self.result], **QUIET)
        self.result.submit(self._choice, states, [self.filling, self.form, self.result], **QUIET)
        self.form.input(self._find, [language], [self.places], **(QUIET | {"trigger_mode": "always_last"}))

    def draw(self, _person: Person, language: Language, *states: Any) -> Sequence[Any]:
        """The rules of the batch, the form with what was filled in, the result."""
        (filling,) = states
        schemes, rules = self._parts.assistant.schemes(), self._forms.rules(filling.batch)
        return rules_html(rules, schemes, filling, language), *self._filled(filling, language)

    def _filled(self, filling: Filling, language: Language, *, focus: bool = False) -> tuple[Html, Html]:
        schema, today = self._forms.schema(filling, language), self._parts.desk.today()
        return form_html(schema, filling, today, language, focus=focus), self._result(filling, language)

    def _result(self, filling: Filling, language: Language) -> Html:
        return result_html(filling, language, names_of(self._parts))

    def _choose(
        self, filling: Filling, language: Language, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        deed = deed_of(event._data)
        if deed.verb not in ("choose", "batch"):
            return tuple(gr.skip() for _ in range(4))
        filling = self._forms.choose(filling, deed)
        rules, *_ = self.draw(person_of(request), language, filling)
        return filling, rules, *self._filled(filling, language, focus=deed.verb == "choose")

    def _compute(
        self, filling: Filling, language: Language, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        deed = deed_of(event._data)
        if deed.verb != "compute":
            return gr.skip(), gr.skip()
        filled = self._forms.compute(person_of(request), filling, deed, language)
        return filled, self._result(filled, language)

    def _choice(
        self, filling: Filling, language: Language, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """A choice that the rule offers for the fact it lacks."""
        person = person_of(request)
        filled = self._forms.complete(person, filling, deed_of(event._data), language)
        return filled, *self._filled(filled, language)

    def _find(self, language: Language, event: gr.EventData) -> Html:
        deed, places = deed_of(event._data), self._parts.assistant.places()
        if places is None or deed.verb != "find":
            return places_html((), language)
        words = deed["text"].replace("，", ",").replace("、", ",").rpartition(",")[2].strip() or deed["text"]
        kinds = frozenset(deed["kinds"].split()) or None
        found = search_places(places, words[:60], kinds=kinds)
        return places_html([place_record(place, places) for place in found], language)
