"""How well each sentence of the passages found answers one thing asked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answering.asking import AnswerKind, ends_shown, kind_shown, lacks_figure
from assistant.answering.focus import UNNAMED, asked_for
from assistant.answering.shapes import points_back
from assistant.answering.words import Weighed, content_terms, weigh, words_in
from assistant.documents.figures import OF_CLAUSES, clause_numbers, figures_in
from assistant.documents.language import language_of
from assistant.model import DocumentKind, Jurisdiction, Span

if TYPE_CHECKING:
    import numpy as np

    from assistant.answering.understand import Asked
    from assistant.model import Document, Language, Passage, Retrieved, Sentence
    from assistant.ports import Catalog, Embedder, KeywordIndex, Segmenter

WEIGHTS: Mapping[str, Mapping[str, float]] = json.loads(
    Path(__file__).with_name("sentence_weights.json").read_text(encoding="utf-8")
)
"""Coefficients by language of the question, chosen with bench/extract_quality.py and rounded by hand."""
_PASSAGES = 10
_WORTH = {DocumentKind.OFFICIAL: 1.0, DocumentKind.TRANSLATION: 0.5, DocumentKind.DIGEST: 0.0}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where passages, their sentence vectors and word counts are looked up."""

    catalog: Catalog
    keywords: KeywordIndex
    embedder: Embedder
    segmenter: Segmenter


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could be quoted, its score, and the features that make it up, each about 0..1."""

    document: Document
    passage: Passage
    sentence: Sentence
    terms: frozenset[str]
    covers: frozenset[str]
    features: Mapping[str, float]
    score: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the sentences are held against: vectors and weighed words, by language of the sentence."""

    language: Language
    vectors: Mapping[Language, np.ndarray]
    words: Mapping[Language, Weighed]
    kinds: tuple[AnswerKind, ...]
    text: str
    place: Jurisdiction | None = None
    batch: str | None = None
    given: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()
    focus: frozenset[str] = frozenset()

    def focus_in(self, terms: frozenset[str], language: Language) -> float:
        """The share of what is asked for by name that stands among the terms; half the usual in another language."""
        if not self.focus:
            return UNNAMED
        return len(self.focus & terms) / len(self.focus) if language == self.language else UNNAMED / 2


def wanted_by(asked: Asked, shelf: Shelf) -> Wanted:
    """The question's own words for sentences in its language, the glossary's for those in the other.

    A vector is made of the glossary's words in English only: of Chinese a small English model makes little.
    """
    query = asked.query
    other: Language = "en" if query.language == "zh" else "zh"
    foreign = [word for word in query.widened if language_of(word) == other]
    frequency, size = shelf.keywords.document_frequency, shelf.catalog.size()
    own = content_terms(query.text, shelf.segmenter)
    theirs = content_terms(" . ".join(foreign), shelf.segmenter) or own
    texts = [query.text, *([" ".join(foreign)] if foreign and other == "en" else [])]
    rows = shelf.embedder.embed(texts)
    return Wanted(
        query.language,
        {query.language: rows[0], other: rows[-1]},
        {query.language: weigh(own, frequency, size), other: weigh(theirs, frequency, size)},
        asked.part.kinds,
        query.text,
        query.jurisdiction if query.jurisdiction != Jurisdiction() else None,
        query.batch,
        frozenset(term for name in asked.given for term in words_in(name, shelf.segmenter)),
        frozenset(
            figure.value for figure in figures_in(query.text) if figure.kind == "label" and figure.unit in OF_CLAUSES
        ),
        frozenset(content_terms(" ".join(asked_for(query.text)), shelf.segmenter)),
    )


def candidates(found: Sequence[Retrieved], wanted: Wanted, shelf: Shelf) -> list[Candidate]:
    """Every sentence of the best passages, best first."""
    documents = shelf.catalog.documents()
    scored: list[Candidate] = []
    for place, item in enumerate(found[:_PASSAGES]):
        scored += _of_passage(item, documents[item.passage.document], wanted, shelf, 1 - place / _PASSAGES)
    scored.sort(key=lambda candidate: (-candidate.score, candidate.document.id, candidate.sentence.start))
    return scored


