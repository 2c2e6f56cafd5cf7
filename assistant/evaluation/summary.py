"""The figures of a run: each measure with its interval, over all cases and over every slice of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.evaluation.measures.consistency import agreement, agreement_across
from assistant.evaluation.measures.deciding import (
    CurvePoint,
    Refusing,
    confusion,
    coverage_curve,
    percentile,
    refusing,
)
from assistant.evaluation.scoring import written
from assistant.evaluation.statistics import Estimate, estimate

if TYPE_CHECKING:
    from assistant.evaluation.scoring import Scored

ALL, HELD, OPEN = "all", "held", "open"
ENDINGS = (0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds that half, and nineteen of twenty, of the questions took at most; the same until the first sentence."""

    p50: float
    p95: float
    first_p50: float | None = None
    first_p95: float | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the cases with their measures."""

    cases: int
    measures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of a run. `slices` are "all", "held", "open", "suite:<name>", "language:<code>", "tag:<name>";
    "held suite:<name>" is the held half of a suite."""

    slices: Mapping[str, Slice]
    confusion: Mapping[str, Mapping[str, int]]
    refusing: Refusing | None
    curve: tuple[CurvePoint, ...]
    latency: Latency
    faults: int = 0
    documents: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def summary_of(scored: Sequence[Scored]) -> Summary:
    """The figures of the cases."""
    ours = written(scored)
    pairs = [(one.case.expect, one.record.outcome) for one in ours]
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for (expected, got), count in sorted(confusion(pairs).items()):
        rows[expected][got] = count
    known = [(one.record.answerable, one.is_right) for one in ours if not one.case.expect.refuses]
    return Summary(
        slices={name: slice_of(part) for name, part in slices(scored).items()},
        confusion=dict(rows),
        refusing=refusing(pairs),
        curve=coverage_curve([(score, right) for score, right in known if score is not None]),
        latency=latency_of(ours),
        faults=sum(one.record.fault is not None for one in scored),
        documents=by_document(ours),
    )


def slices(scored: Sequence[Scored]) -> dict[str, list[Scored]]:
    """The cases by every name that they go under; made ones only under that of their suite."""
    parts: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        parts[f"suite:{one.case.suite}"].append(one)
    for one in written(scored):
        names = [ALL, HELD if one.case.held else OPEN, f"language:{one.case.language}"]
        names += [f"held suite:{one.case.suite}"] * one.case.held + [f"tag:{tag}" for tag in one.case.tags]
        for name in names:
            parts[name].append(one)
    return dict(sorted(parts.items(), key=lambda part: (part[0] not in (ALL, OPEN, HELD), part[0])))


def slice_of(scored: Sequence[Scored]) -> Slice:
    """The measures of some cases, the consistency of their groups among them."""
    values: dict[str, list[float]] = defaultdict(list)
    clusters: dict[str, list[str]] = defaultdict(list)
    for one in scored:
        for name, value in one.values.items():
            values[name].append(value)
            clusters[name].append(one.case.cluster)
    for name, by_group in consistency_of(scored).items():
        values[name], clusters[name] = list(by_group.values()), list(by_group)
    return Slice(len(scored), {name: estimate(values[name], clusters[name]) for name in sorted(values)})


def consistency_of(scored: Iterable[Scored]) -> dict[str, dict[str, float]]:
    """By measure and group: how far the wordings of a question get one answer, in all and across languages."""
    groups: dict[str, dict[str, list[Hashable]]] = defaultdict(lambda: defaultdict(list))
    for one in scored:
        if one.case.group:
            groups[one.case.group][one.case.language].append(one.said)
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for name, sides in groups.items():
        if (same := agreement([said for side in sides.values() for said in side])) is not None:
            found["consistent"][name] = same
        if (across := agreement_across(sides)) is not None:
            found["consistent_across_languages"][name] = across
    return dict(found)


def latency_of(scored: Sequence[Scored]) -> Latency:
    """How long the questions took."""
    seconds = [one.record.seconds for one in scored]
    first = [one.record.first_sentence for one in scored if one.record.first_sentence is not None]
    p50, p95 = (percentile(seconds, share * 100) for share in ENDINGS)
    return Latency(p50, p95, *(percentile(first, share * 100) if first else None for share in ENDINGS))


def by_document(scored: Iterable[Scored]) -> dict[str, dict[str, float]]:
    """For each document that a case names: how many cases do, and the share of them that found, cited and got it
    right."""
    parts: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        refs = {ref for group in one.case.expect.clauses for ref in group}
        for document in {f"{ref.policy}/{ref.document}" if ref.policy else ref.document for ref in refs}:
            parts[document].append(one)
    names = {"found": "document_recall@10", "cited": "right_clause", "right": "right"}
    return {
        document: {
            "cases": len(part),
            **{key: mean for key, name in names.items() if (mean := _mean(part, name)) is not None},
        }
        for document, part in sorted(parts.items())
    }


def _mean(scored: Iterable[Scored], name: str) -> float | None:
    values = [one.values[name] for one in scored if name in one.values]
    return sum(values) / len(values) if values else None
