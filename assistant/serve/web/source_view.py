"""How a page of ours about documents is looked at, and what all of these pages show of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode

from assistant.model import Document, Language, Span
from assistant.serve.pages.skeleton import document as html_document
from assistant.serve.pages.skeleton import page
from assistant.serve.pages.words import page_words
from assistant.serve.web.document_view import QUOTE_ID
from assistant.serve.web.markup import Html, tag
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.model import Policy

LOOKS = ("pages.css", "document.css")
SCRIPTS = ("source.js",)


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at: its language, whether beside the chat, and the range that is quoted.

    `as_text` asks for the text where the printed page could be shown.
    """

    language: Language = "en"
    framed: bool = False
    quote: Span | None = None
    version: str | None = None
    part: int | None = None
    as_text: bool = False

    def address(self, document_id: str | None = None, *, part: int | None = None) -> str:
        """The address of a page seen this way, without the quote."""
        chosen: dict[str, object] = {"lang": self.language}
        if self.framed:
            chosen["frame"] = 1
        if part is not None:
            chosen["part"] = part
            if self.version:
                chosen["v"] = self.version
        path = f"/documents/{percent_encoded(document_id)}" if document_id else "/documents"
        return f"{path}?{urlencode(chosen)}"

    def quote_address(self, document_id: str, quote: Span, *, as_text: bool) -> str:
        """The address of a quote, on the printed page or in the text."""
        chosen: dict[str, object] = {"start": quote.start, "end": quote.end}
        chosen |= {"v": self.version} if self.version else {}
        chosen |= {"text": 1} if as_text else {}
        return f"{self.address(document_id)}&{urlencode(chosen)}#{QUOTE_ID}"

    def here(self, document_id: str | None) -> str:
        """The address of this very view."""
        if document_id and self.quote:
            return self.quote_address(document_id, self.quote, as_text=self.as_text)
        return self.address(document_id, part=self.part)


@dataclass(frozen=True, slots=True)
class Titles:
    """What policies are called in a language, by their ids."""

    of: Mapping[str, str]

    @classmethod
    def in_language(cls, policies: Sequence[Policy], language: Language) -> Titles:
        """The titles of these policies."""
        return cls({policy.id: policy.titles[language] for policy in policies})

    def dates(self, document: Document, language: Language) -> Iterator[str]:
        """When a document is in force, and what takes its place."""
        words = labels(language)
        if document.in_force_from:
            yield words["in_force_from"].format(first=document.in_force_from)
        if document.in_force_to:
            yield words["in_force_to"].format(last=document.in_force_to)
        if document.superseded_by:
            yield words["superseded"].format(by=self.of.get(document.superseded_by, document.superseded_by))


def by_policy(documents: Sequence[Document], language: Language) -> dict[str, list[Document]]:
    """The documents of each policy, those in the reader's language first."""
    held: dict[str, list[Document]] = {}
    for document in sorted(documents, key=lambda document: document.language != language):
        held.setdefault(document.policy, []).append(document)
    order = dict.fromkeys(document.policy for document in documents)
    return {policy: held[policy] for policy in order}


def kind_label(kind: str, language: Language) -> Html:
    """What a document is worth as proof, as a small label."""
    return tag("span", labels(language)[f"kind_{kind}"], class_=f"kind {kind}")


def source_page(title: str, content: Sequence[object], view: View, document_id: str | None = None) -> Html:
    """A whole page, of a document or of their list; beside the chat it has no head."""
    words = page_words(view.language)
    named = f"{title} · {words['product']}"
    if view.framed:
        body = tag("body", tag("main", *content), class_="source")
        return html_document(named, body, view.language, LOOKS, scripts=SCRIPTS, framed=True)
    other: Language = "en" if view.language == "zh" else "zh"
    there = replace(view, language=other).here(document_id)
    ways = [
        tag("a", words["documents"], href=view.address()),
        tag("a", words["with_script"], href=f"/?lang={view.language}"),
        tag("a", words["other_language"], href=there, lang=other, hreflang=other),
    ]
    return page(named, content, view.language, ways=ways, looks=LOOKS, scripts=SCRIPTS, kind="source")
