"""Every division of the country under the third batch, in English and in Chinese, with no needless question back."""

from __future__ import annotations

import pytest

from assistant.rules.places import Place, Places
from assistant.rules.rulebook import Rulebook
from tests.rules.conftest import Run

NAMED = {"广东", "江苏", "浙江", "山东", "河南", "安徽", "福建", "湖南", "湖北", "江西", "四川", "河北"}


def of_level(places: Places, *kinds: str) -> list[Place]:
    return [place for place in places.by_code.values() if place.kind in kinds]


def listed(rulebook: Rulebook, *names: str) -> set[str]:
    lists = {key: found for sheet in rulebook.sheets for key, found in sheet.lists.items()}
    return {code for name in names for group in lists[name].groups for code in group.codes}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_province_has_its_quota(places: Places, run: Run, language: str) -> None:
    provinces = of_level(places, "province", "autonomous_region", "municipality")
    assert len(provinces) == 31
    for place in provinces:
        names = (place.en, place.english) if language == "en" else (place.short, place.zh)
        for name in names:
            finding = run("recommendation_quota", province=name, language=language).finding
            assert finding.value == (2 if place.short in NAMED else 1), name
            assert finding.needs == ()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_prefecture_level_unit_gets_its_verdict(
    places: Places, rulebook: Rulebook, run: Run, language: str
) -> None:
    earlier, unsure = listed(rulebook, "first_batch", "second_batch"), listed(rulebook, "unknown_batch")
    units = of_level(places, "city", "autonomous_prefecture", "league", "prefecture")
    assert len(units) == 333
    for place in units:
        name = place.english if language == "en" else place.zh
        if len(places.named(name)) > 1:  # 苏州 and 宿州 are both Suzhou City
            name = f"{name}, {places.province_of(place).en}"
        finding = run("eligibility", place=name, language=language).finding
        wanted = (
            "no" if place.code in earlier else "undetermined" if place.kind != "city" or place.code in unsure else "yes"
        )
        assert (finding.verdict, finding.needs) == (wanted, ()), name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_municipal_district_gets_its_verdict(places: Places, rulebook: Rulebook, run: Run, language: str) -> None:
    earlier = listed(rulebook, "first_batch", "second_batch")
    for place in of_level(places, "municipal_district", "municipal_county"):
        name = (
            f"{place.english}, {places.province_of(place).en}"
            if language == "en"
            else f"{places.province_of(place).short}{place.zh}"
        )
        finding = run("eligibility", place=name, language=language).finding
        assert (finding.verdict, finding.needs) == ("no" if place.code in earlier else "yes", ()), name


def test_no_county_level_place_of_a_province_may_apply(places: Places, run: Run) -> None:
    for place in of_level(places, "county_level_city", "county", "autonomous_county", "banner", "district", "zone"):
        finding = run("eligibility", place=place.code).finding
        assert (finding.verdict, finding.value) == ("no", "other_level"), place


def test_every_city_and_municipal_district_has_a_cap(places: Places, run: Run) -> None:
    for place in of_level(places, "city", "municipal_district", "municipal_county"):
        high = place.status in ("capital", "independent")
        assert run("award_cap", place=place.code).finding.value == (150_000_000 if high else 100_000_000), place
