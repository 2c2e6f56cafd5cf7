"""A query -> its passages: candidates of both indexes, one fused score, what was left out and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.model import Retrieval, Retrieved
from assistant.search.answerable import READ, answerable, question_signals
from assistant.search.filters import reasons_against
from assistant.search.fuse import fused_scores
from assistant.search.signals import Rarity, document_support, looked_for, word_signals
from assistant.search.wanted import wanted_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from assistant.model import Passage, Query
    from assistant.ports import Catalog, Embedder, KeywordIndex, Segmenter, VectorIndex, Vectors
    from assistant.search.signals import Looked
    from assistant.search.wanted import Wanted
    from assistant.search.weights import Weights

CANDIDATES = 50
"""Passages taken from each index."""
SHOWN = 10
"""Rejected passages that are kept, of those below the cut and of those filtered out."""


class Retriever:
    """Finds passages for queries in one index generation."""

    def __init__(
        self,
        catalog: Catalog,
        vectors: VectorIndex,
        keywords: KeywordIndex,
        embedder: Embedder,
        segmenter: Segmenter,
        weights: Weights,
    ) -> None:
        self.catalog = catalog
        self.vectors = vectors
        self.keywords = keywords
        self.embedder = embedder
        self.segmenter = segmenter
        self.weights = weights

    def retrieve(self, query: Query) -> Retrieval:
        """The best k passages of the documents allowed, what was rejected and why, and how answerable it looks."""
        documents = self.catalog.documents()
        reasons = reasons_against(documents, query)
        allowed = [name for name in documents if name not in reasons] if reasons else None
        vector = self.embedder.embed([query.text])[0]
        wanted = wanted_of(query, self.segmenter)
        rarity = Rarity(max(1, self.catalog.size()), self.keywords.document_frequency)
        looked = looked_for(wanted, query.language, rarity)
        ranked = self._ranked(query, vector, wanted, looked, allowed)
        first, repeated = without_repeats(ranked)
        best = [self.catalog.sentence_vectors(item.passage.id) @ vector for item in first[:READ]]
        signals = question_signals(first, best, looked)
        score = answerable(signals, self.weights.of(query.language).answerable)
        below = [replace(item, rejected="below the cut") for item in first[query.k : query.k + SHOWN]]
        filtered = self._filtered(vector, wanted, reasons)
        return Retrieval(query, tuple(first[: query.k]), (*below, *repeated, *filtered), score, signals)

    def _ranked(
        self, query: Query, vector: Vectors, wanted: Wanted, looked: Looked, allowed: Collection[str] | None
    ) -> list[Retrieved]:
        """Every candidate of both indexes, best first."""
        dense = {hit.passage: hit.score for hit in self.vectors.search(vector, CANDIDATES, allowed)}
        bm25 = {hit.passage: hit.score for hit in self.keywords.search(wanted.all_terms, CANDIDATES, allowed)}
        passages = self.catalog.passages(list(dict.fromkeys([*dense, *bm25])))
        least_dense, least_bm25 = _floor(dense), _floor(bm25)
        by_words = [bm25.get(passage.id, least_bm25) for passage in passages]
        support = document_support([passage.document for passage in passages], by_words)
        signals = [
            {
                "dense": dense.get(passage.id, least_dense),
                "bm25": score,
                "document": together,
                "sentence": self._best_sentence(passage, vector),
                "language": float(passage.language == query.language),
                **word_signals(passage, looked),
            }
            for passage, score, together in zip(passages, by_words, support, strict=True)
        ]
        scores = fused_scores(signals, self.weights.of(query.language).fusion)
        found = map(Retrieved, passages, scores, signals)
        return sorted(found, key=lambda item: (-item.score, item.passage.id))

    def _best_sentence(self, passage: Passage, vector: Vectors) -> float:
        similarities = self.catalog.sentence_vectors(passage.id) @ vector
        return float(similarities.max()) if len(similarities) else 0.0

    def _filtered(self, vector: Vectors, wanted: Wanted, reasons: Mapping[str, str]) -> list[Retrieved]:
        """The nearest passages that a filter left out, with the reason."""
        if not reasons:
            return []
        hits = [*self.vectors.search(vector, 3, reasons), *self.keywords.search(wanted.all_terms, 3, reasons)]
        passages = self.catalog.passages(list(dict.fromkeys(hit.passage for hit in hits)))
        return [Retrieved(passage, 0.0, {}, reasons[passage.document]) for passage in passages]


def _floor(scores: Mapping[str, float]) -> float:
    """The score of a passage that an index did not return: the lowest that it did, which it cannot exceed."""
    return min(scores.values()) if len(scores) >= CANDIDATES else 0.0


def without_repeats(found: Sequence[Retrieved]) -> tuple[list[Retrieved], list[Retrieved]]:
    """The passages with the repeats of one heading and text apart, marked as such."""
    first: dict[str, Retrieved] = {}
    repeated: list[Retrieved] = []
    for item in found:
        same = first.setdefault(item.passage.indexed_text, item)
        if same is not item:
            repeated.append(replace(item, rejected=f"repeats {same.passage.id}"))
    return list(first.values()), repeated
