"""A deadline as a calendar file (.ics, RFC 5545) that every calendar program takes."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.model import Finding

MOST_BYTES = 75
"""Of a line in UTF-8, its line break apart."""


def deadline_file(day: dt.date, title: str, note: str, *, stamp: dt.datetime, remind_days: int = 7) -> str:
    """One all-day event on the day, with a reminder some days before. `stamp` is when the file was made, in UTC."""
    uid = hashlib.sha256(f"{day.isoformat()}|{title}".encode()).hexdigest()[:32]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//policy-assistant//deadline//EN",
        "BEGIN:VEVENT",
        f"UID:{uid}@policy-assistant",
        f"DTSTAMP:{stamp.strftime('%Y%m%dT%H%M%SZ')}",
        f"DTSTART;VALUE=DATE:{day.strftime('%Y%m%d')}",
        f"DTEND;VALUE=DATE:{(day + dt.timedelta(days=1)).strftime('%Y%m%d')}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(note)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(title)}",
        f"TRIGGER:-P{remind_days}D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def finding_file(finding: Finding, title: str, *, stamp: dt.datetime) -> str | None:
    """The day that a finding comes to as a calendar file, None when it comes to none.

    Where the day itself may be too late, the event stands on the last day that is surely in time.
    """
    day = finding.computed.get("last_day_in_time", finding.value)
    if finding.unit == "date" and isinstance(day, str):
        day = dt.date.fromisoformat(day)  # A finding that was kept has its days as text.
    if finding.unit != "date" or not isinstance(day, dt.date):
        return None
    return deadline_file(day, title, "\n".join(finding.explanation), stamp=stamp)


def _escaped(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and line breaks stand behind a backslash."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\r", "\n"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> list[str]:
    """A long line in several, each but the first behind a space; no character is cut in two."""
    pieces = [""]
    for letter in line:
        if len((pieces[-1] + letter).encode()) > MOST_BYTES:
            pieces.append(" ")
        pieces[-1] += letter
    return pieces
