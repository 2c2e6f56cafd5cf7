"""How near a known ask must come to be trusted: five times, a fifth of the asks of corpus/ is asked of the rest.

    python -m bench.known_asks

By language and least score: how many asks reach it, how many of those lead where they should, and how many of the
questions that no text answers (not_held) would be given an answer. The constants of assistant/answering/find.py come
from here.
"""

from __future__ import annotations

import numpy as np

from assistant.answering.known_asks import NOT_HELD, Shelf
from assistant.settings import load_settings
from assistant.wiring import open_assistant

LEAST = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
FOLDS = 5


def main() -> None:
    """Prints a table a language."""
    known = open_assistant(load_settings())._from_published(lambda opened: opened.known_asks)
    if known is None:
        print("The corpus has no asks.yaml.")
        return
    for language in ("en", "zh"):
        report(known.shelf(language))


def report(shelf: Shelf) -> None:
    """One language's table."""
    wanted, best, score = held_out(shelf)
    nothing = next((n for n, target in enumerate(shelf.targets) if target.key == NOT_HELD), -1)
    answered, closed = wanted != nothing, wanted == nothing
    right = best == wanted
    print(f"\n{shelf.language}: {len(wanted)} asks, {len(shelf.targets)} targets, right {right[answered].mean():.1%}")
    print("| least | reached | right of those | answered though not held |\n|---|---|---|---|")
    for least in LEAST:
        reached = answered & (score >= least) & (best != nothing)
        false = closed & (score >= least) & (best != nothing)
        share = right[reached].mean() if reached.any() else 0.0
        row = [reached.sum() / answered.sum(), share, false.sum() / max(closed.sum(), 1)]
        print(f"| {least} | " + " | ".join(f"{part:.1%}" for part in row) + " |")


def held_out(shelf: Shelf) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where each ask leads, where those of the other folds lead it, and with which score; each of shape (asks,)."""
    place = {target.key: column for column, target in enumerate(shelf.targets)}
    wanted = np.array([place[line.target.key] for line in shelf.lines])
    folds = np.random.default_rng(7).permutation(len(wanted)) % FOLDS
    best, score = np.zeros(len(wanted), int), np.zeros(len(wanted))
    for fold in range(FOLDS):
        rest, asked = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        scores = shelf.likeness_of_all[np.ix_(asked, rest)] @ shelf.fitted(rest)
        best[asked], score[asked] = scores.argmax(axis=1), scores.max(axis=1)
    return wanted, best, score


if __name__ == "__main__":
    main()
