"""What is written of a run: the page in both languages, figures as JSON, cases as CSV, JUnit XML."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evaluation.junit import write_junit
from assistant.evaluation.kept_runs import SUMMARY, KeptRuns, write_json
from assistant.evaluation.report.page import FILES, report_page
from assistant.model import as_json

if TYPE_CHECKING:
    from assistant.evaluation.results import Results


def write_outputs(results: Results, folder: Path, runs: KeptRuns) -> None:
    """Every file of the report into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / SUMMARY, figures_of(results))
    write_csv(results, folder / "cases.csv")
    write_junit(results, folder / "junit.xml")
    kept = list(runs.summaries())
    for language, name in FILES.items():
        (folder / name).write_text(report_page(results, language, kept, results.judged), encoding="utf-8")


def figures_of(results: Results) -> dict[str, Any]:
    """The figures of the run, without a word of any case."""
    return {
        "run": results.run.id,
        "about": as_json(results.run.about),
        **as_json(results.summary),
        "gates": [{"gate": gate.told, "holds": gate.holds} for gate in results.gates],
        "judged": as_json(results.judged),
        "against": {"run": results.other, "difference": as_json(results.against)} if results.other else None,
    }


def write_csv(results: Results, file: Path) -> None:
    """One line for each case that is not held, with its measures."""
    shown = [one for one in results.scored if not one.case.held]
    names = sorted({name for one in shown for name in one.values})
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(["case", "suite", "group", "language", "question", "expected", "outcome", "seconds", *names])
        for one in shown:
            case, record = one.case, one.record
            expected = " or ".join(sorted(case.expect.outcomes))
            about = [case.id, case.suite, case.group, case.language, case.question, expected, record.outcome]
            table.writerow([*about, f"{record.seconds:.3f}", *(one.values.get(name, "") for name in names)])
