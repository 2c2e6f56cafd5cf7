"""Whether one answers where one should, and only there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.evaluation.cases import REFUSALS

if TYPE_CHECKING:
    from assistant.evaluation.cases import Expected
    from assistant.model import Outcome

Confusion = Counter[tuple[str, str]]
"""How often (expected, got)."""


def confusion(pairs: Iterable[tuple[Expected, Outcome]]) -> Confusion:
    """The confusion matrix; where several outcomes are right, the one that came, else the first by name, is the one
    expected."""
    return Counter((str(got if got in e.outcomes else min(e.outcomes)), str(got)) for e, got in pairs)


@dataclass(frozen=True, slots=True)
class Refusing:
    """Of what was refused how much had to be, of what had to be how much was, and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def refusing(pairs: Iterable[tuple[Expected, Outcome]]) -> Refusing | None:
    """Over the cases where only a refusal, or only an answer, is right; None without both kinds."""
    clear = [(e.refuses, got in REFUSALS) for e, got in pairs if e.refuses or e.answers]
    must, did = sum(m for m, _ in clear), sum(d for _, d in clear)
    if not must or must == len(clear):
        return None
    both = sum(m and d for m, d in clear)
    precision, recall = both / did if did else 1.0, both / must
    return Refusing(precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Answering only from a score on: the share of cases that are answered, and how many of these rightly."""

    score: float
    coverage: float
    accuracy: float


def coverage_curve(scored: Sequence[tuple[float, bool]]) -> tuple[CurvePoint, ...]:
    """One point for each score that occurs, from the highest down; each of `scored` is a score and whether right."""
    order = sorted(scored, reverse=True)
    points: list[CurvePoint] = []
    right = 0
    for number, (score, is_right) in enumerate(order, start=1):
        right += is_right
        if number == len(order) or order[number][0] < score:
            points.append(CurvePoint(score, number / len(order), right / number))
    return tuple(points)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that this share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * percent // 100))
    return ordered[int(rank) - 1]
