"""Which known name a misspelt one may stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from assistant.rules.places.place import Place

SHORTEST: Final = 5
"""A shorter English name is a slip away from too many others."""
LONG: Final = 8
"""From this length on an English name may have two slips."""
MOST_NEAR: Final = 3
MAIN_LEVELS: Final = ("province", "prefecture")

ZONES: Final = re.compile(
    "(新区|开发区|高新区|经开区|产业园区|工业园区|管理区"
    "|newarea|newdistrict|developmentzone|hightechzone|economiczone|industrialpark)$"
)
"""How zones are called; a few districts of municipalities are called so too (浦东新区)."""

Names = Mapping[str, tuple[Place, ...]]
"""Places by their folded names."""


def main_names(full: Names, bare: Names) -> Names:
    """The English names, bare and full, that a misspelt word may be taken for."""
    return {
        name: tuple(place for place in places if place.level in MAIN_LEVELS)
        for names in (bare, full)
        for name, places in names.items()
        if name.isascii() and any(place.level in MAIN_LEVELS for place in places)
    }


def nearest_english(word: str, main: Names) -> tuple[Place, ...]:
    """Those whose name is one slip away (two in a long name), all that are equally near; none of too many.

    The first letter has to be the same: people rarely miss it, and Liangjiang is no slip for Yangjiang.
    """
    if len(word) < SHORTEST:
        return ()
    from rapidfuzz.distance import OSA

    bound = 1 if len(word) < LONG else 2
    found: dict[int, dict[str, Place]] = {}
    for name, places in main.items():
        if name[0] != word[0] or abs(len(name) - len(word)) > bound:
            continue
        if (slips := OSA.distance(word, name, score_cutoff=bound)) <= bound:
            found.setdefault(slips, {}).update({place.code: place for place in places})
    best = tuple(found[min(found)].values()) if found else ()
    return best if len(best) <= MOST_NEAR else ()


def nearest_chinese(word: str, full: Names) -> tuple[Place, ...]:
    """The one whose full name differs by one character, not the last; none of several."""
    near = {
        place.code: place
        for name, places in full.items()
        if len(name) == len(word) and sum(a != b for a, b in zip(name, word, strict=True)) == 1
        for place in places
        if place.level in MAIN_LEVELS and name[-1] == word[-1]
    }
    return tuple(near.values()) if len(near) == 1 else ()


def names_a_zone(word: str, full: Names) -> bool:
    """Whether an unknown name is called a zone, and is not one slip away from a district that is called so."""
    called = ZONES.search(word)
    if called is None or called.start() == 0:
        return False
    from rapidfuzz.distance import OSA

    districts = (
        name
        for name, places in full.items()
        if name.endswith(called[0]) and any(place.kind != "zone" for place in places)
    )
    return all(OSA.distance(word, name, score_cutoff=1) > 1 for name in districts)