def _of_passage(item: Retrieved, document: Document, wanted: Wanted, shelf: Shelf, rank: float) -> list[Candidate]:
    passage = item.passage
    if not passage.sentences:
        return []
    vectors = shelf.catalog.sentence_vectors(passage.id)
    similar = vectors @ wanted.vectors[passage.language]
    weighed = wanted.words[passage.language]
    given = wanted.given if document.batch and document.batch == wanted.batch else frozenset[str]()
    heading = given.union(words_in(" ".join(passage.clause.titles) or passage.heading, shelf.segmenter))
    clause = float(bool(wanted.clauses & clause_numbers(passage.clause.path)))
    title = _named(passage.clause.title, weighed, shelf)
    of_place = 1.0 if wanted.place and document.jurisdiction == wanted.place else 0.0
    terms = [frozenset(words_in(sentence.text, shelf.segmenter)) for sentence in passage.sentences]
    found = []
    headers = _headers(passage, shelf)
    for index, sentence in enumerate(passage.sentences):
        repeats_title = sentence.text.strip() == document.title
        if sentence.kind == "heading" or repeats_title or Span(sentence.start, sentence.end) in headers:
            continue
        near = terms[index - 1] if index else frozenset[str]()
        columns = headers[sentence.header] if sentence.header else frozenset[str]()
        said = given | terms[index] | (near if points_back(sentence.text) else frozenset[str]())
        features = {
            "similar": float(similar[index]),
            "covered": weighed.covered(said),
            "covered_near": weighed.covered(terms[index] | heading | near),
            "title": title,
            "clause": clause,
            "kind": kind_shown(wanted.kinds, sentence.text, is_list=sentence.kind == "list_item"),
            "lacks_figure": lacks_figure(wanted.kinds, sentence.text, is_row=sentence.kind == "table_row"),
            "focus": wanted.focus_in(terms[index] | heading | columns, passage.language),
            "ends": ends_shown(wanted.kinds, sentence.text),
            "rank": rank,
            "worth": _WORTH[DocumentKind(document.kind)],
            "short": 1.0 if sentence.group is None and _is_short(sentence.text) else 0.0,
            "own_language": 1.0 if passage.language == wanted.language else 0.0,
            "place": of_place,
            "replaced": 1.0 if is_replaced(document, wanted.text) else 0.0,
        }
        covers = frozenset(term for term in weighed.shares if term in said)
        found.append(
            Candidate(document, passage, sentence, terms[index], covers, features, score_of(features, wanted.language))
        )
    return found


def _headers(passage: Passage, shelf: Shelf) -> dict[Span, frozenset[str]]:
    """The words of each table header that rows of the passage stand under, as far as the passage holds it."""
    spans = {sentence.header for sentence in passage.sentences if sentence.header is not None}
    texts = {
        span: passage.text[max(span.start - passage.start, 0) : max(span.end - passage.start, 0)] for span in spans
    }
    return {span: frozenset(words_in(text, shelf.segmenter)) for span, text in texts.items()}


def _named(title: str, weighed: Weighed, shelf: Shelf) -> float:
    """How far a question is made of a clause's title, and the title of the question's words."""
    terms = frozenset(words_in(title, shelf.segmenter))
    return weighed.covered(terms) * len(terms & weighed.shares.keys()) / max(len(terms), 1)


def is_replaced(document: Document, question: str) -> bool:
    """Whether a later text has replaced the document, and the question does not name its year."""
    years = re.findall(r"(?<!\d)20\d\d(?!\d)", document.title)
    return bool(document.superseded_by) and not any(year in question for year in years)


def score_of(features: Mapping[str, float], language: Language) -> float:
    """The features weighed for questions of a language."""
    weights = WEIGHTS[language]
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def _is_short(text: str) -> bool:
    """Whether a sentence is hardly more than a heading."""
    if language_of(text) == "zh":
        return len(text) < 8
    return len(text.split()) < 4 and not figures_in(text)
