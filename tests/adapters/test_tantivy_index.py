"""BM25 over terms that were cut before."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.adapters.tantivy_index import TantivyIndex

PASSAGES = [
    ("p1", "d1", "open park park"),
    ("p2", "d1", "fee park"),
    ("p3", "d2", "pool open 试点 C++ a:b (x)"),
]


@pytest.fixture
def index(tmp_path: Path) -> TantivyIndex:
    index = TantivyIndex(tmp_path / "keywords")
    index.fill(PASSAGES)
    return index


def found(index: TantivyIndex, terms: dict[str, float], documents: set[str] | None = None) -> list[str]:
    return [hit.passage for hit in index.search(terms, 10, documents)]


def test_the_passage_with_most_of_the_terms_comes_first(index: TantivyIndex) -> None:
    assert found(index, {"park": 1.0, "fee": 1.0}) == ["p2", "p1"]


def test_a_heavier_term_counts_for_more(index: TantivyIndex) -> None:
    assert found(index, {"fee": 1.0, "pool": 9.0})[0] == "p3"
    assert found(index, {"fee": 9.0, "pool": 1.0})[0] == "p2"


def test_terms_are_taken_as_they_are_and_never_as_a_query(index: TantivyIndex) -> None:
    for term in ("试点", "C++", "a:b", "(x)"):
        assert found(index, {term: 1.0}) == ["p3"], term
    assert found(index, {"par*": 1.0, "PARK": 1.0, "open OR fee": 1.0}) == []


def test_only_the_documents_asked_for_are_searched_and_scores_stay_the_same(index: TantivyIndex) -> None:
    everywhere = {hit.passage: hit.score for hit in index.search({"open": 1.0}, 10)}
    within = {hit.passage: hit.score for hit in index.search({"open": 1.0}, 10, {"d2"})}

    assert within == {"p3": pytest.approx(everywhere["p3"])}
    assert index.search({"open": 1.0}, 10, set()) == []


def test_it_knows_in_how_many_passages_a_term_occurs(index: TantivyIndex) -> None:
    assert index.document_frequency("park") == 2
    assert index.document_frequency("nowhere") == 0


def test_it_is_the_same_when_it_is_opened_again(index: TantivyIndex, tmp_path: Path) -> None:
    terms = {"open": 1.0, "park": 2.0}

    assert TantivyIndex(tmp_path / "keywords").search(terms, 10) == index.search(terms, 10)


def test_no_term_gives_no_hit(index: TantivyIndex) -> None:
    assert index.search({}, 10) == []
