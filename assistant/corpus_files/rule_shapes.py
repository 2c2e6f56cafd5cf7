"""What may stand in rules.yaml, examples.yaml, calendar.yaml and prompts/rules.yaml."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from assistant.corpus_files.shapes import BothLanguages, Confidence, Shape, Text, Texts
from assistant.model import Language, Verdict

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Value = bool | int | float | dt.date | Text | list[int | float | Text]


class QuoteShape(Shape):
    """Words of a document of the same folder."""

    document: Text
    clause: Text
    quote: Text


class QuotedShape(QuoteShape):
    """Words, and the same said again in other documents or languages.

    `confidence` is that of a document unless what is quoted has its own.
    """

    also: list[QuoteShape] = Field(default_factory=list)
    confidence: Confidence | None = None


class ValueShape(QuotedShape):
    """A value with the words it is read from."""

    value: Value
    at_bound: Literal["included", "excluded", "unclear"] | None = None
    reads_as: Text | None = None


class ParameterShape(Shape):
    """A figure, day or list; its values by the day they start on, null to end it."""

    unit: Text | None = None
    type: Literal["places"] | None = None
    values: Annotated[dict[str, ValueShape | None], Field(min_length=1)]


class GroupShape(QuotedShape):
    """Places that one text names together: code and name of each."""

    source: Text
    places: Annotated[dict[str, Text], Field(min_length=1)]


class PlaceListShape(Shape):
    """Places known to belong together; null as batch: not known which."""

    batch: Text | None
    complete: bool
    groups: Annotated[list[GroupShape], Field(min_length=1)]


class ItemShape(QuotedShape):
    """One line of a list of things."""

    name: Name
    en: Text
    zh: Text
    group: Name = "item"
    names: list[Text] = Field(default_factory=list)


class RuleShape(Shape):
    """A rule and what it uses, by role: parameters and lists by name, or as "policy id#name" from another policy."""

    batch: Text | None = None
    parameters: dict[Name, Text] = Field(default_factory=dict)
    lists: dict[Name, Texts] = Field(default_factory=dict)
    items: dict[Name, Text] = Field(default_factory=dict)
    not_calculable: dict[str, Name] = Field(default_factory=dict)
    asks: list[Text] = Field(default_factory=list)
    asks_of: Text | None = None


class NotCalculableShape(QuotedShape):
    """What cannot be computed, and why; `rule` and `batch` say in whose place it stands."""

    name: Name
    rule: Name | None = None
    batch: Text | None = None
    what: BothLanguages
    reason: BothLanguages
    asks: list[Text] = Field(default_factory=list)


class RulesShape(Shape):
    """rules.yaml."""

    parameters: dict[Name, ParameterShape] = Field(default_factory=dict)
    lists: dict[Name, PlaceListShape] = Field(default_factory=dict)
    items: dict[Name, Annotated[list[ItemShape], Field(min_length=1)]] = Field(default_factory=dict)
    rules: dict[Name, RuleShape] = Field(default_factory=dict)
    not_calculable: list[NotCalculableShape] = Field(default_factory=list)
    text_asks: list[Text] = Field(default_factory=list)


class ExpectShape(Shape):
    """What a worked case must come to; only what is written is compared. `without` are flags that it must not have."""

    verdict: Verdict | None = None
    value: Value | None = None
    unit: Text | None = None
    flags: list[Text] = Field(default_factory=list)
    without: list[Text] = Field(default_factory=list)
    needs: list[Text] = Field(default_factory=list)
    error: Text | None = None


class ExampleShape(Shape):
    """A worked case: on a day, a rule, what is given, how it is asked, and what comes of it."""

    name: Text
    day: dt.date
    rule: Name
    batch: Text | None = None
    given: dict[Name, Any] = Field(default_factory=dict)
    ask: Text | None = None
    language: Language = "en"
    expect: ExpectShape


class ExamplesShape(Shape):
    """examples.yaml."""

    examples: Annotated[list[ExampleShape], Field(min_length=1)]


class YearShape(Shape):
    """One year's decision on public holidays: single days, or the first and last day of a run.

    `confidence` is high when it was compared with the notice under `source`.
    """

    source: Text
    confidence: Literal["high", "medium"]
    holidays: list[Annotated[list[dt.date], Field(min_length=1, max_length=2)]]
    make_up: list[dt.date]


class CalendarShape(Shape):
    """calendar.yaml; the keys are years."""

    years: Annotated[dict[str, YearShape], Field(min_length=1)]


class InputWordsShape(Shape):
    """How an input is called and asked for."""

    title: BothLanguages
    ask: BothLanguages
    help: BothLanguages | None = None


class KindWordsShape(Shape):
    """The words of a kind of rule."""

    title: BothLanguages
    purpose: BothLanguages
    inputs: dict[Name, InputWordsShape] = Field(default_factory=dict)
    lines: dict[Name, BothLanguages]


class UnitShape(Shape):
    """A thing that is counted."""

    one: Text
    many: Text
    zh: Text


class RuleWordsShape(Shape):
    """prompts/rules.yaml."""

    kinds: dict[Name, KindWordsShape]
    shared: dict[Name, BothLanguages]
    codes: dict[str, BothLanguages]
    units: dict[Name, UnitShape]
