"""Making weights out of questions; the numbers here are made up."""

import numpy as np
import pytest

from assistant.search.signals import FUSED
from bench.answering import Judged
from bench.choose_threshold import best_point
from bench.fit_answerable import fitted as fitted_answerable
from bench.fit_answerable import scores, threshold_for
from bench.metrics import auroc
from bench.tune_weights import PRIOR, Candidates, fitted, scored


def questions(signal: int, count: int = 30, seed: int = 3) -> list[Candidates]:
    """Questions whose right candidate stands out in one signal."""
    generator = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        signals = generator.normal(size=(20, len(FUSED)))
        right = np.zeros(20, bool)
        right[0] = True
        signals[0, signal] += 3
        made.append(Candidates(signals, right, (100,) * 20))
    return made


@pytest.mark.parametrize("signal", range(len(FUSED)))
def test_the_signal_that_tells_gets_the_most_weight_and_none_goes_below_zero(signal: int) -> None:
    weights = fitted([questions(signal)], PRIOR["en"], 0.01)
    assert int(np.argmax(weights)) == signal
    assert weights.min() >= 0


def test_weights_made_so_find_more_than_the_prior() -> None:
    made = fitted([questions(0)], PRIOR["en"], 0.01)
    fresh = questions(0, seed=4)
    assert scored(fresh, made, 4_000)["MRR"] > scored(fresh, np.full(len(FUSED), 0.5), 4_000)["MRR"]


def test_strong_shrinkage_keeps_the_prior() -> None:
    assert fitted([questions(0)], PRIOR["en"], 1e6) == pytest.approx(list(PRIOR["en"].values()), abs=0.01)


def judged(count: int = 60) -> list[Judged]:
    generator = np.random.default_rng(5)
    rows = []
    for at in range(count):
        held = at % 2 == 0
        signals = {"joint": float(generator.normal(0.6 if held else 0.4, 0.1)), "length": float(generator.normal())}
        rows.append(Judged("held" if held else "withheld", "whole", "tuned", "en", signals, 0.0, 0.0))
    return rows


def test_what_can_be_answered_scores_higher_by_the_signal_that_tells() -> None:
    rows = judged()
    weights = fitted_answerable([rows], ["joint", "length"])
    assert weights["joint"] > 0
    assert auroc(scores(rows, weights, "held"), scores(rows, weights, "withheld")) > 0.8


def test_a_threshold_refuses_the_part_asked_for() -> None:
    values = [step / 100 for step in range(100)]
    assert sum(value < threshold_for(values, 0.05) for value in values) == pytest.approx(5, abs=1)


def test_the_threshold_lies_between_what_can_be_answered_and_what_cannot() -> None:
    best = best_point([0.5, 0.6, 0.7], [0.1, 0.2, 0.3])
    assert 0.3 < best.threshold <= 0.5
    assert best.over_refusal == best.wrongly_answered == 0
