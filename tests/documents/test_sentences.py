from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It is laid down in No. 5 of the list.",
        "See Art. 3 and Sec. 4 of the Act.",
        "The U.S. Code applies, e.g. to ports.",
        "The rate is 3.5 percent of 1,000.50 dollars.",
        "Mr. A. Miller and Dr. Smith signed.",
        "Documents (Doc. 12. It is long.) are kept.",
        "(1) Focus on the harbour.",
        "IV. Ways of working together.",
        "It follows the plan (Gong Xin 〔2024〕 No. 239) and more.",
        "The deadline is 5 p.m. on Friday.",
        "试点城市（见附件2。）应当申报。",
        "按照“先行先试。稳步推进。”的原则实施。",
        "资金不超过3.5万元，比例为2.5%。",
    ],
)
def test_a_stop_that_ends_nothing_does_not_cut(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One ends. Two begins! Three? Four.", ["One ends.", "Two begins!", "Three?", "Four."]),
        ('He said "Go." Then he left.', ['He said "Go."', "Then he left."]),
        ("It holds.[1][2] It stands.[citation needed] End", ["It holds.[1][2]", "It stands.[citation needed]", "End"]),
        ("第一批已结束。第二批开始！还有吗？有。", ["第一批已结束。", "第二批开始！", "还有吗？", "有。"]),
        ("他说：“可以。”随后离开。", ["他说：“可以。”", "随后离开。"]),
        ("企业分两类；规模以上的优先。其他随后。", ["企业分两类；规模以上的优先。", "其他随后。"]),
        ("The plan covers ports. 2025 is the first year.", ["The plan covers ports.", "2025 is the first year."]),
    ],
)
def test_a_sentence_ends_at_its_stop_and_keeps_its_closing_marks(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_the_wrap_of_a_long_line_does_not_end_a_sentence_but_a_short_line_does() -> None:
    text = (
        "The board meets four times a year and decides on the fees\nof the harbour. Next point\n"
        "Duties\n- first\n- second"
    )
    assert sentences(text) == [
        "The board meets four times a year and decides on the fees\nof the harbour.",
        "Next point",
        "Duties",
        "- first",
        "- second",
    ]


def test_a_blank_line_always_ends_a_sentence() -> None:
    assert sentences("This heading has no stop at all, though it is rather long\n\nand this follows") == [
        "This heading has no stop at all, though it is rather long",
        "and this follows",
    ]


def test_a_range_of_the_text_is_split_alone() -> None:
    text = "Left. Middle one. Middle two. Right."
    spans = split_sentences(text, 6, 29)
    assert [text[span.start : span.end] for span in spans] == ["Middle one.", "Middle two."]


pieces = st.text(st.sampled_from(list("ab A.!?。！；，\n“”（）()\"'1 中文第条、:")), max_size=200)


@given(pieces)
def test_sentences_are_in_order_and_hold_every_letter(text: str) -> None:
    spans = split_sentences(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] != "" for span in spans)
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert covered == {place for place, char in enumerate(text) if place in covered or not char.isspace()}


@given(pieces)
def test_splitting_a_sentence_again_gives_pieces_of_it(text: str) -> None:
    for span in split_sentences(text):
        again = split_sentences(text, span.start, span.end)
        assert (again[0].start, again[-1].end) == (span.start, span.end)
