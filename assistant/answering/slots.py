"""What a rule found, as slots that a model may write and only code fills: {{f1.value}}."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from assistant.rules.wording import day, listed, plain, yuan

if TYPE_CHECKING:
    from assistant.model import Finding, Language

SLOT = re.compile(r"\{\{\s*([A-Za-z]\w*(?:\.\w+)*)\s*\}\}")
BRACES = re.compile(r"\{\{|\}\}")


def slots_of(finding: Finding, language: Language) -> Mapping[str, str]:
    """Each slot of a finding with the words that fill it.

    The value with its sign of percent or currency, the day it holds for, the inputs by name, what was computed.
    """
    given = {**finding.computed, **finding.inputs, "as_of": finding.as_of}
    words = {name: shown for name, value in given.items() if (shown := _shown(value, language, None))}
    if not isinstance(finding.value, str) and (value := _shown(finding.value, language, finding.unit)):
        words["value"] = value
    return {f"{finding.id}.{name}": said for name, said in words.items()}


def fill(text: str, findings: Iterable[Finding], language: Language) -> tuple[str, str | None]:
    """The text with its slots filled, and the first slot that is not known or not whole."""
    known: dict[str, str] = {}
    for finding in findings:
        known.update(slots_of(finding, language))
    unknown = next((name for name in SLOT.findall(text) if name not in known), None)
    filled = SLOT.sub(lambda match: known.get(match[1], match[0]), text)
    return filled, unknown or ("{{" if BRACES.search(filled) else None)


def named_in(text: str) -> tuple[str, ...]:
    """The findings whose slots stand in a text."""
    return tuple(dict.fromkeys(name.partition(".")[0] for name in SLOT.findall(text)))


def _shown(value: Any, language: Language, unit: str | None) -> str:
    """A value in words, "" for one that has no words of its own, such as a code or a group."""
    if isinstance(value, bool) or value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return day(value, language)
    if isinstance(value, tuple | list):
        parts = [_shown(part, language, unit) for part in value]
        return listed(parts, language) if all(parts) else ""
    if unit == "yuan":
        return yuan(int(value), language)
    return f"{plain(value, language)}%" if unit == "percent" else plain(value, language)
