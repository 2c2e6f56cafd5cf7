"""Divisions of China by code and by name, in Chinese and in English; equal names are kept apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
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
SPLIT: Final = re.compile(r"\s*[,，、/(（]\s*|\s+(?:of|in)\s+|的")


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


@dataclass(frozen=True, slots=True)
class Found:
    """Places that a name may mean; `written` is the name when it was taken for the nearest known one."""

    places: tuple[Place, ...]
    written: str | None = None

    @property
    def only(self) -> Place | None:
        """The place, when there is exactly one."""
        return self.places[0] if len(self.places) == 1 else None


@dataclass(frozen=True)
class Places:
    """All places with an index of their folded names."""

    by_code: Mapping[str, Place] = field(repr=False)
    full: Mapping[str, tuple[Place, ...]] = field(repr=False)
    bare: Mapping[str, tuple[Place, ...]] = field(repr=False)
    general: Mapping[str, Place] = field(repr=False)

    @classmethod
    def of(cls, places: Iterable[Place]) -> Places:
        """The index over the places; one without a code stands for its whole kind ("a county-level city")."""
        general: dict[str, Place] = {}
        by_code: dict[str, Place] = {}
        full: dict[str, dict[str, Place]] = {}
        bare: dict[str, dict[str, Place]] = {}
        for place in places:
            if not place.code:
                general.update((fold_name(name), place) for name in (place.zh, place.en, *place.aliases))
                continue
            by_code[place.code] = place
            english = fold_name(place.en)
            names = {place.zh, fold_name(place.english)}
            if english:
                names.update(english + word for word in ENGLISH_KINDS.get(place.kind, ()))
            for name in names:
                full.setdefault(name, {})[place.code] = place
            for name in {place.short, english, *map(fold_name, place.aliases)}:
                bare.setdefault(name, {})[place.code] = place
            if "ü" in place.en:
                for name in (english.replace("u", "v", 1), english.replace("u", "yu", 1)):
                    bare.setdefault(name, {})[place.code] = place
        full.pop("", None)
        bare.pop("", None)
        return cls(
            by_code,
            {n: tuple(p.values()) for n, p in full.items()},
            {n: tuple(p.values()) for n, p in bare.items()},
            general,
        )

    def province_of(self, place: Place) -> Place:
        """The province-level unit that the place is or lies in; the Corps is its own."""
        return self.by_code[place.code[:2]]

    def city_of(self, place: Place) -> Place | None:
        """The prefecture-level unit that the place is or lies in.

        None beneath a municipality or directly beneath a province.
        """
        return self.by_code.get(place.code[:4]) if len(place.code) >= 4 else None

    def full_name(self, place: Place, language: Language) -> str:
        """The name with what the place lies in, so that no other place has it."""
        whole = self.city_of(place) if len(place.code) > 4 else None
        whole = whole or (self.province_of(place) if len(place.code) > 2 else None)
        if whole is None:
            return plain_name(place, language)
        return f"{whole.short}{place.zh}" if language == "zh" else f"{place.english or place.zh}, {whole.en}"

    def named(self, name: str, kinds: Collection[str] | None = None) -> tuple[Place, ...]:
        """Places with exactly this name or code: full names first, else the usual meanings of a bare one.

        `kinds` are those that make sense here; they count only while one of them is left.
        """
        text = fold_name(name)
        if text.isdigit() and text in self.by_code:
            return (self.by_code[text],)
        found = self.full.get(text) or self.bare.get(text) or ()
        sensible = tuple(place for place in found if kinds is None or place.kind in kinds) or found
        return sensible if text in self.full else usual(sensible)

    def find(self, name: str, kinds: Collection[str] | None = None) -> Found:
        """What the words mean.

        A name, a name with the place it lies in ("Zhongshan District, Dalian"; 大连市中山区), a kind of place, or, when
        it is no known name at all, the nearest one that is.
        """
        words = name.strip()
        if general := self.general.get(fold_name(words)):
            return Found((general,))
        if places := self.named(words, kinds):
            return Found(places)
        if places := self.inside(words, kinds):
            return Found(places)
        nearest = self.nearest(words)
        return Found(nearest, words if nearest else None)

    def inside(self, words: str, kinds: Collection[str] | None = None) -> tuple[Place, ...]:
        """A place named together with one that holds it, in either order; empty when the words do not say that."""
        parts = [part for part in SPLIT.split(words.rstrip(")）")) if part]
        pairs = list(pairwise(parts))
        pairs += [(words[i:], words[:i]) for i in range(2, len(words) - 1) if "\u3400" <= words[i] <= "\ufaff"]
        pairs += [(words[:i], words[i + 1 :]) for i, letter in enumerate(words) if letter == " "]
        for one, other in pairs:
            for part, whole in ((one, other), (other, one)):
                if found := self.within(part, self.all_named(whole), kinds):
                    return found
        return ()

    def all_named(self, name: str) -> tuple[Place, ...]:
        """Every place with this full or bare name, the unusual ones too."""
        text = fold_name(name)
        return tuple({p.code: p for p in (*self.full.get(text, ()), *self.bare.get(text, ()))}.values())

    def within(self, name: str, wholes: Iterable[Place], kinds: Collection[str] | None = None) -> tuple[Place, ...]:
        """Places of this name that lie in one of the others."""
        held = [place for place in self.all_named(name) if any(place.lies_in(whole) for whole in wholes)]
        text = fold_name(name)
        exact = [place for place in held if place in self.full.get(text, ())] or held
        return usual(tuple(place for place in exact if kinds is None or place.kind in kinds) or tuple(exact))

    def nearest(self, word: str) -> tuple[Place, ...]:
        """Province-level and prefecture-level places and municipal districts whose name is one slip away (two in a long
        name), all that are equally near; empty when the word is a known name itself or is short."""
        text = fold_name(word)
        if text in self.bare or text in self.full:
            return ()
        if not text.isascii():
            return self.nearest_chinese(text)
        if len(text) < 5:
            return ()
        from rapidfuzz.distance import OSA

        bound = 1 if len(text) < 8 else 2
        found: dict[int, dict[str, Place]] = {}
        for name, places in self.main_names.items():
            if abs(len(name) - len(text)) <= bound and (slips := OSA.distance(text, name, score_cutoff=bound)) <= bound:
                found.setdefault(slips, {}).update({place.code: place for place in places})
        best = tuple(found[min(found)].values()) if found else ()
        return best if len(best) <= 3 else ()

    def nearest_chinese(self, word: str) -> tuple[Place, ...]:
        """The province-level or prefecture-level place whose full name differs by one character; none of several."""
        near = {
            place.code: place
            for name, places in self.full.items()
            if len(name) == len(word) and sum(a != b for a, b in zip(name, word, strict=True)) == 1
            for place in places
            if place.level in ("province", "prefecture") and name[-1] == word[-1]
        }
        return tuple(near.values()) if len(near) == 1 else ()

    @cached_property
    def spellings(self) -> tuple[tuple[str, Place], ...]:
        """Every folded name, full and bare, with each place that bears it."""
        pairs = ((name, place) for names in (self.full, self.bare) for name in names for place in names[name])
        return tuple({(name, place.code): (name, place) for name, place in pairs}.values())

    @cached_property
    def main_names(self) -> Mapping[str, tuple[Place, ...]]:
        """The folded English names, bare and full, that a misspelt word may be taken for."""
        return {
            name: tuple(place for place in places if place.level in ("province", "prefecture"))
            for names in (self.bare, self.full)
            for name, places in names.items()
            if name.isascii() and any(place.level in ("province", "prefecture") for place in places)
        }


def plain_name(place: Place, language: Language) -> str:
    """The name in a language; in English without the word for its kind where nobody says it."""
    if language == "zh":
        return place.zh
    return (place.en if place.level in ("province", "corps") or place.kind == "city" else place.english) or place.zh


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
