"""Places by the beginning of a name, for search boxes: both languages, with slips, the usual meanings first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from assistant.rules.places import Place, Places, fold_name

RANKS: Final[Mapping[str, int]] = {"province": 0, "corps": 0, "prefecture": 1, "county": 3, "zone": 4}
EXACT, BEGINS, INSIDE, SLIPPED = range(4)
SHORTEST_WITH_SLIPS: Final = 4
ALIKE: Final = 78
"""Out of 100: how much of two names has to agree for one to be offered in place of the other."""


def search_places(places: Places, text: str, *, limit: int = 10, kinds: Collection[str] | None = None) -> list[Place]:
    """Places whose code, name, or name with what holds it begins with the text; with slips when none does.

    `kinds` are the only ones wanted. The best first: whole names, then beginnings; provinces before cities before
    districts and counties.
    """
    wanted = fold_name(text)
    if not wanted:
        return []
    if wanted.isdigit():
        found = {code: BEGINS for code in places.by_code if code.startswith(wanted)}
    else:
        found = _by_name(places, wanted) or {place.code: EXACT for place in places.inside(text)}
        found = found or _with_slips(places, wanted)
    held = [places.by_code[code] for code in found if kinds is None or places.by_code[code].kind in kinds]
    return sorted(held, key=lambda place: (found[place.code], _rank(place), place.code))[:limit]


def similar_places(places: Places, text: str, kinds: Collection[str] | None = None, limit: int = 3) -> list[Place]:
    """Places whose names look most like the text, for a message about an unknown name; empty when none does."""
    from rapidfuzz import fuzz, process

    named = [(name, place) for name, place in places.spellings if kinds is None or place.kind in kinds]
    found = process.extract(
        fold_name(text), [name for name, _ in named], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=3 * limit
    )
    alike = sorted(found, key=lambda hit: (-hit[1], _rank(named[hit[2]][1])))
    return list({named[number][1].code: named[number][1] for _, _, number in alike}.values())[:limit]


def place_record(place: Place, places: Places) -> dict[str, Any]:
    """What a search box shows and sends: the code, names in both languages, and names that no other place has."""
    full = {language: places.full_name(place, language) for language in ("en", "zh")}
    return {"code": place.code, "kind": place.kind, "en": place.english or place.en, "zh": place.zh, "full": full}


def _rank(place: Place) -> int:
    return 2 if place.kind in ("municipal_district", "municipal_county") else RANKS[place.level]


def _by_name(places: Places, wanted: str) -> dict[str, int]:
    """How each place matches, by code: the whole name, its beginning, or within a Chinese one."""
    found: dict[str, int] = {}
    for name, place in places.spellings:
        if wanted == name:
            grade = EXACT
        elif name.startswith(wanted):
            grade = BEGINS
        elif not wanted.isascii() and wanted in name:
            grade = INSIDE
        else:
            continue
        found[place.code] = min(grade, found.get(place.code, grade))
    return found


def _with_slips(places: Places, wanted: str) -> dict[str, int]:
    """Names that begin with the text but for one slip, two in a long one; the nearest only."""
    if len(wanted) < SHORTEST_WITH_SLIPS or not wanted.isascii():
        return {}
    from rapidfuzz.distance import OSA

    bound = 1 if len(wanted) < 8 else 2
    found: dict[str, int] = {}
    for name, place in places.spellings:
        if name.isascii():
            slips = min(OSA.distance(wanted, name[: len(wanted) + more], score_cutoff=bound) for more in (-1, 0, 1))
            if slips <= bound:
                found[place.code] = min(SLIPPED + slips, found.get(place.code, SLIPPED + slips))
    return found
