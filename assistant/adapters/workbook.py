"""Tables as CSV or XLSX files, the way staff keep them."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

WIDTHS = {"question": 60, "facts": 50, "clauses": 50, "turns": 40}
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with the text of its cells, row by row; a CSV file is one sheet without a name."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_sheets(file: Path) -> tuple[Sheet, ...]:
    """Every sheet. Raises UsageError for a file that is neither CSV nor XLSX."""
    try:
        if file.suffix.lower() == ".csv":
            with file.open(encoding="utf-8-sig", newline="") as lines:
                return (Sheet("", tuple(tuple(row) for row in csv.reader(lines))),)
        if file.suffix.lower() == ".xlsx":
            return _read_xlsx(file)
    except UnicodeDecodeError:
        raise UsageError("this is not UTF-8 text", where=str(file), do="Save it as CSV UTF-8, or as XLSX") from None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, csv.Error) as error:
        raise UsageError(f"the file cannot be read: {error}", where=str(file)) from None
    raise UsageError("neither .csv nor .xlsx", where=str(file), do="Save the table as one of them")


def write_sheets(file: Path, header: Sequence[str], sheets: Mapping[str, Iterable[Sequence[str]]]) -> None:
    """A workbook with a sheet for each name, or a CSV file with all rows; every cell is text, none is a formula."""
    if file.suffix.lower() == ".csv":
        with file.open("w", encoding="utf-8-sig", newline="") as lines:
            table = csv.writer(lines)
            table.writerow(header)
            table.writerows(row for rows in sheets.values() for row in rows)
        return
    if file.suffix.lower() != ".xlsx":
        raise UsageError("neither .csv nor .xlsx", where=str(file), do="Name the file with one of these ends")
    _write_xlsx(file, header, sheets)


def _read_xlsx(file: Path) -> tuple[Sheet, ...]:
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    found = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True, max_row=MOST_ROWS)
        found.append(Sheet(sheet.title, tuple(tuple(_text(value) for value in row) for row in rows)))
    book.close()
    return tuple(found)


def _text(value: Any) -> str:
    """A cell's value as it is typed: days without a time, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _write_xlsx(file: Path, header: Sequence[str], sheets: Mapping[str, Iterable[Sequence[str]]]) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name[:31])
        for number, row in enumerate((header, *rows), start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column)
                cell.value, cell.data_type = value or None, "s" if value else "n"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if number == 1:
                    cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for column, title in enumerate(header, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(title, 16)
    book.save(file)
