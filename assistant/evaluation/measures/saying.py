"""Whether a text says something: a figure in any form, other words letter by letter but for case and white space."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from assistant.answering.quotes import plain_text
from assistant.documents.figures import Figure, figures_in, supports
from assistant.search.tokens import fold

_MARKER = re.compile(r"\[\d{1,3}\]")
_AROUND = " \t\n.,;:。，；：、"


def without_markers(text: str) -> str:
    """The text without the numbers of its citations."""
    return _MARKER.sub("", text)


def letters(text: str) -> str:
    """The text in one spelling without white space and markup."""
    return "".join(fold(plain_text(text)).split())


def figure_of(words: str) -> Figure | None:
    """The figure that the words are, None when they say more than a figure."""
    found = figures_in(words.strip(_AROUND))
    whole = len(found) == 1 and found[0].end - found[0].start == len(words.strip(_AROUND))
    return found[0] if whole and found[0].kind not in ("marker", "label") else None


_PARTS_OF = {"month": (1, 12), "day": (1, 7), "minute": (1, 60)}


def bears_out(held: Figure, wanted: Figure) -> bool:
    """Whether a figure of an answer is the one wanted; a bare number is borne out by its number of any unit."""
    if supports(held, wanted):
        return True
    if wanted.kind != "number" or held.kind not in ("duration", "percent"):
        return False
    parts = _PARTS_OF.get(held.unit, (1,))
    return _is_plain(wanted) and any(Decimal(held.value) == Decimal(wanted.value) * part for part in parts)


def _is_plain(figure: Figure) -> bool:
    return figure.value.replace(".", "", 1).isdecimal()


def says(text: str, words: str) -> bool:
    """Whether the text says the words."""
    if figure := figure_of(words):
        return any(bears_out(held, figure) for held in figures_in(without_markers(text)))
    return letters(words) in letters(without_markers(text))


def says_figures(text: str, words: str) -> bool:
    """Whether every figure of the words stands in the text, whatever the words around it."""
    held, wanted = figures_in(without_markers(text)), figures_in(words)
    return all(any(bears_out(one, figure) for one in held) for figure in wanted) if wanted else says(text, words)


def share(parts: Iterable[bool]) -> float:
    """The share that is true; there is at least one."""
    held = list(parts)
    return sum(held) / len(held)
