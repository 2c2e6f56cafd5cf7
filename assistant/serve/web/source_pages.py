"""Our own pages of the documents: plain HTML that works without scripts, under a strict content policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode

from assistant.model import Clause, Document, Language, Span
from assistant.serve.web.document_view import QUOTE_ID, anchor, document_html
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.page_images import PRINTED_ID, pages_as_printed
from assistant.serve.wording import clause_name, labels

if TYPE_CHECKING:
    from assistant.wiring import Assistant

PART_CHARACTERS: Final = 150_000
"""A longer document is shown in parts."""
CONTENTS_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at: its language, whether beside the chat, and the range that is quoted."""

    language: Language = "en"
    framed: bool = False
    quote: Span | None = None
    version: str | None = None
    part: int | None = None

    def address(self, document_id: str | None = None, *, part: int | None = None) -> str:
        """The address of a page seen this way."""
        chosen: dict[str, object] = {"lang": self.language}
        if self.framed:
            chosen["frame"] = 1
        if part is not None:
            chosen["part"] = part
            if self.version:
                chosen["v"] = self.version
        path = f"/documents/{percent_encoded(document_id)}" if document_id else "/documents"
        return f"{path}?{urlencode(chosen)}"


def documents_page(documents: Sequence[Document], view: View, *, missing: bool = False) -> Html:
    """The list of all documents; `missing` says first that the one asked for is not there."""
    words = labels(view.language)
    lost = tag("p", tag("strong", words["not_found"]), " ", words["not_found_more"], class_="note") if missing else None
    policies: dict[str, list[Document]] = {}
    for document in documents:
        policies.setdefault(document.policy, []).append(document)
    listed = [_policy(held, view) for held in policies.values()]
    body = [lost or "", tag("h1", words["documents"]), *(listed or [tag("p", words["no_documents"])])]
    return _page(words["documents"], joined(body), view)


def _policy(documents: Sequence[Document], view: View) -> Html:
    """The documents of one policy, those in the reader's language first."""
    items = (
        tag(
            "li",
            tag("a", document.title, href=view.address(document.id), lang=document.language),
            " ",
            kind_label(document.kind, view.language),
            tag("span", " · ".join([*_dates(document, labels(view.language)), document.id]), class_="facts"),
        )
        for document in sorted(documents, key=lambda document: document.language != view.language)
    )
    return tag("section", tag("ul", *items), class_="policy")


def document_page(assistant: Assistant, document_id: str, view: View, original: Path | None = None) -> Html | None:
    """The document at the quote; None when neither the document nor the version asked for is known.

    `original` is the file it was read from, if that is still there.
    """
    document = next((held for held in assistant.documents() if held.id == document_id), None)
    version = view.version or (document.sha256 if document else "")
    try:
        text = assistant.text(version)
        current = document is not None and document.sha256 == version
        clauses = assistant.clauses(document_id) if current else _whole(text)
    except KeyError:
        return None
    words = labels(view.language)
    title = document.title if document else document_id
    parts = _parts(clauses)
    number = _part_shown(parts, view)
    printed = None
    if original and current and view.quote:
        printed = pages_as_printed(original, document_id, text, view.quote, clauses, view.language)
    pieces = [
        tag(
            "nav",
            tag("a", words["all_documents"], href=view.address()),
            _to_quote(view, words),
            tag("a", words["as_printed"], href=f"#{PRINTED_ID}") if printed else None,
            _download(document_id, original, words),
            class_="ways",
        ),
        tag("h1", title, lang=document.language if document else None),
        _facts(document, view) if document else None,
        None if current else tag("p", words["earlier_version"], class_="note"),
        _contents(parts[number], words),
        printed,
        _part_links(document_id, number, len(parts), view),
        tag(
            "article",
            document_html(text, parts[number], view.quote),
            class_="document",
            lang=document.language if document else None,
        ),
        _part_links(document_id, number, len(parts), view),
    ]
    return _page(title, joined(piece for piece in pieces if piece is not None), view)


