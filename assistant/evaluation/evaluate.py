"""THE FLOW of an evaluation: suites -> target -> run. results.py says what comes of a run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evaluation.corpus_hash import corpus_hash
from assistant.evaluation.run import run_suites, time_first_sentences, unheard
from assistant.evaluation.suites import chosen, load_suites
from assistant.evaluation.targets import LocalTarget, ServerTarget
from assistant.wiring import open_assistant

if TYPE_CHECKING:
    from assistant.evaluation.cases import Suite
    from assistant.evaluation.records import Run
    from assistant.evaluation.run import Progress
    from assistant.settings import Settings
    from assistant.wiring import Assistant


@dataclass(frozen=True, slots=True)
class Asking:
    """What to ask, and whom: suite files and folders (eval/suites when empty), names to choose, a server's address."""

    settings: Settings
    suites: tuple[Path, ...] = ()
    names: tuple[str, ...] = ()
    target: str | None = None
    api_key: str | None = None
    jobs: int = 1


def evaluate(asking: Asking, started: dt.datetime, progress: Progress = unheard) -> Run:
    """Every case chosen, asked. Raises CorpusError for a wrong suite, Unavailable when the server cannot be reached."""
    assistant = open_assistant(asking.settings)
    suites = chosen(suites_of(asking, assistant), asking.names)
    local = LocalTarget(assistant)
    target = server(asking) if asking.target else local
    about = about_run(asking, assistant)
    run = run_suites(
        suites, target, started=started, about=about, text_of=assistant.text, jobs=asking.jobs, progress=progress
    )
    return run if asking.target else time_first_sentences(run, local, progress)


def suites_of(asking: Asking, assistant: Assistant) -> tuple[Suite, ...]:
    """The suites of the files."""
    return load_suites(asking.suites or [asking.settings.home / "eval" / "suites"])


def server(asking: Asking) -> ServerTarget:
    """The server at the address."""
    from assistant.adapters.answers_over_http import AnswersOverHttp

    assert asking.target
    return ServerTarget(AnswersOverHttp(asking.target, asking.api_key))


def about_run(asking: Asking, assistant: Assistant) -> dict[str, Any]:
    """What tells this run from another."""
    from assistant.wiring.indexing import package_version

    return {
        "target": asking.target or "this machine",
        "version": package_version("policy-assistant"),
        "corpus": corpus_hash(asking.settings.home),
        "generation": assistant.generation(),
        "documents": len(assistant.documents()),
        "embedding_model": asking.settings.embedding_model,
        "jobs": asking.jobs,
    }
