"""The measures of a benchmark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.metrics import (
    auroc,
    auroc_difference,
    curve,
    paired_bootstrap,
    passage_within,
    recall_at,
    reciprocal_rank,
)

ORDER = ["a", "b", "c", "d"]


def test_recall_counts_only_the_first_k() -> None:
    assert recall_at(ORDER, {"c"}, 3) == 1
    assert recall_at(ORDER, {"c"}, 2) == 0


def test_the_reciprocal_rank_is_that_of_the_first_right_passage() -> None:
    assert reciprocal_rank(ORDER, {"b", "d"}) == 0.5
    assert reciprocal_rank(ORDER, {"x"}) == 0


def test_a_passage_counts_only_when_it_lies_whole_within_the_characters_given() -> None:
    assert passage_within(ORDER, {"b"}, [60, 40, 10, 10], 100) == 1
    assert passage_within(ORDER, {"b"}, [60, 41, 10, 10], 100) == 0


def test_the_first_passage_counts_however_long_it_is() -> None:
    assert passage_within(ORDER, {"a"}, [500, 1, 1, 1], 100) == 1


def test_auroc_of_a_perfect_a_reversed_and_an_idle_score() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1
    assert auroc([0.1], [0.9]) == 0
    assert auroc([0.5, 0.5], [0.5]) == 0.5


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12), st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_auroc_is_the_share_of_pairs_in_the_right_order(positive: list[int], negative: list[int]) -> None:
    pairs = [(p > n) + (p == n) / 2 for p in positive for n in negative]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_a_bootstrap_gives_the_mean_and_holds_it_and_is_the_same_in_every_run() -> None:
    ours, theirs = [1.0, 1.0, 0.0, 1.0] * 20, [0.0, 1.0, 0.0, 1.0] * 20
    difference = paired_bootstrap(ours, theirs)
    assert difference.mean == 0.25
    assert difference.low < 0.25 < difference.high
    assert difference == paired_bootstrap(ours, theirs)


def test_equal_results_differ_by_nothing() -> None:
    assert str(paired_bootstrap([1.0, 0.0], [1.0, 0.0])) == "+0.000 [+0.000, +0.000]"


def test_the_better_score_has_the_higher_auroc_by_its_difference() -> None:
    good, poor = ([0.9, 0.8, 0.7], [0.1, 0.2, 0.3]), ([0.1, 0.8, 0.3], [0.9, 0.2, 0.3])
    assert auroc_difference(good, poor, rounds=50).mean == pytest.approx(auroc(*good) - auroc(*poor))


def test_a_higher_threshold_answers_fewer_and_a_low_one_refuses_none() -> None:
    low, high = curve([0.6, 0.9], [0.1, 0.7], [0.0, 0.8])
    assert (low.coverage, low.accuracy, low.over_refusal, low.wrongly_answered) == (1.0, 0.5, 0.0, 1.0)
    assert (high.coverage, high.accuracy, high.over_refusal, high.wrongly_answered) == (0.25, 1.0, 0.5, 0.0)
