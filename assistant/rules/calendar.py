"""Working days of mainland China: public holidays and the weekend days worked in exchange, by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.errors import NotInForce

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Year:
    """One year's decision.

    `holidays` are free, `make_up` are weekend days on which people work; `source` is its number, and `confidence` is
    high when the days were compared with it.
    """

    holidays: frozenset[dt.date]
    make_up: frozenset[dt.date]
    source: str
    confidence: str = "high"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The years that are known."""

    years: Mapping[int, Year]

    def knows(self, first: dt.date, last: dt.date) -> bool:
        """Whether every year from one day to the other is known."""
        return all(year in self.years for year in range(first.year, last.year + 1))

    def is_sure_of(self, first: dt.date, last: dt.date) -> bool:
        """Whether every year from one day to the other was compared with its notice."""
        return self.knows(first, last) and all(
            self.years[year].confidence == "high" for year in range(first.year, last.year + 1)
        )

    def is_working_day(self, day: dt.date) -> bool:
        """Raises NotInForce when the year is not known."""
        if day.year not in self.years:
            known = ", ".join(map(str, sorted(self.years)))
            raise NotInForce(
                f"the working days of {day.year} are not known",
                do=f"Known years: {known}; add the year to calendar.yaml",
                code="year_not_known",
                year=day.year,
                known=known,
            )
        year = self.years[day.year]
        return day in year.make_up or (day.weekday() < SATURDAY and day not in year.holidays)

    def working_days(self, first: dt.date, last: dt.date) -> int:
        """How many working days there are from the first day to the last, both included; 0 when the last is earlier."""
        days = (last - first).days + 1
        return sum(self.is_working_day(first + dt.timedelta(days=number)) for number in range(max(days, 0)))
