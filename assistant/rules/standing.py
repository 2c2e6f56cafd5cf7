"""How a place stands under a batch: by its level, and by earlier batches."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from assistant.rules.case import Case
from assistant.rules.parameters import PlaceGroup, PlaceList
from assistant.rules.places import Place

ByLevel = Literal["named", "not_named", "unlike"]

SURE = ("high", "medium-high")
"""Confidences with which a place is told to be a pilot city; with less it seems to be one."""

UNNAMED_PREFECTURES = frozenset({"autonomous_prefecture", "league", "prefecture"})
"""Prefecture-level by law but no city: a text that names cities says nothing of them."""


@dataclass(frozen=True, slots=True)
class Record:
    """A place found on a list of pilot cities."""

    place: Place
    list: PlaceList
    group: PlaceGroup

    @property
    def sure(self) -> bool:
        """Whether the text names the place outright, and does not infer it."""
        return self.group.confidence in SURE


def by_level(place: Place, classes: Collection[str]) -> ByLevel:
    """Whether the classes that a text names hold the place, leave it open, or are of another level.

    Open are the Corps, a city with independent planning status where only ordinary cities are named, and prefecture-
    level units that are no city.
    """
    if place.kind == "city":
        own = place.status if place.status in ("capital", "independent") else "city"
        return "named" if own in classes else "not_named"
    if place.kind in ("municipal_district", "municipal_county"):
        return "named" if "municipal_district" in classes else "unlike"
    if place.kind in classes:
        return "named"
    return "not_named" if place.kind in UNNAMED_PREFECTURES or place.kind == "corps" else "unlike"


def on_record(place: Place, lists: Collection[PlaceList]) -> Record | None:
    """The first list that names the place itself; another district of the same municipality does not count."""
    for known in lists:
        if group := known.group_of(place.code):
            return Record(place, known, group)
    return None


def precedents(case: Case, kind: str) -> tuple[Record, ...]:
    """Places of the kind on any list of an earlier batch."""
    return tuple(
        Record(case.places.by_code[code], known, group)
        for known in case.lists("earlier")
        for group in known.groups
        for code in sorted(group.codes)
        if case.places.by_code[code].kind == kind
    )
