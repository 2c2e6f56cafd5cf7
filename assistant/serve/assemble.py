"""From settings to the parts that a server is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.serve.clock import today
from assistant.serve.daily_tokens import StoredTokens
from assistant.serve.desk import Desk, utc_now
from assistant.serve.embed.bounds import bounds_of
from assistant.serve.logs import LOG, person_in_logs
from assistant.serve.metrics import FAULTS, count_answer
from assistant.serve.parts import Parts
from assistant.serve.purging import SERVER
from assistant.serve.settings_changes import record_settings
from assistant.serve.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.kept import Person
    from assistant.model import Answer
    from assistant.ports import AnswerStore
    from assistant.settings import Settings
    from assistant.wiring import Assistant


def open_parts(settings: Settings) -> Parts:
    """Everything, ready, and what changed of the settings in the audit.

    Raises IndexStateError, StoreStateError, Unavailable or SettingsError.
    """
    from assistant.wiring import open_assistant, open_store

    store = open_store(settings)
    assistant = open_assistant(settings, StoredTokens(store, today, settings.daily_tokens))
    record_settings(store, settings, SERVER, utc_now())
    return parts_of(assistant, store, settings)


def parts_of(assistant: Assistant, store: AnswerStore, settings: Settings) -> Parts:
    """The parts around an assistant and a store."""
    desk = Desk(
        assistant,
        store,
        today,
        mask_personal_data=settings.mask_personal_data,
        longest=settings.max_question,
        bounds_of=lambda person: bounds_of(person, settings),
        turns=Turns(settings.concurrency, settings.concurrency_person, settings.wait_seconds),
        heard=listener(settings),
    )
    return Parts(assistant, desk, store, settings)


def listener(settings: Settings) -> Callable[[Person, Answer | Exception], None]:
    """What tells the metrics and the logs of every answer and every error at the desk."""

    def heard(person: Person, result: Answer | Exception) -> None:
        who = person_in_logs(person, settings)
        if isinstance(result, AssistantError):
            FAULTS.labels(type(result).__name__).inc()
            LOG.warning("not answered", person=who, way=person.way, error=type(result).__name__)
        elif isinstance(result, Exception):
            FAULTS.labels("fault").inc()
            LOG.error("a question failed", person=who, way=person.way, exc_info=result)
        else:
            count_answer(result, person.way)
            words = {"question": result.question} if settings.log_questions else {}
            LOG.info(
                "answered",
                person=who,
                way=person.way,
                answer=result.id,
                outcome=result.outcome.value,
                language=result.language,
                ms=result.timings_ms.get("total"),
                model=result.model.name if result.model else None,
                **words,
            )

    return heard
