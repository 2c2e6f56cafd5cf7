"""What speaks for a passage."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Query
from assistant.search.signals import Looked, Rarity, document_support, looked_for, standardised
from assistant.search.wanted import wanted_of, wording
from tests.fakes import FakeSegmenter


def looked(text: str, *widened: str, language: str = "en", frequency: int = 1) -> Looked:
    query = Query(text, "zh" if language == "zh" else "en", widened=widened)
    return looked_for(wanted_of(query, FakeSegmenter()), query.language, Rarity(10, lambda _: frequency))


def test_a_term_is_worth_more_the_rarer_it_is_whatever_the_size_of_the_index() -> None:
    for passages in (10, 1_000, 100_000):
        worth = [Rarity(passages, {"term": found}.__getitem__)("term") for found in (0, 1, passages // 2, passages)]
        assert worth == sorted(worth, reverse=True)
        assert abs(worth[0] - 1) < 0.01
        assert worth[-1] < 0.05


def test_a_text_covers_itself_and_nothing_covers_the_unheard_of() -> None:
    question = looked("loan interest rates")
    assert question.coverage(wording("the loan has interest rates"), "en") == 1
    assert question.coverage(wording("cities and provinces"), "en") == 0


@given(st.lists(st.sampled_from(["loan", "interest", "rate", "city", "the"]), max_size=8), st.integers(0, 8))
def test_a_longer_text_never_covers_less(words: list[str], cut: int) -> None:
    question = looked("the interest rate of the loan")
    shorter, longer = wording(" ".join(words[:cut])), wording(" ".join(words))
    assert 0 <= question.coverage(shorter, "en") <= question.coverage(longer, "en") <= 1


def test_the_glossary_makes_up_for_half_of_what_is_missing_in_the_same_language() -> None:
    without, having = looked("deadline"), looked("deadline", "closing date")
    assert without.coverage(wording("the closing date"), "en") == 0
    assert 0 < having.coverage(wording("the closing date"), "en") <= 0.5


def test_a_passage_of_the_other_language_can_be_covered_by_the_glossary_alone() -> None:
    question = looked("数字化", "digital transformation", language="zh")
    assert question.coverage(wording("digital transformation"), "en") > 0.3
    assert looked("数字化", language="zh").coverage(wording("digital transformation"), "en") == 0


def test_words_in_the_same_order_count_as_phrases() -> None:
    question = looked("key tasks")
    assert question.phrase_share(wording("the key tasks are")) == 1
    assert question.phrase_share(wording("tasks that are key")) == 0


def test_equal_signals_say_nothing() -> None:
    assert standardised([3.0, 3.0, 3.0]) == [0.0, 0.0, 0.0]
    assert standardised([3.0]) == [0.0]
    assert standardised([]) == []


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=30))
def test_standardising_keeps_the_order(values: list[float]) -> None:
    pairs = sorted(zip(values, standardised(values), strict=True))
    assert all(first[1] <= second[1] + 1e-9 for first, second in pairwise(pairs))


def test_a_document_with_more_that_was_found_supports_its_passages() -> None:
    assert document_support(["a", "b", "a"], [3.0, 4.0, 2.0]) == [1.0, 2.0, 1.0]
    assert document_support([], []) == []
