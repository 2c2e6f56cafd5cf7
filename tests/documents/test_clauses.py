import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.markdown_reader import markdown_extracted
from assistant.documents.clauses import find_clauses
from assistant.model import Extracted, Mark, Page
from tests.documents.notices import ALL, flattened

NOTICE = Path(__file__).parents[2] / "corpus/sme-digital-pilot/2025-third-batch/notice.md"


def outline(text: str, *, markdown: bool = False) -> list[tuple[str, str, str]]:
    extracted = markdown_extracted(text) if markdown else Extracted(text)
    return [(c.path, c.title, extracted.text[c.body : c.end].strip()) for c in find_clauses(extracted)]


def paths(text: str, *, markdown: bool = False) -> list[str]:
    return [path for path, _, _ in outline(text, markdown=markdown)]


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_notice_in_one_line_has_the_clauses_of_its_layout(name: str) -> None:
    laid_out = [row for row in outline(ALL[name], markdown=True) if row[0] not in ("", "Summary")]
    in_one_line = [row for row in outline(flattened(ALL[name])) if row[0]]
    assert [(path, squeezed(title + body)) for path, title, body in in_one_line] == [
        (path, squeezed(title + body)) for path, title, body in laid_out
    ]
    assert all(one[1] in (other[1], "") for one, other in zip(in_one_line, laid_out, strict=True))


@pytest.mark.parametrize("name", ["digital", "factory", "film", "grants", "noise", "ports", "tea", "trees", "water"])
def test_titles_are_told_from_the_sentences_that_they_run_into(name: str) -> None:
    laid_out = {path: title for path, title, _ in outline(ALL[name], markdown=True) if path not in ("", "Summary")}
    assert {path: title for path, title, _ in outline(flattened(ALL[name])) if path} == laid_out


def test_the_notice_of_the_corpus_in_one_line_has_the_clauses_of_its_layout() -> None:
    text = NOTICE.read_text(encoding="utf-8")
    laid_out = [row for row in outline(text, markdown=True) if row[0] not in ("", "Summary (repost)")]
    stamped = flattened(text).replace(" The key tasks include", "\nTime:2031/7/24 View:9\n\nThe key tasks include", 1)
    in_one_line = outline(stamped + "\n\nHot article\n")
    assert in_one_line[0][0] == ""
    assert [(path, squeezed(body)) for path, _, body in in_one_line[1:]] == [
        (path, squeezed(body)) for path, _, body in laid_out
    ]
    assert not any("View:9" in body or "Hot article" in body for _, _, body in in_one_line)


@pytest.mark.parametrize("name", ["noise", "tea"])
def test_chinese_in_one_line_without_spaces_has_the_same_clauses(name: str) -> None:
    numbered = [path for path in paths(ALL[name], markdown=True) if path not in ("", "落款")]
    assert [path for path in paths(flattened(ALL[name], joint="")) if path not in ("", "落款")] == numbered


def test_statute_articles_run_on_across_chapters_and_have_no_title() -> None:
    text = (
        "第一章　总则\n第一条　为了规范管理，制定本办法。\n第二条　本办法所称企业，包括：\n（一）国有企业；\n"
        "（二）民营企业。\n前款规定的企业应当登记。\n第二章　附则\n第三条　依照\n第十条规定申请的，从其规定。\n"
        "第四条　本办法自发布之日起施行。\n"
    )
    assert outline(text) == [
        ("第一章", "总则", ""),
        ("第一章 > 第一条", "", "为了规范管理，制定本办法。"),
        (
            "第一章 > 第二条",
            "",
            "本办法所称企业，包括：\n（一）国有企业；\n（二）民营企业。\n前款规定的企业应当登记。",
        ),
        ("第二章", "附则", ""),
        ("第二章 > 第三条", "", "依照\n第十条规定申请的，从其规定。"),
        ("第二章 > 第四条", "", "本办法自发布之日起施行。"),
    ]


