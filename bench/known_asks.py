"""How to score a question against known asks: five times, a fifth of the asks of corpus/ is asked of the rest.

    python -m bench.known_asks

By language: the share of asks that lead to their own answer, rule or "not held", for the nearest ask in meaning and in
words, for the regression on plain closeness, and for the one that the product uses, at several settings and with fewer
asks. No batch and no place is told, so asks that differ in these alone count as wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from assistant.answering.ask_shelf import BY_MEANING, RIDGE, SHARPNESS, AskShelf, WordIndex
from assistant.search.tokens import terms_of
from assistant.settings import load_settings
from assistant.wiring import open_assistant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

FOLDS = 5
SETTINGS = ((1.0, 0.2), (SHARPNESS, 0.1), (SHARPNESS, RIDGE), (SHARPNESS, 0.4), (4.0, RIDGE))
SHARES = (0.25, 0.5)


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
    place = {key: column for column, key in enumerate(shelf.keys)}
    wanted = np.array([place[line.key] for line in shelf.lines])
    table = WordIndex.of([Counter(terms_of(line.text, shelf.segmenter)) for line in shelf.lines]).dense()
    words, vectors = table @ table.T, shelf.fitted["vectors"]
    meaning = vectors @ vectors.T
    mixed = BY_MEANING[shelf.language] * meaning + (1 - BY_MEANING[shelf.language]) * words
    leads_to = np.eye(len(place), dtype=np.float32)[wanted]
    yield "nearest ask in meaning", *shares(nearest(meaning, wanted, len(place)), wanted)
    yield "nearest ask in words", *shares(nearest(words, wanted, len(place)), wanted)
    yield "ridge on closeness", *shares(ridge(mixed, leads_to, 0.5), wanted)
    for sharpness, smoothing in SETTINGS:
        alike = np.exp(sharpness * (mixed - 1))
        yield f"ridge on likeness, {sharpness}, {smoothing}", *shares(ridge(alike, leads_to, smoothing), wanted)
    for share in SHARES:
        alike = np.exp(SHARPNESS * (mixed - 1))
        yield f"the same with {share:.0%} of the asks", *shares(ridge(alike, leads_to, RIDGE, share), wanted)


def folds(count: int, share: float = 1.0) -> Iterable[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """The asks to learn from, a share of those of the other folds, and those to ask."""
    generator = np.random.default_rng(7)
    fold = generator.permutation(count) % FOLDS
    for number in range(FOLDS):
        rest = np.flatnonzero((fold != number) & (generator.random(count) < share))
        yield rest, np.flatnonzero(fold == number)


def nearest(closeness: Numbers, wanted: NDArray[np.intp], targets: int) -> Numbers:
    """The closeness of the nearest ask of each target, shape (asks, targets)."""
    scores = np.zeros((len(wanted), targets), np.float32)
    for rest, asked in folds(len(wanted)):
        for target in range(targets):
            if (mine := rest[wanted[rest] == target]).size:
                scores[asked, target] = closeness[np.ix_(asked, mine)].max(axis=1)
    return scores


def ridge(alike: Numbers, leads_to: Numbers, smoothing: float, share: float = 1.0) -> Numbers:
    """The scores of a ridge regression, shape (asks, targets)."""
    scores = np.zeros_like(leads_to)
    for rest, asked in folds(len(alike), share):
        smoothed = alike[np.ix_(rest, rest)] + smoothing * np.eye(len(rest), dtype=np.float32)
        scores[asked] = alike[np.ix_(asked, rest)] @ np.linalg.solve(smoothed, leads_to[rest])
    return scores


def shares(scores: Numbers, wanted: NDArray[np.intp]) -> tuple[float, float]:
    """How often the wanted target comes first, and among the first three."""
    order = np.argsort(-scores, axis=1)[:, :3] == wanted[:, None]
    return float(order[:, 0].mean()), float(order.any(axis=1).mean())


if __name__ == "__main__":
    main()
