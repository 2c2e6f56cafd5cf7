"""What the core asks of the outside, each behind a Protocol of a few methods.

Every one has an adapter in assistant/adapters/ and a fake in tests/fakes.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.model import (
        AnswerSentence,
        Citation,
        Clarification,
        Clause,
        Document,
        Extracted,
        Finding,
        Hit,
        Language,
        Passage,
        Question,
    )

    Vectors = NDArray[np.float32]
    """Shape (n, dimensions), each row of length 1."""


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What one file may cost: bytes on disk, pages, seconds."""

    bytes: int = 50_000_000
    pages: int = 2_000
    seconds: float = 120.0


class DocumentReader(Protocol):
    """Reads one format."""

    suffixes: frozenset[str]

    def read(self, path: Path, limits: ReadLimits) -> Extracted:
        """The file's text and structure. Raises DocumentError when it cannot be read."""
        ...


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


Clock = Callable[[], dt.date]
"""Today, in the time zone of the corpus. Only serve/ calls it."""

LanguageOf = Callable[[str], "Language"]


@dataclass(frozen=True, slots=True)
class Calculated:
    """What rules say of a question: findings with sentences and citations numbered from 1, or what a rule must ask.

    `notices` are codes of notices with the words that fill them.
    """

    sentences: tuple[AnswerSentence, ...] = ()
    findings: tuple[Finding, ...] = ()
    citations: tuple[Citation, ...] = ()
    clarification: Clarification | None = None
    notices: tuple[tuple[str, Mapping[str, str]], ...] = ()


class Rulebook(Protocol):
    """The rules of a corpus."""

    def calculate(self, question: Question, text: str, batch: str | None) -> Calculated:
        """What the rules say of the question; `text` adds the words of earlier turns. Empty when none fits."""
        ...


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that a language model wants to be run; `arguments` is None when they were no JSON object."""

    id: str
    name: str
    arguments: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a talk with a language model; a tool's message answers the call named by `call`."""

    role: Literal["system", "user", "assistant", "tool"]
    text: str
    calls: tuple[ToolCall, ...] = ()
    call: str = ""


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as a language model sees it; `parameters` is a JSON schema of an object."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChatLimits:
    """What one call may cost: tokens of the reply, and seconds until it must be complete."""

    tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TokensUsed:
    """What a call cost, as the server counts."""

    prompt: int
    reply: int


ChatPiece = str | ToolCall | TokensUsed


class ChatModel(Protocol):
    """A language model behind a chat protocol."""

    @property
    def name(self) -> str:
        """As recorded in an answer."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """How it is asked, as recorded in an answer; no secrets."""
        ...

    def stream(
        self,
        messages: Sequence[Message],
        limits: ChatLimits,
        *,
        tools: Sequence[ToolSpec] = (),
        schema: Mapping[str, Any] | None = None,
    ) -> Iterator[ChatPiece]:
        """The reply piece by piece: text as it comes, then the tools called, then what it cost where that is told.

        `schema` is the JSON schema of a reply that is one object. Raises Unavailable when the model is down, silent
        or too slow; closing the iterator ends the call.
        """
        ...


Entails = Callable[[str, str], bool]
"""Whether a premise (first) bears out a sentence (second)."""
