"""How much a text asks for each of many targets, by its likeness to asks that are known to lead to them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from assistant.search.tokens import terms_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.model import Language
    from assistant.ports import Embedder, Segmenter

    Numbers = NDArray[np.float32]

BY_MEANING: Final = {"en": 0.8, "zh": 0.3}
"""How much of the closeness is that in meaning; the rest is words. The default model knows little Chinese."""
SHARPNESS, RIDGE = 2.0, 0.2
"""How fast a text's likeness to an ask falls with their distance, and how much single asks are smoothed over
(bench/known_asks.py)."""
REMEMBERED: Final = 64
"""Texts whose scores are remembered: one question is scored for the rules and for the texts."""

Fitted = Mapping[str, "NDArray[Any]"]
Keep = Callable[[str, Callable[[], Fitted]], Fitted]
"""Gives what was kept under a name that says all it depends on, else makes and keeps it."""


def made_anew(_: str, make: Callable[[], Fitted]) -> Fitted:
    """Keeps nothing."""
    return make()


class Line(Protocol):
    """An ask and the key of what it leads to."""

    @property
    def text(self) -> str: ...
    @property
    def key(self) -> Hashable: ...


@dataclass(frozen=True, slots=True)
class Scores:
    """How much a text asks for each target, about 0..1, in the order of `AskShelf.keys`; its likeness to any ask."""

    targets: Sequence[float]
    closest: float


@dataclass(frozen=True)
class AskShelf:
    """The asks of one language: a kernel ridge regression of what they lead to on their likeness to each other."""

    lines: tuple[Line, ...]
    language: Language
    segmenter: Segmenter
    embedder: Embedder
    keep: Keep = made_anew

    @cached_property
    def keys(self) -> tuple[Hashable, ...]:
        """What the asks lead to, each once."""
        return tuple(dict.fromkeys(line.key for line in self.lines))

    @cached_property
    def scores(self) -> Callable[[str], Scores]:
        """How much a text asks for each target."""
        return lru_cache(REMEMBERED)(self._scores)

    def _scores(self, text: str) -> Scores:
        meaning = self.fitted["vectors"] @ self.embedder.embed([text])[0]
        likeness = self.likeness(meaning, self._words(text))
        return Scores((likeness @ self.fitted["coefficients"]).tolist(), float(likeness.max()))

    def likeness(self, meaning: Numbers, words: Numbers) -> Numbers:
        """From closeness in meaning and in words, both cosines: 1 for the same, a radial basis function of the mean."""
        share = BY_MEANING[self.language]
        near: Numbers = np.exp(SHARPNESS * (share * meaning + (1 - share) * words - 1)).astype(np.float32)
        return near

    @cached_property
    def fitted(self) -> Fitted:
        """Vectors (asks, dimensions), coefficients (asks, targets), and the words with the asks that hold them."""
        texts = [line.text for line in self.lines]
        vectors = self.keep(repr((self.embedder.name, texts)), lambda: {"vectors": self.embedder.embed(texts)})
        settings = (self.embedder.name, BY_MEANING[self.language], SHARPNESS, RIDGE)
        asks = [(line.text, line.key) for line in self.lines]
        return {**vectors, **self.keep(repr((settings, asks)), lambda: self._fit(vectors["vectors"]))}

    def _fit(self, vectors: Numbers) -> Fitted:
        words = WordIndex.of([Counter(terms_of(line.text, self.segmenter)) for line in self.lines])
        table = words.dense()
        alike = self.likeness(vectors @ vectors.T, table @ table.T)
        return {**words.arrays(), "coefficients": self._coefficients(alike)}

    def _coefficients(self, alike: Numbers) -> Numbers:
        """The regression, shape (asks, targets); `alike` is the likeness of all asks to all."""
        place = {key: column for column, key in enumerate(self.keys)}
        leads_to = np.eye(len(place), dtype=np.float32)[[place[line.key] for line in self.lines]]
        solved: Numbers = np.linalg.solve(alike + RIDGE * np.eye(len(alike), dtype=np.float32), leads_to)
        return solved

    @cached_property
    def words(self) -> WordIndex:
        """The words of the asks."""
        return WordIndex.from_arrays(self.fitted, len(self.lines))

    def terms_of_lines(self, wanted: Callable[[Line], bool]) -> frozenset[str]:
        """The terms that some of the wanted asks hold."""
        rows = np.array([wanted(line) for line in self.lines])
        held = np.add.reduceat(rows[self.words.rows], self.words.starts[:-1]) > 0
        return frozenset(self.words.terms[held].tolist())

    def _words(self, text: str) -> Numbers:
        return self.words.closeness(Counter(terms_of(text, self.segmenter)))


@dataclass(frozen=True)
class WordIndex:
    """Which asks hold a term: for the term in `terms[i]` those in rows[starts[i]:starts[i + 1]], with its share of each
    ask's length; `rarity` says how telling a term is.
    """

    terms: NDArray[np.str_]
    rarity: Numbers
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    shares: Numbers
    size: int

    @classmethod
    def of(cls, asks: Sequence[Mapping[str, int]]) -> WordIndex:
        """The index of asks given as their terms, counted."""
        seen = Counter(term for terms in asks for term in terms)
        rarity = {term: math.log(1 + len(asks) / count) for term, count in seen.items()}
        held: dict[str, list[tuple[int, float]]] = {term: [] for term in seen}
        for number, terms in enumerate(asks):
            for term, share in _weighted(terms, rarity, 0.0).items():
                held[term].append((number, share))
        pairs = [pair for term in held for pair in held[term]]
        starts = np.cumsum([0, *(len(found) for found in held.values())])
        return cls(
            np.array(list(held)),
            np.array([rarity[term] for term in held], np.float32),
            starts.astype(np.int64),
            np.array([number for number, _ in pairs], np.int32),
            np.array([share for _, share in pairs], np.float32),
            len(asks),
        )

    @classmethod
    def from_arrays(cls, held: Fitted, size: int) -> WordIndex:
        """The index of what `arrays` gave."""
        return cls(held["terms"], held["rarity"], held["starts"], held["rows"], held["shares"], size)

    def arrays(self) -> Fitted:
        """All that is to be kept."""
        names = ("terms", "rarity", "starts", "rows", "shares")
        return {name: getattr(self, name) for name in names}

    def dense(self) -> Numbers:
        """Shape (asks, terms)."""
        table = np.zeros((self.size, len(self.terms)), np.float32)
        table[self.rows, np.repeat(np.arange(len(self.terms)), np.diff(self.starts))] = self.shares
        return table

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Term -> its place in `terms`."""
        return {term: number for number, term in enumerate(self.terms.tolist())}

    def closeness(self, terms: Mapping[str, int]) -> Numbers:
        """The cosine of counted terms to each ask; a term that no ask has counts as the rarest."""
        rarity = {term: float(self.rarity[self.place[term]]) for term in terms if term in self.place}
        close = np.zeros(self.size, np.float32)
        for term, weight in _weighted(terms, rarity, float(self.rarity.max(initial=1.0))).items():
            if term in rarity:
                held = slice(self.starts[self.place[term]], self.starts[self.place[term] + 1])
                close[self.rows[held]] += weight * self.shares[held]
        return close


def _weighted(terms: Mapping[str, int], rarity: Mapping[str, float], unknown: float) -> dict[str, float]:
    """Terms with weights of length 1."""
    weights = {term: (1 + math.log(count)) * rarity.get(term, unknown) for term, count in terms.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}
