from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Clause, Span
from assistant.serve.web.document_view import anchor, document_html


def clause(text: str, body: int = 0, path: str = "1", level: int = 1) -> Clause:
    return Clause(path, "", (), level, 0, body, len(text))


def view(text: str, quote: str | None = None, body: int = 0) -> str:
    span = Span(text.index(quote), text.index(quote) + len(quote)) if quote else None
    return document_html(text, [clause(text, body)], span)


def test_a_paragraph_ends_at_a_blank_line():
    assert "<p>One\ntwo</p><p>Three</p>" in view("One\ntwo\n\nThree\n")


def test_items_are_one_list_and_rows_one_table():
    shown = view("Before:\n\n- one;\n- two.\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n")
    assert "<ul><li>one;</li><li>two.</li></ul>" in shown
    assert "<tr><td> A </td><td> B </td></tr><tr><td> 1 </td><td> 2 </td></tr>" in shown


def test_an_item_goes_on_over_the_lines_that_follow_it():
    assert "<ul><li>one\n  goes on</li><li>two</li></ul>" in view("- one\n  goes on\n- two")


def test_the_heading_is_set_as_one_below_the_title_of_the_page():
    text = "## 2 Permits\n\nBody"
    assert document_html(text, [clause(text, 12)]) == ('<section id="1"><h2>2 Permits</h2><p>Body</p></section>')


def test_the_quote_is_marked_exactly():
    assert '<p>Parks open. <mark id="quote">They close.</mark> Really.</p>' in view(
        "Parks open. They close. Really.", "They close."
    )


def test_a_quote_over_several_blocks_is_marked_in_each_and_named_once():
    shown = view("Needed are:\n\n- a form;\n- a plan.\n\nNothing else.", "Needed are:\n\n- a form;\n- a plan.")
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", shown) == ["Needed are:", "a form;", "a plan."]
    assert shown.count('id="quote"') == 1


def test_a_quote_in_a_heading_is_marked():
    text = "## 2 Permits\n\nBody"
    assert '<h2>2 <mark id="quote">Permits</mark></h2>' in view(text, "Permits", body=12)


def test_signs_of_emphasis_are_not_shown():
    assert view("In **two** copies.") == '<section id="1"><p>In two copies.</p></section>'


def test_a_comment_is_set_as_a_remark():
    assert '<small class="remark">source: here</small>' in view("Words. <!-- source: here -->")


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><b>', "[x](javascript:alert(1))", "${1}"]
)
def test_what_a_document_says_stays_text(attack):
    shown = view(f"Before {attack} after.", attack)
    assert not re.search(r"<(?!/?(section|p|mark)\b)", shown)
    assert "${" not in shown


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_any_text_and_any_range_make_balanced_html(text, start, length):
    shown = document_html(text, [clause(text)], Span(start, start + length))
    tags = re.findall(r"<(/?)(\w+)", shown)
    opened: list[str] = []
    for closing, name in tags:
        if closing:
            assert opened.pop() == name
        else:
            opened.append(name)
    assert not opened
    assert shown.count('id="quote"') <= 1


def test_the_anchor_of_a_clause_is_its_path():
    assert anchor(clause("", path="IV > (2)")) == "IV-2"
    assert anchor(clause("", path="三 > （一）")) == "三-一"
