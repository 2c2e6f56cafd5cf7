"""How sure a mean is, and a difference of two: seeded bootstraps that draw whole groups of paraphrases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 2_000
SEED = 7


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `n` cases with its 95% interval."""

    mean: float
    low: float
    high: float
    n: int


def estimate(values: Sequence[float], clusters: Sequence[str]) -> Estimate:
    """The mean with the percentile interval of resampled clusters; `clusters` names that of each value."""
    sums, counts = _by_cluster(values, clusters)
    drawn = _draws(len(sums))
    means = drawn @ sums / (drawn @ counts)
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(np.mean(values)), float(low), float(high), len(values))


def paired_difference(
    ours: Mapping[str, float], theirs: Mapping[str, float], clusters: Mapping[str, str]
) -> Estimate | None:
    """Ours minus theirs over the cases that both have, by case id; None when they share none."""
    shared = [case for case in ours if case in theirs]
    if not shared:
        return None
    return estimate([ours[case] - theirs[case] for case in shared], [clusters[case] for case in shared])


def _by_cluster(values: Sequence[float], clusters: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sum and the number of values of each cluster, in the order of their names."""
    _, which = np.unique(np.asarray(clusters), return_inverse=True)
    sums, counts = np.bincount(which, weights=np.asarray(values, float)), np.bincount(which)
    return sums.astype(np.float64), counts.astype(np.float64)


def _draws(clusters: int) -> NDArray[np.float64]:
    """How often each cluster is drawn in each round, shape (ROUNDS, clusters)."""
    return np.random.default_rng(SEED).multinomial(clusters, [1 / clusters] * clusters, ROUNDS).astype(np.float64)
