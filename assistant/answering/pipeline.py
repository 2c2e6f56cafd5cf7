"""THE FLOW, read this first: understand -> calculate + retrieve -> extract -> verify -> reply.

With a language model its claims take the place of what was extracted, each one verified before it is passed on.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.answering.batches import choose_batch
from assistant.answering.budget import Budget
from assistant.answering.compose import Composed, Composer
from assistant.answering.ending import ending
from assistant.answering.extract import unlike
from assistant.answering.find import Finder, Found
from assistant.answering.quotes import Draft, draft_of
from assistant.answering.read_follow_up import Reading
from assistant.answering.reply import renumbered, reply, shown_one_by_one
from assistant.answering.scores import Candidate, Shelf
from assistant.answering.understand import Understood, follows, refers_back, understand
from assistant.answering.verify import Failure, Verified, verify
from assistant.answering.words import content_terms
from assistant.documents.language import language_of
from assistant.model import Shown
from assistant.ports import Calculated

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from assistant.answering.known_asks import KnownAsks
    from assistant.corpus_files import Corpus, Replies
    from assistant.model import Answer, Question, Retrieval
    from assistant.ports import Rulebook
    from assistant.search.retrieve import Retriever

NOTHING = Calculated()
SHORT = 4
"""Words with a meaning that a turn may have to be read behind the question before it."""
STANDS_ALONE = {"en": 0.6, "zh": 0.4}
"""How near to a known ask a short turn must come to be one of its own; the default model knows little Chinese."""


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
        composer: Composer | None = None,
        known: KnownAsks | None = None,
    ) -> None:
        self.retriever = retriever
        self.corpus = corpus
        self.replies = replies
        self.generation = generation
        self.rulebook = rulebook
        self.composer = composer
        self.shelf = Shelf(retriever.catalog, retriever.keywords, retriever.embedder, retriever.segmenter)
        self.finder = Finder(retriever, self.shelf, known)

    def answer(self, question: Question) -> tuple[Answer, Trace]:
        """The answer, verified and cited, and how it came about. Raises UsageError for an unknown scheme or batch."""
        *_, (answer, trace) = (piece for piece in self.stream(question) if not isinstance(piece, Shown))
        return answer, trace

    def stream(self, question: Question) -> Iterator[Shown | tuple[Answer, Trace]]:
        """The verified sentences as they are ready, then the whole answer with its trace, which begins with them."""
        clock = _Stopwatch()
        budget = Budget(self.composer.limits, self.composer.daily) if self.composer else None

        reading = self.read(question, budget) if budget else None
        in_full = reading.text if reading else self.in_full(question)
        understood = understand(question, self.corpus, self.shelf.segmenter, in_full)
        clock.lap("understand")

        calculated = self.calculate(understood, reading)
        clock.lap("calculate")

        found = self.finder.find(understood) if needs_texts(understood, calculated) else Found()
        clock.lap("retrieve")

        draft = write(calculated, found)
        clock.lap("write")

        verified = verify(draft, self.shelf.catalog.text)
        clock.lap("verify")

        shown, composed = 0, None
        if self.composer and budget and verified.draft.citations:
            shown, composed = yield from self.compose(understood, found, verified, budget)
            verified = composed.verified
            clock.lap("compose")

        use = composed.use if composed else None
        fallback = budget.fallback if budget and use and use.fallback else None
        end = ending(understood, calculated, found, verified, self.finder, fallback=fallback)
        answer = reply(end, understood, self.replies, self.generation, clock.timings(), use)
        trace = Trace(understood, calculated, found.retrievals, found.scored, verified.failures, answer.timings_ms)
        yield from shown_one_by_one(answer, shown)
        yield answer, trace

    def read(self, question: Question, budget: Budget) -> Reading | None:
        """A follow-up as a language model says it in full."""
        if self.composer is None or not question.earlier:
            return None
        batch = choose_batch(question, question.text, self.corpus.schemes).batch
        return self.composer.read(question, batch, budget)

    def in_full(self, question: Question) -> str | None:
        """A short turn as it reads in full: alone where known asks come near to it, behind the question before it where
        they come nearer to both, or where it speaks of a thing named there; None where they say nothing.
        """
        known, last = self.finder.known, question.earlier[-1:]
        if known is None or not last or len(content_terms(question.text, self.shelf.segmenter)) > SHORT:
            return None
        both = f"{last[0].question.rstrip()} {question.text}"
        alone, together = known.near(question.text), known.near(both)
        if alone.closest < STANDS_ALONE[language_of(question.text)]:
            return both if together.closest > alone.closest else None
        if follows(question.text):
            return None
        return both if refers_back(question.text) and together.best > alone.best else question.text

    def calculate(self, understood: Understood, reading: Reading | None = None) -> Calculated:
        """What the rules say of the question, or of a follow-up as it reads in full."""
        if self.rulebook is None or understood.intent != "question":
            return NOTHING
        question, batch = understood.question, understood.batch.batch
        calculated = self.rulebook.calculate(question, understood.text, batch)
        if reading is None or calculated.findings:
            return calculated
        in_full = self.rulebook.calculate(replace(question, text=reading.text, earlier=()), reading.text, batch)
        if in_full.findings or not self.composer:
            return in_full
        return self.composer.computed(reading, understood) or calculated

    def compose(
        self, understood: Understood, found: Found, extracted: Verified, budget: Budget
    ) -> Generator[Shown, None, tuple[int, Composed]]:
        """Each of the model's sentences as it passes; gives how many were shown, and the whole."""
        assert self.composer
        writing = self.composer.compose(understood, found, extracted, self.finder, budget)
        shown = 0
        while True:
            try:
                draft = next(writing)
            except StopIteration as done:
                return shown, done.value
            yield from shown_one_by_one(renumbered(draft), shown)
            shown = len(draft.sentences)


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
