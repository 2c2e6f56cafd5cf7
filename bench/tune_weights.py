"""Make the fusion weights of assistant/search/weights.json from the tuned halves of the question sets.

    python -m bench.tune_weights [--write]

A conditional logit: the chance that a candidate is the right one is the softmax of its weighted, standardised signals.
It is shrunk towards a plain prior, since what search will be asked is not in these sets; sets of one language weigh the
same.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from assistant.search.signals import FUSED, standardised
from assistant.search.weights import FILE, load_weights
from assistant.settings import load_settings
from bench.datasets import DEFAULT_FOLDER, Half, available, load_set
from bench.metrics import passage_within, recall_at, reciprocal_rank
from bench.searching import ALL_CANDIDATES, Indexed, open_set, query_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.model import Language

PRIOR: Mapping[Language, Mapping[str, float]] = {
    "en": dict.fromkeys(FUSED, 0.0) | dict.fromkeys(("dense", "sentence", "bm25", "phrase", "coverage"), 0.5),
    "zh": dict.fromkeys(FUSED, 0.0) | {"bm25": 1.0, "coverage": 0.2, "phrase": 0.2},
}
"""English: meaning and words alike. Chinese: words only, since the embedding model hardly knows the language."""
SHRINKAGE = 0.1
"""How much a squared step away from the prior costs, in log-likelihood a question."""
SAME_LANGUAGE = 3.0
"""Set by hand, since each set holds one language: what a passage in the question's language is ahead by."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """A question's candidates: standardised signals (n, len(FUSED)), which are right, ids and lengths in characters."""

    signals: NDArray[np.float64]
    right: NDArray[np.bool_]
    lengths: tuple[int, ...]


def candidates_of(indexed: Indexed, half: Half) -> list[Candidates]:
    """Those of every question of a half that has a right passage among them."""
    retriever = indexed.retriever(load_weights())
    found = []
    for question in indexed.questions.questions:
        right = indexed.right(question)
        if question.half != half or not question.answerable or not right:
            continue
        kept = retriever.retrieve(query_of(question, ALL_CANDIDATES)).kept
        columns = [standardised(item.signals[name] for item in kept) for name in FUSED]
        flags = np.array([item.passage.id in right for item in kept])
        found.append(Candidates(np.array(columns).T, flags, tuple(len(item.passage.text) for item in kept)))
    return found


def fitted(sets: Sequence[Sequence[Candidates]], prior: Mapping[str, float], shrinkage: float) -> NDArray[np.float64]:
    """The weights, in the order of FUSED and none below 0; each set counts the same, whatever its size."""
    start = np.array([prior[name] for name in FUSED])
    data = [(1 / len(one), question) for one in sets for question in one if question.right.any()]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total = len(sets) * shrinkage / 2 * float((weights - start) @ (weights - start))
        gradient = len(sets) * shrinkage * (weights - start)
        for share, question in data:
            scores = question.signals @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            among_right = chances * question.right
            hit = among_right.sum() + 1e-12
            total -= share * float(np.log(hit))
            gradient -= share * (question.signals.T @ (among_right / hit - chances))
        return total, gradient

    return np.asarray(minimize(loss, start, jac=True, bounds=[(0, None)] * len(start), method="L-BFGS-B").x)


def scored(questions: Sequence[Candidates], weights: NDArray[np.float64], budget: int) -> dict[str, float]:
    """The means of the measures over questions when candidates are ordered by these weights."""
    rows: dict[str, list[float]] = {"passage@4k": [], "recall@5": [], "MRR": []}
    for question in questions:
        order = np.argsort(-(question.signals @ weights), kind="stable")
        names = [str(at) for at in order]
        right = {str(at) for at in np.flatnonzero(question.right)}
        rows["passage@4k"].append(passage_within(names, right, [question.lengths[at] for at in order], budget))
        rows["recall@5"].append(recall_at(names, right, 5))
        rows["MRR"].append(reciprocal_rank(names, right))
    return {measure: float(np.mean(values)) for measure, values in rows.items()}


def main() -> None:
    """Fit each language, show how weights made on one set do on another, and keep them when asked to."""
    options = _options()
    names = available(options.sets)
    if not names:
        print(f"No question sets in {options.sets}: no weights are made. Give their folder with --sets.")
        return
    indexes = [open_set(load_set(options.sets, name), options.data_dir) for name in names]
    made: dict[Language, dict[str, float]] = {}
    for language in PRIOR:
        mine = [indexed for indexed in indexes if indexed.questions.questions[0].language == language]
        if mine:
            made[language] = _fit_language(language, mine, options.shrinkage)
    if options.write:
        _write(made)


def _fit_language(language: Language, indexes: Sequence[Indexed], shrinkage: float) -> dict[str, float]:
    tuned = {indexed.questions.name: candidates_of(indexed, "tuned") for indexed in indexes}
    untuned = {indexed.questions.name: candidates_of(indexed, "untuned") for indexed in indexes}
    prior = PRIOR[language]
    trials = {"prior": np.array([prior[name] for name in FUSED])}
    trials |= {f"made on {name}": fitted([one], prior, shrinkage) for name, one in tuned.items()}
    trials["made on all"] = fitted(list(tuned.values()), prior, shrinkage)
    for trial, weights in trials.items():
        print(f"{language}, {trial}: " + ", ".join(f"{n} {w:.2f}" for n, w in zip(FUSED, weights, strict=True)))
        for indexed in indexes:
            row = scored(untuned[indexed.questions.name], weights, indexed.questions.budget)
            print(
                f"  {indexed.questions.name:10}" + "  ".join(f"{measure} {value:.3f}" for measure, value in row.items())
            )
    return {name: round(float(weight), 2) for name, weight in zip(FUSED, trials["made on all"], strict=True)}


def _write(made: Mapping[Language, Mapping[str, float]]) -> None:
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    for language, fusion in made.items():
        kept[language]["fusion"] = {**fusion, "language": SAME_LANGUAGE}
    FILE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.tune_weights", description="Make the fusion weights.")
    parser.add_argument("--sets", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--data-dir", type=Path, default=load_settings().data_dir / "bench")
    parser.add_argument("--shrinkage", type=float, default=SHRINKAGE)
    parser.add_argument("--write", action="store_true", help=f"put them into {FILE.name}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