def test_legal_english_is_cut_at_its_sections() -> None:
    text = """WATER ACT

Chapter 1
GENERAL PROVISIONS

Sec. 1. Short title. This Act may be cited as the Water Act.
Sec. 2. Definitions. In this Act:
(a) "water" means fresh water;
(b) "basin" means a river basin; and
(c) "board" means the water board.

Chapter 2
DUTIES

Sec. 3. The board shall meet
Article 3 below notwithstanding, four times a year.
2025. was a dry year.
3. 5 million people live there.
Sec. 4. (1) Everyone shall save water. They must not waste it.
(2) Nobody shall pollute water. Whoever does pays.
"""
    assert [(path, title) for path, title, _ in outline(text)] == [
        ("", "WATER ACT"),
        ("Chapter 1", "GENERAL PROVISIONS"),
        ("Chapter 1 > Sec. 1", "Short title"),
        ("Chapter 1 > Sec. 2", "Definitions"),
        ("Chapter 2", "DUTIES"),
        ("Chapter 2 > Sec. 3", ""),
        ("Chapter 2 > Sec. 4", ""),
        ("Chapter 2 > Sec. 4 > (1)", ""),
        ("Chapter 2 > Sec. 4 > (2)", ""),
    ]


def test_decimal_numbers_nest_by_their_parts() -> None:
    text = (
        "1. Introduction\n\nThe plan.\n\n1.1 Background\n\nIt grew.\n\n1.1.1 Numbers\n\nMany.\n\n"
        "1.2 Aims\n\nMore.\n\n2. Budget\n\nIt is 3.5 million.\n"
    )
    assert paths(text) == ["1", "1 > 1.1", "1 > 1.1 > 1.1.1", "1 > 1.2", "2"]


def test_a_series_begins_anew_under_each_parent() -> None:
    text = (
        "I. GENERAL\nA. Purpose\nIt sets rules for all staff. B\nB. Scope\nIt applies to all.\n"
        "II. LEAVE\nA. Annual\nStaff have 20 days.\nB. Sick\nStaff call.\n"
    )
    assert paths(text) == ["I", "I > A", "I > B", "II", "II > A", "II > B"]


def test_a_letter_that_is_also_roman_follows_its_series() -> None:
    text = "\n".join(f"({letter}) The officer named here shall act. It does so at once." for letter in "abcdefghij")
    assert paths(text) == [f"({letter})" for letter in "abcdefghij"]


def test_plain_prose_is_one_clause() -> None:
    text = (
        "This is plain prose. It has no heading at all.\n\n2025. was not a heading. In Part I. of the book, "
        "Mr. I. Newton said so.\n\nArticle 3 of the Act applies, as does 3.5 percent.\n\nThe last paragraph ends here."
    )
    assert outline(text) == [("", "", text)]


def test_a_lone_number_is_no_clause() -> None:
    assert paths("The office decides.\n\n1. This line stands alone here. It is followed by nothing.\n") == [""]


def test_headings_without_numbers_stand_in_the_path_with_their_words() -> None:
    text = (
        "# Housing\n\nIntro.\n\n## How to apply\n\nFill in the form.\n\n### By post\n\nSend it.\n\n## Fees\n\nNone.\n"
    )
    assert outline(text, markdown=True) == [
        ("", "Housing", "Intro."),
        ("How to apply", "How to apply", "Fill in the form."),
        ("How to apply > By post", "By post", "Send it."),
        ("Fees", "Fees", "None."),
    ]


def test_setext_headings_are_headings() -> None:
    text = "Title of the Page\n=================\n\nIntro text.\n\nFirst part\n----------\n\nBody one.\n"
    assert outline(text, markdown=True) == [
        ("", "Title of the Page", "Intro text."),
        ("First part", "First part", "Body one."),
    ]


def test_lines_in_capitals_are_headings_of_a_plain_text() -> None:
    text = (
        "Harbour Handbook\n\nAPPLICANT DUTIES\n\nApplicants must file the form on time.\n\n"
        "OFFICE DUTIES\n\nThe office answers within ten days.\n"
    )
    assert paths(text) == ["", "APPLICANT DUTIES", "OFFICE DUTIES"]


def test_marked_headings_of_one_level_nest_by_their_numbers() -> None:
    text = "## 第一章 总则\n\n## 第一条\n\n甲。\n\n## 第二条\n\n乙。\n\n## 第二章 附则\n\n## 第三条\n\n丙。\n"
    assert paths(text, markdown=True) == ["第一章", "第一章 > 第一条", "第一章 > 第二条", "第二章", "第二章 > 第三条"]


