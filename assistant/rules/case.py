"""What a rule is given and what it gives: the case, and the draft of a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.model import Verdict
from assistant.rules.calendar import Calendar
from assistant.rules.parameters import DatedValue, Item, NotCalculable, PlaceList, Quote, RuleData
from assistant.rules.places import Places

InputType = Literal["place", "places", "date", "count", "percent", "score", "choice", "text", "flag"]


@dataclass(frozen=True, slots=True)
class Input:
    """A fact that a rule can be given.

    `kinds` are the places that make sense; `choices` those of a choice, if fixed; `any_of_kind` says that a kind of
    place will do for a place ("a county-level city").
    """

    name: str
    type: InputType
    required: bool = False
    kinds: frozenset[str] | None = None
    choices: tuple[str, ...] = ()
    any_of_kind: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A parameter that a rule holds something against: an input, a number worked out, or as_of, the day asked on.

    `lowest` and `highest` are the ends of what can be measured; beyond them a threshold has no other side.
    """

    role: str
    measure: str
    lowest: int | None = None
    highest: int | None = None

    def has_side(self, side: int, limit: Any) -> bool:
        """Whether anything can lie below (-1), at (0) or above (1) the limit."""
        if side < 0:
            return self.lowest is None or limit > self.lowest
        return side == 0 or self.highest is None or limit < self.highest


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence to come: the name of its template and what fills it."""

    name: str
    slots: Mapping[str, Any] = field(default_factory=dict)


def line(name: str, **slots: Any) -> Line:
    """A line with its slots."""
    return Line(name, slots)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule found, before it is put into words.

    `told` are the lines of the explanation, the first of which answers; `uses` the roles of the parameters it rests
    on, `quotes` further words it rests on (of lists and items), those that say the same together; `computed` numbers
    and days worked out on the way.
    """

    verdict: Verdict
    told: tuple[Line, ...]
    value: Any = None
    unit: str | None = None
    reasons: tuple[Line, ...] = ()
    counterfactual: Line | None = None
    flags: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    quotes: tuple[tuple[Quote, ...], ...] = ()
    computed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A situation under the data of one rule. `inputs` hold what was given, read by type; absent ones are missing."""

    day: dt.date
    inputs: Mapping[str, Any]
    data: RuleData
    places: Places
    calendar: Calendar

    def dated(self, role: str) -> DatedValue:
        """The value of a parameter on the day, with its quotes. Raises NotInForce."""
        return self.data.parameters[role].on(self.day)

    def value(self, role: str) -> Any:
        """The bare value of a parameter on the day. Raises NotInForce."""
        return self.dated(role).value

    def has(self, role: str) -> bool:
        """Whether the batch sets this parameter."""
        return role in self.data.parameters

    def holds(self, role: str) -> bool:
        """Whether the batch sets this parameter and it has a value on the day."""
        return self.has(role) and self.data.parameters[role].holds_on(self.day)

    def starts(self, role: str) -> dt.date:
        """The first day on which the batch sets this parameter."""
        return self.data.parameters[role].starts

    def lists(self, role: str) -> tuple[PlaceList, ...]:
        """The lists of a role, none if the batch has none."""
        return self.data.lists.get(role, ())

    def items(self, role: str) -> tuple[Item, ...]:
        """The items of a role, none if the batch has none."""
        return self.data.items.get(role, ())

    def not_calculable(self, name: str) -> NotCalculable | None:
        """What is said of this not being calculable, if it is."""
        return self.data.not_calculable.get(name)

    def bound(self, role: str) -> Line:
        """A deadline as its words put it: before the day, or on the day at the latest."""
        dated = self.dated(role)
        return line("by_day" if dated.at_bound == "included" else "before_day", day=dated.value)

    def closed(self, role: str = "deadline") -> tuple[Line, ...]:
        """That the window is over on the day of the question, where it is."""
        over = self.has(role) and self.day > self.value(role)
        return (line("window_closed", deadline=self.value(role), today=self.day),) if over else ()
