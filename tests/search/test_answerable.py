"""How answerable a question looks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Clause, Passage, Query, Retrieved, Sentence
from assistant.search.answerable import answerable, question_signals
from assistant.search.signals import Looked, Rarity, looked_for, word_signals
from assistant.search.wanted import wanted_of
from tests.fakes import FakeSegmenter

CLAUSE = Clause("I", "Title", ("Title",), 1, 0, 0, 100)
WEIGHTS = {"bias": -3.0, "joint": 4.0, "bm25": 2.0}


def found(text: str, question: Looked) -> Retrieved:
    sentences = tuple(Sentence(0, len(part), part) for part in text.split(". "))
    passage = Passage(text, "p/d", CLAUSE, 0, len(text), text, "", "en", sentences=sentences)
    return Retrieved(passage, 1.0, {"dense": 0.5, "sentence": 0.6, "bm25": 4.0, **word_signals(passage, question)})


def looked(text: str) -> Looked:
    query = Query(text, "en")
    return looked_for(wanted_of(query, FakeSegmenter()), "en", Rarity(50, lambda _: 1))


def signals_of(text: str, passage: str) -> dict[str, float]:
    question = looked(text)
    item = found(passage, question)
    return question_signals([item], [np.full(len(item.passage.sentences), 0.5)], question)


def test_with_no_passage_found_nothing_can_be_answered() -> None:
    assert question_signals([], [], looked("anything")) == {}
    assert answerable({}, WEIGHTS) == 0


def test_a_question_whose_words_stand_in_one_sentence_looks_more_answerable_than_one_with_scattered_words() -> None:
    together = signals_of("loan interest rate", "The loan interest rate is low. Cities apply")
    scattered = signals_of("loan interest rate", "The loan is here. Interest grows. The rate of cities")
    assert together["joint"] > scattered["joint"]
    assert answerable(together, WEIGHTS) > answerable(scattered, WEIGHTS)


def test_a_rarer_missing_word_makes_a_question_less_answerable() -> None:
    held = signals_of("loan rate", "the loan rate")
    missing = signals_of("loan passport", "the loan rate")
    assert answerable(held, WEIGHTS) > answerable(missing, WEIGHTS)


@given(st.dictionaries(st.sampled_from(["joint", "bm25", "other"]), st.floats(-1e6, 1e6), min_size=1))
def test_the_score_is_a_probability(signals: dict[str, float]) -> None:
    assert 0 <= answerable(signals, WEIGHTS) <= 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_score_rises_with_every_signal(low: float, high: float) -> None:
    low, high = sorted((low, high))
    for name in ("joint", "bm25"):
        assert answerable({name: low}, WEIGHTS) <= answerable({name: high}, WEIGHTS)
