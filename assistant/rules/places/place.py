"""One division of the country: its kind, the level it stands on, its names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from assistant.model import Language

Level = Literal["province", "prefecture", "county", "zone", "corps"]

LEVELS: Final[Mapping[str, Level]] = {
    "province": "province",
    "autonomous_region": "province",
    "municipality": "province",
    "city": "prefecture",
    "autonomous_prefecture": "prefecture",
    "league": "prefecture",
    "prefecture": "prefecture",
    "municipal_district": "county",
    "municipal_county": "county",
    "district": "county",
    "county": "county",
    "autonomous_county": "county",
    "banner": "county",
    "county_level_city": "county",
    "zone": "zone",
    "corps": "corps",
}
"""Every kind of place and the level it stands on; a zone (development zone, management area) is no division."""


@dataclass(frozen=True, slots=True)
class Place:
    """One division. `short` and `en` are its names without the word for its kind."""

    code: str
    kind: str
    zh: str
    short: str
    en: str
    english: str
    status: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """Where it stands: province, prefecture, county, zone or corps."""
        return LEVELS[self.kind]

    @property
    def classes(self) -> frozenset[str]:
        """What a policy may name it by: its kind and its status."""
        return frozenset({self.kind, self.status} if self.status else {self.kind})

    def lies_in(self, other: Place) -> bool:
        """Whether it is a part of the other."""
        return self.code != other.code and bool(other.code) and self.code.startswith(other.code)


def plain_name(place: Place, language: Language) -> str:
    """The name in a language; in English without the word for its kind where nobody says it."""
    if language == "zh":
        return place.zh
    return (place.en if place.level in ("province", "corps") or place.kind == "city" else place.english) or place.zh
