"""How good the quoted sentences are, on public question sets; with --write, makes their weights.

    python -m bench.extract_quality [--folder ../shared/bench] [--data-dir DIR] [--write]

Over search and extraction together: does a gold answer stand in the sentences quoted (squad2), is a quoted sentence
of a right article (lecoqa), and how many sentences are quoted. Weights come from the tuned half alone: a logistic
regression of whether a sentence holds the answer, every question weighing the same.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from assistant.answering.asking import kinds_asked
from assistant.answering.extract import extract
from assistant.answering.parts import Part
from assistant.answering.scores import WEIGHTS, Candidate, Shelf, candidates, wanted_by
from assistant.answering.understand import Asked
from assistant.search.weights import load_weights
from bench.datasets import DEFAULT_FOLDER, BenchQuestion, Half, available, load_set
from bench.searching import Indexed, open_set, query_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.model import Retrieval

    Numbers = NDArray[Any]

SETS = {"squad2": "en", "lecoqa": "zh"}
FEATURES = ("similar", "covered", "covered_near", "title", "kind", "rank", "short")
RIDGE = 0.002
WEIGHTS_FILE = Path(__file__).resolve().parents[1] / "assistant" / "answering" / "sentence_weights.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """A question with what search found and the strings that make a sentence right."""

    question: BenchQuestion
    asked: Asked
    found: Retrieval
    answers: tuple[str, ...]


def seen(indexed: Indexed, folder: Path, half: Half) -> Iterator[Seen]:
    """The answerable questions of a half."""
    lines = (folder / indexed.questions.name / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    golds = {record["id"]: record for record in map(json.loads, filter(str.strip, lines))}
    retriever = indexed.retriever(load_weights())
    for question in indexed.questions.questions:
        if question.half != half or not question.answerable:
            continue
        answers = tuple(golds[question.id]["gold_answers"]) if question.language == "en" else ()
        query = query_of(question, 10)
        asked = Asked(Part(question.text, "", kinds_asked(question.text)), query)
        yield Seen(question, asked, retriever.retrieve(query), answers)


def shelf_of(indexed: Indexed) -> Shelf:
    """What extraction looks things up in."""
    return Shelf(indexed.catalog, indexed.keywords, indexed.embedder, indexed.segmenter)


def is_right(case: Seen, file: str, text: str) -> bool:
    """Whether a sentence of that file holds a gold answer, or is a sentence of a right article."""
    if file not in {name for name, _ in case.question.golds}:
        return False
    if case.answers:
        return any(_plain(answer) in _plain(text) for answer in case.answers)
    return any(_plain(text) in _plain(gold) or _plain(gold) in _plain(text) for _, gold in case.question.golds)


def _plain(text: str) -> str:
    return "".join(text.lower().split())


def fitted(cases: Sequence[tuple[Seen, list[Candidate]]]) -> dict[str, float]:
    """Coefficients by feature, scaled so that they add up to 2."""
    rows: list[list[float]] = []
    right: list[bool] = []
    shares: list[float] = []
    for case, scored in cases:
        labels = [is_right(case, item.document.name, item.sentence.text) for item in scored]
        if not any(labels):
            continue
        rows += [[item.features[name] for name in FEATURES] for item in scored]
        right += labels
        shares += [0.5 / sum(labels) if label else 0.5 / max(1, len(labels) - sum(labels)) for label in labels]
    x, y, share = np.array(rows), np.array(right), np.array(shares) / sum(shares)
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    slopes = _logistic((x - middle) / spread, y, share)[1:] / spread
    total = float(np.abs(slopes).sum()) / 2
    return {name: round(float(slope) / total, 3) for name, slope in zip(FEATURES, slopes, strict=True)}


def _logistic(x: Numbers, y: Numbers, share: Numbers) -> Numbers:
    sign = np.where(y, 1.0, -1.0)

    def loss(weights: Numbers) -> float:
        margin = sign * (weights[0] + x @ weights[1:])
        return float((share * np.logaddexp(0, -margin)).sum() + RIDGE * (weights[1:] ** 2).sum())

    return np.asarray(minimize(loss, np.zeros(x.shape[1] + 1), method="L-BFGS-B").x)


def report(indexed: Indexed, cases: Sequence[Seen]) -> Mapping[str, float]:
    """Over the cases: a right sentence first, a right one among those quoted, quoted sentences and characters."""
    shelf = shelf_of(indexed)
    first, among, sentences, characters = [], [], [], []
    for case in cases:
        chosen = extract(case.asked, case.found, shelf).chosen
        hits = [any(is_right(case, quote.document.name, quote.text) for quote in item.shown) for item in chosen]
        first.append(bool(hits) and hits[0])
        among.append(any(hits))
        sentences.append(len(chosen))
        characters.append(sum(len(quote.text) for item in chosen for quote in item.shown))
    columns = {"first": first, "among": among, "sentences": sentences, "characters": characters}
    return {name: float(np.mean(np.array(values, float))) for name, values in columns.items()}


def main() -> None:
    """Fit when asked to, and print the figures of both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--data-dir", type=Path, default=Path(tempfile.gettempdir()) / "policy-assistant-bench")
    parser.add_argument("--write", action="store_true", help="fit on the tuned halves and write the weights first")
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    given = parser.parse_args()
    names = [name for name in given.sets if name in available(given.folder)]
    if not names:
        print(f"The question sets are not in {given.folder}: nothing to measure. Give their folder with --folder.")
        return
    opened = {name: open_set(load_set(given.folder, name), given.data_dir) for name in names}
    if given.write:
        weights = {language: dict(values) for language, values in WEIGHTS.items()}
        for name, indexed in opened.items():
            cases = list(seen(indexed, given.folder, "tuned"))
            shelf = shelf_of(indexed)
            scored = [(case, candidates(case.found.kept, wanted_by(case.asked, shelf), shelf)) for case in cases]
            weights[SETS[name]].update(fitted(scored))
        WEIGHTS_FILE.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")
        print(f"written: {WEIGHTS_FILE}; run again without --write to measure them")
        return
    print(f"{'set':8} {'half':8} {'questions':>9} {'first':>7} {'among':>7} {'sentences':>9} {'characters':>10}")
    for name, indexed in opened.items():
        for half in ("tuned", "untuned"):
            cases = list(seen(indexed, given.folder, half))
            figures = report(indexed, cases)
            print(
                f"{name:8} {half:8} {len(cases):9} {figures['first']:7.3f} {figures['among']:7.3f}"
                f" {figures['sentences']:9.2f} {figures['characters']:10.0f}"
            )


if __name__ == "__main__":
    main()
