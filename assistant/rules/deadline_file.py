"""A deadline as a calendar file (.ics, RFC 5545) that every calendar program takes."""

from __future__ import annotations

import datetime as dt
import hashlib

FOLD = 60
"""Characters of a line before it is folded; in UTF-8 Chinese takes three bytes each, and a line may have 75."""


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


def _escaped(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and line breaks stand behind a backslash."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> list[str]:
    """A long line in several, each but the first behind a space."""
    width = FOLD if line.isascii() else FOLD // 3
    pieces = [line[start : start + width] for start in range(0, len(line), width)] or [""]
    return [pieces[0], *(f" {piece}" for piece in pieces[1:])]
