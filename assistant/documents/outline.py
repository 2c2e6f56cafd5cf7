"""Which of the possible headings are clauses, and which stands under which.

Nothing is known of any text beforehand: a number is a clause when it carries on a series (2 after 1, whether the
series runs through the whole text or begins anew under each parent), and a style stands under the style that is open
when its series begins.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.documents.numbering import BRACKETED_STYLES, KEYWORD_RANK, KEYWORD_STYLES, OUTER_STYLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.documents.headings import Heading

Value = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A heading that is a clause; `parent` is its parent's place among the nodes, `style` "" when it has no number."""

    heading: Heading
    parent: int | None
    style: str = ""
    value: Value = ()


def nest(headings: Sequence[Heading]) -> list[Node]:
    """The headings that carry a series on or were marked by the reader, each with its parent, in order."""
    outline = _Outline(headings)
    for index in range(len(headings)):
        outline.add(index)
    return outline.nodes


class _Outline:
    def __init__(self, headings: Sequence[Heading]) -> None:
        self._headings = headings
        self._firsts = _places(headings, (1,))
        self._seconds = _places(headings, (2,))
        self._latest = {
            reading: index
            for index, heading in enumerate(headings)
            for reading in (heading.marker.readings if heading.marker else ())
        }
        self._began: dict[str, int] = {}
        self._open: list[int] = []
        self._last: dict[str, Value] = {}
        self._inner: set[tuple[str, str]] = set()
        self.nodes: list[Node] = []

    def add(self, index: int) -> None:
        heading = self._headings[index]
        if heading.level is not None:
            self._add_marked(heading)
        elif heading.outermost:
            self._open.clear()
            self._push(heading, *(heading.marker.readings[0] if heading.marker else ("", ())))
        elif heading.marker is None:
            self._add_unnumbered(index)
        else:
            self._add_numbered(index)

    def _push(self, heading: Heading, style: str, value: Value) -> None:
        parent = self._open[-1] if self._open else None
        for above in self._open:
            if (outer := self.nodes[above].style) and style and outer != style:
                self._inner.add((outer, style))
        self.nodes.append(Node(heading, parent, style, value))
        self._open.append(len(self.nodes) - 1)
        if style:
            self._last[style] = value
            self._began.setdefault(style, heading.start)

    def _add_marked(self, heading: Heading) -> None:
        level = heading.level or 1
        readings = heading.marker.readings if heading.marker else ()
        style, value = next((r for r in readings if follows(self._last.get(r[0]), r[1])), ("", ()))
        if not style and readings:
            style, value = readings[0]
        sibling = next((d for d, above in enumerate(self._open) if self._is_next(above, style, value)), None)
        if sibling is not None:
            del self._open[sibling:]
        while self._open and sibling is None:
            above = self.nodes[self._open[-1]]
            if above.heading.level is not None and above.heading.level < level:
                break
            if above.heading.level == level and self._is_outer(above, style, value):
                break
            self._open.pop()
        self._push(heading, style, value)

    def _is_next(self, above: int, style: str, value: Value) -> bool:
        return bool(style) and self.nodes[above].style == style and follows(self.nodes[above].value, value)

    def _is_outer(self, above: Node, style: str, value: Value) -> bool:
        """Whether a marked heading of the same level is nevertheless the parent of this number."""
        if not style or not above.style or style == above.style or "annex" in (style, above.style):
            return False
        if style in KEYWORD_RANK and above.style in KEYWORD_RANK:
            return KEYWORD_RANK[above.style] < KEYWORD_RANK[style]
        if (style, above.style) in self._inner:
            return False
        return (above.style, style) in self._inner or value[-1:] == (1,)

    def _add_unnumbered(self, index: int) -> None:
        """An unnumbered heading closes what is open, but for a series that goes on after it."""
        while self._open:
            above = self.nodes[self._open[-1]]
            if above.style and above.heading.level is None and self._goes_on(above.style, above.value, index):
                break
            if above.heading.level is not None:
                break
            self._open.pop()
        self._push(self._headings[index], "", ())

    def _goes_on(self, style: str, value: Value, index: int) -> bool:
        """Whether the next number of the series comes later in the text."""
        return self._latest.get((style, (*value[:-1], value[-1] + 1)), -1) > index

    def _add_numbered(self, index: int) -> None:
        heading = self._headings[index]
        readings = heading.marker.readings if heading.marker else ()
        for depth in range(len(self._open) - 1, -1, -1):
            above = self.nodes[self._open[depth]]
            if above.heading.level is not None:
                break
            for style, value in readings:
                if style == above.style and follows(above.value, value, loose=_is_loose(style, heading)):
                    del self._open[depth:]
                    self._push(heading, style, value)
                    return
        for style, value in readings:
            if self._carries_on(style, value, heading) or self._begins(style, value, index):
                self._close_inner(style, value)
                self._push(heading, style, value)
                return

    def _carries_on(self, style: str, value: Value, heading: Heading) -> bool:
        """Whether the number goes on with a series that ran under an earlier parent, as articles do across chapters."""
        last = self._last.get(style)
        if last is None or style in BRACKETED_STYLES:
            return False
        return follows(last, value, loose=_is_loose(style, heading))

    def _begins(self, style: str, value: Value, index: int) -> bool:
        if len(value) > 1 and style not in KEYWORD_STYLES:
            return value[-1] <= 1 and self._prefix_is_open(value)
        heading = self._headings[index]
        if value == (1,):
            return (style in KEYWORD_STYLES and not heading.inline) or self._has_second(style, index)
        if heading.inline or style not in KEYWORD_STYLES | OUTER_STYLES:
            return False
        return style in KEYWORD_STYLES or (style not in self._last and self._goes_on(style, value, index))

    def _prefix_is_open(self, value: Value) -> bool:
        """Whether "1.2" stands under an open "1", or begins a decimal series where nothing is open."""
        numbers = [self.nodes[above].value for above in self._open if self.nodes[above].value]
        return not numbers or value[:-1] in numbers or any(number[-1:] == value[:1] for number in numbers)

    def _has_second(self, style: str, index: int) -> bool:
        """Whether a 2 comes after this 1, before the series begins anew."""
        seconds, firsts = self._seconds.get(style, []), self._firsts.get(style, [])
        second, again = bisect_right(seconds, index), bisect_right(firsts, index)
        return second < len(seconds) and (again == len(firsts) or seconds[second] < firsts[again])

    def _close_inner(self, style: str, value: Value) -> None:
        """Closes what cannot be the parent of a series of this style."""
        while self._open:
            above = self.nodes[self._open[-1]]
            if above.heading.level is not None:
                return
            stays = self._may_hold(above, style, value)
            if stays:
                return
            self._open.pop()

    def _may_hold(self, above: Node, style: str, value: Value) -> bool:
        if not above.style:
            return style not in KEYWORD_RANK and not self._last_is_older(style, above)
        if above.style == style:
            return False
        if len(value) > 1 and style not in KEYWORD_STYLES:
            return above.value[-len(value) + 1 :] == value[:-1] or above.style in KEYWORD_STYLES
        if style in KEYWORD_RANK and above.style in KEYWORD_RANK:
            return KEYWORD_RANK[above.style] < KEYWORD_RANK[style]
        if style in OUTER_STYLES and above.style in BRACKETED_STYLES:
            return False
        return (style, above.style) not in self._inner or (above.style, style) in self._inner

    def _last_is_older(self, style: str, above: Node) -> bool:
        """Whether the series of this style began before the unnumbered heading, so that it is not under it."""
        return style in self._began and self._began[style] < above.heading.start


def _places(headings: Sequence[Heading], value: Value) -> dict[str, list[int]]:
    """Where each style has that number."""
    places: dict[str, list[int]] = {}
    for index, heading in enumerate(headings):
        for style, number in heading.marker.readings if heading.marker else ():
            if number == value:
                places.setdefault(style, []).append(index)
    return places


def _is_loose(style: str, heading: Heading) -> bool:
    return style in KEYWORD_STYLES and not heading.inline


def follows(last: Value | None, value: Value, *, loose: bool = False) -> bool:
    """Whether a number is the next of its series: 3 after 2, 1.3 after 1.2, 120-1 after 120; `loose` allows gaps."""
    if not last:
        return False
    if len(value) == len(last) and value[:-1] == last[:-1] and value[-1] == last[-1] + 1:
        return True
    if len(value) == len(last) + 1 and value[:-1] == last and value[-1] == 1:
        return loose
    if len(last) == len(value) + 1 and value[-1] == last[-2] + 1:
        return value[:-1] == last[:-2] and loose
    return loose and value > last
