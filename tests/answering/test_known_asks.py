"""What a question comes near to among made-up asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from assistant.adapters.ask_network import AskNetwork
from assistant.answering.ask_shelf import AskShelf, Fitted
from assistant.answering.known_asks import TEXT, KnownAsks
from assistant.model import Jurisdiction, KnownAsk, Pointer, Policy
from tests.fakes import FakeEmbedder, FakeSegmenter

OPENING = KnownAsk(
    (Pointer("rules.md", "1", "The library opens at nine."),),
    ("When does the library open?", "From what hour is the library open?", "opening hour of the library"),
)
GUESTS = KnownAsk(
    (Pointer("rules.md", "4", "Guests may stay for three nights."),),
    ("How long may guests stay?", "For how many nights can a guest stay with us?"),
)
NOT_HELD = ("Who pays for broken cups?", "What does a broken cup cost?")
RULES = {"fee": ("What is the fee for Leeds?", "fee of Leeds?"), TEXT: ("What is a fee?",)}


def policy(name: str = "house", batch: str | None = None, place: str = "CN", **asks: Any) -> Policy:
    jurisdiction = Jurisdiction("national" if place == "CN" else "city", place)
    titles = {"en": name, "zh": name}
    return Policy(name, name, titles, titles, (), batch=batch, jurisdiction=jurisdiction, **asks)


def known(*policies: Policy, masked: Callable[[str], str] = str, keep: Any = None) -> KnownAsks:
    held = policies or (policy(asks=(OPENING, GUESTS), not_held=NOT_HELD),)
    more = {"keep": keep} if keep else {}
    return KnownAsks(held, FakeEmbedder(), FakeSegmenter(), AskNetwork(), RULES, (), masked, **more)


@pytest.mark.parametrize(
    ("question", "clause"),
    [("At which hour does the library open?", "1"), ("May a guest stay for four nights?", "4")],
)
def test_a_question_comes_nearest_to_the_words_that_its_like_lead_to(question: str, clause: str) -> None:
    near = known().near(question)
    target, score = near.answers[0]
    assert target.known is not None
    assert target.known.answers[0].clause == clause
    assert score == near.best > max(near.not_held, *near.rules.values())


def test_a_question_that_no_text_answers_comes_nearest_to_its_like() -> None:
    near = known().near("Who pays for a broken cup?")
    assert near.not_held > near.best


def test_a_question_about_something_else_is_not_on_the_subject() -> None:
    asks = KnownAsks(
        (policy(asks=(OPENING, GUESTS)),),
        FakeEmbedder(),
        FakeSegmenter(),
        AskNetwork(),
        RULES,
        ("Will it rain tomorrow?",),
    )
    assert asks.near("Will it rain today?").on_subject < 0 < asks.near("When does the library open?").on_subject


def test_what_is_asked_of_a_rule_counts_without_its_facts() -> None:
    def masked(text: str) -> str:
        return text.replace("Leeds", "our city").replace("York", "our city")

    bare = known(masked=masked).near("What is the fee for York?")
    assert bare.rules["fee"] > known().near("What is the fee for York?").rules["fee"]
    assert bare.closest == pytest.approx(1.0, abs=1e-5)


def test_a_question_of_the_text_about_a_rule_has_a_name_of_its_own() -> None:
    rules = known().near("What is a fee?").rules
    assert rules[TEXT] > rules["fee"]


def test_words_of_another_batch_or_another_place_do_not_count() -> None:
    here = policy("here", batch="second", asks=(OPENING,))
    leeds = policy("leeds", place="1", asks=(GUESTS,))
    asks = known(here, leeds)
    assert {target.policy.id for target, _ in asks.near("library", ["first"]).answers if target.policy} == {"leeds"}
    near = asks.near("guests", ["second"], Jurisdiction())
    assert {target.policy.id for target, _ in near.answers if target.policy} == {"here"}


def test_the_batch_of_the_words_that_a_question_comes_nearest_to_is_told() -> None:
    asks = known(policy("old", "first", asks=(OPENING,)), policy("new", "second", asks=(GUESTS,)))
    assert asks.batch_of("When does the library open?", Jurisdiction()) == "first"
    assert asks.batch_of("How long may guests stay?", Jurisdiction()) == "second"
    assert known().batch_of("When does the library open?", Jurisdiction()) is None


def test_what_words_of_another_batch_answer_is_on_the_subject_too() -> None:
    asks = known(policy("old", "first", asks=(OPENING,)), policy("new", "second", asks=(GUESTS,)))
    assert asks.near("When does the library open?", ["second"]).on_subject > 0.5


def test_the_share_of_words_that_some_ask_holds_is_told() -> None:
    assert known().near("library guests").known == 1.0
    assert known().near("library zeppelin").known == 0.5


def test_a_policy_without_asks_is_one_that_they_do_not_speak_of() -> None:
    asks = known(policy("old", asks=(OPENING,)), policy("new"))
    assert asks.speaks_of("old")
    assert not asks.speaks_of("new")


def test_without_any_ask_nothing_is_near() -> None:
    empty = KnownAsks((policy(),), FakeEmbedder(), FakeSegmenter(), AskNetwork())
    assert empty.near("When does the library open?").answers == ()


def test_what_is_kept_gives_the_same_scores_without_being_made_again() -> None:
    held: dict[str, Fitted] = {}
    made: list[str] = []

    def keep(name: str, make: Callable[[], Fitted]) -> Fitted:
        if name not in held:
            made.append(name)
            held[name] = make()
        return held[name]

    first = known(keep=keep).near("opening hour?")
    assert len(made) == 2
    assert known(keep=keep).near("opening hour?") == first
    assert len(made) == 2


def test_a_change_of_the_asks_is_made_anew() -> None:
    held: dict[str, Fitted] = {}

    def keep(name: str, make: Callable[[], Fitted]) -> Fitted:
        return held.setdefault(name, make())

    known(keep=keep).near("opening hour?")
    before: Mapping[str, Fitted] = dict(held)
    known(policy(asks=(OPENING,)), keep=keep).near("opening hour?")
    assert len(held) > len(before)


def test_an_ask_itself_scores_near_one_for_what_it_leads_to() -> None:
    shelf: AskShelf = known().shelf("en")
    ask = "How long may guests stay?"
    scores = shelf.scores(ask)
    place = shelf.keys.index(next(line.key for line in shelf.lines if line.text == ask))
    assert int(np.argmax(scores.targets)) == place
    assert scores.targets[place] > 0.6
    assert scores.closest == pytest.approx(1.0, abs=1e-5)
