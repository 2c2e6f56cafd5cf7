"""Reads XLSX with openpyxl: each sheet a heading, each row a line that keeps its header."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING, Any

from assistant.adapters.deadline import Deadline
from assistant.adapters.docx_reader import broken, refuse_protected
from assistant.adapters.rendered_text import RenderedText
from assistant.adapters.text_reader import read_bytes
from assistant.adapters.zip_limits import check_unzipped_size
from assistant.errors import EmptyDocument

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from assistant.model import Extracted
    from assistant.ports import ReadLimits

_MOST_EMPTY_ROWS = 1_000


class XlsxReader:
    """XLSX: the values that the cells show; formulas count only with the value that was saved with them."""

    suffixes = frozenset([".xlsx", ".xlsm"])

    def read(self, path: Path, limits: ReadLimits) -> Extracted:
        """Text with a heading a sheet and a mark a row. Raises DocumentError."""
        import openpyxl  # type: ignore[import-untyped]

        refuse_protected(read_bytes(path, limits), path)
        check_unzipped_size(path, 10 * limits.bytes)
        deadline = Deadline(path, limits)
        rendered = RenderedText()
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                rows = _rows(sheet, deadline)
                _write_sheet(rendered, sheet.title, rows, alone=len(book.worksheets) == 1)
            title = (book.properties.title or "").strip()
            book.close()
        except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, SyntaxError, OSError) as error:
            raise broken(path, "XLSX") from error
        if not rendered.has_words:
            raise EmptyDocument("the workbook holds no text", where=str(path), do="Remove it or put its text in.")
        return rendered.extracted(title)


def _rows(sheet: Any, deadline: Deadline) -> list[list[str]]:
    """The rows of a sheet that hold something, trailing empty cells off; a long run of empty rows ends the sheet."""
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    empty = 0
    for values in sheet.iter_rows(values_only=True):
        deadline.check()
        row = _trimmed(values)
        empty = 0 if row else empty + 1
        if empty > _MOST_EMPTY_ROWS:
            break
        if row:
            rows.append(row)
    return rows


def _trimmed(values: Iterable[Any]) -> list[str]:
    row = [_shown(value) for value in values]
    while row and not row[-1]:
        row.pop()
    return row


def _shown(value: Any) -> str:
    """A cell's value in plain writing: whole numbers without a point, days in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return " ".join(str(value).split())


def _write_sheet(rendered: RenderedText, name: str, rows: list[list[str]], *, alone: bool) -> None:
    """Lines of one cell above the table are text; the first row of several cells is the header."""
    if not rows:
        return
    if not (alone and name.lower() in ("sheet", "sheet1", "tabelle1", "工作表1")):
        rendered.heading(name, 2)
    wide = next((place for place, row in enumerate(rows) if sum(bool(cell) for cell in row) > 1), len(rows))
    for row in rows[:wide]:
        rendered.paragraph(" ".join(cell for cell in row if cell))
    rendered.table(rows[wide:], header=len(rows) - wide > 1)
