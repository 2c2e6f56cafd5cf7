"""The documents held here: listed by policy, searched by their words, for officers with their state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode

from assistant.answering.quotes import plain_text
from assistant.documents.health import Health
from assistant.model import Document, Language, Retrieved
from assistant.serve.pages.answer_view import SOURCE_FRAME
from assistant.serve.web.document_view import QUOTE_ID
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.source_view import Titles, by_policy, kind_label
from assistant.serve.wording import clause_name, labels

if TYPE_CHECKING:
    from assistant.wiring import Assistant

FOUND: Final = 10
EXCERPT: Final = 300


def documents_html(
    assistant: Assistant, language: Language, search: str = "", healths: Mapping[str, Health] | None = None
) -> Html:
    """The search, what it found, and the list; `healths` by document id are for officers."""
    words = labels(language)
    form = tag(
        "form",
        tag("label", words["find_text"], for_="find-text", class_="unseen"),
        tag("input", type="search", name="search", id="find-text", value=search, placeholder=words["find_text"]),
        tag("button", words["find"], type="submit", class_="main"),
        data_do="search",
        role="search",
        class_="find",
    )
    documents = assistant.documents()
    found = _found(assistant, documents, search, language) if search else None
    titles = Titles.in_language(assistant.policies(), language)
    listed = [
        _policy(titles.of.get(policy), held, healths or {}, titles, language)
        for policy, held in by_policy(documents, language).items()
    ]
    count = tag("p", words["held"].format(count=len(documents)), class_="lead")
    return joined([tag("h2", words["documents"]), count, form, found or "", *listed])


def _found(assistant: Assistant, documents: Sequence[Document], search: str, language: Language) -> Html:
    words = labels(language)
    by_id = {document.id: document for document in documents}
    hits = assistant.search(search, k=FOUND).kept
    items = [_hit(hit, by_id[hit.passage.document], language) for hit in hits]
    title = tag("h3", words["found"].format(count=len(items), words=search), tabindex="-1", data_focus=True)
    return tag("section", title, tag("ol", *items, class_="found"))


def _hit(hit: Retrieved, document: Document, language: Language) -> Html:
    passage = hit.passage
    words = plain_text(passage.text)
    return tag(
        "li",
        tag(
            "a",
            tag("b", clause_name(passage.clause.path, passage.clause.title)),
            tag("span", document.title, " ", kind_label(document.kind, language), class_="title"),
            tag("q", words[:EXCERPT] + ("…" if len(words) > EXCERPT else "")),
            href=document_address(document, language, passage.start, passage.end),
            target=SOURCE_FRAME,
            lang=document.language,
        ),
    )


def document_address(document: Document, language: Language, start: int = 0, end: int = 0) -> str:
    """Its page beside the chat; with a range, at those characters."""
    chosen: dict[str, object] = {"lang": language, "frame": 1}
    if end:
        chosen |= {"start": start, "end": end, "v": document.sha256}
    return f"/documents/{percent_encoded(document.id)}?{urlencode(chosen)}{f'#{QUOTE_ID}' if end else ''}"


def _policy(
    title: str | None, documents: Sequence[Document], healths: Mapping[str, Health], titles: Titles, language: Language
) -> Html:
    items = (_document(document, healths.get(document.id), titles, language) for document in documents)
    return tag("section", tag("h3", title) if title else None, tag("ul", *items), class_="policy")


def _document(document: Document, health: Health | None, titles: Titles, language: Language) -> Html:
    dates = titles.dates(document, language)
    facts = " · ".join(filter(None, [document.issuer, document.number, *dates]))
    return tag(
        "li",
        tag(
            "a",
            document.title,
            href=document_address(document, language),
            target=SOURCE_FRAME,
            lang=document.language,
        ),
        " ",
        kind_label(document.kind, language),
        tag("span", facts, class_="facts") if facts else None,
        health_html(health, language) if health else None,
    )


def health_html(health: Health, language: Language) -> Html:
    """The state of one file: what was read, and what looks wrong."""
    words = labels(language)
    counts = {name: getattr(health, name) for name in ("clauses", "passages", "pages", "tables")}
    figures = words["between"].join(words[f"count_{name}"].format(n=count) for name, count in counts.items() if count)
    told = [*health.warnings, *([health.error] if health.error else [])]
    warnings = tag("ul", *(tag("li", one, lang="en") for one in told)) if told else None
    state = tag("span", words[f"state_{health.status}"], class_=f"state {health.status}")
    return tag("div", state, " ", tag("span", figures, class_="facts"), warnings, class_="health")
