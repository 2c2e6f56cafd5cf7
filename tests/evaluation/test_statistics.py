"""How sure a mean is."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.evaluation.statistics import estimate, paired_difference


def test_an_estimate_is_the_same_each_time():
    values, clusters = [0.0, 1.0, 1.0, 0.5], ["a", "b", "c", "d"]
    assert estimate(values, clusters) == estimate(values, clusters)


def test_the_mean_is_over_cases_and_lies_in_its_interval():
    found = estimate([1.0, 1.0, 1.0, 0.0], ["a", "a", "a", "b"])
    assert (found.mean, found.n) == (0.75, 4)
    assert found.low <= found.mean <= found.high


def test_ten_wordings_of_one_question_are_less_sure_than_ten_questions():
    values = [1.0] * 10 + [0.0] * 10
    alone = estimate(values, [str(n) for n in range(20)])
    grouped = estimate(values, [str(n // 5) for n in range(20)])
    assert grouped.high - grouped.low > alone.high - alone.low


def test_the_interval_holds_the_true_mean_about_as_often_as_it_says():
    generator = np.random.default_rng(3)
    covered = 0
    for _ in range(100):
        values = (generator.random(60) < 0.7).astype(float)
        found = estimate(list(values), [str(n) for n in range(60)])
        covered += found.low <= 0.7 <= found.high
    assert covered >= 88


def test_a_paired_difference_is_over_the_cases_that_both_have():
    found = paired_difference({"a": 1.0, "b": 1.0, "c": 0.0}, {"a": 0.0, "b": 1.0, "d": 1.0}, dict.fromkeys("abc", "g"))
    assert found
    assert (found.mean, found.n) == (pytest.approx(0.5), 2)
    assert paired_difference({"a": 1.0}, {"b": 1.0}, {"a": "a"}) is None
