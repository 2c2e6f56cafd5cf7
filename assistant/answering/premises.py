"""A figure that a question takes for granted, held against the words that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answering.cues import cue
from assistant.answering.quotes import plain_text
from assistant.documents.figures import Figure, figures_in, supports

if TYPE_CHECKING:
    from assistant.answering.quotes import Draft

ASSUMES = cue("premises", "assumes")
COMPARED = ("duration", "money", "percent", "date")
"""Kinds of figures that are about the same thing when they are of the same kind and unit; bare numbers need not be."""


def wrong_figure(question: str, draft: Draft) -> str | None:
    """The figure that the question takes for granted and its answer has otherwise, as written; None when there is none.

    Only where the first words quoted have figures of that kind and none of them, nor any finding, bears it out.
    """
    if draft.findings or not ASSUMES.search(question):
        return None
    first = next((sentence for sentence in draft.sentences if sentence.citations), None)
    quoted = [item.quote for item in draft.citations if first and item.marker in first.citations]
    held = [figure for quote in quoted for figure in figures_in(plain_text(quote))]
    everywhere = [figure for item in draft.citations for figure in figures_in(plain_text(item.quote))]
    for said in figures_in(question):
        if said.kind in COMPARED and _otherwise(said, held) and not any(supports(one, said) for one in everywhere):
            return question[said.start : said.end].strip()
    return None


def _otherwise(said: Figure, held: Sequence[Figure]) -> bool:
    """Whether there are figures of the same kind and unit, and none is the one said."""
    alike = [one for one in held if (one.kind, one.unit) == (said.kind, said.unit)]
    if said.kind == "date":
        alike = [one for one in alike if len(one.value) >= len("--01-01")]
    return bool(alike) and not any(supports(one, said) for one in alike)
