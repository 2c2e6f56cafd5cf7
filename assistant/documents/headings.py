"""Where clauses may begin: lines that a reader marked as headings, that begin with a number, or that look like one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.documents.language import CJK, is_chinese, word_set
from assistant.documents.numbering import OUTER_STYLES, marker_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.documents.numbering import Marker
    from assistant.model import Extracted, Mark, Span

_LINE_PREFIX = re.compile(r"[ \t\u3000\u00a0>]*(?:\*\*|__)?[ \t\u3000]*")
_HASHES = re.compile(r"[ \t>]*#{0,6}[ \t]*(?:\*\*|__)?")
STOPS = ".。;；:：,，!！?？、"
_CROSS_REFERENCE_ZH = re.compile(
    r"(?:规定|的|所|、|和|至|到|第|及|或|与|，|,|。|中|以|款|项|（[一二三四五六七八九十]+）|\()"
)
_ENDING = re.compile(
    r"(?:Annexes|Annex|Attachments?|Appendices|Enclosures?|附件|附)[ \t\u3000]*[:：][ \t\u3000]*", re.IGNORECASE
)
_SPACED_OUT = re.compile(rf"[{CJK}](?: [{CJK}])+")
_SMALL = word_set("of and the for in to on with a an by or at from")
LONG_LINE = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is neither blank nor furniture, white space off; `after_blank` when a blank line stands before."""

    start: int
    end: int
    after_blank: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A place where a clause may begin.

    `words` is where the words after the number begin, `end` where the line ends. `level` is the reader's, when it
    marked the line. `name` stands for the number of an unnumbered heading; `outermost` headings close every clause.
    """

    start: int
    words: int
    end: int
    marker: Marker | None = None
    level: int | None = None
    name: str = ""
    inline: bool = False
    listed: bool = False
    outermost: bool = False


def content_lines(text: str, furniture: Sequence[Span]) -> list[Line]:
    """The lines of the text that hold words."""
    lines: list[Line] = []
    starts = [span.start for span in furniture]
    position, blank = 0, True
    for raw in text.splitlines(keepends=True):
        start, end = position, position + len(raw)
        position = end
        within = bisect_right(starts, start) - 1
        covered = within >= 0 and furniture[within].end > start
        if covered:
            start = min(furniture[within].end, end)
        last = bisect_left(starts, end) - 1
        if last >= 0 and start <= furniture[last].start and not text[furniture[last].end : end].strip():
            end = furniture[last].start
        stripped = text[start:end].strip("\ufeff \t\r\n\u3000\u00a0\x0b\x0c\x85\u2028\u2029")
        if not stripped:
            blank = blank or not covered
            continue
        at = text.index(stripped, start)
        lines.append(Line(at, at + len(stripped), blank))
        blank = False
    return lines


def headings_of(extracted: Extracted, lines: Sequence[Line], title: Line | None) -> list[Heading]:
    """Every line that may begin a clause, in order; the title line is not one."""
    text = extracted.text
    marks = sorted((mark for mark in extracted.marks if mark.kind != "furniture"), key=lambda mark: mark.start)
    plain = not any(mark.kind == "heading" and (title is None or mark.start > title.start) for mark in marks)
    found: list[Heading] = []
    marked = _MarkCursor(marks)
    for index, line in enumerate(lines):
        mark = marked.at(line)
        if title is not None and line.start < title.end:
            continue
        if mark is not None and mark.kind == "heading":
            if mark.start >= line.end or (found and found[-1].level is not None and found[-1].end >= line.end):
                continue
            marked_heading = _marked_heading(text, line, mark)
            if marked_heading.marker is not None or marked_heading.name:
                found.append(marked_heading)
        elif mark is None or mark.kind == "list_item":
            heading = _numbered_line(text, lines, index, title, listed=mark is not None)
            if heading is None and mark is None and plain and not _is_bare_number(text, found, lines[index - 1]):
                heading = _unnumbered_line(text, lines, index)
            if heading is not None:
                found.append(heading)
                if inner := _number_after_number(text, heading):
                    found.append(inner)
    return found


class _MarkCursor:
    """Walks the reader's marks beside the lines."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._next = 0

    def at(self, line: Line) -> Mark | None:
        """The mark that covers the beginning of the line; headings go before lists."""
        while self._next < len(self._marks) and self._marks[self._next].end <= line.start:
            self._next += 1
        covering = []
        place = self._next
        while place < len(self._marks) and (mark := self._marks[place]).start < line.end:
            if mark.end > line.start:
                covering.append(mark)
            place += 1
        return min(covering, key=lambda mark: (mark.kind != "heading", -mark.start), default=None)


def _marked_heading(text: str, line: Line, mark: Mark) -> Heading:
    start = min(line.start, mark.start) if mark.start < line.end else line.start
    words = after_hashes(text, line.start)
    end = max(line.end, mark.end)
    marker = marker_at(text, words)
    name = heading_words(text[words:end].split("\n")[0])
    if marker is not None and marker.end <= end:
        return Heading(start, marker.end, end, marker, mark.level, name)
    return Heading(start, words, end, None, mark.level, name)


