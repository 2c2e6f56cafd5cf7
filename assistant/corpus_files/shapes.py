"""What may stand in each kind of data file: the door between YAML and the nouns.

A shape says which keys there are, which of them are needed, and of what type each is; nothing else gets through.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.model import DocumentKind, Language

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"(?s)^\S(.*\S)?\s*$")]
Texts = Annotated[list[Text], Field(min_length=1)]
Confidence = Literal["high", "medium-high", "medium"]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Shape(BaseModel):
    """Strict: no key that is not named here, no value turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class BothLanguages(Shape):
    """The same words in English and in Chinese."""

    en: Text
    zh: Text

    def by_language(self) -> dict[str, str]:
        """The words by language."""
        return {"en": self.en.strip(), "zh": self.zh.strip()}


class Period(Shape):
    """Two days, both included; an end that is left open is null. (`from` is a word of Python, hence `first`.)"""

    first: dt.date | None = Field(alias="from")
    last: dt.date | None = Field(alias="to")


class JurisdictionShape(Shape):
    """Where a policy holds."""

    level: Literal["national", "province", "city"]
    place: Text
    names: list[Text] = []


class DocumentShape(Shape):
    """One file of a policy."""

    file: Text
    title: Text | None = None
    kind: Annotated[DocumentKind, Field(strict=False)]
    language: Language
    source: Text | None = None
    confidence: Confidence | None = None
    batch: Text | None = None
    sha256: Sha256 | None = None
    restates: Text | None = None
    clauses: dict[str, Text] = {}
    repeats: dict[str, Texts] = {}


class MissingShape(Shape):
    """A text that is named but not held."""

    title: BothLanguages
    issuer: BothLanguages
    match: list[Text] = []
    document: Text | None = None
    clause: Text | None = None
    pointer: Text | None = None


class PolicyShape(Shape):
    """policy.yaml."""

    id: Text
    scheme: Text | None = None
    batch: Text | None = None
    titles: BothLanguages
    issuer: BothLanguages
    number: Text | None = None
    published: dt.date | None = None
    jurisdiction: JurisdictionShape
    in_force: Period
    amends: list[Text] = []
    superseded_by: Text | None = None
    documents: Annotated[list[DocumentShape], Field(min_length=1)]
    missing: list[MissingShape] = []


class BatchShape(Shape):
    """One round of a scheme."""

    id: Text
    titles: BothLanguages
    names: Texts
    announced: dt.date | None = None
    window: Period | None = None


class SchemeShape(Shape):
    """scheme.yaml."""

    id: Text
    titles: BothLanguages
    default_batch: Text
    contact: BothLanguages
    batches: Annotated[list[BatchShape], Field(min_length=1)]
    words: Texts


class TermShape(Shape):
    """A line of the glossary; the first spelling of each language is the usual one."""

    en: Texts
    zh: Texts


class GlossaryShape(Shape):
    """glossary.yaml."""

    terms: list[TermShape]


class RepliesShape(Shape):
    """replies.yaml: fixed wordings by code."""

    outcomes: dict[str, BothLanguages]
    notices: dict[str, BothLanguages]
    labels: dict[str, BothLanguages]


class PointerShape(Shape):
    """Words of a clause, character by character."""

    document: Text
    clause: Text
    quote: Text


class KnownAskShape(Shape):
    """How people ask for what some words say, in each language."""

    answer: PointerShape
    also: list[PointerShape] = []
    en: list[Text] = []
    zh: list[Text] = []


class QuestionsShape(Shape):
    """Questions in each language; also an off_subject.yaml."""

    en: list[Text] = []
    zh: list[Text] = []


class AsksShape(Shape):
    """An asks.yaml."""

    asks: list[KnownAskShape] = []
    not_held: QuestionsShape = QuestionsShape()
