"""/ask: the form, the conversation so far, and the answers, all without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from assistant.serve.pages.answer_view import Names, answer_view
from assistant.serve.pages.skeleton import page
from assistant.serve.pages.words import page_words
from assistant.serve.web.markup import Html, tag

if TYPE_CHECKING:
    from assistant.model import Answer, Language, Scheme

CSRF_FIELD = "csrf_token"
LONGEST_QUESTION = 2_000


@dataclass(frozen=True, slots=True)
class AskView:
    """What stands in the form: what was chosen and, after a fault, what was typed and what is wrong."""

    language: Language = "en"
    conversation: str | None = None
    batch: str | None = None
    as_of: str = ""
    typed: str = ""
    problem: str | None = None

    def address(self, *, language: Language | None = None, place: str = "") -> str:
        """The address of the page seen this way."""
        chosen = {
            "lang": language or self.language,
            "conversation": self.conversation,
            "batch": self.batch,
            "as_of": self.as_of,
        }
        return f"/ask?{urlencode({name: value for name, value in chosen.items() if value})}{place}"


def ask_page(
    view: AskView,
    answers: Sequence[Answer],
    schemes: Sequence[Scheme],
    names: Names,
    examples: Sequence[str],
    csrf: str,
) -> Html:
    """The page; `answers` are those of the conversation, oldest first."""
    words = page_words(view.language)
    other: Language = "en" if view.language == "zh" else "zh"
    ways = [
        tag("a", words["documents"], href=f"/documents?lang={view.language}"),
        tag("a", words["with_script"], href="/"),
        tag("a", words["other_language"], href=view.address(language=other), lang=other, hreflang=other),
    ]
    problem = tag("p", view.problem, class_="problem", role="alert", id="problem") if view.problem else None
    said = [_exchange(one, view, names, csrf, last=one is answers[-1]) for one in answers]
    form = _form(view, schemes, csrf, follows=bool(answers))
    if answers:
        talk = tag("h1", words["conversation"], class_="unseen")
        content = [talk, *said, problem, form, _ends(view, words["new"], words["print_conversation"])]
    else:
        welcome = [tag("h1", words["ask_title"]), tag("p", words["ask_intro"], class_="lead")]
        content = [*welcome, problem, form, _examples(view, examples, csrf)]
    title = f"{answers[-1].question or words['rule']} · {words['product']}" if answers else words["ask_title"]
    return page(title, content, view.language, ways=ways, kind="ask")


def _exchange(answer: Answer, view: AskView, names: Names, csrf: str, *, last: bool) -> Html:
    words = page_words(view.language)

    def choices(offered: Sequence[str]) -> Html:
        if not last:
            return tag("ul", *(tag("li", choice) for choice in offered), class_="choices past", lang=answer.language)
        return _buttons(view, offered, csrf, words["choose_one"], answer.language)

    asked = tag("h2", tag("span", words["you"], " ", class_="unseen"), answer.question or "", class_="asked")
    printable = tag("a", words["print_answer"], href=f"/answers/{answer.id}/print?lang={view.language}")
    shown = answer_view(answer, view.language, names, choices)
    ways = tag("p", printable, class_="ways")
    return tag("article", asked, shown, ways, class_="exchange", id="last" if last else None)


def _buttons(view: AskView, questions: Sequence[str], csrf: str, name: str, language: Language) -> Html:
    """Questions that are asked with one press."""
    buttons = (tag("li", tag("button", one, name="question", value=one, lang=language)) for one in questions)
    chosen = _hidden(view, csrf, with_choices=True)
    listed = tag("ul", *buttons, class_="choices")
    return tag("form", *chosen, tag("p", name, class_="label"), listed, method="post", action="/ask")


def _examples(view: AskView, examples: Sequence[str], csrf: str) -> Html | None:
    words = page_words(view.language)
    return _buttons(view, examples, csrf, words["examples"], view.language) if examples else None


def _form(view: AskView, schemes: Sequence[Scheme], csrf: str, *, follows: bool) -> Html:
    words = page_words(view.language)
    label = words["follow_up"] if follows else words["ask_label"]
    box = tag(
        "textarea",
        view.typed,
        id="question",
        name="question",
        rows=3,
        required=True,
        maxlength=LONGEST_QUESTION,
        aria_invalid="true" if view.problem else None,
        aria_describedby="problem" if view.problem else None,
    )
    return tag(
        "form",
        *_hidden(view, csrf, with_choices=False),
        tag("label", label, for_="question"),
        box,
        tag("div", _batch(view, schemes), _day(view), tag("button", words["ask"], class_="main"), class_="beside"),
        method="post",
        action="/ask",
        class_="question-form",
    )


def _hidden(view: AskView, csrf: str, *, with_choices: bool) -> list[Html]:
    known = {CSRF_FIELD: csrf, "lang": view.language, "conversation": view.conversation}
    if with_choices:
        known |= {"batch": view.batch, "as_of": view.as_of}
    return [_field(name, value) for name, value in known.items() if value]


def _field(name: str, value: str) -> Html:
    return Html(tag("input", type="hidden", name=name, value=value).removesuffix("</input>"))


def _batch(view: AskView, schemes: Sequence[Scheme]) -> Html | None:
    words = page_words(view.language)
    options = [
        tag("option", batch.titles[view.language], value=batch.id, selected=batch.id == view.batch)
        for scheme in schemes
        for batch in scheme.batches
    ]
    if not options:
        return None
    first = tag("option", words["any_batch"], value="")
    return tag(
        "p", tag("label", words["batch"], for_="batch"), tag("select", first, *options, id="batch", name="batch")
    )


def _day(view: AskView) -> Html:
    words = page_words(view.language)
    box = tag("input", type="date", id="as_of", name="as_of", value=view.as_of or None, aria_describedby="as_of_hint")
    hint = tag("small", words["as_of_hint"], id="as_of_hint", class_="unseen")
    return tag("p", tag("label", words["as_of_day"], for_="as_of"), Html(box.removesuffix("</input>")), hint)


def _ends(view: AskView, new: str, printed: str) -> Html:
    anew = tag("a", new, href=f"/ask?lang={view.language}")
    paper = tag("a", printed, href=f"/conversations/{view.conversation}/print?lang={view.language}")
    return tag("p", anew, " ", paper if view.conversation else None, class_="ways ends")
