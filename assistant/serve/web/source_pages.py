"""The page of a document: plain HTML that works without scripts, under a strict content policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote as percent_encoded

from assistant.model import Clause, Document, Language
from assistant.serve.web.document_parts import part_shown
from assistant.serve.web.document_view import QUOTE_ID, anchor, document_html
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.page_images import pages_as_printed
from assistant.serve.web.source_view import Titles, View, kind_label, source_page
from assistant.serve.wording import clause_name, labels

if TYPE_CHECKING:
    from assistant.wiring import Assistant

CONTENTS_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Held:
    """One version of a document: `about` is None when it is gone, `original` when the file is another by now."""

    id: str
    text: str
    clauses: Sequence[Clause]
    about: Document | None
    original: Path | None
    current: bool

    @property
    def language(self) -> Language | None:
        """That of the text."""
        return self.about.language if self.about else None


def document_page(assistant: Assistant, document_id: str, view: View, original: Path | None = None) -> Html | None:
    """The document at the quote, of a PDF as printed; None when neither the document nor the version is known.

    `original` is the file it was read from, if that is still there.
    """
    held = _held(assistant, document_id, view, original)
    if held is None:
        return None
    words = labels(view.language)
    title = held.about.title if held.about else document_id
    ways = [
        tag("a", words["all_documents"], href=view.address()) if view.framed else None,
        tag("a", words["to_quote"], href=f"#{QUOTE_ID}") if view.quote else None,
        _download(document_id, original, words),
    ]
    titles = Titles.in_language(assistant.policies(), view.language)
    head = [
        tag("p", *ways, class_="ways") if any(ways) else None,
        tag("h1", title, lang=held.language),
        _standing(held.about, titles, view.language) if held.about else None,
    ]
    content = [
        tag("div", *head, class_="head"),
        _facts(held.about, view) if held.about else None,
        None if held.current else tag("p", words["earlier_version"], class_="note"),
        *_shown(held, view, words),
    ]
    return source_page(title, content, view, document_id)


def _held(assistant: Assistant, document_id: str, view: View, original: Path | None) -> Held | None:
    about = next((held for held in assistant.documents() if held.id == document_id), None)
    version = view.version or (about.sha256 if about else "")
    try:
        text = assistant.text(version)
        if about is None or about.sha256 != version:
            whole = Clause("", "", (), 1, 0, 0, len(text))
            return Held(document_id, text, (whole,), about, None, current=False)
        return Held(document_id, text, assistant.clauses(document_id), about, original, current=True)
    except KeyError:
        return None


def _shown(held: Held, view: View, words: Mapping[str, str]) -> Sequence[Html | None]:
    """The printed page with the way to the text, or the text; of a quote in a PDF first as printed."""
    if not (held.original and view.quote and held.original.suffix.lower() == ".pdf"):
        return (_text(held, view),)
    if view.as_text:
        return _shown_as(held, view, words), _text(held, view)
    printed = pages_as_printed(held.original, held.id, held.text, view.quote, held.clauses, view.language)
    if printed:
        return _shown_as(held, view, words), printed
    return tag("p", words["boxes_not_found"], class_="note"), _text(held, view)


def _text(held: Held, view: View) -> Html:
    """The part with the quote, with its contents and the ways to the other parts."""
    part = part_shown(held.clauses, view)
    links = part.links(held.id, view)
    body = tag("article", document_html(held.text, part.clauses, view.quote), class_="document", lang=held.language)
    contents = _contents(part.clauses, labels(view.language))
    return joined(piece for piece in (contents, links, body, links) if piece)


def _shown_as(held: Held, view: View, words: Mapping[str, str]) -> Html | None:
    """The ways between the printed page and the text."""
    if view.quote is None:
        return None
    ways = (
        tag(
            "a",
            words["as_text" if as_text else "as_printed"],
            href=view.quote_address(held.id, view.quote, as_text=as_text),
            aria_current="page" if as_text == view.as_text else None,
        )
        for as_text in (False, True)
    )
    return tag("nav", *ways, class_="shown-as", aria_label=words["shown_as"])


def _standing(document: Document, titles: Titles, language: Language) -> Html:
    """What it is worth as proof, and when it is in force."""
    dates = " · ".join(titles.dates(document, language))
    told = tag("span", f"{labels(language)['in_force']} {dates}", class_="dates") if dates else None
    return tag("p", kind_label(document.kind, language), " ", told, class_="standing")


def _facts(document: Document, view: View) -> Html | None:
    words = labels(view.language)
    known = {
        words["issuer"]: document.issuer,
        words["number"]: document.number,
        words["published"]: document.published,
        words["batch"]: document.batch,
        words["own_source"]: document.source,
    }
    rows = [tag("div", tag("dt", name), tag("dd", fact)) for name, fact in known.items() if fact]
    return tag("div", tag("dl", *rows), class_="about") if rows else None


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
