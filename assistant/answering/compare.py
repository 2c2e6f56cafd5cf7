"""What changed from batch to batch, where a question names nothing that it asks of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.asking import kinds_asked
from assistant.answering.extract import extract, unlike
from assistant.answering.parts import Part
from assistant.answering.quotes import Chosen, Quote
from assistant.answering.restated import restated_quote, sentences_of
from assistant.answering.understand import Asked
from assistant.model import Jurisdiction, Query, Retrieval

if TYPE_CHECKING:
    from assistant.answering.scores import Shelf
    from assistant.model import Document, Language

Retrieve = Callable[[Query], Retrieval]
MOST_PAIRS = 4
_NEAR = 0.9
"""What a sentence of the other batch must score to be set beside one."""


def compare(
    asked: Asked, batches: Sequence[str], retrieve: Retrieve, shelf: Shelf
) -> tuple[tuple[Chosen, ...], Retrieval]:
    """What changed at all: the sentences of each earlier batch with their counterparts in the last one, in the order to
    show them, and where those were looked for.
    """
    later = batches[-1]
    found = of_batch(retrieve(replace(asked.query, batch=later)), later, shelf)
    outright = [item for item in extract(asked, found, shelf, most=2).chosen if _names_year(item, batches)]
    pairs = [pair for earlier in batches[:-1] for pair in _pairs(asked, earlier, later, retrieve, shelf)]
    best = sorted(pairs, key=lambda pair: -pair[1].score)[:MOST_PAIRS]
    shown = [choice for pair in pairs if pair in best for choice in pair]
    return tuple(unlike([*outright, *shown])), found


def _pairs(asked: Asked, earlier: str, later: str, retrieve: Retrieve, shelf: Shelf) -> Iterator[tuple[Chosen, Chosen]]:
    """The first sentence of each clause of the earlier batch's own documents, with what the later one says of it."""
    for quote in _first_sentences(earlier, asked.query.language, shelf):
        words = f"{quote.clause.title} {quote.text}"
        part = Part(words, "", kinds_asked(quote.clause.title))
        query = replace(asked.query, text=words, batch=later, widened=())
        match = extract(Asked(part, query), of_batch(retrieve(query), later, shelf), shelf, most=1)
        if match.scored and match.chosen and match.scored[0].score >= _NEAR:
            yield Chosen((quote,), restated_quote(quote, shelf), score=match.scored[0].score), match.chosen[0]


def _first_sentences(batch: str, language: Language, shelf: Shelf) -> Iterator[Quote]:
    for document in _documents_of(batch, language, shelf):
        for clause in shelf.catalog.clauses(document.id):
            for _, span, text in sentences_of(document, (clause.path,), shelf):
                yield Quote(document, clause, span.start, span.end, text, clause.page)
                break


def _documents_of(batch: str, language: Language, shelf: Shelf) -> list[Document]:
    """The batch's own documents that hold everywhere, in that language, else in any."""
    everywhere = (None, Jurisdiction())
    documents = shelf.catalog.documents().values()
    own = [one for one in documents if one.batch == batch and one.jurisdiction in everywhere]
    return [document for document in own if document.language == language] or own


def _names_year(choice: Chosen, batches: Sequence[str]) -> bool:
    """Whether a choice itself speaks of an earlier batch, by its year."""
    years = [batch[:4] for batch in batches[:-1] if batch[:4].isdigit()]
    return any(year in quote.text for quote in choice.shown for year in years)


def of_batch(found: Retrieval, batch: str, shelf: Shelf) -> Retrieval:
    """The retrieval with the passages of that batch's own documents alone, when there are any."""
    documents = shelf.catalog.documents()
    kept = tuple(item for item in found.kept if documents[item.passage.document].batch == batch)
    return replace(found, kept=kept) if kept else found
