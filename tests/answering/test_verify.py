"""What may be shown: markers, quotes, words, figures. (What a model's own words need is in test_support.py.)"""

import datetime as dt
import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.quotes import Draft, plain_text
from assistant.answering.verify import figures_without_proof, is_quoted, quote_fault, verify
from assistant.model import AnswerSentence, Citation, DocumentKind, Finding, Origin

ENGLISH = "Cities apply before May 20, 2025. Provinces with more than 15,000 firms may name up to 2 cities."
CHINESE = "实施期为两年。奖补不超过1.5亿元，第三批选择34个左右的城市，达到二级的比例超过百分之九十。"
TEXTS = {hashlib.sha256(text.encode()).hexdigest(): text for text in (ENGLISH, CHINESE)}


def cited(words: str, marker: int = 1, **changes: Any) -> Citation:
    text = next((text for text in TEXTS.values() if words in text), ENGLISH)
    start = max(text.find(words), 0)
    facts = {
        "marker": marker,
        "policy": "p",
        "document": "d.md",
        "title": "D",
        "kind": DocumentKind.OFFICIAL,
        "clause": "V",
        "clause_title": "Application",
        "page": None,
        "start": start,
        "end": start + len(words),
        "quote": words,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "url": "",
    }
    return Citation(**{**facts, **changes})


def sentence(text: str, *markers: int, origin: Origin = "quoted", findings: tuple[str, ...] = ()) -> AnswerSentence:
    return AnswerSentence(text, origin, markers, findings)


def failed_check(said: AnswerSentence, *citations: Citation, findings: tuple[Finding, ...] = ()) -> str | None:
    verified = verify(Draft((said,), citations, findings), TEXTS.__getitem__)
    assert bool(verified.draft.sentences) != bool(verified.failures)
    return verified.failures[0].check if verified.failures else None


FIRST, SECOND = "Cities apply before May 20, 2025.", "Provinces with more than 15,000 firms may name up to 2 cities."


def test_a_true_quote_passes_and_is_marked_as_verified() -> None:
    verified = verify(Draft((sentence(FIRST, 1),), (cited(FIRST),)), TEXTS.__getitem__)
    assert verified.failures == ()
    assert verified.draft.sentences[0].verified


def test_a_marker_that_was_not_issued_fails() -> None:
    assert failed_check(sentence(FIRST, 2), cited(FIRST)) == "marker"


def test_a_sentence_that_cites_nothing_fails() -> None:
    assert failed_check(sentence(FIRST), cited(FIRST)) == "marker"


def test_a_marker_in_a_models_text_must_be_issued_and_be_among_its_citations() -> None:
    first, second = cited(FIRST, 1), cited(SECOND, 2)
    assert failed_check(sentence("Cities apply before May 20, 2025 [1].", 1, origin="model"), first, second) is None
    assert failed_check(sentence("Cities apply before May 20, 2025 [3].", 1, origin="model"), first, second) == "marker"
    assert failed_check(sentence("Cities apply before May 20, 2025 [2].", 1, origin="model"), first, second) == "marker"


@pytest.mark.parametrize(
    "changes",
    [
        {"start": 1},
        {"end": 20},
        {"quote": "Cities apply before May 21, 2025."},
        {"quote": FIRST + " "},
        {"sha256": "0" * 64},
        {"start": -5, "end": 3},
        {"start": 10, "end": 10, "quote": ""},
        {"end": 10_000},
    ],
)
def test_a_quote_that_is_not_the_text_at_its_place_fails(changes: dict[str, Any]) -> None:
    assert failed_check(sentence(FIRST, 1), cited(FIRST, **changes)) == "quote"


def test_a_text_whose_hash_is_another_fails_even_if_the_words_stand_there() -> None:
    held = {"f" * 64: ENGLISH}
    assert "not the one that was cited" in (quote_fault(cited(FIRST, sha256="f" * 64), held.__getitem__) or "")


def test_a_quoted_sentence_must_be_its_quotes_word_for_word() -> None:
    assert failed_check(sentence("Cities apply by May 20, 2025.", 1), cited(FIRST)) == "words"
    assert failed_check(sentence(f"{FIRST}\n{SECOND}", 1, 2), cited(FIRST, 1), cited(SECOND, 2)) is None
    assert failed_check(sentence(f"{SECOND}\n{FIRST}", 1, 2), cited(FIRST, 1), cited(SECOND, 2)) == "words"


def test_markup_and_white_space_may_be_cleaned_for_show() -> None:
    quote = "**Cities**\n  apply, see [the form](https://example.org/form)."
    assert plain_text(quote) == "Cities\n  apply, see the form."
    assert is_quoted("Cities apply, see the form.", [quote])
    assert not is_quoted("Towns apply, see the form.", [quote])


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("The limit is 15000 firms.", SECOND),
        ("Up to two cities may be named.", SECOND),
        ("最多2个城市。", SECOND),
        ("The last day is before 20 May 2025.", FIRST),
        ("2025年5月20日前申请。", FIRST),
        ("In May 2025 cities apply.", FIRST),
        ("The period is 2 years.", CHINESE),
        ("The period is 24 months.", CHINESE),
        ("At most 150 million yuan.", CHINESE),
        ("The third batch takes about 34 cities.", CHINESE),
        ("More than 90% reach level 2.", CHINESE),
        ("Clause V says so.", FIRST),
        ("Nothing in figures.", FIRST),
    ],
)
def test_a_figure_may_be_written_in_another_way(said: str, quote: str) -> None:
    assert figures_without_proof(said, [cited(quote)], []) == []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("The limit is 15,001 firms.", "15,001"),
        ("Up to three cities may be named.", "three"),
        ("最多3个城市。", "3"),
        ("Before May 21, 2025.", "May 21, 2025"),
        ("2024年5月20日前申请。", "2024年5月20日"),
        ("Before 20 June 2025.", "20 June 2025"),
        ("The quota is 2%.", "2%"),
        ("It takes 2 years.", "2 years"),
        ("The award is 15,000 yuan.", "15,000 yuan"),
        ("Only the second batch counts.", "second"),
        ("See Annex 3.", "Annex 3"),
        ("See 〔2024〕239号.", "〔2024〕239号"),
    ],
)
def test_a_figure_that_stands_in_no_quote_is_found(said: str, wrong: str) -> None:
    assert figures_without_proof(said, [cited(ENGLISH)], []) == [wrong]


