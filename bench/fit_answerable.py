"""Make the answerable weights of assistant/search/weights.json from the tuned halves of the sets.

    python -m bench.fit_answerable [--write]

A logistic regression on the signals of a question: positives can be answered; negatives are the same questions with
their documents withheld, both in the whole set and in small corpora (see bench/answering.py). Near misses, questions
whose paragraph is there but does not hold the answer, are no part of the fit, only of the report: no signal here tells
them apart. Where search starts to answer is set by bench/choose_threshold.py.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

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
    from bench.answering import Size

SIGNALS: Mapping[Language, tuple[str, ...]] = {
    "en": ("dense", "joint", "bm25", "coverage", "phrase", "length"),
    "zh": ("joint", "bm25", "coverage", "phrase", "length"),
}
"""Signals whose size does not hang on the number of passages, or on how often a corpus says one thing."""
RIDGE = 0.003
"""The cost of a squared coefficient of a standardised signal, in log-likelihood a question."""
SIZES: tuple[Size, ...] = ("whole", "small")
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
    shares: NDArray[np.float64] = np.where(held, 1 / max(1, held.sum()), 1 / max(1, (~held).sum()))
    return shares


def _logistic(
    signals: NDArray[np.float64], positive: NDArray[np.bool_], shares: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Bias and slopes of the ridge logistic regression; no slope below 0, since every signal speaks for an answer."""
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
    found = minimize(loss, np.zeros(design.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x, np.float64)


def scores(rows: Sequence[Judged], weights: Mapping[str, float], kind: str) -> list[float]:
    """The answerable score of every row of a kind."""
    return [answerable(row.signals, weights) for row in rows if row.kind == kind]


def threshold_for(positive: Sequence[float], over_refusal: float = OVER_REFUSAL) -> float:
    """The highest threshold that refuses at most that part of the answerable questions."""
    return float(np.quantile(np.asarray(positive), over_refusal))


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
        for size in SIZES:
            rows[f"{name}, {size}"] = judged(indexed, load_weights(), indexed.questions.questions, [size])
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    for language, signals in SIGNALS.items():
        mine = {name: one for name, one in rows.items() if one[0].language == language}
        if mine:
            weights = fit_language(language, mine, signals)
            kept[language]["answerable"] = {name: round(value, 2) for name, value in weights.items()}
    if options.write:
        FILE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def fit_language(language: Language, rows: Mapping[str, Sequence[Judged]], names: Sequence[str]) -> dict[str, float]:
    """The coefficients made on all corpora; prints how those made on one do on the others."""
    tuned = {
        name: [row for row in one if row.half == "tuned" and row.kind != "near_miss" and row.signals]
        for name, one in rows.items()
    }
    trials = {f"made on {name}": fitted([one], names) for name, one in tuned.items()}
    trials["made on all"] = fitted(list(tuned.values()), names)
    for trial, weights in trials.items():
        print(f"{language}, {trial}: " + ", ".join(f"{name} {value:.2f}" for name, value in weights.items()))
        for name, one in rows.items():
            untuned = [row for row in one if row.half == "untuned"]
            held, withheld = scores(untuned, weights, "held"), scores(untuned, weights, "withheld")
            dense = auroc(*([row.dense for row in untuned if row.kind == kind] for kind in ("held", "withheld")))
            print(f"  {name:15} untuned half: AUROC {auroc(held, withheld):.3f}, of the top dense score {dense:.3f}")
    made = trials["made on all"]
    threshold = float(np.mean([threshold_for(scores(one, made, "held")) for one in tuned.values()]))
    print(
        f"{language}: threshold {threshold:.2f}, which refuses {OVER_REFUSAL:.0%} of what can be answered, tuned halves"
    )
    for name, one in rows.items():
        print_curve(name, [row for row in one if row.half == "untuned"], made)
    return made


def print_curve(name: str, rows: Sequence[Judged], weights: Mapping[str, float]) -> None:
    """Coverage against accuracy at nine thresholds, against each kind of question that cannot be answered."""
    held = scores(rows, weights, "held")
    for kind in ("withheld", "near_miss"):
        if others := scores(rows, weights, kind):
            print(f"  {name}, untuned half, against {kind}:")
            print("    threshold  coverage  accuracy  answerable refused  unanswerable answered")
            for point in curve(held, others, [step / 10 for step in range(1, 10)]):
                print(
                    f"    {point.threshold:9.1f}{point.coverage:10.3f}{point.accuracy:10.3f}"
                    f"{point.over_refusal:20.3f}{point.wrongly_answered:23.3f}"
                )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fit_answerable", description="Make the answerable weights.")
    parser.add_argument("--sets", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--data-dir", type=Path, default=load_settings().data_dir / "bench")
    parser.add_argument("--write", action="store_true", help=f"put them into {FILE.name}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
