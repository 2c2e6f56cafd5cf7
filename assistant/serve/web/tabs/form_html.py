"""A rule's form as HTML, field by field from its JSON Schema, and its result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from assistant.corpus_files.write import values_of
from assistant.model import Language, Scheme
from assistant.serve.pages.answer_view import Names, answer_view
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.tabs.forms import AS_OF, Filling
from assistant.serve.web.tabs.talk_html import choices_html
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.rules.rulebook import RuleInfo

PLACES_LIST = "places-found"


def rules_html(rules: Sequence[RuleInfo], schemes: Sequence[Scheme], filling: Filling, language: Language) -> Html:
    """The chooser of the batch and the list of its rules."""
    words = labels(language)
    default = {one.default_batch for one in schemes}
    options = [
        tag(
            "option",
            batch.titles[language],
            value=batch.id,
            selected=batch.id == filling.batch or (filling.batch is None and batch.id in default),
        )
        for scheme in schemes
        for batch in scheme.batches
    ]
    chooser = tag(
        "label",
        tag("span", words["batch"]),
        tag("select", *options, data_changes="batch", id="form-batch"),
        class_="field",
    )
    buttons = (
        tag(
            "li",
            tag(
                "button",
                tag("b", one.title[language]),
                tag("span", one.purpose[language]),
                type="button",
                data_do="choose",
                data_rule=one.name,
                aria_current="true" if one.name == filling.rule else None,
            ),
        )
        for one in rules
    )
    none = tag("p", words["no_rules"], class_="none")
    head = [tag("h2", words["forms"]), tag("p", words["forms_more"], class_="lead"), chooser]
    return joined([*head, tag("ul", *buttons, class_="rules") if rules else none])


def form_html(
    schema: Mapping[str, Any] | None, filling: Filling, today: dt.date, language: Language, *, focus: bool = False
) -> Html:
    """The fields of a rule, with what was filled in before; `focus` leads the reader to its title."""
    words = labels(language)
    if schema is None:
        return tag("p", words["choose_rule"] if filling.rule is None else words["rule_not_here"], class_="none")
    required = schema.get("required", ())
    fields = [
        field_html(name, told, filling.given.get(name, ""), words, required=name in required)
        for name, told in schema["properties"].items()
    ]
    as_of = {"type": "string", "format": "date", "title": words["as_of"], "description": words["as_of_more"]}
    fields.append(field_html(AS_OF, as_of, filling.given.get(AS_OF) or today.isoformat(), words))
    return joined(
        [
            tag("h2", schema["title"], tabindex="-1", data_focus="start" if focus else None),
            tag("p", schema["description"], class_="lead"),
            tag("form", *fields, tag("button", words["compute"], type="submit", class_="main"), data_do="compute"),
        ]
    )


def field_html(
    name: str,
    told: Mapping[str, Any],
    value: str,
    words: Mapping[str, str],
    *,
    required: bool = False,
    shown: Mapping[str, str] = MappingProxyType({}),
) -> Html:
    """One field with its title and help; the kind of input follows the schema's type.

    `shown` has words for a choice under "value_" and the choice.
    """
    ident, help_id = f"field-{name}", f"help-{name}"
    common: dict[str, object] = {"name": name, "id": ident, "required": required}
    if told.get("description"):
        common["aria_describedby"] = help_id
    if told["type"] == "array" and "enum" in told["items"]:
        return _checks(name, told, value, shown)
    places = told.get("x-place") or told.get("items", {}).get("x-place")
    suggested: Html | None = None
    if places:
        kinds = " ".join(places) if isinstance(places, list) else ""
        common |= {"data_finds": "place", "data_kinds": kinds, "list": PLACES_LIST, "autocomplete": "off"}
        control = tag("input", type="text", value=value, placeholder=words["place_hint"], **common)
    elif told.get("format") == "date":
        control = tag("input", type="date", value=value, **common)
    elif told["type"] in ("integer", "number"):
        step = "1" if told["type"] == "integer" else "any"
        bounds = {"min": told.get("minimum"), "max": told.get("maximum")}
        control = tag("input", type="number", value=value, step=step, inputmode="decimal", **bounds, **common)
    elif told["type"] == "boolean":
        control = _select([("", words["not_known"]), ("yes", words["yes"]), ("no", words["no"])], value, common)
    elif "enum" in told:
        control = _select(
            [
                ("", told.get("x-blank", words["not_known"])),
                *((one, shown.get(f"value_{one}", one)) for one in told["enum"]),
            ],
            value,
            common,
        )
    else:
        if choices := told.get("x-suggestions"):
            suggested = tag("datalist", *(tag("option", value=one) for one in choices), id=f"likely-{name}")
            common["list"] = f"likely-{name}"
        control = tag("input", type="text", value=value, **common)
    needed = tag("span", words["needed"], class_="needed") if required else None
    title = tag("label", told["title"], needed, for_=ident)
    help_text = tag("p", told["description"], id=help_id, class_="help") if told.get("description") else None
    return tag("div", title, control, suggested, help_text, class_="field")


def _checks(name: str, told: Mapping[str, Any], value: str, shown: Mapping[str, str]) -> Html:
    """A box to tick for each choice."""
    held = values_of(value)
    boxes = (
        tag(
            "label",
            tag("input", type="checkbox", name=name, value=one, checked=one in held),
            " ",
            shown.get(f"value_{one}", one),
        )
        for one in told["items"]["enum"]
    )
    help_text = tag("p", told["description"], class_="help") if told.get("description") else None
    return tag("fieldset", tag("legend", told["title"]), help_text, *boxes, class_="field checks")


def _select(options: Iterable[tuple[str, str]], value: str, common: Mapping[str, object]) -> Html:
    return tag("select", *(tag("option", shown, value=one, selected=one == value) for one, shown in options), **common)


def result_html(filling: Filling, language: Language, names: Names) -> Html:
    """What the rule says, to read and to print."""
    words = labels(language)
    if filling.problem:
        return tag(
            "div", tag("p", filling.problem), class_="answer problem", role="alert", tabindex="-1", data_focus=True
        )
    if filling.answer is None:
        return Html("")
    link = tag(
        "a",
        words["print"],
        href=f"/answers/{filling.answer.id}/print?lang={language}",
        target="_blank",
        rel="noopener",
    )
    heading = tag("h2", words["result"], tabindex="-1", data_focus=True)
    return joined(
        [heading, answer_view(filling.answer, language, names, choices_html), tag("p", link, class_="actions")]
    )


def places_html(found: Sequence[Mapping[str, Any]], language: Language) -> Html:
    """What a place box offers: the name that no other place has, beside it the one in the other language."""
    other = "zh" if language == "en" else "en"
    options = (tag("option", f"{one['full'][other]} · {one['code']}", value=one["full"][language]) for one in found)
    return tag("datalist", *options, id=PLACES_LIST)
