"""A made-up batch changes the result of every rule, and no Python is touched for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from assistant.errors import NotInForce
from assistant.model import Language
from assistant.rules.parameters import RuleData
from assistant.rules.rulebook import KINDS, Rulebook
from tests.rules.conftest import THIRD

DAY = dt.date(2031, 6, 1)
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@pytest.mark.parametrize(
    ("rule", "given", "third", "made_up"),
    [
        ("recommendation_quota", {"province": "Guizhou"}, ("info", 1), ("info", 5)),
        ("recommendation_quota", {"province": "Guangdong"}, ("info", 2), ("info", 3)),
        ("recommendation_quota", {"cities": "Yiwu, Kunshan"}, ("no", None), ("no", None)),
        ("recommendation_quota", {"cities": "Wuxi"}, ("yes", 2), ("undetermined", 3)),
        ("submission_deadline", {"day": "2031-06-30"}, ("no", dt.date(2025, 5, 20)), ("yes", dt.date(2031, 6, 30))),
        ("submission_deadline", {"day": "2031-07-01"}, ("no", dt.date(2025, 5, 20)), ("no", dt.date(2031, 6, 30))),
        ("eligibility", {"place": "昆山市"}, ("no", "other_level"), ("yes", "eligible_by_level")),
        ("eligibility", {"place": "义乌市"}, ("no", "other_level"), ("no", "earlier_pilot")),
        ("eligibility", {"place": "锡林郭勒盟"}, ("undetermined", "not_named"), ("yes", "eligible_by_level")),
        ("eligibility", {"place": "海淀区"}, ("yes", "eligible_by_level"), ("no", "other_level")),
        ("pilot_period", {"approved": "2031-02-01"}, ("info", dt.date(2033, 2, 1)), ("info", dt.date(2034, 2, 1))),
        ("end_targets", {"enterprises": 100, "at_level_2": 75}, ("no", 75), ("yes", 75)),
        ("end_targets", {"little_giants": 4, "little_giants_at_level_2": 2}, ("no", 50), ("yes", 50)),
        ("award_cap", {"place": "昆山市"}, ("no", None), ("info", 7_000_000)),
        ("award_cap", {"place": "锡林郭勒盟"}, ("undetermined", None), ("info", 30_000_000)),
        ("fund_split", {"enterprise_share": 70}, ("no", 70), ("yes", 70)),
        ("fund_split", {}, ("info", 80), ("info", 60)),
        ("materials", {}, ("info", None), ("info", ("poem", "drawing"))),
        ("digital_level", {"edition": "2022", "score": 35}, ("info", 1), ("info", 2)),
        ("double_funding", {"programme": "lottery", "same_project": "yes"}, ("undetermined", None), ("no", "barred")),
    ],
)
def test_the_result_is_that_of_the_batch(
    rulebook: Rulebook,
    made: Rulebook,
    rule: str,
    given: dict[str, Any],
    third: tuple[str, Any],
    made_up: tuple[str, Any],
) -> None:
    found = made.run(rule, given, day=DAY, batch="made-batch").finding
    assert (found.verdict, found.value) == made_up
    before = rulebook.run(rule, given, day=DAY, batch=THIRD).finding
    assert before.verdict == third[0]
    assert rule == "materials" or before.value == third[1]
    assert before.receipt != found.receipt


def test_no_rule_says_the_same_of_the_made_batch(rulebook: Rulebook, made: Rulebook) -> None:
    """All ten, each with one situation: the verdict or the value changes, and so do the words, in both languages."""
    situations: dict[str, dict[str, Any]] = {
        "recommendation_quota": {"province": "Guizhou"},
        "submission_deadline": {"day": "2031-06-30"},
        "eligibility": {"place": "昆山市"},
        "pilot_period": {"approved": "2031-02-01"},
        "end_targets": {"enterprises": 100, "at_level_2": 75},
        "award_cap": {"place": "昆山市"},
        "fund_split": {"enterprise_share": 70},
        "materials": {},
        "digital_level": {"edition": "2022", "score": 35},
        "double_funding": {"programme": "lottery"},
    }
    assert tuple(situations) == rulebook.names() == made.names() == tuple(KINDS)
    for rule, given in situations.items():
        for language in LANGUAGES:
            shipped = rulebook.run(rule, given, day=DAY, batch=THIRD, language=language).finding
            found = made.run(rule, given, day=DAY, batch="made-batch", language=language).finding
            assert (shipped.verdict, shipped.value) != (found.verdict, found.value), rule
            assert shipped.explanation != found.explanation, rule


def test_every_figure_of_the_made_batch_is_another_one(rulebook: Rulebook, made: Rulebook) -> None:
    """So that no rule passes with a figure of the shipped batch in its Python; editions alone bear the same name."""
    for rule in made.names():
        mine, theirs = made.rule(rule, "made-batch"), rulebook.rule(rule, THIRD)
        assert isinstance(mine, RuleData)
        assert isinstance(theirs, RuleData)
        for role in mine.parameters.keys() & theirs.parameters.keys():
            value = mine.parameters[role].values[0].value
            if value is not True and not role.startswith("edition"):
                assert value != theirs.parameters[role].values[0].value, f"{rule}.{role}"


def test_an_ended_parameter_is_an_error_that_names_its_dates(made: Rulebook) -> None:
    with pytest.raises(NotInForce, match="from 2031-01-01 until before 2032-01-01"):
        made.run("submission_deadline", {}, day=dt.date(2032, 1, 1), batch="made-batch")


def test_a_complete_list_says_that_a_place_was_not_selected(made: Rulebook) -> None:
    finding = made.run("eligibility", {"place": "昆山市"}, day=DAY, batch="made-batch").finding
    assert "list_incomplete" not in finding.flags
    assert "It was in no earlier batch." in finding.explanation
