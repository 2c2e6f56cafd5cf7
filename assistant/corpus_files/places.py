"""places.csv as places; the first fault stops it, with its line."""

from __future__ import annotations

import csv
from pathlib import Path

from assistant.corpus_files.problems import Problem, problem_of, refuse
from assistant.rules.places import LEVELS, Place, Places

PLACES = Path("shared/places.csv")
"""Beneath corpus/."""
COLUMNS = ["code", "kind", "zh", "short", "en", "english", "status", "aliases"]
STATUSES = ("", "capital", "independent", "corps")


def load_places(file: Path) -> Places:
    """Every division of the file. Raises CorpusError with its line at the first fault."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines))
    except OSError as error:
        refuse([problem_of(file, error)])
    except UnicodeDecodeError:
        refuse([Problem(str(file), 0, "this is not UTF-8 text", "Save the file as UTF-8")])
    if not rows or rows[0] != COLUMNS:
        refuse([Problem(str(file), 1, "the first line does not name the columns", f"Write {','.join(COLUMNS)}")])
    seen: set[str] = set()
    places = []
    for line, row in enumerate(rows[1:], start=2):
        if fault := _fault(row, seen):
            refuse([Problem(str(file), line, *fault)])
        seen.add(row[0])
        code, kind, zh, short, en, english, status, aliases = row
        names = tuple(aliases.split("|")) if aliases else ()
        places.append(Place(code, kind, zh, short, en, english, status, names))
    return Places.of(places)


def _fault(row: list[str], seen: set[str]) -> tuple[str, str] | None:
    if len(row) != len(COLUMNS):
        return f"this line has {len(row)} fields", f"Write {len(COLUMNS)}, empty ones too"
    code, kind, zh, short = row[:4]
    if code and (not code.isdigit() or len(code) not in (2, 4, 6)):
        return f'"{code}" is not a division code', "Codes have two, four or six digits; a whole kind of place has none"
    if code and code in seen:
        return f"the code {code} stands here again", "Keep one of the two lines"
    if kind not in LEVELS:
        return f'the kind "{kind}" is not known', f"Use one of {', '.join(LEVELS)}"
    if row[6] not in STATUSES:
        return f'the status "{row[6]}" is not known', f"Use one of {', '.join(STATUSES[1:])}, or leave it empty"
    return ("the Chinese name is missing", "Write it") if not zh or not short else None
