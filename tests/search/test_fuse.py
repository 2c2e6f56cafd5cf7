"""Signals -> one score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.search.fuse import fused_scores, reciprocal_ranks


def test_the_candidate_that_is_better_in_everything_comes_first() -> None:
    scores = fused_scores([{"dense": 0.2, "bm25": 1.0}, {"dense": 0.7, "bm25": 9.0}], {"dense": 1.0, "bm25": 1.0})
    assert scores[1] > scores[0]


def test_a_signal_without_a_weight_counts_nothing() -> None:
    scores = fused_scores([{"dense": 0.2, "bm25": 9.0}, {"dense": 0.7, "bm25": 1.0}], {"dense": 1.0})
    assert scores == pytest.approx([-1.0, 1.0])


def test_a_plain_signal_is_not_standardised() -> None:
    assert fused_scores([{"language": 1.0}, {"language": 0.0}, {"language": 0.0}], {"language": 3.0}) == [3.0, 0.0, 0.0]


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20), st.data())
def test_raising_one_signal_never_lowers_a_candidates_rank(values: list[float], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(values) - 1))
    raised = [value + (0.5 if index == at else 0.0) for index, value in enumerate(values)]

    def better(numbers: list[float]) -> int:
        scores = fused_scores([{"dense": value} for value in numbers], {"dense": 1.0})
        return sum(score > scores[at] + 1e-9 for score in scores)

    assert better(raised) <= better(values)


def test_reciprocal_ranks_prefer_what_both_orders_hold() -> None:
    assert reciprocal_ranks(["a", "b", "c"], ["b", "d"])[0] == "b"
    assert set(reciprocal_ranks(["a"], ["b"])) == {"a", "b"}
