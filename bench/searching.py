"""A question set, indexed as a user's folder would be, with what each way of searching finds in it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.adapters.exact_vectors import ExactVectors
from assistant.adapters.generations import Generations
from assistant.adapters.tantivy_index import TantivyIndex
from assistant.model import Query
from assistant.search.fuse import reciprocal_ranks
from assistant.search.retrieve import Retriever
from assistant.search.tokens import terms_of
from assistant.search.weights import Weights
from assistant.settings import Settings, load_settings
from assistant.wiring import ingest
from assistant.wiring.embedding import embedder, segmenter
from bench.datasets import BenchQuestion, QuestionSet, is_right
from bench.metrics import DEEPEST

if TYPE_CHECKING:
    from assistant.adapters.catalog import StoredCatalog
    from assistant.model import Document, Hit, Passage, Retrieval
    from assistant.ports import Embedder, Segmenter, Vectors

ALL_CANDIDATES = 1_000


@dataclass(frozen=True)
class Indexed:
    """A question set with its index open. The passages are the product's, and the same for every way to search."""

    questions: QuestionSet
    catalog: StoredCatalog
    vectors: ExactVectors
    keywords: TantivyIndex
    embedder: Embedder
    segmenter: Segmenter

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """By id."""
        return {passage.id: passage for passage in self.catalog.passages(self.catalog.passage_ids)}

    @cached_property
    def file_of(self) -> dict[str, str]:
        """The file name of a document, by document id."""
        return {name: document.name for name, document in self.catalog.documents().items()}

    @cached_property
    def _passages_by_file(self) -> dict[str, list[Passage]]:
        by_file: dict[str, list[Passage]] = {}
        for passage in self.passages.values():
            by_file.setdefault(self.file_of[passage.document], []).append(passage)
        return by_file

    def right(self, question: BenchQuestion) -> frozenset[str]:
        """The ids of the passages that count as right."""
        return frozenset(
            passage.id
            for file, gold in question.golds
            for passage in self._passages_by_file.get(file, [])
            if is_right(passage.text, gold, question.language)
        )

    def retriever(self, weights: Weights) -> Retriever:
        """The product's, over all documents."""
        return Retriever(self.catalog, self.vectors, self.keywords, self.embedder, self.segmenter, weights)

    def retriever_without(self, files: Collection[str], weights: Weights) -> Retriever:
        """The product's, over an index that never held the documents of those files."""
        if not files:
            return self.retriever(weights)
        hidden = frozenset(name for name, file in self.file_of.items() if file in files)
        view = Withheld(self, hidden)
        return Retriever(view, view.vectors, view.keywords, self.embedder, self.segmenter, weights)

    def dense(self, question: BenchQuestion) -> list[str]:
        """What the dense index alone finds, best first."""
        vector = self.embedder.embed([question.text])[0]
        return [hit.passage for hit in self.vectors.search(vector, DEEPEST)]

    def bm25(self, question: BenchQuestion) -> list[str]:
        """What BM25 alone finds, every term with the same weight."""
        terms = dict.fromkeys(terms_of(question.text, self.segmenter), 1.0)
        return [hit.passage for hit in self.keywords.search(terms, DEEPEST)]


def query_of(question: BenchQuestion, k: int) -> Query:
    """The question as the product would search for it, with every filter open."""
    return Query(question.text, question.language, k=k)


WAYS: Mapping[str, Callable[[Indexed, Weights, BenchQuestion], Sequence[str]]] = {
    "dense": lambda indexed, _, question: indexed.dense(question),
    "bm25": lambda indexed, _, question: indexed.bm25(question),
    "rrf": lambda indexed, _, question: reciprocal_ranks(indexed.dense(question), indexed.bm25(question)),
    "ours": lambda indexed, weights, question: ours(indexed.retriever(weights).retrieve(query_of(question, DEEPEST))),
}
"""Each way to search, from an index, the weights and a question to passage ids, best first."""


def ours(retrieval: Retrieval) -> list[str]:
    """The ids of what was kept, best first."""
    return [item.passage.id for item in retrieval.kept]


class Withheld:
    """An index as if some documents had never been put in: they are not found, and their words are not counted."""

    def __init__(self, indexed: Indexed, hidden: frozenset[str]) -> None:
        self._indexed = indexed
        self._shown = [name for name in indexed.catalog.documents() if name not in hidden]
        self.vectors = _Within(indexed.vectors.search, self._shown)
        self._size = sum(passage.document not in hidden for passage in indexed.passages.values())
        self.keywords = _KeywordsWithin(indexed.keywords, self._shown, hidden)
        self.passages = indexed.catalog.passages
        self.sentence_vectors = indexed.catalog.sentence_vectors
        self.clauses = indexed.catalog.clauses
        self.text = indexed.catalog.text

    def documents(self) -> dict[str, Document]:
        """Those that are shown."""
        documents = self._indexed.catalog.documents()
        return {name: documents[name] for name in self._shown}

    def size(self) -> int:
        """The passages of the documents shown."""
        return self._size


class _Within:
    """An index search that stays within the documents shown."""

    def __init__(self, search: Callable[..., list[Hit]], shown: Collection[str]) -> None:
        self._search = search
        self._shown = shown

    def search(self, looked_for: Vectors, k: int, documents: Collection[str] | None = None) -> list[Hit]:
        return self._search(looked_for, k, self._shown if documents is None else documents)


class _KeywordsWithin:
    """The keyword index of the documents shown, counting only their words."""

    def __init__(self, keywords: TantivyIndex, shown: Collection[str], hidden: Collection[str]) -> None:
        self._keywords = keywords
        self._shown = shown
        self._hidden = hidden

    def search(self, terms: Mapping[str, float], k: int, documents: Collection[str] | None = None) -> list[Hit]:
        return self._keywords.search(terms, k, self._shown if documents is None else documents)

    def document_frequency(self, term: str) -> int:
        everywhere = self._keywords.document_frequency(term)
        if not everywhere or len(self._shown) < len(self._hidden):
            return everywhere and len(self._keywords.search({term: 1.0}, everywhere, self._shown))
        return everywhere - len(self._keywords.search({term: 1.0}, everywhere, self._hidden))


def open_set(questions: QuestionSet, data_dir: Path) -> Indexed:
    """The set with its index, which is built when it is missing and mended when reading has changed."""
    settings = load_settings(data_dir=data_dir / questions.name)
    ingest(settings, [questions.documents], told)
    return _opened(questions, settings)


def _opened(questions: QuestionSet, settings: Settings) -> Indexed:
    generations = Generations(settings.data_dir)
    name = generations.current()
    assert name is not None, "ingest has just published one"
    catalog = generations.catalog(name)
    vectors = ExactVectors(catalog.passage_matrix, catalog.passage_ids, catalog.rows_of_documents)
    keywords = TantivyIndex(generations.folder / name / "keywords")
    return Indexed(questions, catalog, vectors, keywords, embedder(settings), segmenter(settings))


def told(stage: str, done: int, total: int) -> None:
    """Show on a terminal how far an ingest is."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else "\r"
        print(f"  {stage} {done:,} of {total:,} at {dt.datetime.now():%H:%M:%S}   ", end=end, file=sys.stderr)
