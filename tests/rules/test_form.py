"""Forms as JSON Schema, and the search for places that they offer."""

from __future__ import annotations

import datetime as dt

import pytest
from jsonschema import Draft202012Validator

from assistant.rules.form import rule_schema
from assistant.rules.place_search import place_record, search_places
from assistant.rules.places import Places
from assistant.rules.rulebook import KINDS, Rulebook
from tests.rules.conftest import THIRD


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", KINDS)
def test_every_rule_has_a_form_in_both_languages(rulebook: Rulebook, name: str, language: str) -> None:
    info = rulebook.info(name, THIRD)
    assert info
    schema = rule_schema(info, "en" if language == "en" else "zh")
    Draft202012Validator.check_schema(schema)
    assert set(schema["properties"]) == {wanted.name for wanted in KINDS[name].INPUTS}
    for field in schema["properties"].values():
        assert field["title"]
        assert field["title"].isascii() == (language == "en")


def test_what_the_form_lets_through_the_rule_can_read(rulebook: Rulebook) -> None:
    info = rulebook.info("fund_split", THIRD)
    assert info
    validator = Draft202012Validator(rule_schema(info, "en"))
    assert validator.is_valid({"enterprise_share": 80})
    assert not validator.is_valid({"enterprise_share": 101})
    assert not validator.is_valid({"share": 80})
    result = rulebook.run("fund_split", {"enterprise_share": 80}, day=dt.date(2025, 5, 12), batch=THIRD)
    assert result.finding.verdict == "yes"


def test_editions_are_a_closed_choice_and_programmes_are_suggestions(rulebook: Rulebook) -> None:
    level, funding = rulebook.info("digital_level", THIRD), rulebook.info("double_funding", THIRD)
    assert level
    assert funding
    assert rule_schema(level, "en")["properties"]["edition"]["enum"] == ["2022", "2024"]
    suggested = rule_schema(funding, "zh")["properties"]["programme"]["x-suggestions"]
    assert all(not words.isascii() for words in suggested)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("wux", "3202"),
        ("gaungdong", "44"),
        ("shaan", "61"),
        ("shanx", "14"),
        ("长沙", "4301"),
        ("浦东", "310115"),
        ("Zhongshan, Dalian", "210202"),
        ("4401", "4401"),
    ],
)
def test_the_place_one_types_comes_first(places: Places, typed: str, first: str) -> None:
    assert search_places(places, typed)[0].code == first


def test_equal_names_are_all_offered_and_told_apart(places: Places) -> None:
    found = [place_record(place, places)["full"]["en"] for place in search_places(places, "鼓楼")]
    assert found == [
        "Gulou District, Nanjing",
        "Gulou District, Xuzhou",
        "Gulou District, Fuzhou",
        "Gulou District, Kaifeng",
    ]


def test_only_the_kinds_that_make_sense_are_offered(places: Places) -> None:
    assert [place.code for place in search_places(places, "jilin", kinds={"province"})] == ["22"]


def test_nothing_is_offered_for_nothing_and_for_nonsense(places: Places) -> None:
    assert search_places(places, "  ") == []
    assert search_places(places, "qqqqqqqq") == []
