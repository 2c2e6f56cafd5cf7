"""Figures of a text, and which of them bear out which others."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents.dates import MONTHS
from assistant.documents.figures import Figure, figures_in, supports

MONTH_NAMES = {number: name.capitalize() for name, number in MONTHS.items()}
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
CHINESE_DIGITS = "零一二三四五六七八九"


def only(text: str) -> Figure:
    found = figures_in(text)
    assert len(found) == 1, (text, found)
    return found[0]


def facts(text: str) -> list[tuple[str, str, str]]:
    return [(figure.kind, figure.value, figure.unit) for figure in figures_in(text)]


def chinese(number: int) -> str:
    """A whole number below a hundred million, as it is written out in Chinese."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if rest and rest < 1_000 else ""
        return chinese(number // 10_000) + "万" + gap + (chinese(rest) if rest else "")
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            said += ("零" if gap and said else "") + CHINESE_DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return said.removeprefix("一") if 10 <= number < 20 else said


def english(number: int) -> str:
    """A whole number below a thousand, as it is written out in English."""
    ones, tens = ONES.split(), TENS.split()
    if number < 20:
        return ones[number]
    if number < 100:
        return tens[number // 10] + (f"-{ones[number % 10]}" if number % 10 else "")
    rest = f" and {english(number % 100)}" if number % 100 else ""
    return f"{ones[number // 100]} hundred{rest}"


@pytest.mark.parametrize(
    "same",
    [
        ("1,000 firms", "1000家", "１０００家", "一千家", "one thousand firms"),
        ("2 cities", "two cities", "两个城市", "二个城市", "2个城市"),
        ("2 years", "two years", "two-year period", "24 months", "两年", "2年", "二十四个月"),
        ("90%", "90 per cent", "90 percent", "ninety percent", "百分之九十", "九成", "９０％"),
        ("150 million yuan", "1.5亿元", "人民币1.5亿元", "一亿五千万元", "150,000,000 yuan"),
        ("15,000", "1.5万", "一万五千", "15 thousand", "fifteen thousand", "一万五"),
        ("May 20, 2025", "20 May 2025", "20th of May 2025", "2025-05-20", "2025/5/20", "2025.5.20", "2025年5月20日"),
        ("May 20, 2025", "二〇二五年五月二十日", "May 20th, 2025", "2025 年 5 月 20 日"),
        ("third batch", "第三批", "batch 3", "3rd", "batch three"),
        ("level 2", "二级", "2级", "level two", "Level II"),
        ("Annex 2", "附件2", "附件二", "annex two"),
        ("Article 12", "第十二条", "第12条"),
        ("15 working days", "十五个工作日", "15个工作日", "fifteen business days"),
        ("6 months", "半年", "六个月"),
        ("two thirds", "三分之二", "two-thirds"),
        ("5 p.m.", "17:00", "5 pm"),
    ],
)
def test_one_figure_has_one_value_however_it_is_written(same: tuple[str, ...]) -> None:
    assert {(figure.kind, figure.value, figure.unit) for figure in map(only, same)} == {
        (only(same[0]).kind, only(same[0]).value, only(same[0]).unit)
    }


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(2) Focus on key enterprises", "marker"),
        ("（二）聚焦重点企业", "marker"),
        ("一、总体要求", "marker"),
        ("IV. Work", "marker"),
        ("第十条", "label"),
        ("工信部联企业〔2024〕239号", "document_number"),
        ("Gong Xin Bu 〔2024〕 No. 239", "document_number"),
    ],
)
def test_numbers_of_clauses_and_documents_are_no_amounts(text: str, kind: str) -> None:
    assert only(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "one of the cities",
        "进一步推进",
        "统一管理",
        "一批企业",
        "“十四五”规划",
        "At first, nothing",
        "千万不要",
        "R&D",
        "两部门",
    ],
)
def test_words_that_only_look_like_numbers_are_no_figures(text: str) -> None:
    assert figures_in(text) == ()


def test_the_ends_of_a_range_have_its_unit() -> None:
    assert facts("20-40%") == [("percent", "20", ""), ("percent", "40", "")]
    assert facts("3至5个工作日") == [("duration", "3", "workday"), ("duration", "5", "workday")]
    assert facts("100 to 150 million yuan")[0] == ("money", "100000000", "CNY")
    assert [value for _, value, _ in facts("2025—2027年")] == ["2025", "2027"]


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("一个亿", "100000000", "number"),
        ("1.2个亿", "120000000", "number"),
        ("1.5个亿元", "150000000", "money"),
        ("RMB80 million", "80000000", "money"),
        ("RMB 68m", "68000000", "money"),
        ("¥80m", "80000000", "money"),
        ("80m", "80", "number"),
    ],
)
def test_an_amount_is_read_with_its_scale(text: str, value: str, kind: str) -> None:
    assert [(figure.value, figure.kind) for figure in figures_in(text)] == [(value, kind)]


def test_a_date_that_does_not_exist_is_no_date() -> None:
    assert all(figure.kind != "date" or figure.value != "2025-02-30" for figure in figures_in("2025-02-30"))


def test_a_day_bears_out_its_month_and_year_and_not_the_other_way_round() -> None:
    day, month, year = only("20 May 2025"), only("May 2025"), only("2025年")
    assert supports(day, month)
    assert supports(day, year)
    assert not supports(month, day)
    assert supports(day, only("5月20日"))
    assert not supports(only("5月20日"), day)


def test_other_units_do_not_bear_each_other_out() -> None:
    assert not supports(only("90%"), only("90 cities"))
    assert not supports(only("2 years"), only("2 cities"))
    assert not supports(only("150 million yuan"), only("150 million dollars"))
    assert not supports(only("第三批"), only("3 batches"))
    assert not supports(only("15 days"), only("15 working days"))


@given(st.integers(0, 99_999_999))
def test_a_number_is_read_back_from_digits_and_from_chinese(number: int) -> None:
    assert only(f"{number:,}").value == str(number)
    if number:
        assert only(f"共{chinese(number)}家").value == str(number)


@given(st.integers(0, 999))
def test_a_number_is_read_back_from_english_words(number: int) -> None:
    found = figures_in(f"exactly {english(number)} firms")
    assert [figure.value for figure in found] == [str(number)]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_date_is_read_back_from_every_usual_form(day: dt.date) -> None:
    month = MONTH_NAMES[day.month]
    year = "".join(CHINESE_DIGITS[int(digit)] for digit in str(day.year)).replace("零", "〇")
    forms = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{month[:3]} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{year}年{chinese(day.month)}月{chinese(day.day)}日",
    ]
    assert {(only(form).kind, only(form).value) for form in forms} == {("date", day.isoformat())}


@given(st.text(alphabet="0123456789一二两三十百千万亿年月日第批%,.()（）- abcMay twohundred个级", max_size=60))
def test_figures_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    found = figures_in(text)
    bounds = [bound for figure in found for bound in (figure.start, figure.end)]
    assert bounds == sorted(bounds)
    assert all(0 <= figure.start < figure.end <= len(text) for figure in found)


@given(
    st.integers(1, 9_999), st.text(alphabet="abc 的了xyz", max_size=12), st.text(alphabet="abc 的了xyz", max_size=12)
)
def test_the_span_is_that_of_the_figure(number: int, before: str, after: str) -> None:
    text = f"{before} {number} {after}"
    figure = next(figure for figure in figures_in(text) if figure.value == str(number))
    assert text[figure.start : figure.end].strip() == str(number)
