"""The list of all documents, by policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.model import Document
from assistant.serve.web.markup import Html, tag
from assistant.serve.web.source_view import Titles, View, by_policy, kind_label, source_page
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.wiring import Assistant


def documents_page(assistant: Assistant, view: View, *, missing: bool = False) -> Html:
    """The list; `missing` says first that the document asked for is not there."""
    words = labels(view.language)
    titles = Titles.in_language(assistant.policies(), view.language)
    lost = tag("p", tag("strong", words["not_found"]), " ", words["not_found_more"], class_="note") if missing else None
    held = by_policy(assistant.documents(), view.language)
    listed = [_policy(titles.of.get(policy), documents, titles, view) for policy, documents in held.items()]
    content = [lost, tag("h1", words["documents"]), *(listed or [tag("p", words["no_documents"])])]
    return source_page(words["documents"], content, view)


def _policy(title: str | None, documents: Sequence[Document], titles: Titles, view: View) -> Html:
    items = (
        tag(
            "li",
            tag("a", document.title, href=view.address(document.id), lang=document.language),
            " ",
            kind_label(document.kind, view.language),
            tag("span", " · ".join(_facts(document, titles, view)), class_="facts"),
        )
        for document in documents
    )
    return tag("section", tag("h2", title) if title else None, tag("ul", *items), class_="policy")


def _facts(document: Document, titles: Titles, view: View) -> Iterator[str]:
    """When it is in force; on a page of its own also the id by which other programs ask for it."""
    yield from titles.dates(document, view.language)
    if not view.framed:
        yield document.id
