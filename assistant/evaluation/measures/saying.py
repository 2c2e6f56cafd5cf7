"""Whether a text says something: a figure in any form, other words letter by letter but for case and white space."""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def says(text: str, words: str) -> bool:
    """Whether the text says the words."""
    if figure := figure_of(words):
        return any(supports(held, figure) for held in figures_in(without_markers(text)))
    return letters(words) in letters(without_markers(text))


def says_figures(text: str, words: str) -> bool:
    """Whether every figure of the words stands in the text, whatever the words around it."""
    held, wanted = figures_in(without_markers(text)), figures_in(words)
    return all(any(supports(one, figure) for one in held) for figure in wanted) if wanted else says(text, words)


def share(parts: Iterable[bool]) -> float:
    """The share that is true; there is at least one."""
    held = list(parts)
    return sum(held) / len(held)
