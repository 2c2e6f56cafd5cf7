"""calendar.yaml as the working days of the country; the first fault stops it, with its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from assistant.corpus_files.problems import refuse_at
from assistant.corpus_files.reading import read_shape
from assistant.corpus_files.rule_shapes import CalendarShape, YearShape
from assistant.corpus_files.strict_yaml import Place, YamlFile
from assistant.rules.calendar import SATURDAY, Calendar, Year

CALENDAR = Path("shared/calendar.yaml")
"""Beneath corpus/."""


def load_calendar(file: Path) -> Calendar:
    """The years of a calendar.yaml."""
    shape, source = read_shape(file, CalendarShape)
    for key in shape.years:
        if not key.isdigit():
            refuse_at(source, ("years", key), f'"{key}" is not a year', "Write it as 2025")
    return Calendar({int(key): _year(int(key), entry, source) for key, entry in shape.years.items()})


def _year(number: int, entry: YearShape, file: YamlFile) -> Year:
    """One year, whose days are its own, whose runs go forward, and whose make-up days are else free."""
    keys: Place = ("years", str(number))
    for at, run in enumerate(entry.holidays):
        if run[-1] < run[0]:
            what = f"the run ends on {run[-1]}, before it begins on {run[0]}"
            refuse_at(file, (*keys, "holidays", at), what, "Exchange its two days")
    holidays = frozenset(day for run in entry.holidays for day in _days(run[0], run[-1]))
    for day in (*sorted(holidays), *entry.make_up):
        if day.year != number:
            refuse_at(file, keys, f"{day} is not a day of {number}", "Put it under its own year")
    for at, day in enumerate(entry.make_up):
        if day in holidays or day.weekday() < SATURDAY:
            what = f"{day} is a {'holiday' if day in holidays else 'weekday'}, so it cannot be worked in exchange"
            refuse_at(file, (*keys, "make_up", at), what, "Compare it with the notice of the year")
    return Year(holidays, frozenset(entry.make_up), entry.source, entry.confidence)


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every day from the first to the last."""
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
