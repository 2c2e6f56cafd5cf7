"""What every page of ours has around its content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from assistant.serve.pages.words import page_words
from assistant.serve.web.markup import Html, joined, tag

if TYPE_CHECKING:
    from assistant.model import Language

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The content policy of these pages: nothing inline, nothing from elsewhere."""


def page(
    title: str,
    content: Sequence[object],
    language: Language,
    *,
    ways: Sequence[Html] = (),
    looks: Sequence[str] = ("pages.css",),
    kind: str | None = None,
) -> Html:
    """A whole page; `ways` are links of its head, `kind` a class for its look."""
    words = page_words(language)
    skip = tag("a", words["skip_to_content"], href="#content", class_="skip")
    brand = tag("a", words["product"], href=f"/ask?lang={language}", class_="brand")
    header = tag("header", skip, brand, tag("nav", *ways, aria_label=words["ways"]) if ways else None, class_="top")
    body = tag("body", header, tag("main", *content, id="content", tabindex=-1), class_=kind)
    return document(title, body, language, looks)


def document(
    title: str,
    body: Html,
    language: Language,
    looks: Sequence[str],
    *,
    scripts: Sequence[str] = (),
    addresses: Mapping[str, str] = MappingProxyType({}),
) -> Html:
    """The document around a body; `addresses` are style sheets outside the look folder, by any name."""
    sheets = [f"/look/{name}" for name in ("theme.css", "answer.css", *looks)] + list(addresses.values())
    head = tag(
        "head",
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        joined(Html(f'<link rel="stylesheet" href="{address}">') for address in sheets),
        joined(tag("script", src=f"/look/{name}", defer=True) for name in scripts),
    )
    return Html(f"<!doctype html>\n{tag('html', head, body, lang=language)}")
