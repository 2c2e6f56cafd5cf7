"""A deadline as a file for calendar programs."""

from __future__ import annotations

import datetime as dt

from assistant.rules.deadline_file import deadline_file

STAMP = dt.datetime(2025, 5, 9, 8, 0, tzinfo=dt.UTC)


def test_the_event_takes_the_whole_day() -> None:
    file = deadline_file(dt.date(2025, 5, 20), "Submit", "Before this day", stamp=STAMP)
    assert "DTSTART;VALUE=DATE:20250520\r\nDTEND;VALUE=DATE:20250521\r\n" in file
    assert file.startswith("BEGIN:VCALENDAR\r\n")
    assert file.endswith("END:VCALENDAR\r\n")
    assert "DTSTAMP:20250509T080000Z" in file


def test_special_letters_are_escaped() -> None:
    file = deadline_file(dt.date(2025, 5, 20), "a, b; c", "one\ntwo", stamp=STAMP)
    assert "SUMMARY:a\\, b\\; c\r\n" in file
    assert "DESCRIPTION:one\\ntwo\r\n" in file


def test_no_line_is_longer_than_75_bytes() -> None:
    file = deadline_file(dt.date(2025, 5, 20), "报送" * 60, "word " * 60, stamp=STAMP)
    assert max(len(line.encode()) for line in file.split("\r\n")) <= 75
    unfolded = file.replace("\r\n ", "")
    assert "报送" * 60 in unfolded
    assert ("word " * 60).rstrip() in unfolded


def test_the_same_deadline_keeps_its_identity() -> None:
    one = deadline_file(dt.date(2025, 5, 20), "Submit", "", stamp=STAMP)
    other = deadline_file(dt.date(2025, 5, 20), "Submit", "later", stamp=STAMP + dt.timedelta(days=1))
    uid = [line for line in one.split("\r\n") if line.startswith("UID:")]
    assert uid == [line for line in other.split("\r\n") if line.startswith("UID:")]
