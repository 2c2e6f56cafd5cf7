"""Make the answerable weights and thresholds of assistant/search/weights.json from the tuned halves of the question sets.

    python -m bench.fit_answerable [--write]

A logistic regression on the signals of a question: positives can be answered; negatives are the same questions with their
group of documents withheld. Near misses (an answerable-looking question on the right paragraph) are no part of the fit: no
signal here tells them apart, and they would only flatten the rest; they are reported.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from assistant.search.answerable import answerable
from assistant.search.weights import FILE, load_weights
from assistant.settings import load_settings
from bench.answering import Judged, judged
from bench.datasets import DEFAULT_FOLDER, available, load_set
from bench.metrics import auroc, curve
from bench.searching import open_set

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.model import Language

SIGNALS: Mapping[Language, tuple[str, ...]] = {
    "en": ("dense", "joint", "bm25", "coverage", "phrase", "length"),
    "zh": ("joint", "bm25", "coverage", "phrase", "length"),
}
"""Signals whose size does not hang on the number of passages, or on how often a corpus says one thing."""
RIDGE = 0.003
"""The cost of a squared coefficient of a standardised signal, in log-likelihood a question."""
OVER_REFUSAL = 0.05
"""The part of answerable questions that a threshold may refuse."""


def fitted(sets: Sequence[Sequence[Judged]], names: Sequence[str]) -> dict[str, float]:
    """The coefficients by signal, and `bias`; each set counts the same, and in each both classes."""
    rows = [row for one in sets for row in one]
    signals = np.array([[row.signals.get(name, 0.0) for name in names] for row in rows])
    positive = np.array([row.kind == "held" for row in rows])
    shares = np.concatenate([_shares(one) for one in sets])
    middle, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-9
    weights = _logistic((signals - middle) / spread, positive, shares / shares.sum())
    slopes = weights[1:] / spread
    return {"bias": float(weights[0] - slopes @ middle), **dict(zip(names, map(float, slopes), strict=True))}


def _shares(rows: Sequence[Judged]) -> NDArray[np.float64]:
    held = np.array([row.kind == "held" for row in rows])
    return np.where(held, 1 / max(1, held.sum()), 1 / max(1, (~held).sum()))


def _logistic(
    signals: NDArray[np.float64], positive: NDArray[np.bool_], shares: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Bias and slopes of the ridge logistic regression; no slope is below 0, since every signal speaks for an answer."""
    design = np.column_stack([np.ones(len(signals)), signals])
    signs = np.where(positive, 1.0, -1.0)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (design @ weights)
        chances = 1 / (1 + np.exp(np.clip(margins, -30, 30)))
        total = float(shares @ np.logaddexp(0, -margins)) + RIDGE * float(weights[1:] @ weights[1:])
        gradient = -(design.T @ (shares * signs * chances))
        gradient[1:] += 2 * RIDGE * weights[1:]
        return total, gradient

    bounds = [(None, None)] + [(0.0, None)] * signals.shape[1]
    return np.asarray(minimize(loss, np.zeros(design.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x)


def scores(rows: Sequence[Judged], weights: Mapping[str, float], kind: str) -> list[float]:
    """The answerable score of every row of a kind."""
    return [answerable(row.signals, weights) for row in rows if row.kind == kind]


def threshold_for(positive: Sequence[float], over_refusal: float = OVER_REFUSAL) -> float:
    """The highest threshold, to two digits, that refuses at most that part of the answerable questions."""
    return float(np.floor(np.quantile(np.asarray(positive), over_refusal) * 100) / 100)


def main() -> None:
    """Fit each language, show the curve of every set's untuned half, and keep the result when asked to."""
    options = _options()
    names = available(options.sets)
    if not names:
        print(f"No question sets in {options.sets}: nothing is fitted. Give their folder with --sets.")
        return
    rows: dict[str, list[Judged]] = {}
    for name in names:
        indexed = open_set(load_set(options.sets, name), options.data_dir)
        rows[name] = judged(indexed, load_weights(), indexed.questions.questions)
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    for language, signals in SIGNALS.items():
        mine = {name: one for name, one in rows.items() if one[0].language == language}
        if mine:
            weights = _fit_language(language, mine, signals)
            kept[language]["answerable"] = {name: round(value, 3) for name, value in weights.items()}
    if options.write:
        FILE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def _fit_language(language: Language, rows: Mapping[str, Sequence[Judged]], names: Sequence[str]) -> dict[str, float]:
    tuned = {name: [row for row in one if row.half == "tuned" and row.kind != "near_miss"] for name, one in rows.items()}
    trials = {f"made on {name}": fitted([one], names) for name, one in tuned.items()}
    trials["made on all"] = fitted(list(tuned.values()), names)
    for trial, weights in trials.items():
        print(f"{language}, {trial}: " + ", ".join(f"{name} {value:.2f}" for name, value in weights.items()))
        for name, one in rows.items():
            untuned = [row for row in one if row.half == "untuned"]
            held, withheld = scores(untuned, weights, "held"), scores(untuned, weights, "withheld")
            print(f"  {name:10} untuned AUROC {auroc(held, withheld):.3f}")
    made = trials["made on all"]
    for name, one in rows.items():
        _print_curve(name, [row for row in one if row.half == "untuned"], made)
    return made


def _print_curve(name: str, rows: Sequence[Judged], weights: Mapping[str, float]) -> None:
    held = scores(rows, weights, "held")
    print(f"  {name}, untuned half: a threshold that refuses {OVER_REFUSAL:.0%} of the answerable is {threshold_for(held):.2f}")
    for kind in ("withheld", "near_miss"):
        if others := scores(rows, weights, kind):
            print(f"  against {kind}: threshold, coverage, accuracy, answerable refused, unanswerable answered")
            for point in curve(held, others, [step / 10 for step in range(1, 10)]):
                cells = (point.threshold, point.coverage, point.accuracy, point.over_refusal, point.wrongly_answered)
                print("   " + "".join(f"{cell:8.3f}" for cell in cells))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fit_answerable", description="Make the answerable weights.")
    parser.add_argument("--sets", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--data-dir", type=Path, default=load_settings().data_dir / "bench")
    parser.add_argument("--write", action="store_true", help=f"put them into {FILE.name}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
