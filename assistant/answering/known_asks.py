"""Questions whose answer is known: how near a question comes to the asks that a policy's asks.yaml keeps for its words.

A near one points to the words that answer, and its quote still passes every check. A question nearer to what is noted
as not held is held back. Where a policy has no asks, nothing changes.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.documents.language import language_of
from assistant.search.tokens import terms_of

if TYPE_CHECKING:
    from assistant.model import Jurisdiction, KnownAsk, Language, Policy
    from assistant.ports import Embedder, Segmenter, Vectors

BY_MEANING: Final = {"en": 0.7, "zh": 0.0}
"""How much of a score is closeness in meaning; the rest is words. The default model knows almost no Chinese."""

Embed = Callable[[Sequence[str]], "Vectors"]


@dataclass(frozen=True, slots=True)
class Line:
    """One ask: its words, the policy it belongs to, and what it points to; None where no text answers it."""

    text: str
    policy: Policy
    known: KnownAsk | None


@dataclass(frozen=True, slots=True)
class Near:
    """The known question that comes nearest with its score 0..1, and how near the best one that no text answers is."""

    policy: Policy | None = None
    known: KnownAsk | None = None
    score: float = 0.0
    not_held: float = 0.0


@dataclass(frozen=True)
class KnownAsks:
    """The asks of all policies, by language. `embed_asks` may give the vectors of the asks from where they are kept."""

    policies: Sequence[Policy]
    embedder: Embedder
    segmenter: Segmenter
    embed_asks: Embed | None = None
    _shelves: dict[Language, Shelf] = field(default_factory=dict, repr=False, compare=False)

    def nearest(self, text: str, batches: Iterable[str | None] = (), jurisdiction: Jurisdiction | None = None) -> Near:
        """Among policies of the batches (none given: of all) and of the jurisdiction; national ones always count."""
        language = language_of(text)
        shelf = self._shelves.get(language) or self._shelves.setdefault(language, self._shelf(language))
        if not shelf.lines:
            return Near()
        scores = shelf.scores(text, self.embedder, self.segmenter)
        wanted = {*batches, None} if batches else None
        return shelf.best(scores, lambda policy: _counts(policy, wanted, jurisdiction))

    def make_ready(self) -> None:
        """Does now what the first question in each language would wait for."""
        for text in ("ready", "好"):
            self.nearest(text)

    def _shelf(self, language: Language) -> Shelf:
        lines = [line for line in lines_of(self.policies) if language_of(line.text) == language]
        return Shelf(tuple(lines), language, self.segmenter, self.embed_asks or self.embedder.embed)


def lines_of(policies: Iterable[Policy]) -> Iterable[Line]:
    """Every ask of the policies, in the order of their files."""
    for policy in policies:
        for known in policy.asks:
            yield from (Line(ask, policy, known) for ask in known.asks)
        yield from (Line(ask, policy, None) for ask in policy.not_held)


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
    embed: Embed

    @cached_property
    def postings(self) -> Mapping[str, tuple[tuple[int, float], ...]]:
        """Term -> the asks that hold it, each with the term's share of the ask's length."""
        held: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            for term, weight in self.weighted(Counter(terms_of(line.text, self.segmenter))).items():
                held[term].append((number, weight))
        return {term: tuple(found) for term, found in held.items()}

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """Term -> how telling it is."""
        seen = Counter(term for line in self.lines for term in set(terms_of(line.text, self.segmenter)))
        return {term: math.log(1 + len(self.lines) / count) for term, count in seen.items()}

    @cached_property
    def vectors(self) -> Vectors:
        """One row an ask."""
        return self.embed([line.text for line in self.lines])

    def weighted(self, terms: Mapping[str, int]) -> dict[str, float]:
        """Terms with weights of length 1; a term that no ask has counts as the rarest."""
        unknown = max(self.rarity.values(), default=1.0)
        weights = {term: math.sqrt(count) * self.rarity.get(term, unknown) for term, count in terms.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    def scores(self, text: str, embedder: Embedder, segmenter: Segmenter) -> list[float]:
        """How near each ask is, 0..1."""
        words = [0.0] * len(self.lines)
        for term, weight in self.weighted(Counter(terms_of(text, segmenter))).items():
            for number, own in self.postings.get(term, ()):
                words[number] += weight * own
        by_meaning = BY_MEANING[self.language]
        if not by_meaning:
            return words
        meaning = np.asarray(self.vectors @ embedder.embed([text])[0])
        return [float(by_meaning * close + (1 - by_meaning) * word) for close, word in zip(meaning, words, strict=True)]

    def best(self, scores: Sequence[float], counts: Callable[[Policy], bool]) -> Near:
        """The nearest ask with an answer, and how near the nearest without one is."""
        allowed = {id(line.policy): counts(line.policy) for line in self.lines}
        order = sorted(range(len(scores)), key=lambda number: -scores[number])
        answered = next(
            (n for n in order if self.lines[n].known is not None and allowed[id(self.lines[n].policy)]), None
        )
        closed = next((n for n in order if self.lines[n].known is None), None)
        not_held = scores[closed] if closed is not None else 0.0
        if answered is None:
            return Near(not_held=not_held)
        line = self.lines[answered]
        return Near(line.policy, line.known, scores[answered], not_held)
