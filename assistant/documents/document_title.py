"""Which line names the whole document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.documents.headings import STOPS, Line, after_hashes
from assistant.documents.language import is_chinese
from assistant.documents.numbering import marker_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Extracted, Mark

_TITLE_WORDS = re.compile(
    r"(?:通知|办法|规定|条例|意见|方案|公告|决定|细则|指南|规划|纲要|解释|批复|函|法|通告|通报|制度|准则|标准|计划|章程)(?:[（(].{1,20}[）)])?$"
)


def document_title(extracted: Extracted, lines: Sequence[Line]) -> Line | None:
    """The title: a first heading that holds all others, the line that the reader names, or a first line set apart."""
    text = extracted.text
    headings = sorted((mark for mark in extracted.marks if mark.kind == "heading"), key=lambda mark: mark.start)
    if headings:
        return _top_heading(text, lines, headings)
    for line in lines[:6] if extracted.title else ():
        if text[line.start : line.end].strip() == extracted.title.strip():
            return line
    return title_line(text, lines)


def _top_heading(text: str, lines: Sequence[Line], headings: Sequence[Mark]) -> Line | None:
    """The first heading of level 1 when it has no number and none stands beside it; of several at once, the last."""
    top: Line | None = None
    for line in lines:
        mark = next((m for m in headings if m.start < line.end and m.end > line.start), None)
        if mark is None or mark.level > 1 or marker_at(text, after_hashes(text, line.start)):
            break
        later = [m for m in headings if m.start >= mark.end]
        beside = any(m.level <= mark.level for m in later)
        if beside and text[mark.end : later[0].start].strip("# \t\r\n\u3000"):
            break
        top = Line(min(line.start, mark.start), max(line.end, mark.end), line.after_blank)
    return top


def title_line(text: str, lines: Sequence[Line]) -> Line | None:
    """The line that names the whole document: an unnumbered first line without a stop, or a "关于……的通知" near it."""
    for line in lines[:6]:
        words = text[line.start : line.end]
        if len(words) <= 100 and is_chinese(words[-1]) and _TITLE_WORDS.search(words) and not marker_at(words, 0):
            return line
    if len(lines) < 2:
        return None
    first, second = lines[0], lines[1]
    words = text[first.start : first.end]
    if words[-1] in STOPS or len(words) > 200 or marker_at(words, 0) or words[0] in "-*•|#>":
        return None
    apart = second.after_blank or second.end - second.start >= 80 or marker_at(text, second.start) is not None
    return first if apart or text[first.end : second.start].count("\n") > 1 else None
