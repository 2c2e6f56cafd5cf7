"""A long document in parts: which part is shown, and the ways to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.model import Clause
from assistant.serve.web.markup import Html, tag
from assistant.serve.web.source_view import View
from assistant.serve.wording import labels

PART_CHARACTERS: Final = 150_000
"""A longer document is shown in parts."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some clauses of a document; `number` counts from 0."""

    clauses: Sequence[Clause]
    number: int
    count: int

    def links(self, document_id: str, view: View) -> Html | None:
        """The ways to the parts before and after; None where this one is the whole."""
        if self.count == 1:
            return None
        words, number = labels(view.language), self.number
        before = tag("a", words["part_before"], href=view.address(document_id, part=number)) if number else None
        after = tag("a", words["part_after"], href=view.address(document_id, part=number + 2))
        place = tag("span", words["part_of"].format(part=number + 1, parts=self.count))
        return tag("nav", before, place, after if number + 1 < self.count else None, class_="parts")


def part_shown(clauses: Sequence[Clause], view: View) -> Part:
    """The part with the quote, or the one asked for."""
    parts = _parts(clauses)
    if view.part is not None:
        number = min(max(view.part - 1, 0), len(parts) - 1)
    else:
        start = view.quote.start if view.quote else 0
        number = max((number for number, part in enumerate(parts) if part and part[0].start <= start), default=0)
    return Part(parts[number], number, len(parts))


def _parts(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """The clauses in runs of at most PART_CHARACTERS, at least one run."""
    parts: list[list[Clause]] = [[]]
    for clause in clauses:
        if parts[-1] and clause.end - parts[-1][0].start > PART_CHARACTERS:
            parts.append([])
        parts[-1].append(clause)
    return parts
