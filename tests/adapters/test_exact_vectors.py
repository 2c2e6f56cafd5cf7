"""Exact nearest passages."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.adapters.exact_vectors import ExactVectors

UP, DIAGONAL, SIDE = (0.0, 1.0), (0.6, 0.8), (1.0, 0.0)


@pytest.fixture
def index() -> ExactVectors:
    matrix = np.array([UP, DIAGONAL, SIDE], np.float32)
    return ExactVectors(matrix, ["up", "diagonal", "side"], {"one": range(2), "two": range(2, 3)})


def test_the_nearest_come_first_with_their_cosine(index: ExactVectors) -> None:
    hits = index.search(np.array(SIDE, np.float32), 2)

    assert [hit.passage for hit in hits] == ["side", "diagonal"]
    assert [hit.score for hit in hits] == pytest.approx([1.0, 0.6])


def test_only_the_documents_asked_for_are_searched(index: ExactVectors) -> None:
    hits = index.search(np.array(SIDE, np.float32), 10, {"one", "unknown"})

    assert [hit.passage for hit in hits] == ["diagonal", "up"]


def test_no_document_gives_no_hit(index: ExactVectors) -> None:
    assert index.search(np.array(SIDE, np.float32), 10, ()) == []


def test_more_than_there_are_gives_all(index: ExactVectors) -> None:
    assert len(index.search(np.array(SIDE, np.float32), 99)) == 3


def test_an_empty_index_gives_no_hit() -> None:
    assert ExactVectors(np.zeros((0, 2), np.float32), [], {}).search(np.array(SIDE, np.float32), 3) == []
