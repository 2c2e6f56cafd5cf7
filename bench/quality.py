"""`make bench-quality`: dense alone, BM25 alone, plain RRF and ours on the same passages; how telling `answerable` is.

    python -m bench.quality [--sets FOLDER] [--data-dir FOLDER] [--only SET ...] [--half tuned|untuned|both]

Weights are made on the tuned half of each set, so the untuned half is what counts.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from assistant.search.weights import Weights, load_weights
from assistant.settings import load_settings
from bench.answering import Judged, judged
from bench.datasets import DEFAULT_FOLDER, BenchQuestion, available, load_set
from bench.metrics import auroc, auroc_difference, paired_bootstrap, passage_within, recall_at, reciprocal_rank
from bench.searching import WAYS, Indexed, open_set

MEASURES = ("passage@4k", "recall@1", "recall@5", "recall@10", "MRR")
OURS = "ours"


def measured(
    indexed: Indexed, weights: Weights, questions: Sequence[BenchQuestion]
) -> dict[str, dict[str, list[float]]]:
    """By way to search and measure, one number for each question that has a right passage."""
    table: dict[str, dict[str, list[float]]] = {way: {measure: [] for measure in MEASURES} for way in WAYS}
    for question in questions:
        right = indexed.right(question)
        for way, search in WAYS.items():
            order = search(indexed, weights, question)
            lengths = [len(indexed.passages[name].text) for name in order]
            row = table[way]
            row["passage@4k"].append(passage_within(order, right, lengths, indexed.questions.budget))
            row["MRR"].append(reciprocal_rank(order, right))
            for k in (1, 5, 10):
                row[f"recall@{k}"].append(recall_at(order, right, k))
    return table


def finding_table(table: dict[str, dict[str, list[float]]]) -> str:
    """The means of each way, then ours less each other with its paired 95% interval."""
    lines = [f"  {'':12}" + "".join(f"{measure:>26}" for measure in MEASURES)]
    for way, row in table.items():
        lines.append(f"  {way:12}" + "".join(f"{_mean(row[measure]):26.3f}" for measure in MEASURES))
    for way in table:
        if way != OURS:
            cells = (str(paired_bootstrap(table[OURS][measure], table[way][measure])) for measure in MEASURES)
            lines.append(f"  {OURS} - {way:5}" + "".join(f"{cell:>26}" for cell in cells))
    return "\n".join(lines)


def answerable_lines(name: str, rows: Sequence[Judged]) -> str:
    """AUROC of `answerable` and of the top dense score, on withheld documents and on near misses."""
    held = [row for row in rows if row.kind == "held"]
    lines = []
    for kind, title in (("withheld", "documents withheld"), ("near_miss", "near misses")):
        others = [row for row in rows if row.kind == kind]
        if not others:
            continue
        ours = [row.answerable for row in held], [row.answerable for row in others]
        dense = [row.dense for row in held], [row.dense for row in others]
        lines.append(
            f"  {name}, {title} ({len(held)} against {len(others)}): AUROC answerable {auroc(*ours):.3f}, "
            f"top dense {auroc(*dense):.3f}, difference {auroc_difference(ours, dense)}"
        )
    return "\n".join(lines)


def report(indexed: Indexed, weights: Weights, half: str) -> str:
    """Everything that is measured on one set."""
    questions = [question for question in indexed.questions.questions if half in ("both", question.half)]
    findable = [question for question in questions if question.answerable and indexed.right(question)]
    lost = sum(question.answerable for question in questions) - len(findable)
    table = finding_table(measured(indexed, weights, findable))
    name = indexed.questions.name
    head = f"{name}, {half} half: {len(findable)} questions, {indexed.catalog.size()} passages"
    note = f" ({lost} more have no right passage and are left out)" if lost else ""
    return f"{head}{note}\n{table}\n{answerable_lines(name, judged(indexed, weights, questions))}"


def main() -> None:
    """Print the tables of every set that is there; when there is none, say so."""
    options = _options()
    names = [name for name in available(options.sets) if not options.only or name in options.only]
    if not names:
        print(f"No question sets in {options.sets}: nothing is measured. Give their folder with --sets.")
        return
    for name in names:
        indexed = open_set(load_set(options.sets, name), options.data_dir)
        print(report(indexed, load_weights(), options.half), end="\n\n", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.quality", description="Measure search on public question sets."
    )
    parser.add_argument("--sets", type=Path, default=DEFAULT_FOLDER, help="folder of the question sets")
    parser.add_argument(
        "--data-dir", type=Path, default=load_settings().data_dir / "bench", help="where indexes are kept"
    )
    parser.add_argument("--only", nargs="*", default=(), help="names of sets")
    parser.add_argument("--half", choices=("tuned", "untuned", "both"), default="untuned")
    return parser.parse_args()


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


if __name__ == "__main__":
    main()
