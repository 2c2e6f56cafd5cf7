"""THE FLOW, read this first: understand -> calculate + retrieve -> extract -> verify -> reply."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.answering.ending import ending
from assistant.answering.extract import unlike
from assistant.answering.find import Finder, Found
from assistant.answering.quotes import Draft, draft_of
from assistant.answering.reply import reply, shown_one_by_one
from assistant.answering.scores import Candidate, Shelf
from assistant.answering.understand import Understood, understand
from assistant.answering.verify import Failure, verify
from assistant.ports import Calculated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.answering.known_asks import KnownAsks
    from assistant.corpus_files import Corpus, Replies
    from assistant.model import Answer, Question, Retrieval, Shown
    from assistant.ports import Rulebook
    from assistant.search.retrieve import Retriever

NOTHING = Calculated()


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about, for --explain."""

    understood: Understood
    calculated: Calculated = NOTHING
    retrievals: tuple[Retrieval, ...] = ()
    scored: tuple[Candidate, ...] = ()
    failures: tuple[Failure, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)


class Pipeline:
    """Answers questions from one index generation; `corpus` has no schemes or policies for a user's own loose files."""

    def __init__(
        self,
        retriever: Retriever,
        corpus: Corpus,
        replies: Replies,
        generation: str = "",
        rulebook: Rulebook | None = None,
        known: KnownAsks | None = None,
    ) -> None:
        self.retriever = retriever
        self.corpus = corpus
        self.replies = replies
        self.generation = generation
        self.rulebook = rulebook
        self.shelf = Shelf(retriever.catalog, retriever.keywords, retriever.embedder, retriever.segmenter)
        self.finder = Finder(retriever, self.shelf, known)

    def answer(self, question: Question) -> tuple[Answer, Trace]:
        """The answer, verified and cited, and how it came about. Raises UsageError for an unknown scheme or batch."""
        clock = _Stopwatch()

        understood = understand(question, self.corpus, self.shelf.segmenter)
        clock.lap("understand")

        calculated = self.calculate(understood)
        clock.lap("calculate")

        found = self.finder.find(understood) if needs_texts(understood, calculated) else Found()
        clock.lap("retrieve")

        draft = write(calculated, found)
        clock.lap("write")

        verified = verify(draft, self.shelf.catalog.text)
        clock.lap("verify")

        end = ending(understood, calculated, found, verified, self.finder)
        answer = reply(end, understood, self.replies, self.generation, clock.timings())
        trace = Trace(understood, calculated, found.retrievals, found.scored, verified.failures, answer.timings_ms)
        return answer, trace

    def stream(self, question: Question) -> Iterator[Shown | tuple[Answer, Trace]]:
        """The verified sentences as they are ready, then the whole answer with its trace."""
        answer, trace = self.answer(question)
        yield from shown_one_by_one(answer)
        yield answer, trace

    def calculate(self, understood: Understood) -> Calculated:
        """What the rules say of the question."""
        if self.rulebook is None or understood.intent != "question":
            return NOTHING
        return self.rulebook.calculate(understood.question, understood.text, understood.batch.batch)


def needs_texts(understood: Understood, calculated: Calculated) -> bool:
    """Whether to look in the texts: not when a rule has said all, or must ask back."""
    if understood.intent != "question" or calculated.clarification:
        return False
    return not calculated.sentences or len(understood.asked) > 1


def write(calculated: Calculated, found: Found) -> Draft:
    """The draft: what was calculated, then the quotes, each text shown once."""
    extra = [found.pointed.chosen] if found.pointed and found.pointed.chosen else []
    quoted = draft_of(unlike([*found.chosen, *extra]), calculated.citations)
    return Draft(calculated.sentences + quoted.sentences, calculated.citations + quoted.citations, calculated.findings)


class _Stopwatch:
    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[name] = round((now - self._last) * 1000, 2)
        self._last = now

    def timings(self) -> dict[str, float]:
        return {**self._laps, "total": round((time.perf_counter() - self._start) * 1000, 2)}