def after_hashes(text: str, position: int) -> int:
    """Where the words of a Markdown heading begin."""
    hashes = _HASHES.match(text, position)
    return hashes.end() if hashes else position


def heading_words(words: str) -> str:
    """The words of a heading without markup, closing stop and runs of white space."""
    words = re.sub(r"\s+", " ", words.strip().rstrip("#").strip().strip("*_").strip())
    if _SPACED_OUT.fullmatch(words):
        words = words.replace(" ", "")
    return words.rstrip(".。:：;；").strip() if not words.endswith("..") else words


def _numbered_line(text: str, lines: Sequence[Line], index: int, title: Line | None, *, listed: bool) -> Heading | None:
    line = lines[index]
    if ending := _ENDING.match(text, line.start):
        name = heading_words(ending[0])
        return Heading(line.start, ending.end(), line.end, None, None, name, outermost=True)
    prefix = _LINE_PREFIX.match(text, line.start)
    at = prefix.end() if prefix else line.start
    marker = marker_at(text, at)
    if marker is None or is_cross_reference(text, marker):
        return None
    below_title = title is not None and index > 0 and lines[index - 1].start == title.start
    if not below_title and marker.readings[0][0] not in OUTER_STYLES and _continues_sentence(text, lines, index):
        return None
    outermost = marker.readings[0][0] == "annex"
    return Heading(line.start, marker.end, line.end, marker, listed=listed, outermost=outermost)


def _is_bare_number(text: str, found: Sequence[Heading], before: Line) -> bool:
    """Whether the line before is nothing but "CHAPTER 2": then this line is its title."""
    return bool(found) and found[-1].start == before.start and not text[found[-1].words : found[-1].end].strip()


def _number_after_number(text: str, heading: Heading) -> Heading | None:
    """The "(1)" of "Sec. 4. (1) ...", which begins a series of its own."""
    if heading.marker is None or not heading.marker.is_worded:
        return None
    inner = marker_at(text, heading.words)
    if inner is None or inner.is_worded or inner.end >= heading.end:
        return None
    return Heading(inner.start, inner.end, heading.end, inner)


def is_cross_reference(text: str, marker: Marker) -> bool:
    """Whether a worded number is only mentioned: "Article 3 of this Law", "第十条规定"."""
    if not marker.is_worded:
        return False
    number_end = marker.end
    while number_end > marker.start and text[number_end - 1] in " \t\u3000\u00a0.:：、．—–-":
        number_end -= 1
    separator, after = text[number_end : marker.end], text[marker.end : marker.end + 12]
    if is_chinese(text[marker.start]):
        return not separator and _CROSS_REFERENCE_ZH.match(after) is not None
    if after[:1] in "(,;)" and not separator.strip():
        return separator == "" or after[:1] != "("
    return after[:1].islower() and not separator.strip()


def _continues_sentence(text: str, lines: Sequence[Line], index: int) -> bool:
    """Whether the line before is a long one that breaks off in mid sentence."""
    if index == 0 or lines[index].after_blank:
        return False
    before = text[lines[index - 1].start : lines[index - 1].end]
    width = 25 if is_chinese(before[-1]) or before[-1] in "，、" else 50
    return len(before) >= width and before[-1] not in '.。;；:：!！?？”"）)—|'


def _unnumbered_line(text: str, lines: Sequence[Line], index: int) -> Heading | None:
    """A short line without a stop, in capitals or standing apart, before a longer one."""
    line = lines[index]
    words = text[line.start : line.end]
    if len(words) > 90 or words[-1] in STOPS or words[0] in "-*•·●|>+" or index + 1 == len(lines):
        return None
    following = lines[index + 1]
    before = text[lines[index - 1].end - 1] if index else "."
    apart = line.after_blank or before in ".。!！?？;；"
    body = text[following.start : following.end]
    if (
        not apart
        or not _is_heading_like(words)
        or (len(body) < 60 and body[-1] not in ".。;；:：" and not marker_at(body, 0))
    ):
        return None
    return Heading(line.start, line.start, line.end, name=heading_words(words))


def _is_heading_like(words: str) -> bool:
    letters = [char for char in words if char.isalpha()]
    if len(letters) < 2 or any(char.isdigit() for char in words[:1]):
        return False
    if is_chinese(letters[0]):
        return len(words) <= 20 and not any(char in "，。；：、" for char in words)
    latin = re.findall(r"[A-Za-z][\w'’-]*", words)
    if words.isupper():
        return len(letters) >= 4
    counted = [word for word in latin if word not in _SMALL]
    return bool(counted) and len(latin) <= 12 and all(word[0].isupper() for word in counted)


def iter_long_lines(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines so long that a whole text may stand in them."""
    return (line for line in lines if line.end - line.start >= (LONG_LINE if not is_chinese(text[line.start]) else 150))
