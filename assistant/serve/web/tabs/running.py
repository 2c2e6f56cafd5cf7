"""What an admin does to the service: index anew, switch answering off and on, run a suite."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, UsageError
from assistant.kept import Person, Switch
from assistant.model import Language
from assistant.serve.question_files import printable
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.tabs.upload_html import Told
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.build_index import Progress
    from assistant.ports import AnswerStore
    from assistant.serve.desk import Desk
    from assistant.serve.web.tabs.deeds import Deed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """How far something long has come: `done` of `total` in a stage; the last one has a `result` or an `error`."""

    stage: str = ""
    done: int = 0
    total: int = 0
    result: Any = None
    error: Exception | None = None


def with_progress(work: Callable[[Progress], Any]) -> Iterator[Step]:
    """Does the work in a thread of its own and tells how far it is; it goes on when nobody listens any more."""
    steps: queue.Queue[Step] = queue.Queue()

    def run() -> None:
        try:
            steps.put(Step(result=work(lambda stage, done, total: steps.put(Step(stage, done, total))) or True))
        except AssistantError as error:
            steps.put(Step(error=error))
        except Exception as error:
            log.exception("a long piece of work failed")
            steps.put(Step(error=error))

    threading.Thread(target=run, daemon=True).start()
    while True:
        step = steps.get()
        while not steps.empty() and step.result is None and step.error is None:
            step = steps.get()
        yield step
        if step.result is not None or step.error is not None:
            return


def step_html(step: Step, language: Language) -> Html:
    """A bar with its words."""
    words = labels(language)
    stage = words.get(f"stage_{step.stage}", step.stage)
    bar = tag("progress", value=step.done, max=max(step.total, 1), aria_label=stage)
    return tag("div", tag("p", stage, " ", f"{step.done:,} / {step.total:,}"), bar, class_="step", role="status")


def index_html(told: Html | Told, generation: str, language: Language) -> Html:
    """The button that indexes anew, with what is published and how the last run went."""
    words = labels(language)
    shown = told.html() if isinstance(told, Told) else told
    button = tag("button", words["index_anew"], type="button", data_do="index", class_="main")
    return joined([tag("p", words["published_index"].format(name=generation), class_="lead"), shown or "", button])


def switch_html(switch: Switch, told: Told, language: Language) -> Html:
    """Whether answering is on, and the way to change it."""
    words = labels(language)
    if switch.off:
        state = words["switched_off"].format(by=switch.by, reason=switch.reason)
        button = tag("button", words["switch_on"], type="button", data_do="switch_on", class_="main")
        return joined([told.html() or "", tag("p", state, class_="note"), button])
    reason = tag("input", name="reason", required=True, maxlength="300", id="switch-reason")
    field = tag("div", tag("label", words["switch_reason"], for_="switch-reason"), reason, class_="field")
    button = tag("button", words["switch_off"], type="submit", class_="alarm")
    return joined(
        [told.html() or "", tag("p", words["is_on"], class_="lead"), tag("form", field, button, data_do="switch_off")]
    )


@dataclass(frozen=True, slots=True)
class Switching:
    """Switches answering off and on, and keeps who did."""

    desk: Desk

    def do(self, person: Person, deed: Deed) -> Switch:
        """Raises UsageError without a reason."""
        store: AnswerStore = self.desk.store
        off = deed.verb == "switch_off"
        reason = printable(deed["reason"])[:300]
        if off and not reason:
            raise UsageError("a reason is needed", do="Write what people should know", code="no_reason")
        switch = (
            Switch(off, reason, person.name, self.desk.now()) if off else Switch(by=person.name, at=self.desk.now())
        )
        store.set_switch(switch)
        self.desk.act(person, deed.verb, **({"reason": reason} if off else {}))
        return switch
