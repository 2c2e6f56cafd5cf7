"""Texts that say the same with more authority: cited instead of a repetition, and beside a digest that restates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.answering.quotes import Quote
from assistant.answering.words import words_in
from assistant.documents.figures import Figure, figures_in, supports
from assistant.documents.sentences import split_sentences
from assistant.model import Clause, Document, Sentence, Span

if TYPE_CHECKING:
    from assistant.answering.scores import Candidate, Shelf

_SAYS_THE_SAME = 0.6
_AMOUNTS = frozenset({"number", "percent", "money", "date", "time", "duration"})


def without_repeats(scored: Sequence[Candidate], shelf: Shelf) -> list[Candidate]:
    """The candidates, those of a repeating clause replaced by the sentence that it repeats."""
    kept: list[Candidate] = []
    for candidate in scored:
        original = _original(candidate, shelf)
        if original is None:
            continue
        if not any(original.document.id == other.document.id and _overlap(original, other) for other in kept):
            kept.append(original)
    return kept


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.sentence.start < other.sentence.end and other.sentence.start < one.sentence.end


def _original(candidate: Candidate, shelf: Shelf) -> Candidate | None:
    """The candidate itself, or the sentence it repeats; None for a repetition of several sentences at once."""
    others = candidate.document.repeated_clauses.get(candidate.passage.clause.path)
    if not others:
        return candidate
    best: tuple[float, Clause, Sentence] | None = None
    said: set[str] = set()
    for clause, span, text in sentences_of(candidate.document, others, shelf):
        terms = set(words_in(text, shelf.segmenter))
        said |= terms
        share = len(terms & candidate.terms) / max(len(candidate.terms), 1)
        if best is None or share > best[0]:
            best = (share, clause, Sentence(span.start, span.end, text))
    if best is None or best[0] < _SAYS_THE_SAME:
        return None if len(said & candidate.terms) >= _SAYS_THE_SAME * len(candidate.terms) else candidate
    _, clause, sentence = best
    passage = replace(
        candidate.passage,
        clause=clause,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        sentences=(sentence,),
        page=clause.page,
    )
    terms_now = frozenset(words_in(sentence.text, shelf.segmenter))
    return replace(candidate, passage=passage, sentence=sentence, terms=terms_now)


def restated(candidate: Candidate, shelf: Shelf) -> tuple[Quote, ...]:
    """What the sentence of a candidate restates."""
    sentence, clause = candidate.sentence, candidate.passage.clause
    quote = Quote(candidate.document, clause, sentence.start, sentence.end, sentence.text, candidate.passage.page)
    return restated_quote(quote, shelf)


def restated_quote(quote: Quote, shelf: Shelf) -> tuple[Quote, ...]:
    """The sentence of the text that the quote's document restates, if it is held and has the same figures."""
    found = restated_document(quote.document, shelf)
    path = quote.document.restated_clauses.get(quote.clause.path)
    if found is None or path is None:
        return ()
    wanted = [figure for figure in figures_in(quote.text) if figure.kind in _AMOUNTS]
    place = _place(quote, shelf)
    sentences = list(sentences_of(found, (path,), shelf))
    rated = [
        (_likeness(wanted, text) - abs(index / max(len(sentences), 1) - place), clause, span, text)
        for index, (clause, span, text) in enumerate(sentences)
    ]
    if not rated:
        return ()
    _, clause, span, text = max(rated, key=lambda item: (item[0], -item[2].start))
    if not _all_held(wanted, text):
        return ()
    return (Quote(found, clause, span.start, span.end, text, clause.page),)


def restated_document(document: Document, shelf: Shelf) -> Document | None:
    """The document that this one restates, if it is indexed."""
    if not document.restates:
        return None
    documents = shelf.catalog.documents()
    return documents.get(f"{document.policy}/{document.restates}") or documents.get(document.restates)


def _place(quote: Quote, shelf: Shelf) -> float:
    """Where in its clause the quote stands, 0..1."""
    spans = [span for _, span, _ in sentences_of(quote.document, (quote.clause.path,), shelf)]
    return sum(span.end <= quote.start for span in spans) / max(len(spans), 1)


def _likeness(wanted: Iterable[Figure], text: str) -> float:
    """How far the figures agree: 1 for each that is held, less for each that is too many."""
    wanted = list(wanted)
    held = [figure for figure in figures_in(text) if figure.kind in _AMOUNTS]
    found = sum(any(supports(other, figure) for other in held) for figure in wanted)
    extra = sum(not any(supports(figure, other) for figure in wanted) for other in held)
    return found - 0.5 * extra


def _all_held(wanted: Iterable[Figure], text: str) -> bool:
    held = figures_in(text)
    return all(any(supports(other, figure) or other.value == figure.value for other in held) for figure in wanted)


def sentences_of(document: Document, paths: Iterable[str], shelf: Shelf) -> Iterator[tuple[Clause, Span, str]]:
    """The sentences of those clauses of a document, in order, without comments."""
    text = shelf.catalog.text(document.sha256)
    wanted = set(paths)
    for clause in shelf.catalog.clauses(document.id):
        if clause.path in wanted:
            for span in _split(text, clause.body, clause.end):
                said = text[span.start : span.end]
                if not said.startswith("<!--"):
                    yield clause, span, said


@lru_cache(maxsize=256)
def _split(text: str, start: int, end: int) -> tuple[Span, ...]:
    return tuple(split_sentences(text, start, end))
