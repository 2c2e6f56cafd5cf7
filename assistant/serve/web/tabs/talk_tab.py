"""The chat on the page: the conversations, the one being held, the box to write in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.kept import Person
from assistant.model import Language
from assistant.serve.guard.limits import Limits
from assistant.serve.pages.ask_routes import names_of
from assistant.serve.web.examples import example_questions
from assistant.serve.web.markup import Html
from assistant.serve.web.tabs.composer_html import composer_html
from assistant.serve.web.tabs.deeds import OURS, Deed, deed_of, person_of
from assistant.serve.web.tabs.history import History, Looking
from assistant.serve.web.tabs.tab import QUIET, STATE_SECONDS
from assistant.serve.web.tabs.talk import Conversing, Talk
from assistant.serve.web.tabs.talk_html import conversation_html, welcome_html
from assistant.serve.wording import error_words

if TYPE_CHECKING:
    from assistant.serve.parts import Parts


class TalkTab:
    """Draws the conversation and answers what is done on it."""

    def __init__(self, parts: Parts, language: gr.State) -> None:
        self._parts = parts
        self._talk = Talk(parts.desk)
        self._history = History(parts.desk)
        self._limits = Limits(parts.settings)
        self.talk = gr.State(Conversing(), time_to_live=STATE_SECONDS)
        self.looking = gr.State(Looking(), time_to_live=STATE_SECONDS)
        with gr.Row(elem_id="view-talk", elem_classes="view"):
            self.past = gr.HTML(elem_id="past", **OURS)
            with gr.Column(elem_id="talk-side"):
                self.shown_talk = gr.HTML(elem_id="talk", **OURS)
                self.composer = gr.HTML(elem_id="composer", **OURS)
        self.states: Sequence[Any] = (self.talk, self.looking)
        self.shown: Sequence[Any] = (self.past, self.shown_talk, self.composer)
        self._listen(language)

    def _listen(self, language: gr.State) -> None:
        states = [self.talk, self.looking, language]
        outputs = [self.talk, self.shown_talk, self.past]
        asking = gr.on(
            [self.composer.submit, self.shown_talk.submit],
            self._ask,
            states,
            outputs,
            concurrency_id="ask",
            **QUIET,
        )
        self.composer.stop(self._stop, [self.talk, language], [self.talk, self.shown_talk], cancels=[asking], **QUIET)
        self.shown_talk.select(self._rate, [self.talk, language], [self.talk, self.shown_talk], **QUIET)
        self.past.select(self._look, states, [self.looking, *outputs], **QUIET)

    def draw(self, person: Person, language: Language, *states: Any) -> Sequence[Any]:
        """The list, the conversation and the box."""
        talk, looking = states
        composer = composer_html(self._parts.assistant.schemes(), self._parts.desk.today(), language)
        return self._past(person, talk, looking, language), self.html(talk, language), composer

    def opened(self, person: Person, name: str) -> Conversing:
        """The conversation that the page's address names, if it is the person's; else an empty one."""
        try:
            return self._talk.open(person, name) if name else Conversing()
        except AssistantError:
            return Conversing()

    def html(self, talk: Conversing, language: Language) -> Html:
        """The conversation, or how to begin one."""
        assistant = self._parts.assistant
        if talk.exchanges:
            return conversation_html(talk, language, names_of(self._parts))
        return welcome_html(example_questions(assistant, self._parts.settings.prompts, language), language)

    def _past(self, person: Person, talk: Conversing, looking: Looking, language: Language) -> Html:
        return self._history.html(person, looking, talk.name, language)

    def _ask(
        self, talk: Conversing, looking: Looking, language: Language, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        person, deed = person_of(request), deed_of(event._data)
        if not self._limits.hit("questions", person.id).allowed:
            late = self._talk.late(talk, deed, language)
            yield late, self.html(late, language), gr.skip()
            return
        steps = (self._talk.again if deed.verb == "again" else self._talk.ask)(person, talk, deed, language)
        last = talk
        for step in steps:
            last = step
            yield step, self.html(step, language), gr.skip()
        yield last, self.html(last, language), self._past(person, last, looking, language)

    def _stop(self, talk: Conversing, language: Language) -> tuple[Any, ...]:
        stopped = self._talk.stop(talk)
        return stopped, self.html(stopped, language)

    def _rate(self, talk: Conversing, language: Language, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        deed = deed_of(event._data)
        if deed.verb != "rate":
            return gr.skip(), gr.skip()
        try:
            rated = self._talk.rate(person_of(request), talk, deed)
        except AssistantError as error:
            gr.Warning(error_words(error, language))
            return gr.skip(), gr.skip()
        return rated, self.html(rated, language)

    def _look(
        self, talk: Conversing, looking: Looking, language: Language, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        person, deed = person_of(request), deed_of(event._data)
        if deed.verb == "open" and not deed["id"]:
            return gr.skip(), gr.skip(), gr.skip(), self._past(person, talk, looking, language)
        before = talk
        try:
            talk, looking = self._done(person, talk, looking, deed)
        except AssistantError as error:
            gr.Warning(error_words(error, language))
        shown = self.html(talk, language) if talk is not before else gr.skip()
        return looking, talk, shown, self._past(person, talk, looking, language)

    def _done(self, person: Person, talk: Conversing, looking: Looking, deed: Deed) -> tuple[Conversing, Looking]:
        """What a deed on the list makes of the conversation and of the list."""
        if deed.verb in ("search", "more"):
            looking = self._history.look(looking, deed)
        elif deed.verb == "new":
            talk = Conversing()
        elif deed.verb == "open":
            talk = self._talk.open(person, deed["id"])
        elif deed.verb == "rename":
            self._history.rename(person, deed)
        elif deed.verb == "delete":
            self._history.delete(person, deed)
            talk = Conversing() if talk.name == deed["id"] else talk
        return talk, looking
