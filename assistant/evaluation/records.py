"""What was answered to each case and how it came about: everything that is needed to score a run again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.evaluation.cases import Case, Suite
from assistant.model import Answer, Outcome


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that was found; `rank` counts from 0 among those kept, and is None where `rejected` says why not.

    `text` is kept for the passages in the running only.
    """

    policy: str
    document: str
    clause: str
    start: int
    end: int
    score: float
    rank: int | None = None
    rejected: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one thing asked, and how answerable it looked (0..1)."""

    query: str
    answerable: float
    passages: tuple[FoundPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What one case got.

    `traced` says whether the target tells what it found. `seconds` are the wall time of the last question of the case,
    `first_sentence` those until its first sentence was shown, where that was timed. `fault` is the message of an error.
    """

    case: str
    answer: Answer | None
    seconds: float
    found: tuple[Found, ...] = ()
    dropped: tuple[str, ...] = ()
    first_sentence: float | None = None
    traced: bool = False
    fault: str | None = None

    @property
    def outcome(self) -> Outcome:
        """How the answer ended; a fault counts as unavailable."""
        return self.answer.outcome if self.answer else Outcome.UNAVAILABLE

    @property
    def answerable(self) -> float | None:
        """The best score of the texts found; 1 where a rule answered without them; None where nothing was looked up."""
        if self.found:
            return max(found.answerable for found in self.found)
        return 1.0 if self.answer and self.answer.findings else None


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation: the suites asked, what was answered, and of what.

    `texts` are the texts that were cited, by sha256; `about` is what tells one run from another (target, corpus hash,
    version, index generation, settings).
    """

    id: str
    started: dt.date
    about: Mapping[str, Any]
    suites: tuple[Suite, ...]
    records: tuple[Record, ...]
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def cases(self) -> tuple[Case, ...]:
        """Every case, suite by suite."""
        return tuple(case for suite in self.suites for case in suite.cases)
