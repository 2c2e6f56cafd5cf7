"""Which digits an answer shows that nobody gave, quoted or computed: told apart without the product's own reading."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from assistant.model import Answer

DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
MARKERS = re.compile(r"\[\d+\]")
UNITS = (Decimal(1), Decimal(10**4), Decimal(10**6), Decimal(10**8))
"""A sum of yuan may be shown in any of these."""


def figures_from_nowhere(answer: Answer, question: str = "") -> set[str]:
    """Numbers of the shown text that stand in no quote, question, input, parameter, value or computation of it."""
    allowed = {plain(number) for number in DIGITS.findall(question)}
    for citation in answer.citations:
        allowed |= {plain(number) for number in DIGITS.findall(citation.quote)}
    for finding in answer.findings:
        held = (finding.inputs, finding.parameters, finding.computed, finding.value, finding.as_of, finding.batch)
        allowed |= {number for value in held for number in numbers_of(value)}
    shown = MARKERS.sub(" ", answer.text)
    return {number for number in DIGITS.findall(shown) if plain(number) not in allowed}


def numbers_of(value: Any) -> Iterator[str]:
    """How the numbers in a value may be written."""
    if isinstance(value, Mapping):
        for part in value.values():
            yield from numbers_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from numbers_of(part)
    elif isinstance(value, dt.date):
        yield from (str(value.year), str(value.month), str(value.day))
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        yield from (plain(str(abs(Decimal(str(value))) / unit)) for unit in UNITS)
    elif isinstance(value, str):
        yield from (plain(number) for number in DIGITS.findall(value))


def plain(number: str) -> str:
    """One way to write a number."""
    return format(Decimal(number.replace(",", "")).normalize(), "f")
