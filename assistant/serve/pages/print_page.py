"""Answers on paper: each with its citations, their quotes in full, and the steps of every rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.serve.pages.answer_view import Names, answer_view
from assistant.serve.pages.skeleton import page
from assistant.serve.pages.words import page_words
from assistant.serve.web.markup import Html, tag

if TYPE_CHECKING:
    from assistant.kept import KeptAnswer
    from assistant.model import Language


def print_page(kept: Sequence[KeptAnswer], language: Language, names: Names, title: str = "") -> Html:
    """One answer or a whole conversation; a rule's answer has no question and is headed by its rule."""
    words = page_words(language)
    heading = title or words["printed" if len(kept) == 1 else "printed_conversation"]
    first = kept[0].answer.conversation if kept else None
    back = f"/ask?lang={language}" + (f"&conversation={first}" if first else "")
    ways = [tag("a", words["back_to_ask"], href=back)]
    content = [tag("h1", heading), *(_sheet(one, language, names) for one in kept)]
    return page(f"{heading} · {words['product']}", content, language, ways=ways, kind="paper")


def _sheet(kept: KeptAnswer, language: Language, names: Names) -> Html:
    words, answer = page_words(language), kept.answer
    if answer.question:
        kind, asked = words["question"], answer.question
    else:
        rules = [names.rules.get(one.rule, {}).get(language, one.rule.replace("_", " ")) for one in answer.findings]
        kind, asked = words["rule"], ", ".join(rules)
    heading = tag("h2", tag("span", f"{kind}: ", class_="label"), asked, class_="asked")
    shown = answer_view(answer, language, names, _offered, printed=True)
    number = tag("p", f"{words['answer_id']} {answer.id} · {kept.at:%Y-%m-%d %H:%M} UTC", class_="number-of-answer")
    return tag("article", heading, shown, number, class_="exchange")


def _offered(choices: Sequence[str]) -> Html:
    return tag("ul", *(tag("li", choice) for choice in choices), class_="choices past")


def not_found_page(language: Language) -> Html:
    """Says that there is no such answer."""
    words = page_words(language)
    told = tag("p", words["answer_not_found_more"])
    back = tag("p", tag("a", words["back_to_ask"], href=f"/ask?lang={language}"), class_="ways")
    return page(words["answer_not_found"], [tag("h1", words["answer_not_found"]), told, back], language)
