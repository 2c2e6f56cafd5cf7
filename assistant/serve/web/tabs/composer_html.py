"""Where a question is written, with what is chosen beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from assistant.model import Language, Scheme
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.tabs.talk import LONGEST_QUESTION
from assistant.serve.wording import labels


def composer_html(schemes: Sequence[Scheme], today: dt.date, language: Language) -> Html:
    """The form: a box, a button, and the choosers in a line below it."""
    words = labels(language)
    box = tag(
        "textarea",
        name="text",
        id="question",
        rows="1",
        maxlength=LONGEST_QUESTION,
        placeholder=words["ask_hint"],
        aria_describedby="beside-label",
        required=True,
    )
    line = tag(
        "div",
        tag("label", words["ask_label"], for_="question", class_="unseen"),
        box,
        tag("button", words["stop"], type="button", data_do="stop", class_="stop plain"),
        tag("button", words["ask"], type="submit", id="send", class_="main"),
        class_="line",
    )
    return tag("form", line, _choosers(schemes, today, language), data_do="ask", data_clears=True)


def _choosers(schemes: Sequence[Scheme], today: dt.date, language: Language) -> Html:
    words = labels(language)
    by_question = tag("option", words["by_question"], value="")
    scheme_options = [tag("option", one.titles[language], value=one.id) for one in schemes]
    batches = [(one, batch) for one in schemes for batch in one.batches]
    batch_options = [tag("option", batch.titles[language], value=batch.id) for _, batch in batches]
    day = tag("input", type="date", name="as_of", id="as-of", max=today.isoformat())
    pieces = [
        tag("summary", words["beside"], id="beside-label"),
        _chooser("scheme", words["scheme"], joined([by_question, *scheme_options])) if schemes else None,
        _chooser("batch", words["batch"], joined([by_question, *batch_options])) if batches else None,
        tag("label", tag("span", words["as_of"]), day, class_="chooser", title=words["as_of_more"]),
    ]
    return tag("details", *pieces, class_="choosers", data_folds=True)


def _chooser(name: str, title: str, options: Html) -> Html:
    return tag("label", tag("span", title), tag("select", options, name=name, id=f"chosen-{name}"), class_="chooser")
