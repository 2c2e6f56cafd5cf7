"""A question that rests on a text that is not held: the sentence that points to that text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.quotes import Chosen, Quote
from assistant.answering.restated import restated_document, restated_quote, sentences_of
from assistant.answering.scores import wanted_by
from assistant.answering.words import content_terms, holds_phrase, weigh, words_in
from assistant.documents.figures import figures_in, supports
from assistant.documents.sentences import split_sentences
from assistant.model import Clause, Document, Span

if TYPE_CHECKING:
    from assistant.answering.scores import Shelf
    from assistant.answering.understand import Missing, Understood

LEAST_COVERED = 0.5
"""How much of a question the words for the missing text and its pointer must cover, for the question to rest on it."""

_SAME_PLACE = 0.2


@dataclass(frozen=True, slots=True)
class Pointed:
    """A missing text that the question rests on, and the sentence that names it, if one is held."""

    missing: Missing
    chosen: Chosen | None


def pointed(understood: Understood, shelf: Shelf) -> Pointed | None:
    """The missing text that the question rests on; None when its words only come up in passing."""
    wanted = [wanted_by(asked, shelf) for asked in understood.asked]
    for missing in understood.missing:
        quote = _pointer(missing, shelf)
        said = set(words_in(" ".join(missing.text.match), shelf.segmenter))
        said |= set(words_in(" ".join(missing.text.title.values()), shelf.segmenter))
        said |= set(words_in(quote.text, shelf.segmenter)) if quote else set()
        covered = max((item.words[understood.language].covered(said) for item in wanted), default=0.0)
        if covered >= LEAST_COVERED or _names_label(understood.text, missing):
            return Pointed(missing, _chosen(quote, understood, shelf) if quote else None)
    return None


def _names_label(text: str, missing: Missing) -> bool:
    """Whether the question calls the missing text by its number ("Annex 2")."""
    asked = [figure for figure in figures_in(text) if figure.kind == "label"]
    names = [figure for word in missing.text.match if holds_phrase(text, word) for figure in figures_in(word)]
    return any(supports(name, figure) for name in names if name.kind == "label" for figure in asked)


def _pointer(missing: Missing, shelf: Shelf) -> Quote | None:
    """The sentence that holds the pointer's words."""
    entry = missing.text
    document = shelf.catalog.documents().get(f"{missing.policy.id}/{entry.document}") if entry.document else None
    if document is None or not entry.pointer:
        return None
    text = shelf.catalog.text(document.sha256)
    for clause in shelf.catalog.clauses(document.id):
        if entry.clause is None or clause.path == entry.clause:
            at = text.find(entry.pointer, clause.start, clause.end)
            if at >= 0:
                return _sentence_at(document, clause, text, at)
    return None


def _sentence_at(document: Document, clause: Clause, text: str, at: int) -> Quote:
    spans = split_sentences(text, clause.body if at >= clause.body else clause.start, clause.end)
    span = next((span for span in spans if span.start <= at < span.end), Span(at, clause.end))
    return Quote(document, clause, span.start, span.end, text[span.start : span.end], clause.page)


def _chosen(quote: Quote, understood: Understood, shelf: Shelf) -> Chosen:
    """The pointing sentence; for a question in the other language, what restates it, with it beside."""
    if quote.document.language == understood.language:
        return Chosen((quote,))
    for document in shelf.catalog.documents().values():
        if document.language != understood.language or restated_document(document, shelf) != quote.document:
            continue
        own = [path for path, other in document.restated_clauses.items() if other == quote.clause.path]
        if same := _said_again(document, own, quote, understood, shelf):
            return Chosen((same,), (quote,))
    return Chosen((quote,))


def _said_again(
    document: Document, paths: Sequence[str], pointer: Quote, understood: Understood, shelf: Shelf
) -> Quote | None:
    """The sentence of those clauses that says what the pointer says, by the title of what is missing and its place."""
    titles = " ".join(missing.text.title[understood.language] for missing in understood.missing[:1])
    terms = content_terms(titles, shelf.segmenter)
    asked = weigh(terms, shelf.keywords.document_frequency, shelf.catalog.size())
    best: tuple[float, Quote] | None = None
    for clause, span, text in sentences_of(document, paths, shelf):
        quote = Quote(document, clause, span.start, span.end, text, clause.page)
        beside = any(other.overlaps(pointer) for other in restated_quote(quote, shelf))
        rated = asked.covered(words_in(text, shelf.segmenter)) + (_SAME_PLACE if beside else 0.0)
        if best is None or rated > best[0]:
            best = (rated, quote)
    return best[1] if best and best[0] > _SAME_PLACE else None
