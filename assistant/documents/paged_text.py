"""The lines of printed pages -> running text: wrapped lines joined, running heads and page numbers dropped."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.documents.furniture import is_page_number
from assistant.documents.language import is_chinese
from assistant.documents.numbering import marker_at
from assistant.model import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMPATIBILITY = re.compile(r"[\u2e80-\u2fdf\ufb00-\ufb06\uf900-\ufaff]+")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a]+")
_GAP = r"(?:[ \u00a0]{3,}|\t+)"
_COLUMNS = re.compile(rf"\S{_GAP}\S(?:.*\S)?{_GAP}\S")
_COLUMN_GAP = re.compile(_GAP)
_BULLET = re.compile(r"[-–—*•·●◦▪○■□➢✓][ \t\u3000]*\S")
_STOPPED = re.compile(r"[.。!！?？;；:：][\"”’）)」》]*$")
_HYPHENATED = re.compile(r"([A-Za-z]{2,})-$")
_EDGE = 2


@dataclass(frozen=True, slots=True)
class PagedText:
    """Running text with the place of each page in it; `tables` is a guess from columns of white space."""

    text: str
    pages: tuple[Page, ...]
    tables: int


def join_pages(pages: Sequence[str]) -> PagedText:
    """The running text of pages whose lines are as printed."""
    lined = [[_cleaned(line) for line in page.splitlines()] for page in pages]
    kept = _without_running_lines(lined)
    width = _usual_width(kept)
    words = Counter(re.findall(r"[a-z]+(?:-[a-z]+)*", " ".join(line.lower() for page in kept for line in page)))
    text = ""
    found: list[Page] = []
    parts: list[str] = []
    length, last, blank = 0, "", True
    for number, page in enumerate(kept, start=1):
        start: int | None = None
        for line in page:
            if not line:
                blank = True
                continue
            joint, line_before = _joint(last, line, width, blank and start is not None, words)
            if line_before is not None:
                parts[-1] = parts[-1][: len(parts[-1]) - (len(last) - len(line_before))]
                length -= len(last) - len(line_before)
            joint = joint if parts else ""
            parts += [joint, line]
            length += len(joint)
            start = length if start is None else start
            length += len(line)
            last, blank = line, False
        found.append(Page(number, length if start is None else start, length))
    text = "".join(parts)
    ends = [page.start for page in found[1:]] + [len(text)]
    spans = (Page(page.number, page.start, max(page.start, end)) for page, end in zip(found, ends, strict=True))
    blanked = tuple(
        Page(span.number, span.start, span.start) if page.start == page.end else span
        for span, page in zip(spans, found, strict=True)
    )
    return PagedText(text, blanked, sum(_tables(page.splitlines()) for page in pages))


def _cleaned(line: str) -> str:
    line = _COMPATIBILITY.sub(lambda match: unicodedata.normalize("NFKC", match[0]), line.replace("\u00ad", ""))
    if _COLUMNS.search(line):
        line = _COLUMN_GAP.sub(" | ", line.strip())
    return _SPACES.sub(" ", line).strip(" \u3000\ufeff\x0c")


def _without_running_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages without the lines that stand at the same edge of most pages, and without page numbers."""
    edges = [_edges(page) for page in pages]
    counts = Counter(
        (edge, _key(page[place]))
        for page, places in zip(pages, edges, strict=True)
        for place, edge in places.items()
        if not _STOPPED.search(page[place])
    )
    often = {key for key, count in counts.items() if count >= 2 and 2 * count >= len(pages)}
    kept = []
    for page, places in zip(pages, edges, strict=True):
        runs = {edge for p, edge in places.items() if (edge, _key(page[p])) in often or is_page_number(page[p])}
        dropped = {p for p, edge in places.items() if edge in runs and (abs(edge) == 1 or edge // 2 in runs)}
        kept.append([line for place, line in enumerate(page) if place not in dropped])
    return kept


def _edges(page: Sequence[str]) -> dict[int, int]:
    """The places of the outermost lines, each with its distance from the top (1, 2) or the bottom (-1, -2)."""
    filled = [place for place, line in enumerate(page) if line]
    if len(filled) <= 1:
        return {}
    top = {place: edge for edge, place in enumerate(filled[:_EDGE], start=1)}
    bottom = {place: -edge for edge, place in enumerate(reversed(filled[-_EDGE:]), start=1)}
    return {**top, **bottom} if len(filled) > 2 * _EDGE else {filled[0]: 1, filled[-1]: -1}


def _key(line: str) -> str:
    return re.sub(r"\d+|\s+", "#", line.lower())


def _usual_width(pages: Sequence[Sequence[str]]) -> int:
    """The length of a full line: 85 of 100 lines are not longer."""
    lengths = sorted(len(line) for page in pages for line in page if line)
    return lengths[int(0.85 * (len(lengths) - 1))] if lengths else 80


def _joint(last: str, line: str, width: int, blank: bool, words: Counter[str]) -> tuple[str, str | None]:
    """What goes between two lines, and the first of them anew when its hyphen goes."""
    if not last:
        return "", None
    is_part = _BULLET.match(line) is not None or marker_at(line, 0) is not None
    if not _runs_on(last, line, width, blank, is_part):
        return "\n" if is_part else "\n\n", None
    if (hyphen := _HYPHENATED.search(last)) and line[0].islower():
        tail = re.match(r"[a-z]+", line)
        whole = hyphen[1].lower() + (tail[0] if tail else "")
        kept = f"{hyphen[1].lower()}-{tail[0] if tail else ''}"
        return ("", None) if words[kept] > words[whole] else ("", last[:-1])
    return "" if _is_chinese_seam(last[-1], line[0]) else " ", None


def _is_chinese_seam(left: str, right: str) -> bool:
    """Whether no space belongs between two characters: one is Chinese, the other Chinese, a mark or a digit."""
    marks = "，、；：。（）《》“”〔〕0123456789％%"
    chinese = is_chinese(left) or is_chinese(right) or left in "，、；：。（《“〔"
    return chinese and (is_chinese(left) or left in marks) and (is_chinese(right) or right in marks)


def _runs_on(last: str, line: str, width: int, blank: bool, is_part: bool) -> bool:
    """Whether a line only goes on with the one before."""
    if " | " in last or " | " in line:
        return False
    full = len(last) >= 0.8 * width
    stopped = _STOPPED.search(last) is not None
    if is_part:
        return full and not stopped and len(last) >= 30 and not blank
    if blank:
        return not stopped and line[0].islower()
    if stopped:
        return full and not _stands_alone(line)
    if line[0].islower() or last[-1] in ",，、-":
        return True
    return len(last) >= 0.6 * width and not (_stands_alone(last) and len(last) < 0.8 * width)


def _stands_alone(line: str) -> bool:
    """Whether a line looks like an unnumbered heading."""
    words = re.findall(r"[A-Za-z][\w'’-]*", line)
    return line.isupper() or (
        bool(words)
        and len(line) < 60
        and not _STOPPED.search(line)
        and all(w[0].isupper() or len(w) < 4 for w in words)
    )


def _tables(lines: Sequence[str]) -> int:
    """How many runs of three or more lines have three or more columns."""
    return sum(1 for run in _runs(lines) if run >= 3)


def _runs(lines: Sequence[str]) -> Iterator[int]:
    run = 0
    for line in [*lines, ""]:
        if _COLUMNS.search(line.rstrip()):
            run += 1
        else:
            yield run
            run = 0
