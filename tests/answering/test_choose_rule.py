"""What speaks for a rule, and which of several is taken."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from assistant.answering.choose_rule import LEAST, LEAST_NEAR, Offer, choose, features, gives_fact, masking
from assistant.answering.known_asks import TEXT, Near, Target
from assistant.answering.situation import Situation, facts_for, read_situation
from assistant.model import Batch, Scheme
from assistant.rules.kinds import KINDS
from assistant.rules.places import Places
from tests.rules.conftest import the_rulebook

DAY = dt.date(2025, 5, 12)
SCHEME = Scheme(
    "s", {"en": "S", "zh": "S"}, (Batch("2", {"en": "Second", "zh": "第二批"}, ("second batch", "第二批")),), "2"
)
RULES = ("recommendation_quota", "submission_deadline", "eligibility", "materials", "end_targets", "#amount")


@pytest.fixture(scope="module")
def places() -> Places:
    return the_rulebook().places


def near(**scores: float) -> Near:
    held = {name: scores.get(name.lstrip("#"), 0.05) for name in (*RULES, TEXT)}
    return Near(not_held=scores.get("not_held", 0.0), rules=held, known=1.0)


def offer(rule: str, situation: Situation) -> Offer:
    facts = facts_for(rule, situation)[0] if rule in KINDS else {}
    return Offer(rule, gives_fact(rule, facts, situation.text))


def weighed(rule: str, text: str, places: Places, **scores: float) -> dict[str, float]:
    situation = read_situation(text, DAY, places)
    return dict(features(offer(rule, situation), near(**scores), situation))


@pytest.mark.parametrize(
    ("rule", "text", "facts", "nothing"),
    [
        ("eligibility", "May Wuxi apply?", 1.0, 0.0),
        ("eligibility", "Who may apply?", 0.0, 1.0),
        ("eligibility", "May our city apply?", 0.0, 0.0),
        ("submission_deadline", "Is 19 May in time?", 1.0, 0.0),
        ("submission_deadline", "Is it too late?", 0.0, 0.0),
        ("materials", "Which papers for Wuxi on 19 May?", 0.0, 0.0),
    ],
)
def test_facts_of_its_kind_and_the_own_case_speak_for_a_rule(
    rule: str, text: str, facts: float, nothing: float, places: Places
) -> None:
    found = weighed(rule, text, places)
    assert (found["facts"], found["nothing"]) == (facts, nothing)


@pytest.mark.parametrize(
    ("rule", "text", "otherwise"),
    [
        ("submission_deadline", "Why is the deadline in May?", 1.0),
        ("submission_deadline", "When is the deadline?", 0.0),
        ("eligibility", "Which cities may apply?", 1.0),
        ("eligibility", "无锡能申报吗？", 0.0),
        ("recommendation_quota", "由谁推荐？", 1.0),
    ],
)
def test_a_form_of_question_that_the_rule_does_not_answer_is_noticed(
    rule: str, text: str, otherwise: float, places: Places
) -> None:
    assert weighed(rule, text, places)["asked_otherwise"] == otherwise


def test_how_far_a_rule_is_ahead_of_texts_and_of_other_rules(places: Places) -> None:
    found = weighed("eligibility", "May Wuxi apply?", places, eligibility=0.7, materials=0.2, not_held=0.4)
    assert found["ahead"] == pytest.approx(0.3)
    assert found["ahead_of_rules"] == pytest.approx(0.5)


def test_words_that_a_rule_rests_on_are_no_rivals_and_speak_for_it_where_its_fact_is_given(places: Places) -> None:
    situation = read_situation("At 92%, are we there?", DAY, places)
    words, others = Target(), Target(on_subject=False)
    close = replace(near(end_targets=0.3), answers=((words, 0.8), (others, 0.2)))
    rivals = features(Offer("end_targets", gives_fact=True), close, situation)
    own = features(Offer("end_targets", gives_fact=True, rests_on=lambda target: target is words), close, situation)
    assert (rivals["ahead"], rivals["own_words_for_fact"]) == pytest.approx((-0.5, 0.0))
    assert (own["ahead"], own["own_words_for_fact"]) == pytest.approx((0.1, 0.8))


def test_a_rule_is_taken_that_rests_on_the_words_nearest_to_a_question_and_is_given_its_fact(places: Places) -> None:
    situation = read_situation("At 92%, are we there?", DAY, places)
    words = Target()
    close = replace(near(end_targets=0.05), answers=((words, 0.6),))
    resting = Offer("end_targets", gives_fact=True, rests_on=lambda target: target is words)
    assert choose(close, [resting], situation)[0] == "end_targets"
    assert choose(close, [replace(resting, gives_fact=False)], situation)[0] is None
    assert choose(close, [replace(resting, rests_on=lambda _: False)], situation)[0] is None
    far = replace(close, answers=((words, LEAST_NEAR - 0.1),))
    assert choose(far, [resting], situation)[0] is None


def test_shares_in_words_are_masked_as_percentages_are(places: Places) -> None:
    mask = masking(places, (SCHEME,))
    assert mask("Is half of it enough?") == mask("Is 50% of it enough?")
    assert mask("给企业八成行吗？") == mask("给企业80%行吗？")


def test_the_likeliest_rule_is_taken_and_none_that_is_unlikely(places: Places) -> None:
    situation = read_situation("May Wuxi apply?", DAY, places)
    offers = [offer(rule, situation) for rule in RULES]
    assert choose(near(eligibility=0.9), offers, situation)[0] == "eligibility"
    rule, chance = choose(near(eligibility=0.1, not_held=0.8), offers, situation)
    assert rule is None
    assert chance < LEAST
    assert choose(near(), (), situation) == (None, 0.0)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("May Wuxi apply in the second batch?", "May our city apply in the ?"),
        (
            "How many cities may Guangdong recommend by 19 May?",
            "How many cities may our province recommend by that day?",
        ),
        ("第二批无锡能申报吗？", "我市能申报吗？"),
        ("92%达标了吗？", "某比例达标了吗？"),
    ],
)
def test_facts_and_batches_are_masked(text: str, masked: str, places: Places) -> None:
    assert masking(places, (SCHEME,))(text) == masked
