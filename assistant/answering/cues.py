"""The words of cues.toml, as patterns."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_FILE = Path(__file__).with_name("cues.toml")
_TABLES: dict[str, dict[str, list[str] | str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


def cue(table: str, name: str, *, head: str = "", tail: str = "") -> re.Pattern[str]:
    """The alternatives of one list, between a head and a tail that hold for all of them."""
    return re.compile(f"{head}(?:{'|'.join(_TABLES[table][name])}){tail}", re.IGNORECASE)


def cues(table: str, *, head: str = "", tail: str = "") -> dict[str, re.Pattern[str]]:
    """Every list of a table by its name, in the order of the file."""
    return {name: cue(table, name, head=head, tail=tail) for name in _TABLES[table]}


def words(table: str) -> frozenset[str]:
    """The plain words of a table."""
    return frozenset(word for text in _TABLES[table].values() if isinstance(text, str) for word in text.split())
