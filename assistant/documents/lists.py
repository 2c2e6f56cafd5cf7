"""Which numbered series are only lists of short items, and no clauses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.documents.language import language_of
from assistant.documents.numbering import KEYWORD_STYLES, OUTER_STYLES
from assistant.documents.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.documents.outline import Node

_LEAD_IN = re.compile(r"(?:[:：]|[—–]{1,2}|[:：]\s*[—-])[\"”*_]*\s*$")
_GOES_ON = re.compile(r"(?:[;；,，、]|[;,] ?(?:and|or)|[；，][和或以]?及?)\s*$")
_SHORT = {"en": 220, "zh": 90}
_LONG = {"en": 300, "zh": 120}


def without_lists(text: str, nodes: list[Node], end: int) -> list[Node]:
    """The nodes without those that are only items of a list, and without what stands under such items."""
    listed: set[int] = set()
    for series in _series(nodes):
        if _is_list(text, nodes, series, end):
            listed.update(series)
    kept: dict[int, int] = {}
    remaining: list[Node] = []
    for index, node in enumerate(nodes):
        if index in listed or (node.parent is not None and node.parent not in kept):
            continue
        kept[index] = len(remaining)
        parent = kept[node.parent] if node.parent is not None else None
        remaining.append(type(node)(node.heading, parent, node.style, node.value))
    return remaining


def _series(nodes: Sequence[Node]) -> list[list[int]]:
    """The nodes of one parent and one style that follow each other, as runs of places."""
    runs: list[list[int]] = []
    last: dict[tuple[int | None, str], list[int]] = {}
    for index, node in enumerate(nodes):
        key = (node.parent, node.style)
        run = last.get(key)
        if run is None or node.value[-1:] == (1,):
            run = []
            last[key] = run
            runs.append(run)
        run.append(index)
    return runs


def _is_list(text: str, nodes: Sequence[Node], series: list[int], end: int) -> bool:
    first = nodes[series[0]]
    if first.heading.level is not None or first.heading.outermost or not first.style:
        return False
    if first.style in KEYWORD_STYLES | OUTER_STYLES:
        return False
    items = [_item_text(text, nodes, series, place, end) for place in range(len(series))]
    language = language_of("".join(items))
    mean = sum(map(len, items)) / len(items)
    if first.heading.inline and first.parent is not None and _are_single_sentences(items) and mean <= _LONG[language]:
        return True
    is_led_in = _LEAD_IN.search(text[max(0, first.heading.start - 12) : first.heading.start]) is not None
    if first.heading.listed:
        return mean <= _LONG[language] and (is_led_in or not _has_bodies(text, nodes, series))
    goes_on = sum(_GOES_ON.search(item) is not None for item in items[:-1])
    if len(items) > 1 and 2 * goes_on >= len(items) - 1 and goes_on:
        return True
    if not is_led_in:
        return False
    several = sum(len(split_sentences(item)) > 1 for item in items)
    return mean <= _SHORT[language] or (2 * several < len(items) and mean <= 2 * _LONG[language])


def _are_single_sentences(items: Sequence[str]) -> bool:
    """Whether most items are one sentence each."""
    return 3 * sum(len(split_sentences(item)) <= 1 for item in items) >= 2 * len(items)


def _has_bodies(text: str, nodes: Sequence[Node], series: list[int]) -> bool:
    """Whether most items are followed by paragraphs of their own, as headings are."""
    own = [
        text[nodes[place].heading.end : nodes[place + 1].heading.start].strip()
        for place in series
        if place + 1 < len(nodes)
    ]
    return bool(own) and 2 * sum(map(bool, own)) > len(own)


def _item_text(text: str, nodes: Sequence[Node], series: list[int], place: int, end: int) -> str:
    """An item's words: up to the next item; of the last, which runs on, only its paragraph."""
    heading = nodes[series[place]].heading
    if place + 1 < len(series):
        following = series[place] + 1
        return text[heading.words : nodes[following].heading.start].strip()
    stop = nodes[series[place] + 1].heading.start if series[place] + 1 < len(nodes) else end
    return text[heading.words : min(stop, max(heading.end, heading.words))].strip()
