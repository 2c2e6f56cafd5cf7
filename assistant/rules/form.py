"""The form of a rule as JSON Schema, made from its own inputs and words: one description for pages, APIs and tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from assistant.model import Language
from assistant.rules.case import Input, InputType
from assistant.rules.rulebook import RuleInfo

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
TYPES: Final[Mapping[InputType, Mapping[str, Any]]] = {
    "place": {"type": "string"},
    "places": {"type": "array"},
    "date": {"type": "string", "format": "date"},
    "count": {"type": "integer", "minimum": 0},
    "percent": {"type": "number", "minimum": 0, "maximum": 100},
    "score": {"type": "number", "minimum": 0},
    "choice": {"type": "string"},
    "text": {"type": "string"},
    "flag": {"type": "boolean"},
}


def rule_schema(info: RuleInfo, language: Language) -> dict[str, Any]:
    """What a rule takes, with titles and help in the language; the names are those of the command line's flags.

    `x-place` marks a field that holds a place, by name or code: true, or the list of kinds that make sense;
    `x-suggestions` are answers that are likely and not the only ones.
    """
    return {
        "$schema": DRAFT,
        "$id": info.name,
        "title": info.title[language],
        "description": info.purpose[language],
        "type": "object",
        "properties": {wanted.name: field_schema(wanted, info, language) for wanted in info.inputs},
        "required": [wanted.name for wanted in info.inputs if wanted.required],
        "additionalProperties": False,
    }


def field_schema(wanted: Input, info: RuleInfo, language: Language) -> dict[str, Any]:
    """One input: its type and bounds, its title, how it is asked for, and its choices."""
    words = info.words.get(wanted.name)
    told: dict[str, Any] = {"title": words.title[language] if words else wanted.name, **TYPES[wanted.type]}
    if words:
        told["description"] = words.help.get(language) or words.ask[language]
    place = {"x-place": sorted(wanted.kinds) if wanted.kinds else True}
    if wanted.type == "place":
        told |= place
    elif wanted.type == "places":
        told["items"] = {"type": "string", **place}
    choices = (info.choices if language == "en" else info.choices_zh).get(wanted.name)
    if choices and wanted.type == "choice":
        told["enum"] = list(choices)
    elif choices and wanted.type == "text":
        told["x-suggestions"] = list(choices)
    return told
