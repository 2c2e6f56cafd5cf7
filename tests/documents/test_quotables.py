from assistant.adapters.markdown_reader import markdown_extracted
from assistant.documents.quotables import quotables_of
from assistant.model import Sentence, Span


def sentences(text: str, *, markdown: bool = False) -> list[Sentence]:
    marks = markdown_extracted(text).marks if markdown else ()
    return [part.sentence for part in quotables_of(text, 0, len(text), marks)]


def test_items_keep_their_lead_in() -> None:
    text = "Apply in time. You must:\n\n* be 18 or over\n* live here\n\nOther rules follow."
    before, lead_in, first, second, after = sentences(text)
    group = Span(text.index("You must"), text.index("here") + 4)
    assert [part.text for part in (lead_in, first, second)] == ["You must:", "be 18 or over", "live here"]
    assert [part.group for part in (before, lead_in, first, second, after)] == [None, group, group, group, None]
    assert [part.kind for part in (lead_in, first)] == ["sentence", "list_item"]


def test_chinese_items_keep_their_numbers_and_lead_in() -> None:
    text = "有下列情形之一的，不予受理：\n（一）材料不全；\n（二）超过期限。\n前款规定不适用于复查。"
    lead_in, first, second, after = sentences(text)
    assert first.text == "（一）材料不全；"
    assert second.group == first.group == lead_in.group == Span(0, text.index("前款") - 1)
    assert after.kind == "sentence"
    assert after.group is None


def test_items_in_one_line_are_items() -> None:
    text = "1. Form of the plan 2. List of books"
    assert [part.text for part in sentences(text)] == ["1. Form of the plan", "2. List of books"]


def test_the_wrapped_lines_of_an_item_belong_to_it() -> None:
    text = "You need:\n- a letter of the county that names\n  the library and its staff\n- a form\n"
    assert [part.text for part in sentences(text)][1:] == [
        "a letter of the county that names\n  the library and its staff",
        "a form",
    ]


def test_a_long_item_is_cut_at_its_sentences() -> None:
    text = "Rules:\n1. " + "The county keeps the record of each book for ten years. " * 12 + "\n2. It reports.\n"
    parts = sentences(text)
    assert len(parts) == 14
    assert {part.group for part in parts} == {Span(0, len(text) - 1)}


def test_table_rows_keep_their_header() -> None:
    text = "Quotas:\n\n| Province | Cities |\n|---|---|\n| Northland | 2 |\n| Southland | 1 |\n"
    header = Span(text.index("| Province"), text.index("\n|---"))
    _, head, *rows = sentences(text, markdown=True)
    assert (head.kind, head.header) == ("table_row", None)
    assert [(row.kind, row.header, row.text) for row in rows] == [
        ("table_row", header, "| Northland | 2 |"),
        ("table_row", header, "| Southland | 1 |"),
    ]


def test_furniture_is_in_no_part_and_breaks_the_text() -> None:
    text = "First fact.\nHot article\nSecond fact.\n"
    parts = quotables_of(text, 0, len(text), (), (Span(12, 24),))
    assert [(part.sentence.text, part.breaks) for part in parts] == [("First fact.", False), ("Second fact.", True)]
