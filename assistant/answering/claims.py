"""What a language model proposes: claims, read one by one from its reply while that is still coming."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

LONGEST_CLAIM = 600


class Claim(BaseModel):
    """A sentence that a model proposes, what it cites (c1, f1 ...), and the words of the text that prove it."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_CLAIM)]
    cites: list[str] = []
    quote: str = ""


REPLY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "cites": {"type": "array", "items": {"type": "string"}},
                    "quote": {"type": "string"},
                },
                "required": ["text", "cites", "quote"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["claims"],
    "additionalProperties": False,
}
"""The JSON schema of a whole reply."""

_LIST = re.compile(r'"claims"\s*:\s*\[')
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_DECODER = json.JSONDecoder()


class ClaimReader:
    """Takes a reply piece by piece and gives each claim as soon as its last brace is there.

    `complete` when the list was closed; `unreadable` holds what stood in the list and is no claim.
    """

    def __init__(self) -> None:
        self.complete = False
        self.unreadable: list[str] = []
        self._text = ""
        self._at: int | None = None

    def feed(self, piece: str) -> Iterator[Claim]:
        """The claims that this piece completes."""
        self._text += piece
        if self._at is None and not self._find_list():
            return
        while not self.complete and (item := self._next()) is not None:
            try:
                yield Claim.model_validate(item)
            except ValidationError:
                self.unreadable.append(json.dumps(item, ensure_ascii=False)[:LONGEST_CLAIM])

    def _find_list(self) -> bool:
        """Whether the list has begun, outside of what a model thinks aloud before it answers."""
        if "<think>" in self._text:
            self._text = _THOUGHT.sub("", self._text) if "</think>" in self._text else self._text
            if "<think>" in self._text:
                return False
        found = _LIST.search(self._text)
        if found:
            self._at = found.end()
        return found is not None

    def _next(self) -> Any:
        """The next item of the list; None when it is not there yet."""
        at = self._at or 0
        while at < len(self._text) and self._text[at] in " \t\r\n,":
            at += 1
        self._at = at
        if self._text[at : at + 1] == "]":
            self.complete = True
            return None
        if self._text[at : at + 1] != "{" or "}" not in self._text[at:]:
            return None
        try:
            item, end = _DECODER.raw_decode(self._text, at)
        except ValueError:
            return None
        self._at = end
        return item
