"""Text on a terminal: wrapped and coloured where somebody looks, plain where a program reads."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.padding import Padding

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDTH: Final = 100
"""Lines longer than this are hard to read."""


class Screen:
    """stdout for people."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._wraps = sys.stdout.isatty()
        self._console.width = min(self._console.width, WIDTH) if self._wraps else 10_000

    def show(self, what: RenderableType, indent: int = 0) -> None:
        """One block, each of its lines indented; a program gets it unwrapped."""
        if indent:
            what = Padding(what, (0, 0, 0, indent), expand=False)
        self._console.print(what, soft_wrap=not self._wraps and not indent)

    def gap(self) -> None:
        """An empty line."""
        self._console.print()


@cache
def screen() -> Screen:
    """The screen of this process."""
    return Screen()


def shown(text: str) -> str:
    """The text on one line without characters that steer a terminal."""
    kept = (char if unicodedata.category(char) not in ("Cc", "Cf") or char in "\n\t" else "" for char in text)
    return " ".join("".join(kept).split())
