"""THE FLOW of an evaluation: suites -> target -> run. results.py says what comes of a run."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evaluation.corpus_hash import corpus_hash
from assistant.evaluation.made.boundaries import boundaries
from assistant.evaluation.made.mutated_corpus import ChangingTarget
from assistant.evaluation.made.mutations import load_mutations
from assistant.evaluation.run import run_suites, time_first_sentences, unheard
from assistant.evaluation.suites import chosen, load_suites
from assistant.evaluation.targets import LocalTarget, ServerTarget
from assistant.wiring import open_assistant

if TYPE_CHECKING:
    from assistant.evaluation.cases import Suite
    from assistant.evaluation.made.mutations import Mutation
    from assistant.evaluation.records import Run
    from assistant.evaluation.run import Progress, TextOf
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

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files and folders of written suites."""
        return self.suites or (self.settings.home / "eval" / "suites",)


def evaluate(asking: Asking, started: dt.datetime, progress: Progress = unheard) -> Run:
    """Every case chosen, asked. Raises CorpusError for a wrong suite, Unavailable when the server cannot be reached."""
    assistant = open_assistant(asking.settings)
    local = LocalTarget(assistant)
    made = made_suites(asking)
    suites = chosen((*load_suites(asking.paths), *made.suites), asking.names)
    about = about_run(asking, assistant)
    with tempfile.TemporaryDirectory(prefix="eval-") as folder:
        target = ChangingTarget(local, asking.settings, made.after, Path(folder))
        run = run_suites(
            suites,
            server(asking) if asking.target else target,
            started=started,
            about=about,
            text_of=first_held(assistant.text, target.text),
            jobs=asking.jobs,
            progress=progress,
        )
    return run if asking.target else time_first_sentences(run, local, progress)


@dataclass(frozen=True, slots=True)
class Made:
    """The made suites, and which cases are asked after which change."""

    suites: tuple[Suite, ...] = ()
    after: Mapping[str, Mutation] = field(default_factory=dict)


def made_suites(asking: Asking) -> Made:
    """Those of our own corpus; none where somebody's own suites are asked. A server's corpus cannot be changed."""
    folder = asking.settings.home / "eval"
    if asking.suites:
        return Made()
    suites, after = [], {}
    if (file := folder / "boundaries.yaml").is_file():
        suites.append(boundaries(asking.settings.home, file).suite)
    if (file := folder / "mutations.yaml").is_file() and not asking.target:
        mutations = load_mutations(file)
        suites.append(mutations.suite)
        after = mutations.after
    return Made(tuple(suites), after)


def first_held(*held: TextOf) -> TextOf:
    """Looks for a text in one place after the other."""

    def text(sha256: str) -> str:
        for look in held:
            try:
                return look(sha256)
            except KeyError:
                continue
        raise KeyError(sha256)

    return text


def server(asking: Asking) -> ServerTarget:
    """The server at the address."""
    from assistant.adapters.answers_over_http import AnswersOverHttp

    assert asking.target
    return ServerTarget(AnswersOverHttp(asking.target, asking.api_key))


def about_run(asking: Asking, assistant: Assistant) -> dict[str, Any]:
    """What tells this run from another."""
    from assistant.wiring.code_version import package_version

    return {
        "target": asking.target or "this machine",
        "version": package_version("policy-assistant"),
        "corpus": corpus_hash(asking.settings.home),
        "generation": assistant.generation(),
        "documents": len(assistant.documents()),
        "embedding_model": asking.settings.embedding_model,
        "jobs": asking.jobs,
    }
