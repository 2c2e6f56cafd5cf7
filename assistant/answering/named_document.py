"""A question that names a document by its number: "what is No. 12 [2024] for?", 财建〔2021〕148号是管什么的？"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.answering.words import content_terms
from assistant.documents.figures import figures_in
from assistant.documents.language import beside_documents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answering.scores import Candidate, Shelf, Wanted

FEW: Final = 2
"""Words with a meaning that a question may have beside the number, to ask for no more than what the document is."""


def holding_number(scored: Sequence[Candidate], wanted: Wanted) -> list[Candidate]:
    """The sentences that hold a document number of the question, in the same order; none where it has none."""
    asked = _numbers(wanted.text)
    return [one for one in scored if asked & _numbers(one.sentence.text)] if asked else []


def only_names(wanted: Wanted, shelf: Shelf) -> bool:
    """Whether a question asks for little else than what the document of that number is."""
    return len(content_terms(beside_documents(wanted.text), shelf.segmenter)) <= FEW


def _numbers(text: str) -> set[str]:
    return {figure.value for figure in figures_in(text) if figure.kind == "document_number"}
