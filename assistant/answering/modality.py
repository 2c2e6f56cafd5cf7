"""Bounds, modality and negation of a sentence, by their words in English and Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answering.cues import cue, cues

if TYPE_CHECKING:
    from assistant.documents.figures import Figure

_BEFORE = cues("before_figure", head=r"(?:(?<![A-Za-z])|(?<=[\u4e00-\u9fff]))", tail="$")
_AFTER = cues("after_figure", head="^")
_MODALITY = cues("modality")
_NEGATION = cue("negation", "words")
_ONLY_BOUNDS = cue("negation", "only_bounds")
_ANYWHERE = [
    *cues("before_figure", head=r"(?<![A-Za-z])", tail=r"(?![A-Za-z])").values(),
    *_MODALITY.values(),
    _NEGATION,
]
_BOUNDING = re.compile("|".join(pattern.pattern for pattern in _ANYWHERE), re.IGNORECASE)
_REACH = 24


def bounds_of(text: str, figure: Figure) -> frozenset[str]:
    """The bounds that stand right before or after a figure: "up to 2" -> at most."""
    before = re.sub(r"\s+", " ", text[max(0, figure.start - _REACH) : figure.start]).rstrip(" (（")
    after = text[figure.end : figure.end + _REACH]
    first = next((name for name, pattern in _BEFORE.items() if pattern.search(before)), None)
    second = next((name for name, pattern in _AFTER.items() if pattern.search(after)), None)
    return frozenset(name for name in (first, second) if name)


def modality_of(text: str) -> frozenset[str]:
    """What the text commands, allows, forbids or qualifies."""
    found = set()
    for name, pattern in _MODALITY.items():
        if pattern.search(text):
            found.add(name)
            text = pattern.sub(" ", text) if name == "must not" else text
    return frozenset(found)


def negations_of(text: str) -> int:
    """How many negations the text holds; those that only set a bound ("not more than") do not count."""
    return len(_NEGATION.findall(_ONLY_BOUNDS.sub(" ", text)))


def without_bounds(text: str) -> str:
    """The text without the words that bound a figure, command or deny, which have checks of their own."""
    return _BOUNDING.sub(" ", text)
