"""Which sentences are quoted, and what is quoted around them."""

import datetime as dt

from assistant.answering.extract import unlike
from assistant.answering.quotes import Chosen, Quote
from assistant.model import Clause, Document, DocumentKind, Outcome
from tests.answering.library import Library

CLAUSE = Clause("1", "T", ("T",), 1, 0, 0, 100)
DOCUMENT = Document("p/d", "p", "d", "d", "D", DocumentKind.OFFICIAL, "en", "0")
RULES = """\
# House rules

## 1. Library

The library opens at nine. The library closes at ten in the evening. Books may be kept for four weeks.

## 2. Rooms

| Room | Seats | Price |
| --- | --- | --- |
| Blue room | 12 | 30 euros |
| Red room | 40 | 90 euros |

## 3. Kitchen

Who uses the kitchen washes up. Knives, pots, pans, plates, cups, glasses, spoons and forks go back into the cupboard.

## 4. Guests

Guests may stay for three nights. The books of the library may not leave the house.
"""


def house() -> Library:
    return Library(threshold=0.1).add("house", "rules.md", RULES)


def quote(start: int, end: int) -> Quote:
    return Quote(DOCUMENT, CLAUSE, start, end, "x" * (end - start))


def test_a_sentence_is_quoted_and_never_the_whole_passage() -> None:
    answer = house().ask("When does the library close?")
    assert answer.sentences[0].text == "The library closes at ten in the evening."
    assert len(answer.sentences) <= 3
    assert "washes up" not in answer.text


def test_a_table_row_is_quoted_with_its_header() -> None:
    answer = house().ask("How many seats has the red room?")
    (sentence,) = [sentence for sentence in answer.sentences if "Red room" in sentence.text]
    assert "Seats" in sentence.text.splitlines()[0]
    assert len(sentence.citations) == 2
    assert "Blue room" not in sentence.text


def test_a_long_enumeration_is_quoted_whole() -> None:
    answer = house().ask("Which things go back into the cupboard?")
    assert answer.sentences[0].text.startswith("Knives, pots, pans")
    assert answer.sentences[0].text.endswith("into the cupboard.")


def test_a_long_list_is_quoted_by_its_lead_in_and_the_item() -> None:
    items = "\n".join(
        f"- tool number {n} is kept on shelf {n} of the shed behind the old house by the river;" for n in range(1, 40)
    )
    library = Library().add(
        "shed", "tools.md", f"# Shed\n\n## 1. Tools\n\nThese tools are kept:\n\n{items}\n- the saw hangs by the door.\n"
    )
    answer = library.ask("Does the saw hang by the door?")
    assert answer.sentences[0].text == "These tools are kept:\nthe saw hangs by the door."


def test_the_more_official_of_two_texts_that_say_the_same_is_quoted() -> None:
    said = "# Notice\n\n## 1. Fees\n\nThe yearly fee of the club is 20 euros.\n"
    library = Library()
    library.add("club", "digest.md", said.replace("Notice", "Digest"), kind=DocumentKind.DIGEST)
    library.add("club", "notice.md", said)
    answer = library.ask("What is the yearly fee of the club?")
    assert [citation.document for citation in answer.citations] == ["notice.md"]


def test_a_text_behind_a_digest_is_quoted_before_it() -> None:
    library = Library()
    library.add(
        "club",
        "digest.md",
        "# Digest\n\n## Fees\n\nThe yearly fee of the chess club is 20 euros, more than the fee of other clubs.\n",
        kind=DocumentKind.DIGEST,
    )
    library.add(
        "club", "notice.md", "# Notice\n\n## 1. Fees\n\nMembers of the chess club pay a yearly fee of 20 euros.\n"
    )
    answer = library.ask("What is the yearly fee of the chess club?")
    assert answer.citations[0].document == "notice.md"


def test_a_digest_whose_figures_differ_is_shown_without_the_clause_it_claims_to_restate() -> None:
    library = Library()
    library.add("club", "notice.md", "# Notice\n\n## 1. Fees\n\nThe fee is 20 euros.\n", kind=DocumentKind.TRANSLATION)
    library.add(
        "club",
        "digest.zh.md",
        "# 通知摘要\n\n## 一、费用\n\n费用为30欧元。\n",
        kind=DocumentKind.DIGEST,
        restates="notice.md",
        restated_clauses={"一": "1"},
    )
    answer = library.ask("费用是多少？")
    assert answer.outcome is Outcome.ANSWERED
    shown = next(sentence for sentence in answer.sentences if "30" in sentence.text)
    assert [c.document for c in answer.citations if c.marker in shown.citations] == ["digest.zh.md"]


def test_a_clause_that_is_named_by_its_number_is_quoted() -> None:
    answer = house().ask("What does section 4 say?")
    assert {citation.clause for citation in answer.citations} == {"4"}
    assert answer.sentences[0].text.startswith("Guests may stay for three nights.")


def test_of_a_named_clause_what_is_asked_about_is_quoted() -> None:
    answer = house().ask("What does section 4 say about books?")
    assert [sentence.text for sentence in answer.sentences] == ["The books of the library may not leave the house."]


def test_the_same_stretch_is_shown_once_and_a_longer_one_takes_its_place() -> None:
    short, long, other = Chosen((quote(10, 20),)), Chosen((quote(0, 20),)), Chosen((quote(30, 40),))
    assert unlike([short, short, other]) == [short, other]
    assert [choice.shown for choice in unlike([short, other, long])] == [long.shown, other.shown]
    assert unlike([long, short]) == [long]


def test_a_question_in_another_language_than_the_texts_says_so() -> None:
    answer = (
        Library()
        .add("house", "fees.md", "# Fees\n\n## 1. Club\n\nThe fee of the KLUB is 20 euros.\n")
        .ask("KLUB 的 fee 是多少？")
    )
    if answer.outcome is Outcome.ANSWERED:
        assert "other_language" in [notice.code for notice in answer.notices]


def test_a_day_in_the_trace_is_that_of_the_question() -> None:
    _, trace = house().explain("When does the library close?", "2025-03-04")
    assert trace.understood.question.as_of == dt.date(2025, 3, 4)
