"""How well an order of passages serves what is wanted.

`hits` holds, for each passage from the best on, the numbers of the wanted things it serves; `wanted` is how many
there are.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

Hits = Sequence[Collection[int]]


def recall_at(hits: Hits, wanted: int, k: int) -> float:
    """The share of the wanted things that the first k passages serve."""
    return len(set().union(*hits[:k])) / wanted


def reciprocal_rank(hits: Hits) -> float:
    """1 / rank of the first passage that serves anything, ranks from 1; 0 when none does."""
    return next((1 / rank for rank, served in enumerate(hits, start=1) if served), 0.0)


def ndcg_at(hits: Hits, wanted: int, k: int) -> float:
    """Discounted gain over the best possible: a passage gains 1 for each thing that none before it serves."""
    seen: set[int] = set()
    gain = 0.0
    for rank, served in enumerate(hits[:k], start=1):
        gain += len(set(served) - seen) / math.log2(rank + 1)
        seen |= set(served)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(wanted, k) + 1))
    return min(1.0, gain / best)
