"""The figures of an evaluation as a person reads them on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from assistant.evaluation.summary import ALL, HELD
from assistant.serve.cli.screen import screen, shown

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.evaluation.results import Results
    from assistant.evaluation.statistics import Estimate

SHOWN: Final = (
    "right",
    "outcome_right",
    "key_facts",
    "figure_recall",
    "right_clause",
    "rule_right",
    "citation_verbatim",
    "figure_fidelity",
    "citation_recall",
    "citation_precision",
    "contradicted",
    "refused",
    "over_refused",
    "consistent",
    "consistent_across_languages",
    "clause_recall@5",
    "clause_mrr",
)
"""The measures of the short table; all of them are in the report."""


def show_results(results: Results, folder: Path) -> None:
    """The main measures, the suites, what fell, and where the report is."""
    out, slices = screen(), results.summary.slices
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("measure", "all", "95% interval", "cases", "held", "to baseline"):
        table.add_column(name, justify="left" if name == "measure" else "right")
    for name in SHOWN:
        if mean := slices[ALL].measures.get(name):
            held = slices[HELD].measures.get(name) if HELD in slices else None
            change = (results.against or {}).get(name)
            table.add_row(
                name,
                f"{mean.mean:.1%}",
                f"{mean.low:.1%} to {mean.high:.1%}",
                str(mean.n),
                f"{held.mean:.1%}" if held else "",
                _change(change) if change else "",
            )
    out.show(table)
    out.gap()
    for name, part in slices.items():
        if name.startswith("suite:"):
            right = part.measures["right"]
            name = name.removeprefix("suite:")
            out.show(Text(f"{name:<20} {right.mean:>6.1%} of {part.cases} right"))
    latency = results.summary.latency
    out.gap()
    out.show(Text(f"seconds a question: {latency.p50:.3f} (half), {latency.p95:.3f} (19 of 20)", style="dim"))
    if results.summary.faults:
        out.show(Text(f"{results.summary.faults} cases ended in an error", style="red"))
    for gate in results.fallen:
        out.show(Text(f"fell  {gate.told}", style="red"))
    if results.gates and not results.fallen:
        out.show(Text(f"all {len(results.gates)} gates hold", style="green"))
    out.show(Text(f"report: {folder / 'report.html'}", style="dim"))


def show_comparison(ours: Results, theirs: Results) -> None:
    """Each measure of both runs with the difference, and the cases that changed."""
    out = screen()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("measure", ours.run.id, theirs.run.id, "difference"):
        table.add_column(name, justify="left" if name == "measure" else "right")
    mine, others = ours.summary.slices[ALL].measures, theirs.summary.slices[ALL].measures
    for name, difference in (ours.against or {}).items():
        table.add_row(name, f"{mine[name].mean:.1%}", f"{others[name].mean:.1%}", _change(difference))
    out.show(table)
    before = {one.case.id: one for one in theirs.scored}
    for one in ours.scored:
        other = before.get(one.case.id)
        if other and one.is_right != other.is_right:
            name = f"held case of {one.case.suite}" if one.case.held else f"{one.case.id}: {one.case.question}"
            out.show(Text(f"{'+' if one.is_right else '-'} {shown(name)}", style="green" if one.is_right else "red"))


def _change(change: Estimate) -> str:
    sure = "" if change.low <= 0 <= change.high else " *"
    return f"{change.mean * 100:+.1f} [{change.low * 100:+.1f}, {change.high * 100:+.1f}]{sure}"
