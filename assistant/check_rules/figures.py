"""Values of a rules.yaml held against the words they are read from, in every language that says the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from assistant.corpus_files.problems import Problem, problem_at
from assistant.corpus_files.rule_shapes import RulesShape, ValueShape
from assistant.corpus_files.strict_yaml import YamlFile
from assistant.documents.figures import Figure, figures_in

PER_UNIT: Final = {"year": 12}
"""Figures hold durations in months."""


def figure_faults(shape: RulesShape, file: YamlFile) -> Iterator[Problem]:
    """Numbers and words of a value that its quotes do not hold, unless reads_as says how it is read from them.

    A reads_as that explains nothing is told too: it would keep the value from being checked.
    """
    for name, parameter in shape.parameters.items():
        for day, entry in parameter.values.items():
            if entry is None:
                continue
            spot = ("parameters", name, "values", day)
            lacking = list(_lacking(entry, parameter.unit))
            if not entry.reads_as:
                for what, do in lacking:
                    yield problem_at(file, (*spot, "value"), what, do)
            elif not lacking and _holds_figures(entry.value):
                what = "every part of the value stands in its quotes, so reads_as only keeps it from being checked"
                yield problem_at(file, (*spot, "reads_as"), what, "Take reads_as out; a comment may explain the value")


def _lacking(entry: ValueShape, unit: str | None) -> Iterator[tuple[str, str]]:
    """What of the value its quotes do not hold, and what to do."""
    parts = entry.value if isinstance(entry.value, list) else [entry.value]
    for quote in (entry, *entry.also):
        held = figures_in(quote.quote)
        for number in filter(_is_number, parts):
            if not any(_same(number, figure, unit) for figure in held):
                what = f'{number} does not stand in the quote "{quote.quote.strip()[:60]}" of {quote.document}'
                yield what, "Correct it, or say under reads_as how it is read from the words"
    for word in parts:
        if isinstance(word, str) and word not in entry.quote:
            yield f'"{word}" does not stand in the quote', "Correct it, or write reads_as"


def _holds_figures(value: Any) -> bool:
    return any(_is_number(part) or isinstance(part, str) for part in (value if isinstance(value, list) else [value]))


def _is_number(part: Any) -> bool:
    return isinstance(part, int | float | dt.date) and not isinstance(part, bool)


def _same(number: Any, figure: Figure, unit: str | None) -> bool:
    if isinstance(number, dt.date):
        return figure.kind == "date" and figure.value == number.isoformat()
    try:
        found = Decimal(figure.value)
    except ArithmeticError:
        return False
    return found in (Decimal(str(number)), Decimal(str(number)) * PER_UNIT.get(unit or "", 1))
