from __future__ import annotations

import dataclasses
import re

import pytest

from assistant.errors import NotFound
from assistant.kept import Person
from assistant.model import Answer, Clarification, Notice, Outcome, Shown
from assistant.serve.pages.answer_view import Names
from assistant.serve.web.examples import example_questions
from assistant.serve.web.tabs.composer_html import composer_html
from assistant.serve.web.tabs.deeds import Deed
from assistant.serve.web.tabs.talk import LONGEST_QUESTION, Conversing, Exchange, Talk
from assistant.serve.web.tabs.talk_html import as_text, conversation_html, welcome_html
from assistant.serve.wording import labels
from tests.fakes import FakeAnswerStore, FakeAssistant
from tests.serve.made_parts import parts_with, tags_of

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)>"
PERSON = Person("p1", "Somebody")
OTHER = Person("p2", "Somebody else")
NAMES = Names()


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def store() -> FakeAnswerStore:
    return FakeAnswerStore()


@pytest.fixture
def talk(fake: FakeAssistant, store: FakeAnswerStore) -> Talk:
    return Talk(parts_with(fake, store).desk)


def ask(talk: Talk, text: str, before: Conversing | None = None, **chosen: str) -> Conversing:
    *_, after = talk.ask(PERSON, before or Conversing(), Deed("ask", {"text": text, **chosen}), "en")
    return after


def answer_of(conversing: Conversing) -> Answer:
    answer = conversing.exchanges[-1].answer
    assert answer
    return answer


# ---- asking ----------------------------------------------------------------------------------------------------------


def test_the_question_is_shown_first_then_each_sentence_then_the_answer(talk):
    deed = Deed("ask", {"text": "What does a permit for an event cost, and when do parks open?"})
    steps = [step.exchanges[-1] for step in talk.ask(PERSON, Conversing(), deed, "en")]
    assert steps[0].question == deed["text"]
    assert [len(step.pieces) for step in steps] == [0, 1, 2, 0]
    assert [step.answer is not None for step in steps] == [False, False, False, True]


def test_the_first_question_begins_a_conversation_and_names_it(talk, store):
    after = ask(talk, "What does a permit cost?")
    [listed] = store.conversations(PERSON.id).items
    assert (listed.id, listed.title) == (after.name, "What does a permit cost?")


def test_a_follow_up_knows_the_questions_before_it(talk, fake):
    ask(talk, "And the fee?", ask(talk, "What does a permit cost?"))
    assert [turn.question for turn in fake.asked[1].earlier] == ["What does a permit cost?"]


def test_what_was_chosen_beside_the_question_goes_along(talk, fake):
    ask(talk, "What does a permit cost?", batch="second", scheme="parks", as_of="2025-05-12")
    asked = fake.asked[0]
    assert (asked.batch, asked.scheme, asked.as_of.isoformat()) == ("second", "parks", "2025-05-12")


def test_a_day_that_is_none_is_told_and_nothing_is_asked(talk, fake):
    after = ask(talk, "What does a permit cost?", as_of="soon")
    assert "“soon” is not a day" in (after.exchanges[-1].problem or "")
    assert not fake.asked


def test_an_empty_question_is_not_asked(talk, fake):
    assert ask(talk, "  \n").exchanges == ()
    assert not fake.asked


def test_a_question_that_is_too_long_is_told_so(talk, fake):
    [exchange] = ask(talk, "x" * (LONGEST_QUESTION + 1)).exchanges
    assert "longer than 2000 characters" in (exchange.problem or "")
    assert not fake.asked


def test_a_fault_of_ours_is_told_without_its_inner_workings(talk, fake, caplog):
    fake.error = RuntimeError("secret path /srv/x")
    [exchange] = ask(talk, "What does a permit cost?").exchanges
    assert "Something went wrong" in (exchange.problem or "")
    assert "secret" not in (exchange.problem or "")


def test_asking_again_takes_the_place_of_what_was_not_answered_and_of_nothing_else(talk, fake):
    fake.error = RuntimeError("down")
    failed = ask(talk, "What does a permit cost?")
    fake.error = None
    *_, after = talk.again(PERSON, failed, Deed("again"), "en")
    assert [exchange.answer is not None for exchange in after.exchanges] == [True]
    *_, twice = talk.again(PERSON, after, Deed("again"), "en")
    assert [exchange.question for exchange in twice.exchanges] == ["What does a permit cost?"] * 2


def test_what_was_shown_before_it_was_stopped_stays(talk):
    steps = talk.ask(PERSON, Conversing(), Deed("ask", {"text": "permit for an event"}), "en")
    next(steps)
    begun = next(steps)
    stopped = talk.stop(begun)
    page = conversation_html(stopped, "en", NAMES)
    assert "A permit for an event costs nothing." in page
    assert "Stopped" in page
    assert 'data-do="again"' in page
    assert talk.stop(ask(talk, "permit")).exchanges[-1].answer


def test_a_conversation_of_somebody_else_is_not_opened(talk):
    after = ask(talk, "What does a permit cost?")
    assert after.name
    assert talk.open(PERSON, after.name).exchanges[0].answer == answer_of(after)
    with pytest.raises(NotFound):
        talk.open(OTHER, after.name)


