"""The administration on the page: officers look, admins change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import gradio as gr

from assistant.errors import AssistantError
from assistant.kept import Person
from assistant.model import Language
from assistant.serve.web.markup import Html, tag
from assistant.serve.web.tabs.deeds import OURS, STILL, deed_of, person_of, reaches, require
from assistant.serve.web.tabs.facts_html import Choosable, is_fact
from assistant.serve.web.tabs.reports import Filter, audit_html, feedback_html, healths_html
from assistant.serve.web.tabs.running import Switching, index_html, step_html, switch_html, with_progress
from assistant.serve.web.tabs.suites import Suites, suites_html
from assistant.serve.web.tabs.tab import QUIET, STATE_SECONDS
from assistant.serve.web.tabs.upload_html import Told, uploads_html
from assistant.serve.wording import error_words, labels
from assistant.wiring import ingest
from assistant.wiring.uploads import Uploads

if TYPE_CHECKING:
    from assistant.serve.parts import Parts

OFFICERS: Final = ("health", "feedback", "audit", "suites")
ADMINS: Final = ("uploads", "index", "switch")
NOTHING: Final = Html("")


class AdminTab:
    """Draws each section, and does what is asked of it. Every deed asks for the role again."""

    def __init__(self, parts: Parts, language: gr.State) -> None:
        self._parts = parts
        self._uploads = Uploads(parts.settings)
        self._switching = Switching(parts.desk)
        self._suites = Suites(parts.settings)
        self.chosen = gr.State(None, time_to_live=STATE_SECONDS)
        self.sections: dict[str, gr.HTML] = {}
        self.heads: dict[str, gr.HTML] = {}
        with gr.Column(elem_id="view-admin", elem_classes="view"):
            self.head = gr.HTML(elem_id="admin-head", **STILL)
            for name in (*ADMINS, *OFFICERS):
                self.heads[name] = gr.HTML(**STILL, elem_classes="section-head")
                if name == "uploads":
                    self.file = gr.UploadButton(elem_id="upload", file_count="single", type="filepath", visible=False)
                self.sections[name] = gr.HTML(elem_id=f"admin-{name}", **OURS, elem_classes="section")
        self.states: Sequence[Any] = (self.chosen,)
        self.shown: Sequence[Any] = (self.head, self.file, *self.heads.values(), *self.sections.values())
        self._listen(language)

    def _listen(self, language: gr.State) -> None:
        at, uploads, index = self.sections, self.sections["uploads"], self.sections["index"]
        self.file.upload(self._bring, [self.file, language], [self.file, self.chosen, uploads], **QUIET)
        uploads.select(self._upload, [self.chosen, language], [self.chosen, uploads], **QUIET)
        index.select(self._index, [language], [index], **QUIET)
        at["switch"].select(self._switch, [language], [at["switch"]], **QUIET)
        at["suites"].select(self._run_suite, [language], [at["suites"]], **QUIET)
        at["health"].select(self._health, [language], [at["health"]], **QUIET)
        at["feedback"].select(self._feedback, [language], [at["feedback"]], **QUIET)
        at["audit"].select(self._audit, [language], [at["audit"]], **QUIET)

    def draw(self, person: Person, language: Language, *states: Any) -> Sequence[Any]:
        """Heads and sections, empty for those whose role does not reach so far."""
        words = labels(language)
        officer, admin = reaches(person, "officer"), reaches(person, "admin")
        head = tag("h2", words["admin"]) if officer else NOTHING
        file = gr.UploadButton(label=words["upload_file"], visible=admin, file_types=list(self._uploads.formats()))
        heads = [
            _head(name, words) if (officer if name in OFFICERS else admin) else NOTHING for name in (*ADMINS, *OFFICERS)
        ]
        return head, file, *heads, *self._sections(person, states[0], language)

    def _sections(self, person: Person, chosen: str | None, language: Language) -> list[Html]:
        store, assistant = self._parts.store, self._parts.assistant
        officer, admin = reaches(person, "officer"), reaches(person, "admin")
        return [
            self._shown_uploads(chosen, Told(), language) if admin else NOTHING,
            index_html(Told(), assistant.generation(), language) if admin else NOTHING,
            switch_html(store.switch(), Told(), language) if admin else NOTHING,
            healths_html(*assistant.healths(), language) if officer else NOTHING,
            feedback_html(store, Filter(), language) if officer else NOTHING,
            audit_html(store, Filter(), language) if officer else NOTHING,
            self._shown_suites(person, Told(), language) if officer else NOTHING,
        ]

    # ---- uploads -----------------------------------------------------------------------------------------------------

    def _shown_uploads(self, chosen: str | None, news: Told, language: Language) -> Html:
        assistant = self._parts.assistant
        choosable = Choosable(assistant.schemes(), assistant.policies())
        return uploads_html(self._uploads.list(), chosen, choosable, news, language)

    def _bring(self, file: str | None, language: Language, request: gr.Request) -> tuple[Any, ...]:
        person = person_of(request)
        require(person, "admin")
        if not file:
            return None, gr.skip(), gr.skip()
        try:
            brought = self._uploads.bring(Path(file), Path(file).name, person.name, self._parts.desk.now())
        except AssistantError as error:
            return None, gr.skip(), self._shown_uploads(None, Told(error_words(error, language), good=False), language)
        self._parts.desk.act(person, "upload", upload=brought.id, sha256=brought.sha256)
        news = Told(labels(language)["kept_apart"].format(file=brought.file))
        return None, brought.id, self._shown_uploads(brought.id, news, language)

    def _upload(
        self, chosen: str | None, language: Language, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        person, deed, words = person_of(request), deed_of(event._data), labels(language)
        require(person, "admin")
        name = deed["id"] or chosen
        if deed.verb == "open":
            yield gr.skip(), gr.skip()
            return
        if deed.verb == "look" or name is None:
            yield name, self._shown_uploads(name, Told(), language)
            return
        if deed.verb == "describe":
            yield name, self._described(name, deed.values, person, language)
            return
        news = Told()
        work = {
            "approve": lambda heard: self._uploads.approve(name, person.name, heard),
            "withdraw": lambda heard: self._uploads.withdraw(name, heard),
        }.get(deed.verb)
        for step in with_progress(work) if work else ():
            if step.error:
                news = Told(error_words(step.error, language), good=False)
            elif step.result:
                self._parts.desk.act(person, deed.verb, upload=name, policy=step.result.policy)
                said = words["now_searched" if deed.verb == "approve" else "no_longer_searched"]
                news = Told(said.format(file=step.result.file))
            else:
                yield name, step_html(step, language)
        yield name, self._shown_uploads(name, news, language)

    def _described(self, name: str, values: Any, person: Person, language: Language) -> Html:
        words = labels(language)
        facts = {key: value for key, value in values.items() if is_fact(key, words)}
        try:
            upload = self._uploads.describe(name, facts)
        except AssistantError as error:
            return self._shown_uploads(name, Told(error_words(error, language), good=False), language)
        self._parts.desk.act(person, "describe", upload=name, state=upload.state)
        ready = upload.state == "ready"
        return self._shown_uploads(
            name, Told(words["described_ready" if ready else "described_not_ready"], good=ready), language
        )

    # ---- index, switch, lists ----------------------------------------------------------------------------------------

    def _index(self, language: Language, event: gr.EventData, request: gr.Request) -> Iterator[Html]:
        person, deed, words = person_of(request), deed_of(event._data), labels(language)
        require(person, "admin")
        news = Told()
        for step in with_progress(self._ingest) if deed.verb == "index" else ():
            if step.error:
                news = Told(error_words(step.error, language), good=False)
            elif step.result:
                figures = {name: asdict(step.result)[name] for name in ("documents", "passages", "embedded")}
                news = Told(words["indexed"].format(**figures))
                self._parts.desk.act(person, "index", **figures)
            else:
                yield step_html(step, language)
        yield index_html(news, self._parts.assistant.generation(), language)

    def _ingest(self, heard: Any) -> Any:
        return ingest(self._parts.settings, progress=heard)

    def _switch(self, language: Language, event: gr.EventData, request: gr.Request) -> Html:
        person, deed = person_of(request), deed_of(event._data)
        require(person, "admin")
        news = Told()
        if deed.verb in ("switch_off", "switch_on"):
            try:
                self._switching.do(person, deed)
                news = Told(labels(language)["switch_changed"])
            except AssistantError as error:
                news = Told(error_words(error, language), good=False)
        return switch_html(self._parts.store.switch(), news, language)

    def _shown_suites(self, person: Person, news: Told, language: Language) -> Html:
        suites, admin = self._suites, reaches(person, "admin")
        return suites_html(suites.names(), suites.runs(), news, may_run=admin, language=language)

    def _run_suite(self, language: Language, event: gr.EventData, request: gr.Request) -> Iterator[Html]:
        person, deed, words = person_of(request), deed_of(event._data), labels(language)
        require(person, "officer" if deed.verb == "open" else "admin")
        news = Told()
        name = deed["suite"] if deed["suite"] in self._suites.names() else None
        for step in with_progress(lambda heard: self._suites.run(name, heard)) if name else ():
            if step.error:
                news = Told(error_words(step.error, language), good=False)
            elif step.result:
                news = Told(words["suite_done"].format(suite=name, run=step.result))
                self._parts.desk.act(person, "evaluate", suite=name, run=step.result)
            else:
                yield step_html(step, language)
        yield self._shown_suites(person, news, language)

    def _health(self, language: Language, request: gr.Request) -> Html:
        require(person_of(request), "officer")
        return healths_html(*self._parts.assistant.healths(), language)

    def _feedback(self, language: Language, event: gr.EventData, request: gr.Request) -> Html:
        require(person_of(request), "officer")
        return feedback_html(self._parts.store, Filter.of(deed_of(event._data)), language)

    def _audit(self, language: Language, event: gr.EventData, request: gr.Request) -> Html:
        require(person_of(request), "officer")
        return audit_html(self._parts.store, Filter.of(deed_of(event._data)), language)


def _head(name: str, words: Any) -> Html:
    more = tag("p", words["uploads_more"], class_="lead") if name == "uploads" else None
    return tag("div", tag("h3", words[name], id=f"section-{name}"), more)
