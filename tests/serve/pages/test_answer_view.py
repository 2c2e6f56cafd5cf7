from __future__ import annotations

import datetime as dt

from assistant.model import (
    Answer,
    AnswerSentence,
    Citation,
    Clarification,
    DocumentKind,
    Finding,
    Notice,
    Outcome,
)
from assistant.serve.pages.answer_view import Names, answer_view
from assistant.serve.web.markup import Html, tag

ATTACK = "<script>alert(1)</script>"
DAY = dt.date(2025, 5, 12)
NO_NAMES = Names()


def citation(marker: int = 1, quote: str = "Parks open at six.") -> Citation:
    kind = DocumentKind.TRANSLATION
    url = "/documents/made-up/parks.md#3-20"
    return Citation(marker, "made-up", "parks.md", "On Parks", kind, "I", "Opening", 4, 3, 20, quote, "a" * 64, url)


def answer(outcome: Outcome = Outcome.ANSWERED, **more: object) -> Answer:
    return Answer("a1", "When?", "en", DAY, outcome, "Parks open at six.", **more)  # type: ignore[arg-type]


def seen(shown: Answer, names: Names = NO_NAMES, *, printed: bool = False) -> str:
    def choices(offered: object) -> Html:
        return tag("p", *offered, class_="choices")  # type: ignore[misc]

    return answer_view(shown, "en", names, choices, printed=printed)


def test_sentences_of_one_origin_stand_together_under_its_name():
    sentences = (
        AnswerSentence("Two. [1]", "computed", (1,)),
        AnswerSentence("Fewer may.", "computed"),
        AnswerSentence("Parks open at six. [1]", "quoted", (1,)),
    )
    page = seen(answer(sentences=sentences, citations=(citation(),)))
    assert page.count('class="run computed"') == 1
    assert page.index("Computed by a rule") < page.index("Fewer may.") < page.index("Quoted")
    assert "[1]" not in page


def test_a_citation_leads_to_its_quote_in_the_version_that_was_quoted():
    page = seen(answer(sentences=(AnswerSentence("Six. [1]", "quoted", (1,)),), citations=(citation(),)))
    assert f"/documents/made-up/parks.md?start=3&amp;end=20&amp;v={'a' * 64}&amp;lang=en#quote" in page
    assert 'aria-label="Source 1: I Opening"' in page
    assert "Translation" in page
    assert "p. 4" in page


def test_each_line_of_a_list_has_its_own_source_beside_it():
    sentence = AnswerSentence("- a form;\n- a plan. [1][2]", "quoted", (1, 2))
    page = seen(answer(sentences=(sentence,), citations=(citation(1), citation(2))))
    assert page.index("a form;") < page.index(">1</a>") < page.index("a plan.") < page.index(">2</a>")


def test_a_quote_already_said_is_repeated_in_print_only():
    held = answer(sentences=(AnswerSentence("Parks open at six.", "quoted", (1,)),), citations=(citation(),))
    assert "<blockquote>" not in seen(held)
    assert "<blockquote>Parks open at six.</blockquote>" in seen(held, printed=True)


def test_a_finding_is_a_card_with_its_result_steps_and_receipt():
    finding = Finding(
        "f1",
        "quota",
        "p",
        "b",
        DAY,
        "info",
        2,
        "city",
        {"province": "Guangdong"},
        explanation=("One of 12.",),
        counterfactual="With 1 fewer it would be no.",
        basis="digest",
        confidence="medium",
        receipt="r" * 64,
    )
    page = seen(answer(findings=(finding,)), Names(rules={"quota": {"en": "Quota", "zh": "名额"}}))
    for words in ("2 cities", "Quota", "province", "Guangdong", "One of 12.", "With 1 fewer", "not on the official"):
        assert words in page
    assert "r" * 16 in page
    assert "<details>" in page
    assert "<details open>" in seen(answer(findings=(finding,)), printed=True)


def test_the_choices_of_a_clarification_are_shown_by_whoever_asks():
    page = seen(answer(Outcome.CLARIFICATION, clarification=Clarification("province", "Which?", ("Hebei",))))
    assert '<p class="choices">Hebei</p>' in page


def test_a_refusal_shows_the_nearest_clauses_and_whom_to_ask():
    names = Names(contacts={"s": {"en": "Ask the parks office.", "zh": "请咨询公园处。"}})
    page = seen(answer(Outcome.NOT_IN_CORPUS, scheme="s", nearest=(citation(),)), names)
    assert "not an answer" in page
    assert "Ask the parks office." in page
    assert "Quote and figures checked" not in page


def test_the_contact_is_not_said_twice():
    names = Names(contacts={"s": {"en": "Parks open at six.", "zh": "公园六点开放。"}})
    assert "Whom to ask" not in seen(answer(Outcome.NOT_IN_CORPUS, scheme="s"), names)


def test_a_notice_that_is_the_reply_itself_is_not_repeated():
    held = answer(notices=(Notice("greeting", "Parks open at six."), Notice("digest", "From a digest.")))
    assert seen(held).count("Parks open at six.") == 1
    assert "From a digest." in seen(held)


def test_nothing_that_was_asked_or_read_becomes_part_of_the_page():
    sentence = AnswerSentence(f"{ATTACK} [1]", "quoted", (1,))
    finding = Finding("f1", ATTACK, "p", "b", DAY, "no", None, None, {ATTACK: ATTACK}, reasons=(ATTACK,))
    held = answer(
        sentences=(sentence,), citations=(citation(quote=ATTACK),), findings=(finding,), notices=(Notice("x", ATTACK),)
    )
    assert "<script" not in seen(held, printed=True)
