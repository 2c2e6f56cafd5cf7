"""What is shown when known asks and extraction agree, differ, or are both unsure."""

from __future__ import annotations

import pytest

from assistant.answering import weigh as weighing
from assistant.answering.known_asks import Near, Target
from assistant.answering.quotes import Chosen, Quote
from assistant.answering.weigh import LEAST, KnownWords, extracted_features, known_features, shares_words, weigh
from assistant.model import Clause, Document, DocumentKind

CLAUSE = Clause("1", "T", ("T",), 1, 0, 0, 100)
DOCUMENT = Document("p/d", "p", "d", "d", "D", DocumentKind.OFFICIAL, "en", "0")
NEAR = Near(((Target(), 0.6), (Target(), 0.2)), not_held=0.1, rules={"fee": 0.3}, known=0.9)


def words(start: int, end: int) -> Chosen:
    return Chosen((Quote(DOCUMENT, CLAUSE, start, end, "x" * (end - start)),), (), 0, 1.0)


KNOWN, EXTRACTED, OTHER = words(0, 10), words(20, 30), words(40, 50)


def shown(known: float, extracted: float, monkeypatch: pytest.MonkeyPatch, *choices: Chosen) -> tuple[Chosen, ...]:
    chances = {"known": known, "extracted": extracted}
    monkeypatch.setattr(weighing, "chance", lambda what, *_: chances[what])
    return weigh([(KNOWN, 0.6)], choices or (EXTRACTED, OTHER), 0.5, NEAR, "en")[0]


def test_likelier_known_words_come_first_and_one_extracted_sentence_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(0.8, 0.5, monkeypatch) == (KNOWN, EXTRACTED)


def test_unlikely_extraction_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(0.8, 0.2, monkeypatch) == (KNOWN,)


def test_likelier_extraction_is_shown_whole_with_known_words_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(0.5, 0.8, monkeypatch) == (EXTRACTED, OTHER, KNOWN)
    assert shown(0.2, 0.8, monkeypatch) == (EXTRACTED, OTHER)


def test_what_both_found_is_shown_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(0.8, 0.3, monkeypatch, KNOWN, OTHER) == (KNOWN, OTHER)


def test_just_sure_enough_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "chance", lambda what, *_: LEAST["zh"] if what == "known" else 0.1)
    assert weigh([(KNOWN, 0.6)], (EXTRACTED,), 0.5, NEAR, "zh")[1] == pytest.approx(1.0)


def test_nothing_found_is_not_sure() -> None:
    assert weigh([], (), 0.9, NEAR, "en") == ((), 0.0)


def test_agreement_speaks_for_both(monkeypatch: pytest.MonkeyPatch) -> None:
    alone, together = (weigh([(KNOWN, 0.6)], (choice,), 0.5, NEAR, "en")[1] for choice in (EXTRACTED, KNOWN))
    assert together > alone


def test_a_near_question_that_no_text_answers_speaks_against_both() -> None:
    closed = Near(NEAR.answers, not_held=0.8, rules=NEAR.rules, known=0.9)
    for language in ("en", "zh"):
        assert (
            weigh([(KNOWN, 0.6)], (EXTRACTED,), 0.5, closed, language)[1]
            < (weigh([(KNOWN, 0.6)], (EXTRACTED,), 0.5, NEAR, language)[1])
        )


def test_features_of_known_words_tell_how_far_they_are_ahead() -> None:
    features = known_features(KnownWords(KNOWN, 0.6, agrees=True), NEAR, 0.5)
    assert (features["ahead"], features["agreed_score"], features["own"]) == (pytest.approx(0.4), 0.6, 0.0)


def test_features_of_extraction_tell_the_best_ask_that_agrees() -> None:
    found = [KnownWords(KNOWN, 0.6, agrees=False), KnownWords(EXTRACTED, 0.2, agrees=True)]
    features = extracted_features(found, NEAR, 0.5)
    assert (features["agrees"], features["agreed_score"], features["best"]) == (1.0, 0.2, 0.6)


def test_quotes_that_overlap_or_restate_share_words() -> None:
    restated = Chosen(EXTRACTED.shown, KNOWN.shown, 0, 1.0)
    assert shares_words(words(5, 15), [KNOWN])
    assert shares_words(KNOWN, [restated])
    assert not shares_words(KNOWN, [OTHER])
