"""An answer as a server gives it, as the noun; fields that were added since are passed over."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from assistant.adapters.stored_nouns import from_plain
from assistant.errors import Unavailable
from assistant.model import (
    Answer,
    AnswerSentence,
    Citation,
    Clarification,
    Finding,
    ModelUse,
    Notice,
)

PARTS: Final[Mapping[str, type[Any]]] = {
    "sentences": AnswerSentence,
    "citations": Citation,
    "nearest": Citation,
    "findings": Finding,
    "notices": Notice,
    "clarification": Clarification,
    "model": ModelUse,
}


def answer_from_json(value: Mapping[str, Any]) -> Answer:
    """The noun. Raises Unavailable when the server did not give an answer."""
    try:
        given = _known(Answer, value)
        for name, noun in PARTS.items():
            if given.get(name):
                given[name] = _part(noun, given[name])
        return from_plain(Answer, given)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unavailable(f"the server's answer is not of the known shape: {error}") from None


def _part(noun: type[Any], value: Any) -> Any:
    return [_known(noun, item) for item in value] if isinstance(value, list) else _known(noun, value)


def _known(noun: type[Any], value: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.name for field in dataclasses.fields(noun)}
    return {name: item for name, item in value.items() if name in fields}
