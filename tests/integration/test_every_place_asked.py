"""Every division asked about in words, in English and in Chinese: the right verdict, and no needless question back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from assistant.model import Finding, Language, Question
from assistant.rules.places import Place, Places
from tests.integration.shown_figures import figures_from_nowhere
from tests.rules.conftest import the_rulebook

if TYPE_CHECKING:
    from assistant.wiring import Assistant

DAY = dt.date(2025, 5, 12)
LANGUAGES: tuple[Language, ...] = ("en", "zh")
NAMED = {"广东", "江苏", "浙江", "山东", "河南", "安徽", "福建", "湖南", "湖北", "江西", "四川", "河北"}
QUOTA = {
    "en": (
        "How many cities can {} recommend?",
        "What is {}'s quota?",
        "How many cities is {} allowed to put forward for the third batch?",
        "Up to how many pilot cities may {} nominate?",
    ),
    "zh": (
        "{}可以推荐几个城市？",
        "{}的推荐名额是多少？",
        "第三批{}最多能推荐多少个城市？",
        "{}能上报几个试点城市？",
    ),
}
ELIGIBLE = {
    "en": (
        "Is {} eligible?",
        "Can {} apply for the third batch?",
        "May {} apply?",
        "Could {} become a pilot city this time?",
        "Is {} allowed to apply?",
    ),
    "zh": (
        "{}能申报吗？",
        "{}可以申报第三批试点吗？",
        "{}有资格申报吗？",
        "{}是否符合申报条件？",
        "我们{}能不能报？",
    ),
}


def of_kinds(places: Places, *kinds: str) -> list[Place]:
    return [place for place in places.by_code.values() if place.kind in kinds]


def listed(*names: str) -> set[str]:
    lists = {key: found for sheet in the_rulebook().sheets for key, found in sheet.lists.items()}
    return {code for name in names for group in lists[name].groups for code in group.codes}


def written(places: Places, place: Place, language: Language) -> Iterator[str]:
    """Its short and its whole name, each with what holds it where others bear the same name."""
    short, whole = (place.en, place.english) if language == "en" else (place.short, place.zh)
    for name in (short, whole):
        several = len(places.named(name)) > 1
        yield places.full_name(place, language) if several or not name else name


def only_finding(assistant: Assistant, text: str) -> Finding:
    answer = assistant.ask(Question(text, DAY))
    assert answer.clarification is None, text
    assert len(answer.findings) == 1, text
    assert not figures_from_nowhere(answer, text), text
    return answer.findings[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_province_is_told_its_quota(assistant: Assistant, places: Places, language: Language) -> None:
    templates = cycle(QUOTA[language])
    provinces = of_kinds(places, "province", "autonomous_region", "municipality")
    assert len(provinces) == 31
    for place in provinces:
        for name in written(places, place, language):
            text = next(templates).format(name)
            finding = only_finding(assistant, text)
            assert (finding.rule, finding.value) == ("recommendation_quota", 2 if place.short in NAMED else 1), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_prefecture_level_unit_is_told_its_verdict(
    assistant: Assistant, places: Places, language: Language
) -> None:
    earlier, unsure = listed("first_batch", "second_batch"), listed("unknown_batch")
    templates, forms = cycle(ELIGIBLE[language]), cycle((0, 1))
    units = of_kinds(places, "city", "autonomous_prefecture", "league", "prefecture")
    assert len(units) == 333
    for place in units:
        text = next(templates).format(list(written(places, place, language))[next(forms)])
        finding = only_finding(assistant, text)
        open_ = place.kind != "city" or place.code in unsure
        wanted = "no" if place.code in earlier else "undetermined" if open_ else "yes"
        assert (finding.rule, finding.verdict) == ("eligibility", wanted), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_municipal_district_is_told_its_verdict(assistant: Assistant, places: Places, language: Language) -> None:
    earlier, templates = listed("first_batch", "second_batch"), cycle(ELIGIBLE[language])
    for place in of_kinds(places, "municipal_district", "municipal_county"):
        text = next(templates).format(list(written(places, place, language))[1])
        finding = only_finding(assistant, text)
        assert (finding.rule, finding.verdict) == ("eligibility", "no" if place.code in earlier else "yes"), text


def test_every_county_level_city_is_told_no(assistant: Assistant, places: Places) -> None:
    languages, templates = cycle(LANGUAGES), {language: cycle(ELIGIBLE[language]) for language in LANGUAGES}
    for place in of_kinds(places, "county_level_city"):
        language = next(languages)
        text = next(templates[language]).format(list(written(places, place, language))[1])
        finding = only_finding(assistant, text)
        assert (finding.rule, finding.verdict, finding.value) == ("eligibility", "no", "other_level"), text


@pytest.mark.parametrize(
    ("text", "choices"),
    [("Can Zhongshan apply?", {"Zhongshan City, Guangdong", "Zhongshan District, Dalian"}), ("鼓楼区能申报吗？", 4)],
)
def test_names_that_really_collide_are_asked_about(assistant: Assistant, text: str, choices: object) -> None:
    answer = assistant.ask(Question(text, DAY))
    assert answer.clarification
    asked = answer.clarification.choices
    assert (len(asked) if isinstance(choices, int) else set(asked)) == choices


@pytest.fixture(scope="module")
def places() -> Places:
    return the_rulebook().places
