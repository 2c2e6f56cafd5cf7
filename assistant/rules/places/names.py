"""How names of places are compared, and which bearer of a name is usually meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from assistant.rules.places.place import Place

ENGLISH_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "province": ("province",),
    "autonomous_region": ("autonomousregion", "region"),
    "municipality": ("municipality", "city"),
    "city": ("city", "municipality", "prefecture", "prefecturelevelcity"),
    "autonomous_prefecture": ("autonomousprefecture", "prefecture"),
    "league": ("league", "prefecture"),
    "prefecture": ("prefecture", "region"),
    "municipal_district": ("district", "newarea", "newdistrict"),
    "municipal_county": ("county",),
    "district": ("district",),
    "county": ("county",),
    "autonomous_county": ("autonomouscounty", "county"),
    "banner": ("banner",),
    "county_level_city": ("city", "countylevelcity"),
}
"""The words that may follow the English name of a kind, folded."""

DROPPED: Final = {ord(letter): None for letter in " \t\n\u3000'’.·-"}


def fold_name(name: str) -> str:
    """A name in one spelling.

    Lower case, no spaces, apostrophes, hyphens or marks on letters; a leading "the" dropped.
    """
    text = name.lower() if name.isascii() else unicodedata.normalize("NFKC", name).lower()
    if not text.isascii() and not any("\u3400" <= letter <= "\ufaff" for letter in text):
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    dropped = text.strip().removeprefix("the ").translate(DROPPED)
    # What was dropped may have stood between a letter and its mark, or before a control character that counts as space.
    return unicodedata.normalize("NFKC", dropped).strip()


def usual(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """What a bare name usually means among its bearers.

    A province, a prefecture-level unit or a municipal district goes before districts, county-level cities and counties;
    of those, a district or city with the very same characters stays in (中山市, 中山区), a homophone does not (无锡,
    巫溪), nor a district of the city itself, nor one that shares its name with a provincial capital (西安).
    """
    main = [
        place
        for place in places
        if place.level in ("province", "prefecture", "corps") or place.kind == "municipal_district"
    ]
    if main:
        return tuple(place for place in places if place in main or _rivals(place, main))
    towns = tuple(place for place in places if place.kind in ("county_level_city", "district"))
    return towns or places


def _rivals(place: Place, main: list[Place]) -> bool:
    same = [other for other in main if other.short == place.short]
    if place.kind == "county_level_city":
        return bool(same)
    settled = any(place.lies_in(other) or other.status == "capital" for other in same)
    return place.kind == "district" and bool(same) and not settled
