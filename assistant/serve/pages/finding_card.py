"""A finding as a card: what a rule returned, from what, by which steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from assistant.serve.pages.words import page_words
from assistant.serve.web.markup import Html, tag

if TYPE_CHECKING:
    from assistant.model import Answer, Finding, Language
    from assistant.serve.pages.answer_view import Names

_PLURALS: Final[Mapping[str, str]] = {"city": "cities", "enterprise": "enterprises", "year": "years", "point": "points"}
_UNITS_ZH: Final[Mapping[str, str]] = {
    "city": "个城市",
    "enterprise": "家企业",
    "year": "年",
    "point": "分",
    "yuan": "元",
}


def finding_card(finding: Finding, answer: Answer, language: Language, names: Names, *, printed: bool) -> Html:
    """The card; its steps are folded except in print."""
    words = page_words(language)
    title = names.rules.get(finding.rule, {}).get(language, _plain(finding.rule))
    value = _shown(finding.value)
    result = words[f"verdict_{finding.verdict}"]
    if finding.verdict == "info" and value:
        result = _measured(value, finding.unit, language)
    head = tag("div", tag("span", result, class_=f"verdict {finding.verdict}"), tag("h3", title), class_="finding-head")
    steps = [
        _inputs(finding, language, names),
        _listed(words["reasons"], finding.reasons, answer),
        _listed(words["steps"], finding.explanation, answer, ordered=True),
        _line(words["otherwise"], finding.counterfactual, answer),
        _basis(finding, words),
        tag(
            "p", f"{words['receipt']} ", tag("code", finding.receipt[:16]), " ", words["receipt_more"], class_="receipt"
        )
        if finding.receipt
        else None,
    ]
    day = None
    if answer.id and finding.unit == "date" and finding.value and not printed:
        day = tag("a", words["to_calendar"], href=f"/answers/{answer.id}/{finding.id}.ics", download=True)
    how = tag("details", tag("summary", words["worked_out"]), *steps, open=printed or None)
    return tag("section", head, tag("p", day, class_="ways") if day else None, how, class_="finding", aria_label=title)


def _measured(value: str, unit: str | None, language: Language) -> str:
    """The value with its unit where the words of the language have a short one; else the title says what it is."""
    if unit == "percent":
        return f"{value}%"
    if language == "zh":
        return f"{value}{_UNITS_ZH.get(unit or '', '')}"
    if unit in (None, "date", "day", "days_of_week"):
        return value
    return f"{value} {unit}" if value == "1" or unit not in _PLURALS else f"{value} {_PLURALS[unit]}"


def _inputs(finding: Finding, language: Language, names: Names) -> Html | None:
    """What the rule was given, each input by its title."""
    rows = [
        tag(
            "div",
            tag("dt", names.inputs.get(f"{finding.rule}.{name}", {}).get(language, _plain(name))),
            tag("dd", fact),
        )
        for name, fact in ((name, _shown(fact)) for name, fact in finding.inputs.items())
        if fact
    ]
    return tag("div", tag("h4", page_words(language)["inputs"]), tag("dl", *rows)) if rows else None


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _listed(name: str, lines: tuple[str, ...], answer: Answer, *, ordered: bool = False) -> Html | None:
    if not lines:
        return None
    items = (tag("li", line) for line in lines)
    return tag("div", tag("h4", name), tag("ol" if ordered else "ul", *items, lang=answer.language))


def _line(name: str, text: str | None, answer: Answer) -> Html | None:
    return tag("div", tag("h4", name), tag("p", text, lang=answer.language)) if text else None


def _basis(finding: Finding, words: Mapping[str, str]) -> Html | None:
    if finding.basis != "digest":
        return None
    more = f" ({words['confidence']}: {finding.confidence})" if finding.confidence else ""
    return tag("p", words["digest_basis"], more, class_="basis")


def _shown(value: Any) -> str:
    """A value of a rule in words; "" for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, Mapping):
        return "; ".join(f"{_plain(str(key))}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(_shown(item) for item in value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:,}" if isinstance(value, int | float) and abs(value) >= 10_000 else str(value)
