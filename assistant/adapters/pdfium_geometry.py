"""Where words stand on a page of a PDF, by PDFium.

Lengths are points (1/72 inch) from the upper left corner of the page as it is shown: cropped and rotated.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assistant.adapters.page_image import ONE_AT_A_TIME

SHORTEST_PIECE: Final = 12
"""Letters of a quote that must stand on a page for it to count as there, when the quote goes on over the page's end."""
PAGES_SEARCHED: Final = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle around words of one line."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class QuotedPage:
    """A page with the boxes of what of a quote stands on it."""

    number: int
    width: float
    height: float
    boxes: tuple[Box, ...]


def quoted_pages(path: Path, quote: str, first: int = 1) -> tuple[QuotedPage, ...]:
    """The page on which a quote stands, and the next when it goes on there; looked for from the page `first` on.

    Only letters and digits are compared, so that line ends, hyphens and spaces do not count. Empty when not found.
    """
    wanted = _letters(quote)
    with _opened(path) as pdf:
        for number in range(max(1, first), min(len(pdf), first + PAGES_SEARCHED) + 1):
            page = pdf[number - 1]
            letters = _letters_of(page)
            found = _find(wanted, "".join(char for char, _ in letters))
            if found:
                start, length = found
                shown = [_quoted(page, number, letters[start : start + length])]
                if length < len(wanted) and number < len(pdf):
                    shown += _rest(pdf, number + 1, wanted[length:])
                return tuple(shown)
    return ()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pypdfium2

    with ONE_AT_A_TIME:
        pdf = pypdfium2.PdfDocument(path)
        try:
            yield pdf
        finally:
            pdf.close()


def _rest(pdf: Any, number: int, wanted: str) -> list[QuotedPage]:
    """The page on which a quote goes on; running heads may stand before it."""
    page = pdf[number - 1]
    letters = _letters_of(page)
    start = "".join(char for char, _ in letters).find(wanted)
    return [_quoted(page, number, letters[start : start + len(wanted)])] if start >= 0 else []


def _find(wanted: str, text: str) -> tuple[int, int] | None:
    """Where the quote begins in a page's letters and how many of its letters stand there."""
    start = text.find(wanted) if wanted else -1
    if start >= 0:
        return start, len(wanted)
    head = wanted[:SHORTEST_PIECE]
    start = text.rfind(head) if len(wanted) > SHORTEST_PIECE else -1
    if start < 0:
        return None
    same = next((n for n, (a, b) in enumerate(zip(wanted, text[start:], strict=False)) if a != b), None)
    length = min(len(wanted), len(text) - start) if same is None else same
    near_end = len(text) - (start + length) < max(80, len(text) // 10)
    return (start, length) if near_end else None


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def _letters_of(page: Any) -> list[tuple[str, int]]:
    """The letters and digits of a page in reading order, each with its place among the page's characters."""
    words = page.get_textpage()
    return [
        (letter, place) for place in range(words.count_chars()) for letter in _letters(words.get_text_range(place, 1))
    ]


def _quoted(page: Any, number: int, letters: Sequence[tuple[str, int]]) -> QuotedPage:
    words = page.get_textpage()
    boxes = [_shown(page, words.get_charbox(place, loose=True)) for place in dict.fromkeys(p for _, p in letters)]
    return QuotedPage(number, page.get_width(), page.get_height(), tuple(_lines(boxes)))


def _shown(page: Any, charbox: tuple[float, float, float, float]) -> Box:
    """A character's box, from PDF coordinates (upwards, uncropped, unrotated) to those of the page as it is shown."""
    left, bottom, right, top = charbox
    crop_left, crop_bottom, crop_right, crop_top = page.get_cropbox()
    turn = page.get_rotation()
    if turn == 90:
        return Box(bottom - crop_bottom, left - crop_left, top - bottom, right - left)
    if turn == 180:
        return Box(crop_right - right, bottom - crop_bottom, right - left, top - bottom)
    if turn == 270:
        return Box(crop_top - top, crop_right - right, top - bottom, right - left)
    return Box(left - crop_left, crop_top - top, right - left, top - bottom)


def _lines(boxes: Sequence[Box]) -> Iterator[Box]:
    """Boxes of neighbouring characters of one line as one."""
    line: Box | None = None
    for box in boxes:
        if line and _same_line(line, box):
            left, top = min(line.left, box.left), min(line.top, box.top)
            right = max(line.left + line.width, box.left + box.width)
            line = Box(left, top, right - left, max(line.top + line.height, box.top + box.height) - top)
        else:
            if line:
                yield line
            line = box
    if line:
        yield line


def _same_line(line: Box, box: Box) -> bool:
    middle = box.top + box.height / 2
    return line.top <= middle <= line.top + line.height and box.left >= line.left + line.width - line.height
