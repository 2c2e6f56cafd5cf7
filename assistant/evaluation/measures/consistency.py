"""Whether the wordings of one question, in one language and across both, get one answer."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations


def agreement(answers: Sequence[Hashable]) -> float | None:
    """The share of pairs that are equal; None for fewer than two."""
    pairs = list(combinations(answers, 2))
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def agreement_across(answers: Mapping[str, Sequence[Hashable]]) -> float | None:
    """The share of pairs of different languages that are equal; None without two languages."""
    sides = [side for side in answers.values() if side]
    pairs = [(one, other) for a, b in combinations(sides, 2) for one in a for other in b]
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None
