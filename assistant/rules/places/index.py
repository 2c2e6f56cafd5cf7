"""All places by code and by name: what a name means, alone or with the place it lies in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final

from assistant.model import Language
from assistant.rules.places.names import ENGLISH_KINDS, fold_name, usual
from assistant.rules.places.nearest import main_names, names_a_zone, nearest_chinese, nearest_english
from assistant.rules.places.place import Place, plain_name

ZONE: Final = "开发区"
"""What stands for any zone in the table."""
WHOLE_UNIT: Final = re.compile(r"(?<=^\d{2})0000$|(?<=^\d{4})00$")
"""The noughts that fill the code of a province or a city up to six digits."""
SPLIT: Final = re.compile(r"\s*[,，、/(（]\s*|\s+(?:of|in)\s+|的")


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

    def corps_of(self, place: Place) -> Place | None:
        """The Corps, for a city that belongs to it and not to the region it lies in."""
        if place.status != "corps":
            return None
        return next((other for other in self.by_code.values() if other.kind == "corps"), None)

    def full_name(self, place: Place, language: Language) -> str:
        """The name with what the place lies in, so that no other place has it."""
        whole = self.city_of(place) if len(place.code) > 4 else None
        whole = whole or (self.province_of(place) if len(place.code) > 2 else None)
        if whole is None:
            return place.zh if language == "zh" else place.english
        return f"{whole.short}{place.zh}" if language == "zh" else f"{place.english or place.zh}, {whole.en}"

    def short_name(self, place: Place, language: Language) -> str:
        """The name as it is said, in English with as much more as keeps it apart: Jilin City; Suzhou, Anhui."""
        name = plain_name(place, language)
        others = [other for other in self.main_names.get(fold_name(place.en), ()) if other != place]
        if language == "zh" or place.level != "prefecture" or name != place.en or not others:
            return name
        in_province = any(other.level == "province" for other in others)
        return place.english if in_province else f"{name}, {self.province_of(place).en}"

    def named(self, name: str, kinds: Collection[str] | None = None) -> tuple[Place, ...]:
        """Places with exactly this name or code: full names first, else the usual meanings of a bare one.

        `kinds` are those that make sense here; they count only while one of them is left.
        """
        text = fold_name(name)
        if text.isdigit():
            code = WHOLE_UNIT.sub("", text)
            return (self.by_code[code],) if code in self.by_code else ()
        found = self.full.get(text) or self.bare.get(text) or ()
        sensible = tuple(place for place in found if kinds is None or place.kind in kinds) or found
        return sensible if text in self.full else usual(sensible)

    def find(self, name: str, kinds: Collection[str] | None = None) -> Found:
        """What the words mean.

        A name, a name with the place it lies in ("Zhongshan District, Dalian"; 大连市中山区), a kind of place, or, when
        it is no known name at all, the nearest one that is; else a zone, when it is called one.
        """
        words = name.strip()
        if general := self.general.get(fold_name(words)):
            return Found((general,))
        if places := self.named(words, kinds):
            return Found(places)
        if places := self.inside(words, kinds):
            return Found(places)
        if nearest := self.nearest(words):
            return Found(nearest, words)
        zone = self.general.get(ZONE)
        return Found((zone,), words) if zone and names_a_zone(fold_name(words), self.full) else Found(())

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
        """Province-level and prefecture-level places that a misspelt word may stand for; empty for a known name."""
        text = fold_name(word)
        if text in self.bare or text in self.full:
            return ()
        if not text.isascii():
            return nearest_chinese(text, self.full)
        return nearest_english(text, self.main_names)

    @cached_property
    def spellings(self) -> tuple[tuple[str, Place], ...]:
        """Every folded name, full and bare, with each place that bears it."""
        pairs = ((name, place) for names in (self.full, self.bare) for name in names for place in names[name])
        return tuple({(name, place.code): (name, place) for name, place in pairs}.values())

    @cached_property
    def main_names(self) -> Mapping[str, tuple[Place, ...]]:
        """The English names that a misspelt word may be taken for."""
        return main_names(self.full, self.bare)
