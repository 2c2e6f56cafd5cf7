"""Signals -> one score a candidate: a weighted sum of standardised signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.search.signals import FUSED, standardised


def fused_scores(signals: Sequence[Mapping[str, float]], weights: Mapping[str, float]) -> list[float]:
    """One score for each candidate, in their order; a signal without a weight counts nothing.

    The signals in FUSED are standardised over the candidates, any other is taken as it is.
    """
    scores = [0.0] * len(signals)
    for name, weight in weights.items():
        values = [signal[name] for signal in signals]
        for at, value in enumerate(standardised(values) if name in FUSED else values):
            scores[at] += weight * value
    return scores


def reciprocal_ranks(*orders: Sequence[str], constant: int = 60) -> list[str]:
    """The plain way to fuse orders of ids, best first: by the sum of 1 / (constant + rank)."""
    scores: dict[str, float] = {}
    for order in orders:
        for rank, name in enumerate(order, 1):
            scores[name] = scores.get(name, 0.0) + 1 / (constant + rank)
    return sorted(scores, key=lambda name: -scores[name])
