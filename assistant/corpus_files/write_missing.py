"""Texts that a document names and nobody holds here, from the numbered fields of a form: missing_1_title_en ..."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from assistant.errors import UsageError

PARTS: Final = ("title_en", "title_zh", "issuer_en", "issuer_zh", "match", "pointer")
"""What a form says of a missing text: its names, words of questions about it, words of the document pointing to it."""
NEEDED: Final = PARTS[:4]
MOST: Final = 8
"""Missing texts that a form takes."""
_WORDS: Final = re.compile(r"[;；,，、\n]")


def missing_name(number: int, part: str) -> str:
    """The name of a field, such as missing_1_title_en."""
    return f"missing_{number}_{part}"


def missing_told(facts: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The number of each missing text of which something is said, and what."""
    for number in range(1, MOST + 1):
        said = {part: facts[name] for part in PARTS if facts.get(name := missing_name(number, part))}
        if said:
            yield number, said


def lacking_of_missing(facts: Mapping[str, str]) -> list[str]:
    """The names of fields that are needed and empty; a text that nothing points to needs words of a question."""
    lacking = []
    for number, said in missing_told(facts):
        needed = NEEDED if said.get("match") or said.get("pointer") else (*NEEDED, "match")
        lacking += [missing_name(number, part) for part in needed if part not in said]
    return lacking


def missing_entries(
    facts: Mapping[str, str], file: str, clause_of: Callable[[str], str | None]
) -> list[dict[str, Any]]:
    """The entries of policy.yaml. Raises UsageError for a pointer whose words do not stand in one clause."""
    return [_entry(said, file, clause_of) for _, said in missing_told(facts)]


def _entry(said: Mapping[str, str], file: str, clause_of: Callable[[str], str | None]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "title": {"en": said["title_en"], "zh": said["title_zh"]},
        "issuer": {"en": said["issuer_en"], "zh": said["issuer_zh"]},
        "match": [part.strip() for part in _WORDS.split(said.get("match", "")) if part.strip()],
    }
    if pointer := said.get("pointer"):
        clause = clause_of(pointer)
        if clause is None:
            what = f'no clause of {file} holds the words "{pointer}"'
            raise UsageError(what, do="Copy the words from one clause", code="no_pointer", words=pointer)
        entry |= {"document": file, "clause": clause, "pointer": pointer}
    return entry
