"""Choose the thresholds of assistant/search/weights.json on questions about the shipped corpus.

    python -m bench.choose_threshold [--write]

People ask about a policy in words that it does not use, more than the public sets do, so a threshold from those refuses
too much here. Of each language the one is taken that makes the two faults least together: refusing what the corpus
answers and, which weighs more, answering what it does not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from assistant.documents.language import language_of
from assistant.model import Question
from assistant.search.weights import FILE
from assistant.settings import load_settings
from assistant.wiring import Assistant, ingest
from bench.metrics import CurvePoint, auroc, curve

QUESTIONS = Path(__file__).with_name("threshold_questions.yaml")
DAY = dt.date(2025, 5, 12)
"""A day on which the third batch could apply."""
WRONG = 1.5
"""What an answer that is none costs, in refusals: a refusal still shows the nearest clauses and whom to ask."""
GRID = [step / 100 for step in range(5, 61)]


def best_point(answerable: Sequence[float], not_answerable: Sequence[float]) -> CurvePoint:
    """The point of the grid with the least sum of both faults; of several in a row the middle one."""
    points = curve(answerable, not_answerable, GRID)
    least = min(_faults(point) for point in points)
    first = next(at for at, point in enumerate(points) if _faults(point) <= least + 1e-9)
    last = first
    while last + 1 < len(points) and _faults(points[last + 1]) <= least + 1e-9:
        last += 1
    return points[(first + last) // 2]


def _faults(point: CurvePoint) -> float:
    return point.over_refusal + WRONG * point.wrongly_answered


def score(assistant: Assistant, question: str) -> float:
    """The best answerable score over what the question asks for."""
    _, trace = assistant.explain(Question(question, as_of=DAY))
    return max((retrieval.answerable for retrieval in trace.retrievals), default=0.0)


def main() -> None:
    """Ask every question, print both faults along the grid, and keep the thresholds when asked to."""
    parser = argparse.ArgumentParser(prog="python -m bench.choose_threshold", description="Choose the thresholds.")
    parser.add_argument("--data-dir", type=Path, default=load_settings().data_dir / "bench")
    parser.add_argument("--write", action="store_true", help=f"put them into {FILE.name}")
    options = parser.parse_args()
    settings = load_settings(data_dir=options.data_dir / "corpus")
    ingest(settings)
    assistant = Assistant(settings)
    asked = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    for language in kept:
        sides = (
            [text for text in asked[side] if language_of(text) == language] for side in ("answerable", "not_answerable")
        )
        held, others = ([score(assistant, text) for text in side] for side in sides)
        best = best_point(held, others)
        print(f"{language}: {len(held)} answerable and {len(others)} not, AUROC {auroc(held, others):.3f}")
        print("  threshold  answerable refused  not answerable answered")
        for point in [*curve(held, others, GRID[::5]), best]:
            chosen = "  chosen" if point is best else ""
            print(f"  {point.threshold:9.2f}{point.over_refusal:20.3f}{point.wrongly_answered:25.3f}{chosen}")
        kept[language]["threshold"] = best.threshold
    if options.write:
        FILE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
