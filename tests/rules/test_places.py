"""Names of divisions: what they mean, what they leave open, and what they are never turned into."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.corpus_files.places import load_places
from assistant.errors import CorpusError
from assistant.rules.places import Places, fold_name
from tests.rules.conftest import HOME


def codes(places: Places, name: str, kinds: frozenset[str] | None = None) -> list[str]:
    return sorted(place.code for place in places.find(name, kinds).places)


def test_the_table_holds_the_country(places: Places) -> None:
    levels = [place.level for place in places.by_code.values()]
    assert levels.count("province") == 31
    assert levels.count("prefecture") == 333
    kinds = [place.kind for place in places.by_code.values()]
    assert kinds.count("municipal_district") + kinds.count("municipal_county") == 86
    assert sum(place.status == "capital" for place in places.by_code.values()) == 27
    assert {p.zh for p in places.by_code.values() if p.status == "independent"} == {
        "大连市",
        "青岛市",
        "宁波市",
        "厦门市",
        "深圳市",
    }


def test_pseudo_cities_stay_out(places: Places) -> None:
    assert not {"1101", "5002", "4190", "6590"} & set(places.by_code)
    assert not [place for place in places.by_code.values() if place.zh in ("市辖区", "县") or "直辖县级" in place.zh]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Guangdong", "44"),
        ("广东", "44"),
        ("广东省", "44"),
        ("Guangdong Province", "44"),
        ("4420", "4420"),
        ("442000", "4420"),
        ("440000", "44"),
        ("４４", "44"),
        ("110108", "110108"),
        ("Inner Mongolia", "15"),
        ("Tibet", "54"),
        ("Xizang", "54"),
        ("Hohhot", "1501"),
        ("Urumqi", "6501"),
        ("Harbin", "2301"),
        ("Lhasa", "5401"),
        ("Xi'an", "6101"),
        ("Xian", "6101"),
        ("Lvliang", "1411"),
        ("Luliang", "1411"),
        ("Lüliang", "1411"),
        ("Xilingol League", "1525"),
        ("延边州", "2224"),
        ("Yanbian Korean Autonomous Prefecture", "2224"),
        ("Yanbian Prefecture", "2224"),
        ("中山市", "4420"),
        ("Zhongshan City", "4420"),
        ("Pudong", "310115"),
        ("the Corps", "66"),
        ("Wuxi", "3202"),
        ("Wuxi County", "500238"),
        ("大连市中山区", "210202"),
        ("Zhongshan District, Dalian", "210202"),
        ("Suzhou, Jiangsu", "3205"),
        ("江苏苏州", "3205"),
        ("Suzhou Anhui", "3413"),
        ("昌吉市", "652301"),
        ("Changji City", "652301"),
    ],
)
def test_a_name_means_one_place(places: Places, name: str, code: str) -> None:
    assert codes(places, name) == [code]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("中山", ["210202", "4420"]),
        ("Zhongshan", ["210202", "4420"]),
        ("Suzhou", ["3205", "3413"]),
        ("昌吉", ["6523", "652301"]),
        ("Yichun", ["2307", "3609"]),
        ("吉林", ["22", "2202"]),
    ],
)
def test_a_shared_name_leaves_all_its_bearers(places: Places, name: str, wanted: list[str]) -> None:
    assert codes(places, name) == wanted


def test_what_makes_sense_settles_a_shared_name(places: Places) -> None:
    assert codes(places, "Jilin", frozenset({"province"})) == ["22"]


def test_one_known_name_is_never_corrected_into_another(places: Places) -> None:
    assert codes(places, "Shanxi") == ["14"]
    assert codes(places, "Shaanxi") == ["61"]
    for name in places.bare:
        assert places.nearest(name) == ()


@pytest.mark.parametrize(
    ("written", "code"), [("gaungdong", "44"), ("Shenzen", "4403"), ("Heilonjiang", "23"), ("Chongqin", "50")]
)
def test_an_unknown_word_is_matched_to_its_nearest(places: Places, written: str, code: str) -> None:
    found = places.find(written)
    assert [place.code for place in found.places] == [code]
    assert found.written == written


def test_a_slip_between_two_names_leaves_both(places: Places) -> None:
    assert codes(places, "Shannxi") == ["14", "61"]


@pytest.mark.parametrize("name", ["Liangjiang", "Dianzhong", "Fenjiang"])
def test_a_word_with_another_first_letter_is_no_slip(places: Places, name: str) -> None:
    assert places.find(name).places == ()


def test_a_word_like_no_name_means_nothing(places: Places) -> None:
    assert places.find("Foobar").places == ()


@given(st.text(max_size=20))
@example("A¨㐀")
@example(".\x1f0")
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert fold_name(fold_name(name)) in (fold_name(name), fold_name(name).removeprefix("the "))


def test_every_place_is_found_by_its_full_names(places: Places) -> None:
    for place in places.by_code.values():
        assert place in places.named(place.zh), place
        assert not place.english or place in places.named(place.english), place


def test_the_table_loads_fast() -> None:
    best = min(_seconds() for _ in range(5))
    assert best < 0.25  # about 0.02 on an idle machine


def _seconds() -> float:
    start = time.perf_counter()
    load_places(HOME / "corpus/shared/places.csv")
    return time.perf_counter() - start


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("44,province,广东省,广东,Guangdong,Guangdong Province,", "fields"),
        ("4x,province,广东省,广东,Guangdong,Guangdong Province,,", "division code"),
        ("44,land,广东省,广东,Guangdong,Guangdong Province,,", "kind"),
        ("44,province,广东省,广东,Guangdong,Guangdong Province,big,", "status"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(tmp_path: Path, line: str, what: str) -> None:
    file = tmp_path / "places.csv"
    file.write_text(f"code,kind,zh,short,en,english,status,aliases\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=what) as caught:
        load_places(file)
    assert caught.value.where == f"{file}:2"
