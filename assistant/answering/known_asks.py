"""Questions whose answer is known: what a question comes near to among the asks that the data keep.

A policy's asks.yaml says how people ask for words of its texts, and what they ask that no text answers; rules.yaml says
how they ask for a rule. A ridge regression over the likeness to all of them, in meaning and in words, gives each answer a
score. A near one points to the words that answer; its quote still passes every check. Where a corpus has no asks,
nothing changes.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from assistant.documents.language import language_of
from assistant.search.tokens import terms_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.model import Jurisdiction, KnownAsk, Language, Policy
    from assistant.ports import Embedder, Segmenter, Vectors

    Numbers = NDArray[np.float64]

BY_MEANING: Final = {"en": 0.8, "zh": 0.3}
"""How much of the closeness is that in meaning; the rest is words. The default model knows little Chinese."""
SHARPNESS, RIDGE = 2.0, 0.2
"""How fast a question's likeness to an ask falls with their distance, and how much single asks are smoothed over
(bench/known_asks.py)."""
NOT_HELD: Final = "not held"

REMEMBERED: Final = 64
"""Texts whose scores are remembered: one question is scored for the rules and for the texts."""

Keep = Callable[[str, "Callable[[], NDArray[Any]]"], "NDArray[Any]"]
"""Gives the numbers that were kept under a name that says all they depend on, else makes and keeps them."""


def made_anew(_: str, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
    """Keeps nothing."""
    return make()


@dataclass(frozen=True, slots=True)
class Target:
    """What asks lead to: words of a policy, or a rule by its name. Both None: no text answers."""

    policy: Policy | None = None
    known: KnownAsk | None = None
    rule: str | None = None

    @property
    def key(self) -> Hashable:
        """What makes it the same target as another."""
        if self.known is not None and self.policy is not None:
            return (self.policy.id, self.known.answers)
        return self.rule or NOT_HELD


@dataclass(frozen=True, slots=True)
class Line:
    """One ask and what it leads to."""

    text: str
    target: Target


@dataclass(frozen=True, slots=True)
class Near:
    """Words of policies that a question comes near to, best first with scores; the scores of no text and of rules."""

    answers: tuple[tuple[Target, float], ...] = ()
    not_held: float = 0.0
    rules: Mapping[str, float] = field(default_factory=dict)

    @property
    def best(self) -> float:
        """The score of the nearest words, 0 when there are none."""
        return self.answers[0][1] if self.answers else 0.0


NOWHERE: Final = Near()


@dataclass(frozen=True)
class KnownAsks:
    """The asks of all policies and rules, by language. `keep` keeps what takes seconds to make of them."""

    policies: Sequence[Policy]
    embedder: Embedder
    segmenter: Segmenter
    rules: Mapping[str, Sequence[str]] = field(default_factory=dict)
    keep: Keep = made_anew
    _shelves: dict[Language, Shelf] = field(default_factory=dict, repr=False, compare=False)

    def near(self, text: str, batches: Iterable[str | None] = (), jurisdiction: Jurisdiction | None = None) -> Near:
        """Among policies of the batches (none given: of all) and of the jurisdiction; national ones always count."""
        language = language_of(text)
        shelf = self._shelf(language)
        if not shelf.lines:
            return NOWHERE
        wanted = {*batches, None} if batches else None
        ranked = sorted(zip(shelf.targets, shelf.scores(text), strict=True), key=lambda pair: -pair[1])
        answers = [pair for pair in ranked if pair[0].policy and _counts(pair[0].policy, wanted, jurisdiction)]
        return Near(
            tuple(answers[:3]),
            max((score for target, score in ranked if target.key == NOT_HELD), default=0.0),
            {target.rule: score for target, score in ranked if target.rule},
        )

    def knows(self, terms: Sequence[str], language: Language) -> float:
        """The share of the terms that some ask of the language holds; 1 for none."""
        held = self._shelf(language).rarity
        return sum(term in held for term in terms) / len(terms) if terms else 1.0

    def make_ready(self) -> None:
        """Does now what the first question in each language would wait for."""
        for text in ("ready", "好"):
            self.near(text)

    def _shelf(self, language: Language) -> Shelf:
        """The shelf of a language, made once."""
        return self._shelves.get(language) or self._shelves.setdefault(language, self.shelf(language))

    def shelf(self, language: Language) -> Shelf:
        """The asks of a language, with the words they lead to."""
        lines = [line for line in self.lines() if language_of(line.text) == language]
        return Shelf(tuple(lines), language, self.segmenter, self.embedder, self.keep)

    def lines(self) -> Iterable[Line]:
        """Every ask, in the order of the files; the words that answer count as an ask for themselves."""
        for policy in self.policies:
            for known in policy.asks:
                words = (*known.asks, *(answer.quote for answer in known.answers))
                yield from (Line(ask, Target(policy, known)) for ask in words)
            yield from (Line(ask, Target()) for ask in policy.not_held)
        for rule, asks in self.rules.items():
            yield from (Line(ask, Target(rule=rule)) for ask in asks)


def _counts(policy: Policy, batches: set[str | None] | None, jurisdiction: Jurisdiction | None) -> bool:
    if batches is not None and policy.batch not in batches:
        return False
    place = policy.jurisdiction
    return place is None or place.level == "national" or jurisdiction is None or place == jurisdiction


@dataclass(frozen=True)
class Shelf:
    """The asks of one language, ready to be compared with."""

    lines: tuple[Line, ...]
    language: Language
    segmenter: Segmenter
    embedder: Embedder
    keep: Keep = made_anew

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """What the asks lead to, each once."""
        return tuple({line.target.key: line.target for line in self.lines}.values())

    @cached_property
    def terms(self) -> tuple[Counter[str], ...]:
        """The terms of each ask."""
        return tuple(Counter(terms_of(line.text, self.segmenter)) for line in self.lines)

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """Term -> how telling it is."""
        seen = Counter(term for terms in self.terms for term in terms)
        return {term: math.log(1 + len(self.lines) / count) for term, count in seen.items()}

    @cached_property
    def postings(self) -> Mapping[str, tuple[NDArray[np.intp], Numbers]]:
        """Term -> the asks that hold it, and the term's share of each ask's length."""
        held: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for number, terms in enumerate(self.terms):
            for term, weight in self.weighted(terms).items():
                held[term][0].append(number)
                held[term][1].append(weight)
        return {term: (np.array(numbers), np.array(weights)) for term, (numbers, weights) in held.items()}

    @cached_property
    def vectors(self) -> Vectors:
        """One row an ask."""
        texts = [line.text for line in self.lines]
        return self.keep(repr((self.embedder.name, texts)), lambda: self.embedder.embed(texts))

    @cached_property
    def coefficients(self) -> Numbers:
        """Shape (asks, targets): the ridge regression of what each ask leads to on its likeness to all asks."""
        settings = (self.embedder.name, BY_MEANING[self.language], SHARPNESS, RIDGE)
        asks = [
            (line.text, line.target.key, tuple(terms.items()))
            for line, terms in zip(self.lines, self.terms, strict=True)
        ]
        return self.keep(repr((settings, asks)), lambda: self.fitted(range(len(self.lines))))

    def fitted(self, rows: Sequence[int]) -> Numbers:
        """The coefficients from those asks alone, shape (rows, targets)."""
        place = {target.key: column for column, target in enumerate(self.targets)}
        leads_to = np.zeros((len(rows), len(self.targets)))
        for row, number in enumerate(rows):
            leads_to[row, place[self.lines[number].target.key]] = 1.0
        smoothed = self.likeness_of_all[np.ix_(rows, rows)] + RIDGE * np.eye(len(rows))
        return np.asarray(np.linalg.solve(smoothed, leads_to), np.float64)

    @cached_property
    def likeness_of_all(self) -> Numbers:
        """Shape (asks, asks)."""
        return self.likeness(self.vectors @ self.vectors.T, np.stack([self._words(terms) for terms in self.terms]))

    def likeness(self, meaning: Vectors, words: Numbers) -> Numbers:
        """From closeness in meaning and in words, both cosines: 1 for the same, a radial basis function of the mean."""
        share = BY_MEANING[self.language]
        return np.exp(SHARPNESS * (share * meaning + (1 - share) * words - 1))

    @cached_property
    def scores(self) -> Callable[[str], tuple[float, ...]]:
        """How much a text asks for each target, about 0..1."""
        return lru_cache(REMEMBERED)(self._scores)

    def _scores(self, text: str) -> tuple[float, ...]:
        words = self._words(Counter(terms_of(text, self.segmenter)))
        likeness = self.likeness(self.vectors @ self.embedder.embed([text])[0], words)
        return tuple(float(score) for score in likeness @ self.coefficients)

    def weighted(self, terms: Mapping[str, int]) -> dict[str, float]:
        """Terms with weights of length 1; a term that no ask has counts as the rarest."""
        unknown = max(self.rarity.values(), default=1.0)
        weights = {term: (1 + math.log(count)) * self.rarity.get(term, unknown) for term, count in terms.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    def _words(self, terms: Mapping[str, int]) -> Numbers:
        """Cosine of the terms to each ask's."""
        close = np.zeros(len(self.lines))
        for term, weight in self.weighted(terms).items():
            if term in self.postings:
                numbers, shares = self.postings[term]
                close[numbers] += weight * shares
        return close
