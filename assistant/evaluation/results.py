"""A run with all that is said of it: scores, figures, gates, and how it stands against the baseline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import UsageError
from assistant.evaluation.gates import Gate, GateResult, check_gates
from assistant.evaluation.scoring import Scored, score_run, written
from assistant.evaluation.statistics import Estimate, paired_difference
from assistant.evaluation.summary import Summary, summary_of

if TYPE_CHECKING:
    from assistant.evaluation.cases import Case
    from assistant.evaluation.judging import Judged
    from assistant.evaluation.measures.ruling import SamePlace
    from assistant.evaluation.records import Run

Values = Mapping[str, Mapping[str, float]]
"""The measures of each case, by its key."""


@dataclass(frozen=True, slots=True)
class Results:
    """All that is said of a run; `against` holds the difference of each measure to another run, by measure."""

    run: Run
    scored: tuple[Scored, ...]
    summary: Summary
    gates: tuple[GateResult, ...] = ()
    against: Mapping[str, Estimate] | None = None
    other: str | None = None
    judged: Judged | None = None

    @property
    def fallen(self) -> tuple[GateResult, ...]:
        """The gates that do not hold."""
        return tuple(result for result in self.gates if not result.holds)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a later run is held against: the name of a run and the measures of its cases."""

    run: str
    values: Values


def results_of(
    run: Run, same_place: SamePlace, gates: Sequence[Gate] = (), baseline: Baseline | None = None
) -> Results:
    """The run scored, summed up, and held against gates and baseline."""
    scored = score_run(run, same_place)
    against = compared(scored, baseline.values) if baseline else None
    return Results(
        run, scored, summary_of(scored), check_gates(gates, scored), against, baseline.run if baseline else None
    )


def compared(scored: Sequence[Scored], others: Values) -> dict[str, Estimate]:
    """For each measure, ours minus theirs over the written cases that both have."""
    clusters = {key_of(one.case): one.case.cluster for one in scored}
    found = {}
    scored = written(scored)
    for name in sorted({name for one in scored for name in one.values}):
        ours = {key_of(one.case): one.values[name] for one in scored if name in one.values}
        theirs = {case: values[name] for case, values in others.items() if name in values}
        if difference := paired_difference(ours, theirs, clusters):
            found[name] = difference
    return found


def baseline_of(results: Results) -> Baseline:
    """The run as a baseline for later ones; it holds no word of any case, and no name of a held one."""
    return Baseline(results.run.id, {key_of(one.case): one.values for one in results.scored})


def key_of(case: Case) -> str:
    """By what a case is known in a baseline: a held one by a hash, so that nobody reads by the way how it did."""
    return f"held-{hashlib.sha256(case.id.encode()).hexdigest()[:12]}" if case.held else case.id


def write_baseline(baseline: Baseline, file: Path) -> None:
    """One line a case, so that a change shows as such."""
    lines = (f"  {json.dumps(case)}: {json.dumps(dict(values))}" for case, values in baseline.values.items())
    body = ",\n".join(lines)
    file.write_text(f'{{"run": {json.dumps(baseline.run)}, "values": {{\n{body}\n}}}}\n', encoding="utf-8")


def load_baseline(file: Path) -> Baseline | None:
    """The baseline kept; None when there is none. Raises UsageError when it cannot be read."""
    try:
        kept: Any = json.loads(file.read_text(encoding="utf-8"))
        return Baseline(kept["run"], kept["values"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        do = "Write it again with `policy-assistant eval --save-baseline`"
        raise UsageError(f"the baseline cannot be read: {error}", where=str(file), do=do) from None
