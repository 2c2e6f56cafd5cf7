"""The words of asks: which asks hold a term, and how near a text comes to each ask by its words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

COMMON: Final = 2
COMMON_AMONG_MANY: Final = 4
"""A term teaches something from so many asks that hold it."""
MANY: Final = 5000


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
    def from_arrays(cls, held: Mapping[str, NDArray[Any]], size: int) -> WordIndex:
        """The index of what `arrays` gave."""
        return cls(held["terms"], held["rarity"], held["starts"], held["rows"], held["shares"], size)

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """All that is to be kept."""
        names = ("terms", "rarity", "starts", "rows", "shares")
        return {name: getattr(self, name) for name in names}

    @cached_property
    def common(self) -> NDArray[np.int64]:
        """For each term its number among those that are common, else -1."""
        often = np.diff(self.starts) >= (COMMON if self.size < MANY else COMMON_AMONG_MANY)
        return np.where(often, np.cumsum(often) - 1, -1)

    def bags(self) -> Bags:
        """The common terms by ask."""
        terms = np.repeat(self.common, np.diff(self.starts))
        held = np.flatnonzero(terms >= 0)
        order = held[np.argsort(self.rows[held], kind="stable")]
        starts = np.searchsorted(self.rows[order], np.arange(self.size + 1))
        return Bags(int(self.common.max(initial=-1)) + 1, starts, terms[order], self.shares[order])

    def bag(self, terms: Mapping[str, int]) -> tuple[NDArray[np.int64], Numbers]:
        """The common terms of a text by number, and their shares."""
        weighted = self._weighted(terms)
        numbers = [
            (int(self.common[self.place[term]]), share) for term, share in weighted.items() if term in self.place
        ]
        held = [pair for pair in numbers if pair[0] >= 0]
        return np.array([number for number, _ in held], np.int64), np.array([share for _, share in held], np.float32)

    def _weighted(self, terms: Mapping[str, int]) -> Mapping[str, float]:
        """Counted terms with weights of length 1; a term that no ask has counts as the rarest."""
        rarity = {term: float(self.rarity[self.place[term]]) for term in terms if term in self.place}
        return _weighted(terms, rarity, float(self.rarity.max(initial=1.0)))

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Term -> its place in `terms`."""
        return {term: number for number, term in enumerate(self.terms.tolist())}

    def closeness(self, terms: Mapping[str, int]) -> Numbers:
        """The cosine of counted terms to each ask."""
        close = np.zeros(self.size, np.float32)
        for term, weight in self._weighted(terms).items():
            if term in self.place:
                held = slice(self.starts[self.place[term]], self.starts[self.place[term] + 1])
                close[self.rows[held]] += weight * self.shares[held]
        return close


@dataclass(frozen=True)
class Bags:
    """The terms of texts by number, those of text i at starts[i]:starts[i + 1], with their shares of its length."""

    terms: int
    starts: NDArray[np.int64]
    numbers: NDArray[np.int64]
    shares: Numbers

    def of(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers]:
        """For texts by number: their terms one text after the other, where each text starts, and the shares."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.cumsum(lengths) - lengths
        places = np.repeat(self.starts[rows] - starts, lengths) + np.arange(lengths.sum())
        return self.numbers[places], starts, self.shares[places]


def _weighted(terms: Mapping[str, int], rarity: Mapping[str, float], unknown: float) -> dict[str, float]:
    """Terms with weights of length 1."""
    weights = {term: (1 + math.log(count)) * rarity.get(term, unknown) for term, count in terms.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}
