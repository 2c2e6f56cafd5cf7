"""What a person or a program gives to a rule, read by the type of each input."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from assistant.errors import UsageError
from assistant.model import Language
from assistant.rules.case import Input
from assistant.rules.input_values import flag, plain_text, read_value, unread
from assistant.rules.place_search import search_places, similar_places
from assistant.rules.places import Found, Place, Places

BETWEEN: Final = re.compile(r"[,，、;；\n]|\s+and\s+|\s*&\s*")
BETWEEN_CHINESE: Final = re.compile(r"[和与及]|\s+")
"""Also within names (和田, 呼和浩特), so it counts only where every part is a known place."""


@dataclass(frozen=True, slots=True)
class Given:
    """The inputs that could be read, the places that a name leaves open, and names taken for the nearest one."""

    values: Mapping[str, Any] = field(default_factory=dict)
    open: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    corrected: Mapping[str, str] = field(default_factory=dict)


def read_inputs(inputs: Sequence[Input], raw: Mapping[str, Any], places: Places) -> Given:
    """Each value by its type; None and empty text count as not given. Raises UsageError for what cannot be one."""
    known = {wanted.name: wanted for wanted in inputs}
    values: dict[str, Any] = {}
    unclear: dict[str, tuple[Place, ...]] = {}
    corrected: dict[str, str] = {}
    for name, value in raw.items():
        if name not in known:
            flags = [flag(one) for one in known]
            raise UsageError(f'this rule takes no "{name}"', do=nearest_or_all(flag(name), flags, "Known inputs"))
        if value is None or value == () or (isinstance(value, str) and not value.strip()):
            continue
        wanted = known[name]
        if wanted.type not in ("place", "places"):
            values[name] = read_value(wanted, value)
            continue
        found = [
            _place(part, wanted, places) for part in (_parts(value, places) if wanted.type == "places" else [value])
        ]
        if ambiguous := next((one for one in found if one.only is None), None):
            unclear[name] = ambiguous.places
            continue
        read = tuple(one.only for one in found)
        values[name] = read if wanted.type == "places" else read[0]
        if written := next((one.written for one in found if one.written), None):
            corrected[name] = written
    return Given(values, unclear, corrected)


def _parts(value: Any, places: Places) -> Sequence[Any]:
    """The names of a list: between commas, "and" or 、, and between 和 or blanks where each part is a place."""
    if not isinstance(value, str):
        return tuple(value)
    parts = [part.strip() for part in BETWEEN.split(value) if part.strip()]
    return [name for part in parts for name in _joined(part, places)]


def _joined(part: str, places: Places) -> Sequence[str]:
    names = [name for name in BETWEEN_CHINESE.split(part) if name]
    several = not places.named(part) and len(names) > 1 and all(places.named(name) for name in names)
    return names if several else [part]


def _place(value: Any, wanted: Input, places: Places) -> Found:
    if isinstance(value, Place):
        return Found((value,))
    name = plain_text(value)
    found = places.find(name, wanted.kinds)
    if not found.places:
        near = _near_places(name, wanted, places)
        raise UsageError(
            f'no place is known by the name "{value}"',
            where=flag(wanted.name),
            do=f"Did you mean {' or '.join(near)}?" if near else "Write its full name, or its division code",
            code="no_place_but" if near else "no_place",
            input=wanted.name,
            value=value,
            near=", ".join(near),
        )
    if not wanted.any_of_kind and any(not place.code for place in found.places):
        what = f'"{value}" is a kind of place, and one place is needed'
        raise unread(wanted, value, "kind_of_place", what, "Write the name of a place, or its division code")
    return found


def _near_places(value: str, wanted: Input, places: Places) -> list[str]:
    """What may have been meant, with the places that hold them."""
    near = search_places(places, value, limit=3, kinds=wanted.kinds) or similar_places(places, value, wanted.kinds)
    language: Language = "en" if value.isascii() else "zh"
    return [places.full_name(place, language) for place in near]


def nearest_or_all(name: str, known: Sequence[str], title: str) -> str:
    """What to do about an unknown name: the nearest one that is known, else all of them behind the title."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"Did you mean {near[0]}?" if near else f"{title}: {', '.join(known) or 'none'}"
