"""How to tell what a question leads to by known asks: a fifth of the asks of corpus/ is asked of the rest.

    python -m bench.known_asks

By language: the share of asks that lead to their own answer, rule or "not held", for the nearest ask in meaning and
in words, for a kernel ridge regression, and for the network that the product uses; with a third of the other asks, two
thirds and all. No batch and no place is told, so asks that differ in these alone count as wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.answering.ask_shelf import BY_MEANING, SHARPNESS, AskShelf, forward, leads_to
from assistant.answering.ask_words import Bags
from assistant.settings import load_settings
from assistant.wiring import open_assistant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]
    Rows = NDArray[np.int64]

ASKED: Final = 0.2
SHARES: Final = (1 / 3, 2 / 3, 1.0)
RIDGE: Final = 0.2


def main() -> None:
    """Print a table a language."""
    known = open_assistant(load_settings())._opened().known_asks
    for language in ("en", "zh"):
        if known is None or not (shelf := known.shelf(language)).lines:
            print(f"{language}: the corpus has no asks.")
            continue
        print(f"\n{language}: {len(shelf.lines)} asks, {len(shelf.keys)} targets\n| method | first | among three |")
        for name, first, among in measured(shelf):
            print(f"| {name} | {first:.1%} | {among:.1%} |", flush=True)


def measured(shelf: AskShelf) -> Iterator[tuple[str, float, float]]:
    """Each method with the share of asks whose own target comes first, or among three."""
    asks = Asks.of(shelf)
    chance = np.random.default_rng(7).random(len(asks.leads_to))
    asked = np.flatnonzero(chance < ASKED)
    for share in SHARES:
        rest = np.flatnonzero((chance >= ASKED) & (chance < ASKED + (1 - ASKED) * share))
        methods = {"network": asks.by_network(shelf, rest, asked)}
        if share == SHARES[0]:
            meaning, words = asks.closeness(asked, rest)
            mixed = BY_MEANING[shelf.language] * meaning + (1 - BY_MEANING[shelf.language]) * words
            methods = {
                "nearest ask in meaning": asks.by_nearest(meaning, rest),
                "nearest ask in words": asks.by_nearest(words, rest),
                "kernel ridge regression": asks.by_ridge(shelf, mixed, rest),
                **methods,
            }
        for name, scores in methods.items():
            order = np.argsort(-scores, axis=1)[:, :3] == asks.leads_to[asked][:, None]
            yield f"{name}, {len(rest)} asks", float(order[:, 0].mean()), float(order.any(axis=1).mean())


@dataclass(frozen=True)
class Asks:
    """All asks of a language: vectors (asks, dimensions), words, and the number of each target."""

    vectors: Numbers
    words: Bags
    leads_to: Rows

    @classmethod
    def of(cls, shelf: AskShelf) -> Asks:
        """Those of a shelf."""
        return cls(shelf.fitted["vectors"], shelf.words.bags(), leads_to(shelf.lines, shelf.keys))

    def closeness(self, asked: Rows, rest: Rows) -> tuple[Numbers, Numbers]:
        """The cosines of asks to others in meaning and in words."""
        return self.vectors[asked] @ self.vectors[rest].T, self._table(asked) @ self._table(rest).T

    def by_nearest(self, closeness: Numbers, rest: Rows) -> Numbers:
        """The closeness of the nearest ask of each target, shape (asks, targets)."""
        scores = np.zeros((len(closeness), self.leads_to.max() + 1), np.float32)
        for target in range(scores.shape[1]):
            if (mine := np.flatnonzero(self.leads_to[rest] == target)).size:
                scores[:, target] = closeness[:, mine].max(axis=1)
        return scores

    def by_ridge(self, shelf: AskShelf, closeness: Numbers, rest: Rows) -> Numbers:
        """The scores of a regression on the likeness of asks, shape (asks, targets)."""
        meaning, words = self.closeness(rest, rest)
        alike = shelf.likeness(meaning, words)
        wanted = np.eye(self.leads_to.max() + 1, dtype=np.float32)[self.leads_to[rest]]
        mixed = np.exp(SHARPNESS * (closeness - 1))
        scores: Numbers = mixed @ np.linalg.solve(alike + RIDGE * np.eye(len(rest), dtype=np.float32), wanted)
        return scores

    def by_network(self, shelf: AskShelf, rest: Rows, asked: Rows) -> Numbers:
        """The scores of the network, learnt from some asks alone."""
        layers = {
            name: array.astype(np.float32)
            for name, array in shelf.learner.learn(
                self.vectors[rest], Some(self.words, rest), self.leads_to[rest]
            ).items()
        }
        return forward(layers, self.vectors[asked], self._summed(layers, asked))

    def _summed(self, layers: Mapping[str, Numbers], rows: Rows) -> Numbers:
        return np.stack(
            [
                shares @ layers["words"][terms]
                for terms, _, shares in (self.words.of(rows[[n]]) for n in range(len(rows)))
            ]
        )

    def _table(self, rows: Rows) -> Numbers:
        """Shape (asks, terms)."""
        table = np.zeros((len(rows), self.words.terms), np.float32)
        terms, starts, shares = self.words.of(rows)
        table[np.repeat(np.arange(len(rows)), np.diff(starts, append=len(terms))), terms] = shares
        return table


@dataclass(frozen=True)
class Some:
    """Some of all bags, under numbers of their own."""

    all: Bags
    rows: Rows

    @property
    def terms(self) -> int:
        """How many terms there are."""
        return self.all.terms

    def of(self, rows: Rows) -> tuple[Rows, Rows, Numbers]:
        """As the whole does."""
        return self.all.of(self.rows[rows])


if __name__ == "__main__":
    main()
