"""Provinces named by their single characters: 川渝, 苏、浙两省, 鲁省."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.rules.places import Place, Places

BEHIND: Final = "(?=[两二三四五六七八]?(?:省|地(?![级市])|省市|个省)|各|分别|都能|都可)"
"""What shows that single characters stand for provinces."""


def abbreviated(text: str, places: Places) -> Iterator[tuple[int, Place]]:
    """Where such a character stands, and the province it is; one alone only before 省."""
    letters = _letters(places)
    if not letters:
        return
    one = f"[{''.join(letters)}]"
    several = re.compile(f"(?<![\u4e00-\u9fff]){one}(?:[、和与]?{one})+{BEHIND}|{one}(?=省(?![会级里内市]))")
    for run in several.finditer(text):
        for at in range(run.start(), run.end()):
            if text[at] in letters:
                yield at, letters[text[at]]


def _letters(places: Places) -> dict[str, Place]:
    provinces = (place for place in places.by_code.values() if place.level == "province")
    return {name: place for place in provinces for name in place.aliases if len(name) == 1}
