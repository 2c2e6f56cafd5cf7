"""Stretches of documents that an answer shows, and their citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encoded

from assistant.documents.sentences import split_sentences
from assistant.model import AnswerSentence, Citation, DocumentKind, Finding

if TYPE_CHECKING:
    from assistant.model import Clause, Document
    from assistant.ports import Catalog


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a document; `text` equals the document's text[start:end]."""

    document: Document
    clause: Clause
    start: int
    end: int
    text: str
    page: int | None = None

    @property
    def key(self) -> tuple[str, int, int]:
        """What makes it the same stretch as another."""
        return (self.document.id, self.start, self.end)

    def overlaps(self, other: Quote) -> bool:
        """Whether both hold some of the same characters."""
        return self.document.id == other.document.id and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Chosen:
    """What becomes one sentence of the answer: the quotes shown, in order, and those only cited beside them.

    `part` is the index of the thing asked that it answers.
    """

    shown: tuple[Quote, ...]
    beside: tuple[Quote, ...] = ()
    part: int = 0
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before verification: its sentences, and everything that they may cite."""

    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def find_words(catalog: Catalog, document: str, clause_path: str, words: str) -> Quote | None:
    """The whole sentences around words of a clause of an indexed document; None where they do not stand."""
    held = catalog.documents().get(document)
    clause = next((one for one in catalog.clauses(document) if one.path == clause_path), None) if held else None
    if held is None or clause is None:
        return None
    text = catalog.text(held.sha256)
    start = text.find(words, clause.start, clause.end)
    if start < 0:
        return None
    end = start + len(words)
    spans = split_sentences(text, clause.body, clause.end)
    around = [span for span in spans if span.start < end and start < span.end]
    first = min([start, *(span.start for span in around)])
    last = max([end, *(span.end for span in around)])
    return Quote(held, clause, first, last, text[first:last], clause.page)


def draft_of(chosen: Iterable[Chosen], known: Sequence[Citation] = ()) -> Draft:
    """The chosen quotes as sentences, each stretch cited under one number, counted on from the `known` citations."""
    numbers: dict[tuple[str, int, int], int] = {}
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    for choice in chosen:
        markers = []
        for quote in (*choice.shown, *choice.beside):
            if quote.key not in numbers:
                numbers[quote.key] = len(known) + len(numbers) + 1
                citations.append(cite(quote, numbers[quote.key]))
            markers.append(numbers[quote.key])
        text = "\n".join(plain_text(quote.text) for quote in choice.shown)
        sentences.append(AnswerSentence(text, "quoted", tuple(dict.fromkeys(markers))))
    return Draft(tuple(sentences), tuple(citations))


def cite(quote: Quote, marker: int) -> Citation:
    """The citation of a quote under a number."""
    document = quote.document
    return Citation(
        marker=marker,
        policy=document.policy,
        document=document.name,
        title=document.title,
        kind=DocumentKind(document.kind),
        clause=quote.clause.path,
        clause_title=quote.clause.title,
        page=quote.page,
        start=quote.start,
        end=quote.end,
        quote=quote.text,
        sha256=document.sha256,
        url=_place(quote),
    )


def _place(quote: Quote) -> str:
    """The address of the page that shows the quote marked in its text, also when the document has changed since."""
    version = f"start={quote.start}&end={quote.end}&v={quote.document.sha256}"
    return f"/documents/{percent_encoded(quote.document.id)}?{version}#quote"


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|[ \t]*(.*?)[ \t]*\|[ \t]*$", re.MULTILINE)
_QUOTE_MARK = re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE)


def plain_text(markdown: str) -> str:
    """The words of a quote without inline markup and the outer bars of tables; line breaks and dashes of lists stay."""
    text = _COMMENT.sub("", markdown)
    for pattern, kept in (
        (_LINK, r"\1"),
        (_STRONG, r"\2"),
        (_EMPHASIS, r"\1"),
        (_CODE, r"\1"),
        (_HEADING, ""),
        (_QUOTE_MARK, ""),
        (_ROW, r"\1"),
    ):
        text = pattern.sub(kept, text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