def finding(**facts: Any) -> Finding:
    given: dict[str, Any] = {"id": "f1", "rule": "quota", "policy": "p", "batch": None, "as_of": dt.date(2025, 5, 12)}
    return Finding(**{**given, "verdict": "yes", **facts})


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("Up to 2 cities.", {"value": 2, "unit": "city"}),
        ("17 days are left.", {"value": 17, "unit": "days"}),
        ("The period ends on 30 June 2027.", {"value": dt.date(2027, 6, 30)}),
        ("9 of 10 firms count.", {"inputs": {"firms": 10, "at_level": 9}}),
        ("It rests on 12 provinces.", {"computed": {"named_provinces": 12}}),
        ("The pilot takes 2 years.", {"parameters": {"years": 2}}),
        ("On 12 May 2025 it is open.", {}),
        ("At most 150 million yuan.", {"value": {"cap": "1.5亿元"}}),
    ],
)
def test_a_figure_may_stand_in_a_finding(said: str, facts: dict[str, Any]) -> None:
    assert failed_check(sentence(said, origin="computed", findings=("f1",)), findings=(finding(**facts),)) is None


def test_a_finding_does_not_bear_out_its_own_words() -> None:
    told = finding(explanation=("One of the 12 named provinces.",), reasons=("12 of them",), counterfactual="12 more")
    said = sentence("It rests on 12 provinces.", origin="computed", findings=("f1",))
    assert failed_check(said, findings=(told,)) == "figure"


def test_only_code_may_put_a_unit_to_a_bare_number_of_a_finding() -> None:
    told = finding(computed={"points": 90})
    said = sentence("That is 90%.", origin="computed", findings=("f1",))
    assert failed_check(said, findings=(told,)) is None
    assert failed_check(replace(said, origin="model"), findings=(told,)) == "figure"


def test_a_figure_that_its_finding_does_not_hold_fails() -> None:
    said = sentence("Up to 3 cities.", origin="computed", findings=("f1",))
    assert failed_check(said, findings=(finding(value=2, unit="city"),)) == "figure"


def test_an_unknown_finding_and_a_finding_with_an_unknown_marker_fail() -> None:
    said = sentence("Yes.", origin="computed", findings=("f2",))
    assert failed_check(said, findings=(finding(),)) == "marker"
    assert (
        failed_check(sentence("Yes.", origin="computed", findings=("f1",)), findings=(finding(citations=(7,)),))
        == "marker"
    )


def test_a_finding_that_cites_a_false_quote_fails() -> None:
    said = sentence("Yes.", origin="computed", findings=("f1",))
    assert failed_check(said, cited(FIRST, start=3), findings=(finding(citations=(1,)),)) == "quote"


def test_only_what_fails_is_dropped_with_the_citations_that_nothing_uses() -> None:
    draft = Draft(
        (sentence(FIRST, 1), sentence("Cities apply by June.", 2), sentence(SECOND, 3)),
        (cited(FIRST, 1), cited(FIRST, 2), cited(SECOND, 3)),
    )
    verified = verify(draft, TEXTS.__getitem__)
    assert [kept.text for kept in verified.draft.sentences] == [FIRST, SECOND]
    assert [citation.marker for citation in verified.draft.citations] == [1, 3]
    assert [failure.sentence for failure in verified.failures] == ["Cities apply by June."]


@given(st.integers(0, len(ENGLISH)), st.integers(0, len(ENGLISH)))
def test_any_true_stretch_of_a_text_is_a_true_quote_and_any_shifted_one_is_not(one: int, other: int) -> None:
    start, end = sorted((one, other))
    quote = ENGLISH[start:end]
    citation = cited(FIRST, start=start, end=end, quote=quote)
    assert (quote_fault(citation, TEXTS.__getitem__) is None) == (start < end)
    if start < end:
        shifted = cited(FIRST, start=start + 1, end=end + 1, quote=quote)
        same = ENGLISH[start + 1 : end + 1] == quote
        assert (quote_fault(shifted, TEXTS.__getitem__) is None) == same


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_number_is_borne_out_by_itself_alone(said: int, held: int) -> None:
    quote = cited(ENGLISH, quote=f"There are {held:,} firms.")
    assert (figures_without_proof(f"共{said}家企业", [quote], []) == []) == (said == held)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)), st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)))
def test_a_day_is_borne_out_by_itself_alone(said: dt.date, held: dt.date) -> None:
    quote = cited(ENGLISH, quote=f"Hand it in before {held:%B} {held.day}, {held.year}.")
    assert (figures_without_proof(f"{said.year}年{said.month}月{said.day}日前", [quote], []) == []) == (said == held)


@given(st.text(max_size=80))
def test_odd_text_is_kept_as_verified_or_named_as_a_failure(text: str) -> None:
    draft = Draft((sentence(text, 1, origin="model"), sentence(text, 1)), (cited(FIRST),))
    checked = verify(draft, TEXTS.__getitem__)
    assert len(checked.draft.sentences) + len(checked.failures) == len(draft.sentences)
    assert all(kept.verified for kept in checked.draft.sentences)
