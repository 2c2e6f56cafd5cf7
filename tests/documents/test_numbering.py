import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.docx_numbering import chinese_words, written_number
from assistant.documents.numbering import chinese_number, marker_at, roman_number


@pytest.mark.parametrize(
    ("text", "label", "style", "value", "rest"),
    [
        ("Article 3 Scope", "Article 3", "article", (3,), "Scope"),
        ("Article 5 - Scope", "Article 5", "article", (5,), "Scope"),
        ("Chapter IV: Fees", "Chapter IV", "chapter", (4,), "Fees"),
        ("PART II", "PART II", "part", (2,), ""),
        ("Sec. 12. Fees", "Sec. 12", "section", (12,), "Fees"),
        ("§ 5 Fees", "§ 5", "section", (5,), "Fees"),
        ("Annex B Form", "Annex B", "annex", (2,), "Form"),
        ("第一百二十条之一　为了", "第一百二十条之一", "条", (120, 1), "为了"),
        ("第三章　总则", "第三章", "章", (3,), "总则"),
        ("附件1：模板", "附件1", "annex", (1,), "模板"),
        ("IV. Work", "IV", "I.", (4,), "Work"),
        ("1. Work", "1", "1.", (1,), "Work"),
        ("1.2.3 Work", "1.2.3", "1.1.1", (1, 2, 3), "Work"),
        ("(2) Work", "(2)", "(1)", (2,), "Work"),
        ("（二）聚焦", "（二）", "（一）", (2,), "聚焦"),
        ("十二、附则", "十二", "一、", (12,), "附则"),
        ("(c) work", "(c)", "(a)", (3,), "work"),
    ],
)
def test_a_clause_number_is_read(text: str, label: str, style: str, value: tuple[int, ...], rest: str) -> None:
    marker = marker_at(text, 0)
    assert marker is not None
    assert (marker.label, marker.readings[0], text[marker.end :]) == (label, (style, value), rest)


@pytest.mark.parametrize(
    "text",
    ["2025. was dry", "1.5% of all", "U.S. law", "e.g. this", "(2023) said", "Article of faith", "3.5, or", "Partly"],
)
def test_other_numbers_are_none(text: str) -> None:
    assert marker_at(text, 0) is None


def test_a_letter_may_be_a_roman_number() -> None:
    marker = marker_at("(i) first", 0)
    assert marker is not None
    assert set(marker.readings) == {("(i)", (1,)), ("(a)", (9,))}


@given(st.integers(1, 9999))
def test_chinese_numbers_are_read_as_they_are_written(value: int) -> None:
    assert chinese_number(chinese_words(value)) == value


@given(st.integers(1, 300))
def test_roman_numbers_are_read_as_they_are_written(value: int) -> None:
    assert roman_number(written_number(value, "upperRoman")) == value
    assert roman_number(written_number(value, "lowerRoman")) == value
