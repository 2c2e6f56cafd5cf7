"""A found passage as other programs read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.model import Document, Retrieved


def passage_record(found: Retrieved, document: Document) -> dict[str, Any]:
    """The passage with its place; `text` equals the document's text[start:end]."""
    passage = found.passage
    return {
        "policy": document.policy,
        "document": document.name,
        "path": document.path,
        "clause": passage.clause.path,
        "clause_title": passage.clause.title,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": found.score,
    }
