"""The source that a digest names after each of its paragraphs.

    The award is not more than 100 million yuan.
    <!-- source: example.org/page; confidence: high -->

The comment holds for all text since the comment or the heading before it. It is not part of what may be quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMENT = re.compile(r"<!--(?P<body>.*?)-->", re.DOTALL)
_SOURCE = re.compile(r"\s*source:\s*(?P<name>\S.*?)\s*;\s*confidence:\s*(?P<confidence>\S+)\s*", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a paragraph comes from and how far it can be trusted; `start` and `end` are those of the comment."""

    name: str
    confidence: str
    start: int
    end: int


def sources_in(text: str) -> tuple[Source, ...]:
    """Every source that the text names, in order."""
    return tuple(
        Source(named["name"], named["confidence"], comment.start(), comment.end())
        for comment in _COMMENT.finditer(text)
        if (named := _SOURCE.fullmatch(comment["body"]))
    )


def source_at(text: str, position: int) -> Source | None:
    """The source of the paragraph at this position, if it names one."""
    following = next((source for source in sources_in(text) if source.start >= position), None)
    if following is None or _HEADING.search(text, position + 1, following.start):
        return None
    return following


def comments_in(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every comment."""
    return tuple((comment.start(), comment.end()) for comment in _COMMENT.finditer(text))
