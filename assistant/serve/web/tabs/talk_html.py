"""A conversation as HTML: questions, answers as they come in, and what can be done with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from assistant.answering.quotes import plain_text
from assistant.kept import Feedback
from assistant.model import Answer, Citation, Language
from assistant.serve.pages.answer_view import Names, answer_view, sentences_view
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.tabs.talk import REASONS, Conversing, Exchange
from assistant.serve.wording import clause_name, labels

LONG: Final = 300
"""Characters from which on a question is shown small, in a box that scrolls."""


def welcome_html(examples: Sequence[str], language: Language) -> Html:
    """What is seen before the first question."""
    words = labels(language)
    buttons = (
        tag("li", tag("button", example, type="button", data_do="ask", data_text=example)) for example in examples
    )
    return tag(
        "div",
        tag("h2", words["welcome"]),
        tag("p", words["welcome_more"]),
        tag("p", words["examples"], class_="label", id="examples-label") if examples else None,
        tag("ul", *buttons, class_="examples", aria_labelledby="examples-label") if examples else None,
        class_="welcome",
    )


def conversation_html(talk: Conversing, language: Language, names: Names) -> Html:
    """All exchanges in order."""
    last = len(talk.exchanges) - 1
    return joined(
        _exchange(exchange, language, names, is_last=number == last, focus=number == talk.focus)
        for number, exchange in enumerate(talk.exchanges)
    )


def _exchange(exchange: Exchange, language: Language, names: Names, *, is_last: bool, focus: bool) -> Html:
    words = labels(language)
    if exchange.answer:
        shown = answer_view(exchange.answer, language, names, choices_html, framed=True)
        reply = joined([shown, _actions(exchange, exchange.answer, language, names, is_last=is_last, focus=focus)])
    elif exchange.problem:
        again = _again(words) if is_last else None
        reply = tag("div", tag("p", exchange.problem), again, class_="answer problem", role="alert")
    else:
        reply = _so_far(exchange, language, is_last=is_last)
    long = len(exchange.question) > LONG
    asked = tag(
        "h2",
        tag("span", words["you"], class_="unseen"),
        " ",
        exchange.question,
        class_="asked long" if long else "asked",
        tabindex="0" if long else None,
    )
    return tag("article", asked, reply, class_="exchange", data_last=is_last or None)


def _so_far(exchange: Exchange, language: Language, *, is_last: bool) -> Html:
    """The sentences that are ready, and that more is to come or was stopped."""
    words = labels(language)
    said: Html | None = None
    if exchange.pieces:
        cited = [item for piece in exchange.pieces for item in piece.citations]
        sentences = [piece.sentence for piece in exchange.pieces]
        said = tag("div", *sentences_view(sentences, cited, language, framed=True), class_="said")
    if exchange.stopped:
        told = tag("p", words["stopped"], class_="stopped")
        return tag("div", said, told, _again(words) if is_last else None, class_="answer halted")
    return tag("div", said, tag("p", words["reading"], class_="wait"), class_="answer reading", aria_busy="true")


def choices_html(choices: Sequence[str]) -> Html:
    """What a question back offers, as buttons that answer it."""
    buttons = (tag("li", tag("button", one, type="button", data_do="ask", data_text=one)) for one in choices)
    return tag("ul", *buttons, class_="choices")


def _again(words: Mapping[str, str]) -> Html:
    return tag("button", words["again"], type="button", data_do="again", class_="plain")


def _actions(
    exchange: Exchange, answer: Answer, language: Language, names: Names, *, is_last: bool, focus: bool
) -> Html:
    """What can be done with an answer: copy, print, ask again, rate."""
    words = labels(language)
    copied = as_text(answer, language, names)
    pieces = [
        tag("button", words["copy"], type="button", class_="plain", data_copy=copied, data_copied=words["copied"]),
        tag("a", words["print"], href=f"/answers/{answer.id}/print?lang={language}", target="_blank", rel="noopener")
        if answer.id
        else None,
        _again(words) if is_last else None,
        _rating(exchange, answer, words, focus=focus),
    ]
    return tag("div", *pieces, class_="actions", role="group", aria_label=words["actions"])


def _rating(exchange: Exchange, answer: Answer, words: Mapping[str, str], *, focus: bool) -> Html:
    if not exchange.rating:
        return tag("div", *_ratings(answer, words), class_="rating")
    told = tag(
        "p", _rated(exchange.rating, words), class_="rated", tabindex="-1", data_focus=focus or None, role="status"
    )
    change = tag("details", tag("summary", words["change_rating"]), *_ratings(answer, words), class_="change")
    return tag("div", told, change, class_="rating")


def _rated(given: Feedback, words: Mapping[str, str]) -> str:
    """The rating in words, with its reason and comment."""
    named = words["helpful" if given.rating == "up" else "not_helpful"]
    reason = words[f"reason_{given.reason}"] if given.reason in REASONS else ""
    said = " · ".join(filter(None, [named, reason, f"“{given.comment}”" if given.comment else ""]))
    return words["rated"].format(rating=said)


def _ratings(answer: Answer, words: Mapping[str, str]) -> tuple[Html, Html]:
    """The two ways to rate an answer."""
    up = tag(
        "button",
        words["helpful"],
        type="button",
        class_="plain",
        data_do="rate",
        data_rating="up",
        data_answer=answer.id,
    )
    reasons = (
        tag("label", tag("input", type="radio", name="reason", value=reason), " ", words[f"reason_{reason}"])
        for reason in REASONS
    )
    form = tag(
        "form",
        tag("fieldset", tag("legend", words["why_not"]), *reasons),
        tag("label", words["comment"], tag("textarea", name="comment", rows="2", maxlength="1000"), class_="field"),
        tag("button", words["send_rating"], type="submit", class_="main"),
        data_do="rate",
        data_rating="down",
        data_answer=answer.id,
    )
    down = tag("details", tag("summary", words["not_helpful"]), form, class_="down")
    return up, down


def as_text(answer: Answer, language: Language, names: Names) -> str:
    """The answer with its citations, for pasting into a letter; Markdown that reads well as plain text."""
    words = labels(language)
    lines = [answer.question or "", "", answer.text, ""]
    lines += [f"{citation_line(item, language)}" for item in answer.citations]
    lines += ["", *(notice.text for notice in answer.notices if notice.text != answer.text)]
    batch = names.batches.get(answer.batch or "", {}).get(language, answer.batch)
    facts = " · ".join(filter(None, [f"{words['as_of']} {answer.as_of}", batch]))
    return "\n".join([*lines, "", facts]).strip() + "\n"


def citation_line(item: Citation, language: Language) -> str:
    """One citation as a line: number, document, what it is worth, clause, page, quote."""
    words = labels(language)
    page = f", {words['page'].format(number=item.page)}" if item.page else ""
    place = clause_name(item.clause, item.clause_title)
    quote = " ".join(plain_text(item.quote).split())
    return f"[{item.marker}] {item.title} ({words[f'kind_{item.kind}']}), {place}{page}: “{quote}”"
