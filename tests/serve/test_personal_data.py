from __future__ import annotations

import datetime as dt
import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import as_json
from assistant.serve.personal_data import CHECKS, KINDS, WEIGHTS, answer_to_keep, masked, personal_data
from tests.kept_nouns import cited, full_answer

BEFORE = st.sampled_from(["", "我的号码是", "mine is ", "。", "\n", "（", "电话：", "Tel: ", "a,"])
AFTER = st.sampled_from(["", "，请问", " is mine, ", "。", "\n", "）", "的", "."])
DAYS = st.dates(dt.date(1940, 1, 1), dt.date(2020, 12, 31))


def _checked(seventeen: str) -> str:
    return seventeen + CHECKS[sum(int(d) * w for d, w in zip(seventeen, WEIGHTS, strict=True)) % 11]


def _luhn(digits: str) -> str:
    total = sum(sum(divmod(2 * int(d), 10)) if place % 2 == 0 else int(d) for place, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


ID_CARDS = st.builds(
    lambda province, place, born, order: _checked(f"{province}{place:04d}{born:%Y%m%d}{order:03d}"),
    st.sampled_from(["11", "31", "44", "65"]),
    st.integers(0, 9999),
    DAYS,
    st.integers(0, 999),
)
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"(\(010\)|0755-|021 |0591)[2-8][0-9]{7}", fullmatch=True)
EMAILS = st.from_regex(r"[a-z]{1,9}(\.[a-z]{1,9})?@[a-z]{2,9}\.(com|gov\.cn|cn)", fullmatch=True)
BANK_CARDS = st.from_regex(r"62[0-9]{14}", fullmatch=True).filter(lambda d: len(set(d)) > 3).map(lambda d: _luhn(d))
WIDE = str.maketrans({char: chr(ord(char) + 0xFEE0) for char in string.digits + "X@.-()"})


@pytest.mark.parametrize(
    "kind_and_mark",
    [
        ("id_card", ID_CARDS, "[ID card]"),
        ("phone", MOBILES, "[phone]"),
        ("phone", LANDLINES, "[phone]"),
        ("email", EMAILS, "[e-mail]"),
        ("bank_card", BANK_CARDS, "[bank card]"),
    ],
    ids=lambda one: f"{one[0]}",
)
@given(data=st.data(), before=BEFORE, after=AFTER, wide=st.booleans())
def test_personal_data_is_masked_wherever_it_stands(kind_and_mark, data, before, after, wide) -> None:  # type: ignore[no-untyped-def]
    kind, values, mark = kind_and_mark
    value = data.draw(values)
    value = value.translate(WIDE) if wide and kind != "email" else value
    assert masked(f"{before}{value}{after}", [kind]) == f"{before}{mark}{after}"


FIGURES = st.one_of(
    st.integers(0, 10**15).map(lambda n: f"{n}元"),
    st.integers(0, 10**12).map(lambda n: f"¥{n}"),
    st.integers(0, 10**13).map(lambda n: f"{n:,} yuan"),
    st.integers(0, 10**9).map(str),
    st.decimals(0, 10**6, places=4).map(str),
    st.integers(10**10, 10**11 - 1).map(lambda n: f"{n}万元"),
    st.floats(0, 100).map(lambda n: f"{n:.2f}%"),
)
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2035, 12, 31)).flatmap(
    lambda day: st.sampled_from(
        [f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day:%Y年%m月%d日}", f"{day:%B %d, %Y}", f"{day:%Y/%m/%d}"]
    )
)
NUMBERS = st.builds(
    lambda issuer, year, number: f"{issuer}〔{year}〕{number}号",
    st.sampled_from(["财办建", "工信部企业", "财建", "粤工信"]),
    st.integers(2000, 2035),
    st.integers(1, 9999),
)
CODES = st.from_regex(r"(1[1-5]|4[1-6]|65)[0-9]{4}([0-9]{3}([0-9]{3})?)?", fullmatch=True)


@given(
    st.lists(st.one_of(FIGURES, DATES, NUMBERS, CODES), min_size=1, max_size=6),
    st.sampled_from(["，", " and ", "。\n", "; "]),
)
def test_figures_dates_document_numbers_and_division_codes_stay(parts: list[str], between: str) -> None:
    text = between.join(parts)
    assert masked(text) == text


@given(st.text(st.sampled_from("0123456789-. ()+@abX元号年１（，"), max_size=80))
def test_masking_twice_changes_nothing(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # a wrong check digit
        "991105194912310029",  # no such province
        "6222021234567890129",  # not of Luhn's sum
        "0000000000000000",
        "12800138000",
        "400-800-1234",
        "财办建〔2025〕20号第13800138000元",
        "name@host",
        "ISBN 978-7-5086-1234-5",
        "91110000100000000X",  # a company's credit code
        "2025-05-12T10:00:00",
        "13800138000.55",
        "1,380,013,800",
    ],
)
def test_what_only_looks_alike_stays(text: str) -> None:
    assert masked(text) == text


def test_only_the_kinds_wanted_are_masked() -> None:
    text = "13800138000 a@b.cn"
    assert masked(text, ["email"]) == "13800138000 [e-mail]"
    assert masked(text, []) == text
    assert set(personal_data(f"{text} 11010519491231002X").values()) == {"[phone]", "[e-mail]", "[ID card]"}
    assert len(KINDS) == 4


def test_a_long_text_is_masked_at_once() -> None:
    """Backtracking over each of these would take hours."""
    for piece in ("1", "a@", "a.", "13", "(0", "62 ", "1-"):
        assert masked(piece * 20_000) == piece * 20_000


def test_what_an_answer_repeats_of_the_question_is_masked_and_quotes_are_not() -> None:
    public, private = "010-68205301", "13800138000"
    given_to_rule = {"contact": private, "copies": 2}
    answer = full_answer(question=f"I am {private}. Is {public} the office?", text=f"To {private}: call {public} [1].")
    answer = replace(
        answer,
        citations=(replace(cited(), quote=f"Tel. {public}"),),
        findings=(replace(answer.findings[0], inputs=given_to_rule, explanation=(f"for {private}",)),),
    )
    held = answer_to_keep(answer)
    assert held.question == "I am [phone]. Is [phone] the office?"
    assert held.text == f"To [phone]: call {public} [1]."
    assert held.findings[0].inputs == {"contact": "[phone]", "copies": 2}
    assert held.findings[0].explanation == ("for [phone]",)
    assert held.findings[0].receipt == answer.findings[0].receipt
    assert (held.citations, held.nearest) == (answer.citations, answer.nearest)
    assert private not in str(as_json(held))


def test_an_answer_without_personal_data_is_kept_as_it_is() -> None:
    answer = full_answer()
    assert answer_to_keep(answer) is answer
    assert answer_to_keep(full_answer(question=None)).question is None