# ---- rating ----------------------------------------------------------------------------------------------------------


def test_a_rating_with_its_reason_is_kept(talk, store):
    after = ask(talk, "What does a permit cost?")
    values = {"answer": answer_of(after).id, "rating": "down", "reason": "out_of_date", "comment": "see 2026"}
    rated = talk.rate(PERSON, after, Deed("rate", values))
    [kept] = store.feedback().items
    assert (kept.rating, kept.reason, kept.comment) == ("down", "out_of_date", "see 2026")
    shown = "Your rating, kept with thanks: Not helpful · It is out of date · “see 2026”"
    assert shown in conversation_html(rated, "en", NAMES)


def test_a_rating_is_seen_again_in_a_conversation_that_is_opened_later_and_can_be_changed(talk, store):
    after = ask(talk, "What does a permit cost?")
    down = {"answer": answer_of(after).id, "rating": "down", "reason": "unclear"}
    talk.rate(PERSON, after, Deed("rate", down))
    assert after.name
    opened = talk.open(PERSON, after.name)
    assert "没有帮助 · 看不明白" in conversation_html(opened, "zh", NAMES)
    changed = talk.rate(PERSON, opened, Deed("rate", {"answer": answer_of(after).id, "rating": "up"}))
    assert "thanks: Helpful<" in conversation_html(changed, "en", NAMES)
    assert [one.rating for one in store.feedback().items] == ["up"]


def test_only_an_answer_of_the_own_conversation_is_rated(talk, store):
    after = ask(talk, "What does a permit cost?")
    with pytest.raises(NotFound):
        talk.rate(OTHER, after, Deed("rate", {"answer": answer_of(after).id, "rating": "up"}))
    with pytest.raises(NotFound):
        talk.rate(PERSON, Conversing(), Deed("rate", {"answer": answer_of(after).id, "rating": "up"}))
    assert store.feedback().items == ()


def test_a_reason_that_is_not_offered_is_left_out(talk, store):
    after = ask(talk, "What does a permit cost?")
    talk.rate(PERSON, after, Deed("rate", {"answer": answer_of(after).id, "rating": "down", "reason": "because"}))
    assert store.feedback().items[0].reason == ""


# ---- what is shown ---------------------------------------------------------------------------------------------------


def test_citations_open_in_the_frame_beside_the_chat(talk):
    page = conversation_html(ask(talk, "What does a permit for an event cost?"), "en", NAMES)
    assert re.search(r'href="/documents/made-up/parks\.md\?[^"]*frame=1#quote" target="source"', page)


def test_a_clarification_offers_its_choices_as_buttons(talk):
    after = ask(talk, "zzz")
    asking = dataclasses.replace(
        answer_of(after), clarification=Clarification("place", "Which?", ("Lawn", 'The "Hall"'))
    )
    page = conversation_html(after.last(Exchange("zzz", asking)), "en", NAMES)
    assert 'data-do="ask" data-text="The &quot;Hall&quot;"' in page


def test_labels_are_in_the_language_of_the_page_and_the_answer_keeps_its_own(talk):
    page = conversation_html(ask(talk, "公园几点开放？"), "en", NAMES)
    assert 'lang="zh"' in page
    assert "Sources" in page


def test_a_copied_answer_has_its_citations_in_full(talk):
    answer = answer_of(ask(talk, "What does a permit for an event cost?"))
    text = as_text(answer, "en", NAMES)
    assert "[1] Notice on City Parks (Digest, not the official text), 2 Permits" in text
    assert "“A permit for an event costs nothing.”" in text
    assert "As of" in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_questions_documents_and_notices_stay_text(talk, language):
    answer = answer_of(ask(talk, f"permit {ATTACK}"))
    answer = dataclasses.replace(answer, notices=(Notice(ATTACK, ATTACK),), batch=ATTACK, outcome=Outcome.NOT_IN_CORPUS)
    piece = Shown(answer.sentences[0], answer.citations)
    exchanges = (
        Exchange(ATTACK, answer),
        Exchange(ATTACK, problem=ATTACK),
        Exchange("${x} {{y}} `z`", pieces=(piece,)),
    )
    pages = (
        conversation_html(Conversing("c", exchanges), language, Names({ATTACK: {language: ATTACK}})),
        welcome_html([ATTACK], language),
        composer_html((), answer.as_of, language),
    )
    for page in pages:
        assert not [tag for tag in tags_of(page) if tag.split()[0] in ("script", "img") or re.search(r" on\w", tag)]
        assert not re.search(r"[$`{}]", page)


def test_examples_are_made_from_the_documents_in_the_language_of_the_page(fake, tmp_path):
    assert "What does “Opening” say?" in example_questions(fake, tmp_path, "en")
    assert "“开放时间”有哪些规定？" in example_questions(fake, tmp_path, "zh")


def test_every_label_is_there_in_both_languages():
    assert labels("en").keys() == labels("zh").keys()
    assert all(labels("en").values())
    assert all(labels("zh").values())
