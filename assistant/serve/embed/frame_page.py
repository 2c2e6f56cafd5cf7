"""The page inside a portal's frame, and the portal's colours for it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from assistant.serve.pages.skeleton import document
from assistant.serve.pages.words import page_words
from assistant.serve.web.markup import Html, tag

if TYPE_CHECKING:
    from assistant.model import Language
    from assistant.serve.embed.embeds import Embed
    from assistant.serve.pages.answer_view import Names

WORDS: Final = (
    *("you", "source", "sources", "nearest", "checked", "origin_quoted", "origin_computed", "origin_model", "page"),
    *("kind_official", "kind_translation", "kind_digest", "as_of", "batch", "ask", "ask_hint", "ask_label", "new"),
    *("reading", "examples", "choose_one", "to_know", "worked_out", "inputs", "reasons", "steps", "otherwise"),
    *("receipt", "receipt_more", "digest_basis", "confidence", "verdict_yes", "verdict_no", "verdict_undetermined"),
    *("verdict_info", "close_source", "other_language", "open_alone"),
    *("error_Exception", "error_Unavailable", "error_no_conversation"),
    *("embed_stop", "embed_hello", "embed_connecting", "embed_no_token", "embed_alone", "embed_busy"),
    *("embed_stopped", "embed_answered", "skip"),
)
"""Labels that the frame's script sets."""


def frame_policy(embed: Embed) -> str:
    """The content policy of the frame: only the embed's own origins may show it; images of pages come as blobs."""
    return (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors {' '.join(embed.origins)}"
    )


def frame_page(
    embed: Embed,
    language: Language,
    examples: dict[Language, Sequence[str]],
    names: Names,
) -> Html:
    """The page; what its script needs to know stands in `data-settings`."""
    words = page_words(language)
    settings = {
        "embed": embed.name,
        "origins": embed.origins,
        "scheme": embed.scheme,
        "batch": embed.batch,
        "length": embed.question_length,
        "language": language,
        "title": dict(embed.title),
        "greeting": dict(embed.greeting) if embed.greeting else {one: page_words(one)["embed_hello"] for one in _BOTH},
        "accent": {shade: pair["accent"] for shade, pair in embed.colours.items()},
        "examples": examples,
        "batches": _plain(names.batches),
        "rules": _plain(names.rules),
        "inputs": _plain(names.inputs),
        "words": {one: {name: page_words(one)[name] for name in WORDS} for one in _BOTH},
    }
    body = tag(
        "body",
        _bar(embed, language),
        tag(
            "main",
            tag("div", id="talk", tabindex=-1),
            tag("section", id="source", hidden=True, tabindex=-1, aria_label=words["source"]),
            _composer(embed, language),
        ),
        tag("div", id="voice", class_="unseen", aria_live="polite"),
        tag("noscript", tag("p", words["embed_needs_script"], " ", tag("a", "/ask", href="/ask", target="_blank"))),
        class_="embed",
        data_settings=json.dumps(settings, ensure_ascii=False),
    )
    look = f"/embed/{embed.name}/look.css"
    sheets = ("answer.css", "pages.css", "document.css", "embed.css")
    page = document(embed.title[language], body, language, sheets, addresses={"colours": look})
    return Html(page.replace("</head>", '<script type="module" src="/look/embed_frame.js"></script></head>', 1))


_BOTH: Final[tuple[Language, Language]] = ("en", "zh")


def _plain(titles: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Titles as JSON takes them."""
    return {name: dict(words) for name, words in titles.items()}


def colours_css(embed: Embed) -> str:
    """The embed's colours in place of those of theme.css; they were checked when the embeds file was read."""
    light, dark = embed.colours.get("light"), embed.colours.get("dark")
    rules = [f":root {{ {_declared(light)} }}" if light else ""]
    if dark:
        rules.append(f"@media (prefers-color-scheme: dark) {{ :root {{ {_declared(dark)} }} }}")
    elif light:
        rules[0] = f"@media (prefers-color-scheme: light) {{ {rules[0]} }}"
    return "\n".join(rules) + "\n"


def _declared(pair: object) -> str:
    assert isinstance(pair, dict)
    accent, on_accent = pair["accent"], pair["on_accent"]
    return f"--accent: {accent}; --accent-deep: {accent}; --on-accent: {on_accent}; --accent-wash: transparent;"


def _bar(embed: Embed, language: Language) -> Html:
    words = page_words(language)
    other: Language = "en" if language == "zh" else "zh"
    return tag(
        "header",
        tag("h1", embed.title[language], id="title"),
        tag("button", words["new"], type="button", id="anew", data_word="new"),
        tag("button", words["other_language"], type="button", id="language", lang=other),
        class_="bar",
    )


def _composer(embed: Embed, language: Language) -> Html:
    words = page_words(language)
    box = tag(
        "textarea", id="question", rows=1, required=True, maxlength=embed.question_length, placeholder=words["ask_hint"]
    )
    label = tag("label", words["ask_label"], for_="question", class_="unseen", data_word="ask_label")
    send = tag("button", words["ask"], id="send", class_="main", data_word="ask")
    stopping = {"type": "button", "id": "stop", "class_": "main", "hidden": True}
    stop = tag("button", words["embed_stop"], data_word="embed_stop", **stopping)
    return tag("form", label, box, send, stop, id="composer")
