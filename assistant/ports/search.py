"""Finding passages: by meaning, by words, and what an index knows of its documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.model import Clause, Document, Hit, Passage

    Vectors = NDArray[np.float32]
    """Shape (n, dimensions), each row of length 1."""


class Embedder(Protocol):
    """Turns texts into vectors of length 1."""

    @property
    def name(self) -> str:
        """Model and weights, as recorded in an index: two embedders of one name give the same vectors."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that the model reads, without the special ones."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, shape (n, dimensions)."""
        ...

    def count_tokens(self, text: str) -> int:
        """Length of the text in the model's tokens, without the special ones and without truncation."""
        ...


class WordBags(Protocol):
    """The words of texts, as numbers below `terms`, each with its share of the text's length."""

    @property
    def terms(self) -> int: ...
    def of(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """For texts by number: their terms one text after the other, where each text starts, and the shares."""
        ...


class AskLearner(Protocol):
    """Learns from examples which of several targets a text leads to."""

    @property
    def name(self) -> str:
        """Kind and settings: two learners of one name learn the same."""
        ...

    def learn(self, meaning: Vectors, words: WordBags, leads_to: NDArray[np.int64]) -> Mapping[str, NDArray[Any]]:
        """From vectors, words and target of each text the weights of one hidden layer: "meaning" (dimensions, hidden),
        "words" (terms, hidden), "hidden" (hidden,), "out" (hidden, targets), "bias" (targets,).
        """
        ...


class Segmenter(Protocol):
    """Cuts Chinese into words."""

    def words(self, text: str) -> list[str]: ...


class VectorIndex(Protocol):
    """Nearest passages by cosine."""

    def search(self, vector: Vectors, k: int, documents: Collection[str] | None = None) -> list[Hit]:
        """Best first; `vector` has shape (dimensions,); `documents` restricts to those document ids."""
        ...


class KeywordIndex(Protocol):
    """Best passages by BM25 over terms that are already cut and folded."""

    def search(self, terms: Mapping[str, float], k: int, documents: Collection[str] | None = None) -> list[Hit]:
        """Best first; `terms` maps a term to its weight."""
        ...

    def document_frequency(self, term: str) -> int:
        """In how many passages the term occurs."""
        ...


class Catalog(Protocol):
    """What an index generation knows of its documents and passages, without searching."""

    def documents(self) -> Mapping[str, Document]:
        """By document id."""
        ...

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """In the order asked for, each with its sentences."""
        ...

    def sentence_vectors(self, passage: str) -> Vectors:
        """Shape (sentences of the passage, dimensions), in their order."""
        ...

    def clauses(self, document: str) -> tuple[Clause, ...]:
        """In the order of the text."""
        ...

    def text(self, sha256: str) -> str:
        """The text of a document version, also of one that is no longer searched."""
        ...

    def size(self) -> int:
        """Number of passages."""
        ...
