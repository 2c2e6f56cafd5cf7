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
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    from assistant.kept import (
        ApiKey,
        AuditRecord,
        Conversation,
        Feedback,
        KeptAnswer,
        Listed,
        Switch,
    )
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


class AnswerStore(Protocol):
    """What a server keeps. Ids are made by the caller; a list is newest first; `person` None means anybody's."""

    # answers and conversations
    def keep_answer(self, kept: KeptAnswer) -> None:
        """Under the id of its answer, once; keeping an id again changes nothing."""
        ...

    def answer(self, name: str, person: str | None = None) -> KeptAnswer | None: ...

    def answers(self, conversation: str, person: str | None = None) -> tuple[KeptAnswer, ...]:
        """Those of a conversation, oldest first."""
        ...

    def keep_conversation(self, conversation: Conversation) -> None:
        """New, or with its title, scheme, batch and time changed."""
        ...

    def conversation(self, name: str, person: str | None = None) -> Conversation | None: ...

    def conversations(
        self, person: str, *, search: str = "", cursor: str | None = None, limit: int = 20
    ) -> Listed[Conversation]:
        """`search` looks in titles and questions. Raises UsageError for a cursor that was never given out."""
        ...

    def delete_conversation(self, name: str, person: str | None = None) -> bool:
        """With its answers and their feedback; whether it was there."""
        ...

    def once(self, person: str, key: str, answer: str) -> str:
        """The answer id first kept under this idempotency key of the person: the one given, or the earlier one."""
        ...

    # feedback, audit, switch, budget
    def keep_feedback(self, feedback: Feedback) -> None:
        """Raises NotFound when the answer is not kept."""
        ...

    def feedback(
        self,
        *,
        rating: str | None = None,
        since: dt.datetime | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Listed[Feedback]: ...

    def ratings(self, conversation: str, person: str) -> tuple[Feedback, ...]:
        """What the person thought of the answers of a conversation."""
        ...

    def record(self, audit: AuditRecord) -> None: ...

    def audit(
        self,
        *,
        person: str | None = None,
        action: str | None = None,
        since: dt.datetime | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Listed[AuditRecord]: ...

    def switch(self) -> Switch: ...

    def set_switch(self, switch: Switch) -> None: ...

    def spend_tokens(self, day: dt.date, tokens: int) -> int:
        """Adds to what models used that day; gives the day's sum, also for 0."""
        ...

    # keys
    def keep_key(self, key: ApiKey, hashed: str) -> None: ...

    def key_of(self, hashed: str) -> ApiKey | None: ...

    def keys(self) -> tuple[ApiKey, ...]: ...

    def change_key(self, key: ApiKey) -> None:
        """Its name, role, scopes, expiry, revocation and last use. Raises NotFound."""
        ...

    def use_key(self, name: str, at: dt.datetime) -> None:
        """Its last use alone, so that a revocation meanwhile is not undone."""
        ...

    # keeping no longer than needed
    def purge(self, kind: str, before: dt.datetime) -> int:
        """Deletes what of a kind of KINDS_KEPT is older; how many. Raises UsageError for another kind."""
        ...

    def older(self, kind: str, before: dt.datetime) -> int:
        """How many `purge` would delete."""
        ...

    def texts_cited(self, since: dt.datetime | None = None) -> frozenset[str]:
        """sha256 of the texts that kept answers cite, with `since` only those given then or later."""
        ...

    def export(self, person: str) -> Mapping[str, Any]:
        """Everything kept of one person, ready for JSON."""
        ...

    def erase(self, person: str) -> Mapping[str, int]:
        """Deletes everything of one person, in the audit replaces who it was; how many of each kind."""
        ...


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