def test_short_items_after_a_colon_are_a_list_and_long_ones_are_clauses() -> None:
    short = "The plan holds the following:\n(1) the aims;\n(2) the costs;\n(3) the timetable.\n"
    assert paths(short) == [""]
    long = "The rules are as follows:\n" + "\n".join(
        f"({n}) The county draws up a plan with the villages before it applies. It lays the plan out for a month. "
        "Whoever lives there may object in writing. The county answers each objection and says what it changed. "
        "Only then does it send the plan to the ministry, together with all objections and its answers to them."
        for n in (1, 2, 3)
    )
    assert paths(long) == ["", "(1)", "(2)", "(3)"]


def test_annexes_and_signature_are_clauses_of_their_own() -> None:
    text = (
        "关于印发《示例办法》的通知\n财办建〔2031〕10号\n\n各省财政厅：\n\n现将《示例办法》印发给你们，请遵照执行。\n\n附件：示例办法\n\n"
        "财政部\n2031年5月1日\n\n附件1\n\n示例办法\n\n第一条　为了规范管理，制定本办法。\n"
        "第二条　本办法自发布之日起施行。\n"
    )
    assert [(path, title) for path, title, _ in outline(text)] == [
        ("", "关于印发《示例办法》的通知"),
        ("附件", "附件"),
        ("落款", "落款"),
        ("附件1", "示例办法"),
        ("附件1 > 第一条", ""),
        ("附件1 > 第二条", ""),
    ]


def test_a_title_is_the_short_first_sentence_that_states_no_norm() -> None:
    text = (
        "（一）聚焦重点行业。试点城市应当选择行业。\n（二）各地应当公开。结果每年公布一次。\n"
        "（三）强化协同。部门之间共享数据。\n"
    )
    assert [(title, body) for _, title, body in outline(text)] == [
        ("聚焦重点行业", "试点城市应当选择行业。"),
        ("", "各地应当公开。结果每年公布一次。"),
        ("强化协同", "部门之间共享数据。"),
    ]


def test_a_clause_knows_its_page() -> None:
    text = "Article 1 Scope\nIt applies to all.\nArticle 2 Terms\nTwo years.\n"
    second = text.index("Article 2")
    pages = (Page(1, 0, second), Page(2, second, len(text)))
    assert [clause.page for clause in find_clauses(Extracted(text, pages=pages))] == [1, 2]


def test_furniture_lies_in_no_body() -> None:
    text = "Notice on ports\nTime:2031/7/24 View:275\n\nPorts are inspected. Piers are lit.\n\nHot article\n"
    (clause,) = find_clauses(Extracted(text))
    assert text[clause.body : clause.end].strip() == "Ports are inspected. Piers are lit."


lines = st.lists(
    st.sampled_from(
        [
            "# Title",
            "## I. Scope",
            "## Duties",
            "(1) Focus. More words follow here.",
            "(2) Second. Others too.",
            "第一条 为了管理，制定本办法。",
            "第二条 适用本办法。",
            "一、总体要求",
            "- item",
            "Article 1 Scope",
            "The city reports. It pays.",
            "Hot article",
            "",
            "<!-- note -->",
            "| a | b |",
            "|---|---|",
            "Annexes: 1. Form 2. List",
            "Ministry of Ports",
            "5 May 2031",
        ]
    ),
    max_size=25,
)


@given(lines)
def test_clauses_partition_the_text(parts: list[str]) -> None:
    extracted = markdown_extracted("\n".join(parts))
    furniture = [mark for mark in extracted.marks if mark.kind == "furniture"]
    end = 0
    for clause in find_clauses(extracted):
        assert end <= clause.start <= clause.body <= clause.end
        between = extracted.text[end : clause.start]
        assert not between.replace("Hot article", "").replace("<!-- note -->", "").strip("\n #*-|>")
        end = clause.end
    rest = extracted.text[end:].replace("Hot article", "").replace("<!-- note -->", "")
    assert not rest.strip("\n #*-|>"), furniture


@given(st.text(max_size=300))
def test_any_text_has_clauses_in_order(text: str) -> None:
    end = 0
    for clause in find_clauses(Extracted(text, (Mark(0, min(3, len(text)), "heading"),) if text else ())):
        assert end <= clause.start <= clause.body <= clause.end <= len(text)
        end = clause.end
