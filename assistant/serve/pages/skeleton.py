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
    looks: Sequence[str] = ("answer.css", "pages.css"),
    scripts: Sequence[str] = (),
    kind: str | None = None,
) -> Html:
    """A whole page; `ways` are links of its head, `looks` and `scripts` files of look/, `kind` a class for its look."""
    words = page_words(language)
    skip = tag("a", words["skip_to_content"], href="#content", class_="skip")
    brand = tag("a", words["product"], href=f"/ask?lang={language}", class_="product")
    header = tag(
        "header",
        skip,
        tag("div", brand, class_="brand"),
        tag("nav", *ways, aria_label=words["ways"]) if ways else None,
        class_="top",
    )
    body = tag("body", header, tag("main", *content, id="content", tabindex=-1), class_=kind)
    return document(title, body, language, looks, scripts=scripts)


def document(
    title: str,
    body: Html,
    language: Language,
    looks: Sequence[str],
    *,
    scripts: Sequence[str] = (),
    addresses: Mapping[str, str] = MappingProxyType({}),
    framed: bool = False,
) -> Html:
    """The document around a body; `addresses` are style sheets outside the look folder, by any name.

    `framed` says that it is seen in a frame of ours, beside the chat.
    """
    sheets = [f"/look/{name}" for name in ("theme.css", "parts.css", *looks)] + list(addresses.values())
    head = tag(
        "head",
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        joined(Html(f'<link rel="stylesheet" href="{address}">') for address in sheets),
        joined(tag("script", src=f"/look/{name}", defer=True) for name in scripts),
    )
    return Html(f"<!doctype html>\n{tag('html', head, body, lang=language, data_framed=framed or None)}")
