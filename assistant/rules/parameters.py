"""What a batch fixes: dated values, lists of places and items, each with the words it is read from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.errors import NotInForce
from assistant.model import DocumentKind, Language

AtBound = Literal["included", "excluded", "unclear"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document of a policy, with what they are worth as proof."""

    policy: str
    document: str
    clause: str
    quote: str
    language: Language = "en"
    kind: DocumentKind = DocumentKind.OFFICIAL
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value from a day on; None ends it. `at_bound`: whether the bound itself still counts, by its own words."""

    start: dt.date
    value: Any
    quotes: tuple[Quote, ...] = ()
    at_bound: AtBound | None = None
    reads_as: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure, day or list of a policy; `values` stand in the order of their days.

    With `of_places`, a value is a tuple of their codes.
    """

    id: str
    values: tuple[DatedValue, ...]
    unit: str | None = None
    of_places: bool = False

    def on(self, day: dt.date) -> DatedValue:
        """The value in force on the day. Raises NotInForce, naming the days on which there is one."""
        current = self._last_by(day)
        if current is None or current.value is None:
            raise NotInForce(
                f"{self.id} has no value on {day.isoformat()}",
                do=f"It holds {self.periods()}",
                code="no_value_on",
                day=day,
                starts=", ".join(value.start.isoformat() for value in self.values if value.value is not None),
            )
        return current

    @property
    def starts(self) -> dt.date:
        """The first day with a value."""
        return next(value.start for value in self.values if value.value is not None)

    def holds_on(self, day: dt.date) -> bool:
        """Whether there is a value on the day."""
        current = self._last_by(day)
        return current is not None and current.value is not None

    def _last_by(self, day: dt.date) -> DatedValue | None:
        return next((value for value in reversed(self.values) if value.start <= day), None)

    def periods(self) -> str:
        """The periods with a value, in words: "from 2025-05-09 on", "from 2025-05-09 until before 2026-01-01"."""
        told = []
        start: dt.date | None = None
        for value in self.values:
            if value.value is None and start:
                told.append(f"from {start.isoformat()} until before {value.start.isoformat()}")
            start = None if value.value is None else start or value.start
        if start:
            told.append(f"from {start.isoformat()} on")
        return " and ".join(told)


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Places that one text names together, by code."""

    codes: frozenset[str]
    source: str
    confidence: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PlaceList:
    """Places known to belong together, such as the pilot cities of a batch; `complete` says whether others do not.

    `batch` is None where it is not known which batch they are of.
    """

    id: str
    batch: str | None
    complete: bool
    groups: tuple[PlaceGroup, ...]

    def group_of(self, code: str) -> PlaceGroup | None:
        """The group that names the place."""
        return next((group for group in self.groups if code in group.codes), None)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list of things: its words by language, other `names` it is known by, and what `group` it is of."""

    name: str
    words: Mapping[str, str]
    group: str
    names: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class NotCalculable:
    """What the texts held do not allow to compute, with the reason.

    `rule` and `batch` say which rule's place it takes.
    """

    name: str
    policy: str
    rule: str | None
    batch: str | None
    what: Mapping[str, str]
    reason: Mapping[str, str]
    quotes: tuple[Quote, ...]
    asks: tuple[str, ...] = ()

    @property
    def all_quotes(self) -> tuple[Quote, ...]:
        """The words that it rests on."""
        return self.quotes


@dataclass(frozen=True, slots=True)
class RuleData:
    """A rule of a policy with all that it uses, by role; `batch` None holds for every batch that has no rule of its
    own.

    `sha256` is that of everything here which can change a result.
    """

    name: str
    policy: str
    batch: str | None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    lists: Mapping[str, tuple[PlaceList, ...]] = field(default_factory=dict)
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    not_calculable: Mapping[str, NotCalculable] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def all_quotes(self) -> tuple[Quote, ...]:
        """The words that its values and items are read from."""
        values = [value for parameter in self.parameters.values() for value in parameter.values]
        items = [item for listed in self.items.values() for item in listed]
        held: tuple[DatedValue | Item, ...] = (*values, *items)
        return tuple(quote for one in held for quote in one.quotes)


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """Everything that one policy's rules.yaml says; `text_asks` are questions that its text answers and no rule."""

    policy: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    lists: Mapping[str, PlaceList] = field(default_factory=dict)
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    rules: tuple[RuleData, ...] = ()
    not_calculable: tuple[NotCalculable, ...] = ()
    text_asks: tuple[str, ...] = ()