def kind_label(kind: str, language: Language) -> Html:
    """What a document is worth as proof, as a small label."""
    return tag("span", labels(language)[f"kind_{kind}"], class_=f"kind {kind}")


def _facts(document: Document, view: View) -> Html:
    words = labels(view.language)
    known = {
        words["issuer"]: document.issuer,
        words["number"]: document.number,
        words["published"]: document.published,
        words["batch"]: document.batch,
        words["in_force"]: " ".join(_dates(document, words)) or None,
        words["own_source"]: document.source,
    }
    rows = (tag("div", tag("dt", name), tag("dd", fact)) for name, fact in known.items() if fact)
    return tag("div", kind_label(document.kind, view.language), tag("dl", *rows), class_="about")


def _dates(document: Document, words: Mapping[str, str]) -> list[str]:
    dates = []
    if document.in_force_from:
        dates.append(words["in_force_from"].format(first=document.in_force_from))
    if document.in_force_to:
        dates.append(words["in_force_to"].format(last=document.in_force_to))
    if document.superseded_by:
        dates.append(words["superseded"].format(by=document.superseded_by))
    return dates


def _to_quote(view: View, words: Mapping[str, str]) -> Html | None:
    return tag("a", words["to_quote"], href=f"#{QUOTE_ID}") if view.quote else None


def _download(document_id: str, original: Path | None, words: Mapping[str, str]) -> Html | None:
    if original is None:
        return None
    suffix = original.suffix.lstrip(".").upper()
    address = f"/documents/{percent_encoded(document_id)}/file"
    return tag("a", f"{words['download']} ({suffix})", href=address, download=original.name)


def _contents(clauses: Sequence[Clause], words: Mapping[str, str]) -> Html | None:
    if len(clauses) < 3:
        return None
    items = (
        tag("li", tag("a", clause_name(clause.path, clause.title), href=f"#{anchor(clause)}"))
        for clause in clauses[:CONTENTS_SHOWN]
    )
    return tag("details", tag("summary", words["contents"]), tag("ol", *items), class_="contents")


def _whole(text: str) -> tuple[Clause, ...]:
    """The text of a version whose clauses are no longer known, as one."""
    return (Clause("", "", (), 1, 0, 0, len(text)),)


def _parts(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """The clauses in runs of at most PART_CHARACTERS, at least one run."""
    parts: list[list[Clause]] = [[]]
    for clause in clauses:
        if parts[-1] and clause.end - parts[-1][0].start > PART_CHARACTERS:
            parts.append([])
        parts[-1].append(clause)
    return parts


def _part_shown(parts: Sequence[Sequence[Clause]], view: View) -> int:
    """The index of the part with the quote, or of the one asked for."""
    if view.part is not None:
        return min(max(view.part - 1, 0), len(parts) - 1)
    start = view.quote.start if view.quote else 0
    return max((number for number, part in enumerate(parts) if part and part[0].start <= start), default=0)


def _part_links(document_id: str, number: int, count: int, view: View) -> Html | None:
    if count == 1:
        return None
    words = labels(view.language)
    before = tag("a", words["part_before"], href=view.address(document_id, part=number)) if number else None
    after = tag("a", words["part_after"], href=view.address(document_id, part=number + 2))
    place = tag("span", words["part_of"].format(part=number + 1, parts=count))
    return tag("nav", before, place, after if number + 1 < count else None, class_="parts")


def _page(title: str, body: Html, view: View) -> Html:
    """A whole page."""
    words = labels(view.language)
    home = tag("header", tag("a", words["product"], href=f"/?lang={view.language}"), class_="top")
    head = joined(
        [
            Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
            tag("title", f"{title} · {words['product']}"),
            *(Html(f'<link rel="stylesheet" href="/look/{name}.css">') for name in ("theme", "source", "document")),
            Html('<script src="/look/source.js" defer></script>'),
        ]
    )
    content = joined([tag("main", body)] if view.framed else [home, tag("main", body)])
    tree = tag("html", tag("head", head), tag("body", content), lang=view.language, data_framed=view.framed or None)
    return Html(f"<!doctype html>\n{tree}")
