import pytest

from assistant.documents.furniture import furniture_spans, is_furniture, is_page_number
from assistant.model import Extracted, Mark, Span


@pytest.mark.parametrize(
    "line",
    [
        "Time:2031/7/24 View:275",
        "Hot article",
        "Source: Northland Daily",
        "Published: 9 May 2031",
        "来源：示例网 发布时间：2031-05-09 浏览次数：123",
        "【字体：大 中 小】",
        "打印 关闭",
        "责任编辑：张某",
        "上一篇",
    ],
)
def test_labels_counters_and_buttons_are_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Time: the period is two years, starting from approval of the plan",
        "Source of funds: the council",
        "时间：2031年5月20日前",
        "Views",
        "Date: the day of signature",
        "From: 1 May to 5 June applicants must submit.",
        "编辑出版办法由省厅另行制定。",
        "",
    ],
)
def test_lines_that_say_something_are_not(line: str) -> None:
    assert not is_furniture(line)


def test_page_numbers_are_known_in_both_languages() -> None:
    assert all(map(is_page_number, ["3", "- 3 -", "Page 3 of 10", "第 3 页 共 10 页", "— 12 —"]))
    assert not any(map(is_page_number, ["", "3 cities", "2025年"]))


def test_what_a_reader_marked_and_what_looks_like_furniture_is_merged() -> None:
    text = "Menu\nHot article\nText of the notice.\n"
    spans = furniture_spans(Extracted(text, (Mark(0, 5, "furniture"),)))
    assert spans == (Span(0, 17),)


def test_stamps_inside_a_flattened_line_are_furniture() -> None:
    text = "Notice on ports Time:2031/7/24 View:275 The key tasks are these. Hot article"
    assert [text[span.start : span.end] for span in furniture_spans(Extracted(text))] == [
        "Time:2031/7/24 View:275",
        " Hot article",
    ]
