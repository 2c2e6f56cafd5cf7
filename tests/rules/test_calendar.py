"""Working days, with public holidays and the weekend days worked in exchange."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.corpus_files.calendar import CALENDAR, load_calendar
from assistant.errors import CorpusError, NotInForce
from assistant.rules.calendar import SATURDAY, Calendar
from assistant.rules.rulebook import Rulebook
from tests.rules.conftest import HOME, THIRD, Run


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(HOME / "corpus" / CALENDAR)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2025-05-12", True),
        ("2025-05-17", False),
        ("2025-05-01", False),
        ("2025-04-27", True),
        ("2026-02-28", True),
        ("2026-02-16", False),
    ],
)
def test_a_day_is_worked_or_free(calendar: Calendar, day: str, working: bool) -> None:
    assert calendar.is_working_day(dt.date.fromisoformat(day)) is working


def test_make_up_days_count(calendar: Calendar) -> None:
    assert calendar.working_days(dt.date(2025, 4, 26), dt.date(2025, 5, 6)) == 5


def test_an_unknown_year_is_an_error_that_names_the_known_ones(calendar: Calendar) -> None:
    with pytest.raises(NotInForce, match="2025"):
        calendar.is_working_day(dt.date(2019, 5, 6))


def test_a_rule_leaves_working_days_out_where_the_year_is_not_known(run: Run) -> None:
    assert "working_days_between" in run("submission_deadline", day="2025-05-12").finding.computed
    assert "working_days_between" not in run("submission_deadline", day="2019-05-12").finding.computed


def test_no_working_days_are_told_where_no_day_lies_between(run: Run) -> None:
    assert any("working days" in told for told in run("submission_deadline", day="2025-05-12").finding.explanation)
    assert not any("working day" in told for told in run("submission_deadline", day="2025-05-19").finding.explanation)


def test_a_day_under_the_wrong_year_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "calendar.yaml"
    file.write_text(
        'years:\n  "2025":\n    source: x\n    confidence: high\n    holidays: [[2026-01-01]]\n    make_up: []\n',
        encoding="utf-8",
    )
    with pytest.raises(CorpusError, match="2026-01-01 is not a day of 2025"):
        load_calendar(file)


def test_every_year_held_was_compared_with_its_notice(calendar: Calendar) -> None:
    assert sorted(calendar.years) == [2023, 2024, 2025, 2026]
    for number, year in calendar.years.items():
        assert year.confidence == "high"
        assert f"国办发明电〔{number - 1}〕" in year.source


@pytest.mark.parametrize(("year", "free", "made_up"), [(2023, 26, 7), (2024, 28, 8), (2025, 28, 5), (2026, 33, 6)])
def test_a_year_has_as_many_days_as_its_notice_counts(calendar: Calendar, year: int, free: int, made_up: int) -> None:
    """The notices say how long each holiday is; that of 2023 also counts 31 December of the year before."""
    assert (len(calendar.years[year].holidays), len(calendar.years[year].make_up)) == (free, made_up)
    assert all(day.weekday() >= SATURDAY for day in calendar.years[year].make_up)


def test_working_days_by_a_calendar_that_was_not_compared_are_told_as_such(rulebook: Rulebook) -> None:
    unsure = {number: replace(year, confidence="medium") for number, year in rulebook.calendar.years.items()}
    day = dt.date(2025, 5, 12)
    told = {
        calendar.is_sure_of(day, day): " ".join(
            replace(rulebook, calendar=calendar)
            .run("submission_deadline", {}, day=day, batch=THIRD)
            .finding.explanation
        )
        for calendar in (rulebook.calendar, Calendar(unsure))
    }
    assert "has not been compared with the official notice" in told[False]
    assert "working days" in told[True]
    assert "has not been compared" not in told[True]
