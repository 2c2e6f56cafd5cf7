"""A finding as a card: what a rule returned, from what, by which steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from assistant.serve.pages.words import page_words
from assistant.serve.web.markup import Html, tag

if TYPE_CHECKING:
    from assistant.model import Answer, Finding, Language

_PLURALS: Final[Mapping[str, str]] = {"city": "cities", "enterprise": "enterprises", "year": "years", "point": "points"}
_UNITS_ZH: Final[Mapping[str, str]] = {
    "city": "个城市",
    "enterprise": "家企业",
    "year": "年",
    "point": "分",
    "yuan": "元",
}


def finding_card(
    finding: Finding, answer: Answer, language: Language, titles: Mapping[str, Mapping[str, str]], *, printed: bool
) -> Html:
    """The card; its steps are folded except in print. `titles` are the names of rules by language."""
    words = page_words(language)
    title = titles.get(finding.rule, {}).get(language, finding.rule.replace("_", " "))
    value = _shown(finding.value)
    result = words[f"verdict_{finding.verdict}"]
    if finding.verdict == "info" and value:
        result = _measured(value, finding.unit, language)
    head = tag("div", tag("span", result, class_=f"verdict {finding.verdict}"), tag("h3", title), class_="finding-head")
    steps = [
        _rows(words["inputs"], finding.inputs),
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


def _rows(name: str, facts: Mapping[str, Any]) -> Html | None:
    known = {key: _shown(fact) for key, fact in facts.items() if _shown(fact)}
    if not known:
        return None
    rows = (tag("div", tag("dt", key.replace("_", " ")), tag("dd", fact)) for key, fact in known.items())
    return tag("div", tag("h4", name), tag("dl", *rows))


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
        return "; ".join(f"{str(key).replace('_', ' ')}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(_shown(item) for item in value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:,}" if isinstance(value, int | float) and abs(value) >= 10_000 else str(value)
