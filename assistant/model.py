"""Every noun of the product, as frozen values.

Offsets are code points, end exclusive, into the text of a document: the decoded file for .txt and .md (no newline
changed), the extracted text for every other format. `sha256` is always that of this text in UTF-8.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

Language = Literal["en", "zh"]
Origin = Literal["quoted", "computed", "model"]
Verdict = Literal["yes", "no", "undetermined", "info"]
SCHEMA_VERSION = 1


class DocumentKind(StrEnum):
    """What a document is worth as proof."""

    OFFICIAL = "official"
    TRANSLATION = "translation"
    DIGEST = "digest"


class Outcome(StrEnum):
    """Every way an answer can end."""

    ANSWERED = "answered"
    CLARIFICATION = "clarification"
    NOT_IN_CORPUS = "not_in_corpus"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_SUPPORTED = "not_supported"
    UNAVAILABLE = "unavailable"


# ---- documents -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A range of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Structure a reader saw in a document's text: `level` counts from 1, `header` is a table row's own header span."""

    start: int
    end: int
    kind: Literal["heading", "list_item", "table_row", "furniture"]
    level: int = 1
    header: Span | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a paged document: its number from 1 and where its text lies."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a reader got from a file, before clauses are found."""

    text: str
    marks: tuple[Mark, ...] = ()
    pages: tuple[Page, ...] = ()
    title: str = ""
    tables: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered or headed part of a document, up to the next one; clauses do not overlap.

    `path` is such as "IV > (2)"; an unnumbered heading stands in it with its own words. `start` is where its heading
    begins, `body` where the text after the heading begins (equal to `end` when the heading is all there is).
    """

    path: str
    title: str
    titles: tuple[str, ...]
    level: int
    start: int
    body: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """What can be quoted whole: a sentence, a list item or a table row, with the span that introduces it.

    `group` is the span of the whole list with its lead-in, when the sentence is part of one.
    """

    start: int
    end: int
    text: str
    kind: Literal["sentence", "list_item", "table_row", "heading"] = "sentence"
    group: Span | None = None
    header: Span | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed and retrieved; never crosses a clause. `text` equals the document's text[start:end]."""

    id: str
    document: str
    clause: Clause
    start: int
    end: int
    text: str
    heading: str
    language: Language
    page: int | None = None
    sentences: tuple[Sentence, ...] = ()

    @property
    def indexed_text(self) -> str:
        """The heading path and the text, as they are embedded."""
        return f"{self.heading}\n{self.text}" if self.heading else self.text


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Where a policy holds: level is national, province or city; place is a division code.

    `names` are the words for the place in both languages; they do not count when two jurisdictions are compared.
    """

    level: str = "national"
    place: str = "CN"
    names: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class MissingText:
    """A text that a policy names and the corpus does not hold; `match` are the words of a question that point to it.

    `clause` of `document` (a file of the policy) points to it too, with exactly the words of `pointer`.
    """

    title: Mapping[str, str]
    issuer: Mapping[str, str]
    match: tuple[str, ...] = ()
    clause: str | None = None
    document: str | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a policy, with what is known of it; its text lies in the text store under `sha256`.

    `restated_clauses` and `repeated_clauses` are those of the DocumentFile.
    """

    id: str
    policy: str
    name: str
    path: str
    title: str
    kind: DocumentKind
    language: Language
    sha256: str
    scheme: str | None = None
    batch: str | None = None
    jurisdiction: Jurisdiction | None = None
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    superseded_by: str | None = None
    restates: str | None = None
    source: str | None = None
    confidence: str | None = None
    issuer: str | None = None
    number: str | None = None
    published: dt.date | None = None
    pages: int = 0
    restated_clauses: Mapping[str, str] = field(default_factory=dict)
    repeated_clauses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def in_force_on(self, day: dt.date) -> bool:
        """Whether the document holds on that day; an open end never closes."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_to is None or day <= self.in_force_to
        )


# ---- policies and schemes, as their YAML says ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One entry of a policy's `documents:` list.

    `sha256` is that of the file's bytes. `batch` is the policy's unless the entry names its own. `restated_clauses`
    maps a clause path of this document to the one of the document `restates` that says the same with other words.
    `repeated_clauses` maps a clause path to the clauses of this same document that say it again with more authority:
    the key is never cited where one of those says the same.
    """

    file: str
    kind: DocumentKind
    language: Language
    source: str | None = None
    sha256: str | None = None
    restates: str | None = None
    confidence: str | None = None
    title: str | None = None
    batch: str | None = None
    restated_clauses: Mapping[str, str] = field(default_factory=dict)
    repeated_clauses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words of a clause of a document of a policy, character by character."""

    document: str
    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class KnownAsk:
    """How people ask for what some words of a policy say; `answers` say the same in several languages or documents."""

    answers: tuple[Pointer, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """One folder of the corpus; `not_held` are questions on its subject that no text answers."""

    id: str
    folder: str
    titles: Mapping[str, str]
    issuer: Mapping[str, str]
    documents: tuple[DocumentFile, ...]
    number: str | None = None
    published: dt.date | None = None
    scheme: str | None = None
    batch: str | None = None
    jurisdiction: Jurisdiction | None = None
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    amends: tuple[str, ...] = ()
    superseded_by: str | None = None
    missing: tuple[MissingText, ...] = ()
    asks: tuple[KnownAsk, ...] = ()
    not_held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """One round of a scheme; its window is the days on which applications are open; `names` are the words for it."""

    id: str
    titles: Mapping[str, str]
    names: tuple[str, ...] = ()
    window_from: dt.date | None = None
    window_to: dt.date | None = None
    announced: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """A programme with its batches; `contact` says whom to ask, by language.

    `off_subject` are questions that people ask here though they are about something else.
    """

    id: str
    titles: Mapping[str, str]
    batches: tuple[Batch, ...]
    default_batch: str
    contact: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    off_subject: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry: the same thing said in English and in Chinese, each with its other spellings."""

    en: tuple[str, ...]
    zh: tuple[str, ...]


