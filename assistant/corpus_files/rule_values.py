"""What a rules.yaml fixes: parameters, lists, items and what cannot be computed, each with its quotes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from assistant.corpus_files.problems import refuse_at
from assistant.corpus_files.rule_shapes import (
    GroupShape,
    ItemShape,
    NotCalculableShape,
    ParameterShape,
    PlaceListShape,
    QuotedShape,
    QuoteShape,
    RulesShape,
    ValueShape,
)
from assistant.corpus_files.strict_yaml import Place as Spot
from assistant.corpus_files.strict_yaml import YamlFile
from assistant.model import Policy
from assistant.rules.parameters import (
    DatedValue,
    Item,
    NotCalculable,
    Parameter,
    PlaceGroup,
    PlaceList,
    Quote,
    RuleSheet,
)
from assistant.rules.places import Places

PROVINCES = frozenset({"province", "autonomous_region", "municipality"})


@dataclass(frozen=True, slots=True)
class ValueReader:
    """Reads one rules.yaml of a policy, all but its rules. Each method refuses the file at the first fault."""

    policy: Policy
    shape: RulesShape
    file: YamlFile
    places: Places

    def sheet(self) -> RuleSheet:
        """The sheet without its rules."""
        shape = self.shape
        return RuleSheet(
            self.policy.id,
            {name: self.parameter(name, one) for name, one in shape.parameters.items()},
            {name: self.place_list(name, one) for name, one in shape.lists.items()},
            {
                name: tuple(self.item(("items", name, number), one) for number, one in enumerate(items))
                for name, items in shape.items.items()
            },
            not_calculable=tuple(
                self.not_calculable(("not_calculable", number), one) for number, one in enumerate(shape.not_calculable)
            ),
            text_asks=tuple(shape.text_asks),
        )

    def parameter(self, name: str, shape: ParameterShape) -> Parameter:
        """With its values in the order of their days."""
        of_places = shape.type == "places"
        values = []
        for day, entry in shape.values.items():
            spot: Spot = ("parameters", name, "values", day)
            if entry and shape.unit:
                self.check_unit(spot, entry.value, shape.unit)
            values.append(self.dated(spot, day, entry, of_places=of_places))
        ordered = tuple(sorted(values, key=lambda value: value.start))
        if ordered[0].value is None:
            spot = ("parameters", name, "values", ordered[0].start.isoformat())
            refuse_at(self.file, spot, "there is no value that this day could end", "Write the value before it")
        return Parameter(f"{self.policy.id}#{name}", ordered, shape.unit, of_places)

    def dated(self, spot: Spot, day: str, entry: ValueShape | None, *, of_places: bool) -> DatedValue:
        """One value from its day on; None ends the one before it."""
        try:
            start = dt.date.fromisoformat(day)
        except ValueError:
            refuse_at(
                self.file, spot, f'"{day}" is not a day', "Write the day from which the value holds, such as 2025-05-09"
            )
        if self.policy.in_force_from and start < self.policy.in_force_from:
            what = f"the value starts before its policy is in force, from {self.policy.in_force_from}"
            refuse_at(self.file, spot, what, "Correct the day here, or in_force in policy.yaml")
        if entry is None:
            return DatedValue(start, None)
        value: Any = self.codes(spot, entry.value) if of_places else entry.value
        read = tuple(value) if isinstance(value, list) else value
        return DatedValue(start, read, self.quotes(spot, entry), entry.at_bound, entry.reads_as)

    def check_unit(self, spot: Spot, value: Any, unit: str) -> None:
        """A value with a unit is a number or several, one with the unit date a day."""
        kind = dt.date if unit == "date" else int | float
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, bool) or not isinstance(part, kind):
                what = f'"{part}" is not a {"day" if unit == "date" else f"number of the unit {unit}"}'
                refuse_at(self.file, (*spot, "value"), what, "Write it without quotes, such as 2025-05-20 or 15000")

    def codes(self, spot: Spot, names: Any) -> list[str]:
        """The codes of provinces given by name."""
        codes = []
        for name in names if isinstance(names, list) else [names]:
            found = self.places.named(str(name), PROVINCES)
            if len(found) != 1:
                what = f'"{name}" is not the name of one place'
                refuse_at(self.file, (*spot, "value"), what, "Write its full name or its code")
            codes.append(found[0].code)
        return codes

    def place_list(self, name: str, shape: PlaceListShape) -> PlaceList:
        """Each place under its code and its name, which have to agree."""
        groups = tuple(self.group(("lists", name, "groups", number), one) for number, one in enumerate(shape.groups))
        return PlaceList(f"{self.policy.id}#{name}", shape.batch, shape.complete, groups)

    def group(self, spot: Spot, shape: GroupShape) -> PlaceGroup:
        """The places that one text names together."""
        for code, title in shape.places.items():
            place = self.places.by_code.get(code)
            if place is None or title not in (place.en, place.english, place.zh, place.short):
                known = f"{code} is {place.en}" if place else f"no place has the code {code}"
                what = f'"{title}" does not fit: {known}'
                refuse_at(self.file, (*spot, "places", code), what, "Mend the code or the name")
        if not shape.confidence:
            what, do = "the confidence of this group is missing", "Write confidence: high, medium-high or medium"
            refuse_at(self.file, spot, what, do)
        return PlaceGroup(frozenset(shape.places), shape.source, shape.confidence, self.quotes(spot, shape))

    def item(self, spot: Spot, shape: ItemShape) -> Item:
        """One item with its words."""
        words = {"en": shape.en.strip(), "zh": shape.zh.strip()}
        return Item(shape.name, words, shape.group, tuple(shape.names), self.quotes(spot, shape))

    def not_calculable(self, spot: Spot, shape: NotCalculableShape) -> NotCalculable:
        """With its reason in both languages."""
        return NotCalculable(
            shape.name,
            self.policy.id,
            shape.rule,
            shape.batch or self.policy.batch,
            shape.what.by_language(),
            shape.reason.by_language(),
            self.quotes(spot, shape),
            tuple(shape.asks),
        )

    def quotes(self, spot: Spot, shape: QuotedShape) -> tuple[Quote, ...]:
        """The words themselves, then those that say the same."""
        return tuple(self.quote(spot, one, shape.confidence) for one in (shape, *shape.also))

    def quote(self, spot: Spot, shape: QuoteShape, confidence: str | None) -> Quote:
        """With what policy.yaml says of its document."""
        named = next((document for document in self.policy.documents if document.file == shape.document), None)
        if named is None:
            names = ", ".join(document.file for document in self.policy.documents)
            what = f"{shape.document} is no document of this policy"
            refuse_at(self.file, (*spot, "document"), what, f"Documents: {names}")
        sure = confidence or named.confidence
        return Quote(
            self.policy.id, shape.document, shape.clause, shape.quote.strip(), named.language, named.kind, sure
        )
