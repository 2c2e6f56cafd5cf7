"""gates.yaml: what must hold of a run, and what fell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from assistant.corpus_files.problems import Problem, refuse
from assistant.corpus_files.reading import read_shape
from assistant.corpus_files.shapes import Shape, Text
from assistant.evaluation.scoring import written

if TYPE_CHECKING:
    from assistant.evaluation.scoring import Scored

Share = Annotated[float, Field(ge=0, le=1, strict=False)]


class GateShape(Shape):
    """One gate."""

    measure: Text
    least: Share | None = None
    most: Share | None = None
    suites: list[Text] = Field(default_factory=list)
    held: bool = True


class GatesShape(Shape):
    """gates.yaml."""

    gates: Annotated[list[GateShape], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Gate:
    """A bound on the mean of a measure, over all written cases or those of some suites; with `held` also on the held
    half."""

    measure: str
    least: float | None = None
    most: float | None = None
    suites: tuple[str, ...] = ()
    held: bool = True


@dataclass(frozen=True, slots=True)
class GateResult:
    """What a gate found on "all" cases or the "held" ones; `value` is None where no case has the measure."""

    gate: Gate
    part: str
    value: float | None
    n: int

    @property
    def holds(self) -> bool:
        """Whether the bound is kept; it is, too, where there is nothing to measure."""
        if self.value is None:
            return True
        above = self.gate.least is None or self.value >= self.gate.least - 1e-9
        return above and (self.gate.most is None or self.value <= self.gate.most + 1e-9)

    @property
    def told(self) -> str:
        """One line."""
        bound = f"at least {self.gate.least:.1%}" if self.gate.least is not None else f"at most {self.gate.most:.1%}"
        among = f" of {', '.join(self.gate.suites)}" if self.gate.suites else ""
        value = "nothing to measure" if self.value is None else f"{self.value:.1%} ({self.n})"
        return f"{self.gate.measure}{among}, {self.part}: {value}, {bound}"


def load_gates(file: Path) -> tuple[Gate, ...]:
    """Every gate of the file. Raises CorpusError with its line."""
    shape, lines = read_shape(file, GatesShape)
    for number, gate in enumerate(shape.gates):
        if (gate.least is None) == (gate.most is None):
            line = lines.line_of(("gates", number))
            refuse([Problem(str(file), line, "a gate has either least or most", "Write one of them")])
    return tuple(Gate(g.measure, g.least, g.most, tuple(g.suites), g.held) for g in shape.gates)


def check_gates(gates: Iterable[Gate], scored: Sequence[Scored]) -> tuple[GateResult, ...]:
    """Each gate on all its cases, and on the held ones where it asks for that."""
    results = []
    for gate in gates:
        mine = [one for one in scored if one.case.suite in gate.suites] if gate.suites else written(scored)
        results.append(_result(gate, "all", mine))
        if gate.held:
            results.append(_result(gate, "held", [one for one in mine if one.case.held]))
    return tuple(results)


def _result(gate: Gate, part: str, scored: Iterable[Scored]) -> GateResult:
    having = [one for one in scored if gate.measure in one.values]
    if not having:
        return GateResult(gate, part, None, 0)
    mean = sum(one.values[gate.measure] for one in having) / len(having)
    return GateResult(gate, part, mean, len(having))
