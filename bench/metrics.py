"""How good an order of passages is, and how sure a difference: pure functions, seeded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = Sequence[float] | NDArray[np.float64]
DEEPEST = 50
"""A right passage below this rank counts as not found."""


def first_right(order: Sequence[str], right: Collection[str]) -> int | None:
    """The rank, from 0, of the first right passage among the DEEPEST; None when there is none."""
    return next((rank for rank, name in enumerate(order[:DEEPEST]) if name in right), None)


def recall_at(order: Sequence[str], right: Collection[str], k: int) -> float:
    """1 when a right passage is among the first k, else 0."""
    rank = first_right(order, right)
    return float(rank is not None and rank < k)


def reciprocal_rank(order: Sequence[str], right: Collection[str]) -> float:
    """1 / rank of the first right passage, ranks from 1; 0 when there is none."""
    rank = first_right(order, right)
    return 0.0 if rank is None else 1 / (rank + 1)


def passage_within(order: Sequence[str], right: Collection[str], lengths: Sequence[int], budget: int) -> float:
    """1 when a right passage lies whole in the first `budget` characters given; `lengths` are those of the order.

    The first passage always counts, however long it is.
    """
    used = 0
    for rank, (name, length) in enumerate(zip(order[:DEEPEST], lengths, strict=False)):
        used += length
        if used > budget and rank:
            return 0.0
        if name in right:
            return 1.0
    return 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean paired difference with its 95% interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:+.3f} [{self.low:+.3f}, {self.high:+.3f}]"


def paired_bootstrap(
    ours: Sequence[float], theirs: Sequence[float], *, rounds: int = 5_000, seed: int = 7
) -> Difference:
    """Ours minus theirs over the same questions, with the percentile interval of resampled questions."""
    differences = np.asarray(ours, float) - np.asarray(theirs, float)
    generator = np.random.default_rng(seed)
    picks = generator.integers(0, len(differences), (rounds, len(differences)))
    low, high = np.percentile(differences[picks].mean(axis=1), [2.5, 97.5])
    return Difference(float(differences.mean()), float(low), float(high))


def auroc(positive: Scores, negative: Scores) -> float:
    """The chance that a positive scores above a negative, ties half."""
    scores = np.concatenate([np.asarray(positive, float), np.asarray(negative, float)])
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n, m = len(positive), len(negative)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m))


def auroc_difference(
    ours: tuple[Sequence[float], Sequence[float]],
    theirs: tuple[Sequence[float], Sequence[float]],
    *,
    rounds: int = 1_000,
    seed: int = 7,
) -> Difference:
    """AUROC of ours minus that of theirs, each given as (positive, negative) in one order, with its interval."""
    ours_p, ours_n, theirs_p, theirs_n = (np.asarray(side, float) for pair in (ours, theirs) for side in pair)
    generator = np.random.default_rng(seed)
    differences = []
    for _ in range(rounds):
        p = generator.integers(0, len(ours_p), len(ours_p))
        n = generator.integers(0, len(ours_n), len(ours_n))
        differences.append(auroc(ours_p[p], ours_n[n]) - auroc(theirs_p[p], theirs_n[n]))
    low, high = np.percentile(differences, [2.5, 97.5])
    return Difference(auroc(*ours) - auroc(*theirs), float(low), float(high))


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a threshold does: the part of questions answered, how many of those can be, and the two ways to fail."""

    threshold: float
    coverage: float
    accuracy: float
    over_refusal: float
    wrongly_answered: float


def curve(positive: Sequence[float], negative: Sequence[float], thresholds: Sequence[float]) -> list[CurvePoint]:
    """Coverage against accuracy when one answers at and above a threshold; positives can be answered."""
    p, n = np.asarray(positive, float), np.asarray(negative, float)
    points = []
    for threshold in thresholds:
        right, wrong = int((p >= threshold).sum()), int((n >= threshold).sum())
        answered = right + wrong
        points.append(
            CurvePoint(
                threshold,
                answered / (len(p) + len(n)),
                right / answered if answered else 1.0,
                1 - right / len(p),
                wrong / len(n),
            )
        )
    return points