# ---- questions and retrieval -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation and what was understood of it."""

    question: str
    batch: str | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks, with the day it is asked for and what was chosen beside it."""

    text: str
    as_of: dt.date
    scheme: str | None = None
    batch: str | None = None
    conversation: str | None = None
    earlier: tuple[Turn, ...] = ()
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and in which documents; `None` leaves a filter open. `widened` are glossary words to add."""

    text: str
    language: Language
    widened: tuple[str, ...] = ()
    scheme: str | None = None
    batch: str | None = None
    in_force_on: dt.date | None = None
    kinds: frozenset[DocumentKind] | None = None
    jurisdiction: Jurisdiction | None = None
    k: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage id found by one index, with that index's own score (higher is better)."""

    passage: str
    score: float


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage with its fused score, the signals it comes from, and why it was left out, if it was."""

    passage: Passage
    score: float
    signals: Mapping[str, float]
    rejected: str | None = None


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What a query found: kept in order of score, what was rejected and why, and how answerable it looks (0..1)."""

    query: Query
    kept: tuple[Retrieved, ...]
    rejected: tuple[Retrieved, ...]
    answerable: float
    signals: Mapping[str, float] = field(default_factory=dict)


# ---- the answer: the field names are those of the JSON ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: `quote` equals the text[start:end] of the document version named by `sha256`."""

    marker: int
    policy: str
    document: str
    title: str
    kind: DocumentKind
    clause: str
    clause_title: str
    page: int | None
    start: int
    end: int
    quote: str
    sha256: str
    url: str


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer and what it rests on."""

    text: str
    origin: Origin
    citations: tuple[int, ...] = ()
    findings: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A verified sentence on its way to the screen, with the citations it is the first to use; numbers are final."""

    sentence: AnswerSentence
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule returned, with its trace.

    `parameters` are the dated values it rests on, by role; `computed` the numbers and days it worked out on the way.
    """

    id: str
    rule: str
    policy: str
    batch: str | None
    as_of: dt.date
    verdict: Verdict
    value: Any = None
    unit: str | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    explanation: tuple[str, ...] = ()
    counterfactual: str | None = None
    basis: Literal["text", "digest"] = "text"
    confidence: str | None = None
    citations: tuple[int, ...] = ()
    receipt: str = ""
    computed: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clarification:
    """One question back, with choices."""

    needs: str
    question: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell beside an answer."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ModelUse:
    """Which language model wrote, under which prompt and settings.

    `fallback` when extraction stands in for it, wholly or in part; `dropped` counts what it claimed and was not shown.
    """

    name: str
    prompt_sha256: str
    settings: Mapping[str, Any]
    fallback: bool = False
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The one shape for the command line, the API, the store, the eval and the page.

    `nearest` holds up to three clauses close to a question that was not answered; they are not an answer.
    """

    id: str
    question: str | None
    language: Language
    as_of: dt.date
    outcome: Outcome
    text: str
    schema_version: int = SCHEMA_VERSION
    question_id: str | None = None
    scheme: str | None = None
    batch: str | None = None
    conversation: str | None = None
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    findings: tuple[Finding, ...] = ()
    clarification: Clarification | None = None
    notices: tuple[Notice, ...] = ()
    model: ModelUse | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)


def as_json(value: Any) -> Any:
    """The value with dataclasses as dicts, tuples and sorted sets as lists and dates as ISO text, for `json.dumps`."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted((as_json(item) for item in value), key=str)
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value
