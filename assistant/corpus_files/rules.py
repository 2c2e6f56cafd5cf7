"""rules.yaml, calendar.yaml and the words of the rules as what assistant/rules/ works with.

Each function raises CorpusError with file and line at the first fault.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.corpus_files.load import Corpus
from assistant.corpus_files.places import PLACES, load_places
from assistant.corpus_files.problems import Problem, refuse
from assistant.corpus_files.reading import read_shape
from assistant.corpus_files.rule_shapes import (
    CalendarShape,
    ItemShape,
    NotCalculableShape,
    ParameterShape,
    PlaceListShape,
    QuotedShape,
    QuoteShape,
    RuleShape,
    RulesShape,
    RuleWordsShape,
)
from assistant.corpus_files.shapes import BothLanguages
from assistant.corpus_files.strict_yaml import Place as Spot
from assistant.corpus_files.strict_yaml import YamlFile
from assistant.model import Policy, as_json
from assistant.rules.calendar import Calendar, Year
from assistant.rules.parameters import (
    DatedValue,
    Item,
    NotCalculable,
    Parameter,
    PlaceGroup,
    PlaceList,
    Quote,
    RuleData,
    RuleSheet,
)
from assistant.rules.places import Places
from assistant.rules.rulebook import KINDS, Rulebook
from assistant.rules.wording import InputWords, KindWords, RuleWords

CALENDAR = Path("shared/calendar.yaml")
"""Beneath corpus/."""
WORDS = Path("prompts/rules.yaml")
"""Beneath the home folder."""
RULES = "rules.yaml"
"""Beside policy.yaml."""


def load_rulebook(home: Path, corpus: Corpus) -> Rulebook:
    """All rules of the corpus with places, calendar and words."""
    folder = home / "corpus"
    places = load_places(folder / PLACES)
    return Rulebook(
        load_sheets(corpus.policies, places),
        places,
        load_calendar(folder / CALENDAR),
        load_rule_words(home / WORDS),
        {batch.id: batch.titles for scheme in corpus.schemes for batch in scheme.batches},
    )


def load_sheets(policies: Iterable[Policy], places: Places) -> tuple[RuleSheet, ...]:
    """The rules.yaml of every policy that has one; rules may use parameters and lists of one another's."""
    drafts = [
        SheetDraft(policy, *read_shape(file, RulesShape), places)
        for policy in policies
        if (file := Path(policy.folder) / RULES).exists()
    ]
    own = [draft.own_values() for draft in drafts]
    everything = Shared(
        {parameter.id: parameter for sheet in own for parameter in sheet.parameters.values()},
        {found.id: found for sheet in own for found in sheet.lists.values()},
        {f"{sheet.policy}#{name}": items for sheet in own for name, items in sheet.items.items()},
        {f"{draft.policy.id}#{name}": rule.asks for draft in drafts for name, rule in draft.shape.rules.items()},
    )
    return tuple(draft.with_rules(sheet, everything) for draft, sheet in zip(drafts, own, strict=True))


@dataclass(frozen=True, slots=True)
class Shared:
    """What a rule may name, by "policy id#name"."""

    parameters: Mapping[str, Parameter]
    lists: Mapping[str, PlaceList]
    items: Mapping[str, tuple[Item, ...]]
    asks: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """One rules.yaml on its way into a sheet."""

    policy: Policy
    shape: RulesShape
    source: YamlFile
    places: Places

    def fault(self, spot: Spot, what: str, do: str) -> None:
        """Refuses the file at a spot."""
        refuse([Problem(str(self.source.path), self.source.line_of(spot), what, do)])

    def own_values(self) -> RuleSheet:
        """Parameters, lists and items, each with its quotes."""
        return RuleSheet(
            self.policy.id,
            {name: self.parameter(name, shape) for name, shape in self.shape.parameters.items()},
            {name: self.place_list(name, shape) for name, shape in self.shape.lists.items()},
            {
                name: tuple(self.item(("items", name, n), shape) for n, shape in enumerate(shapes))
                for name, shapes in self.shape.items.items()
            },
            not_calculable=tuple(
                self.not_calculable(("not_calculable", n), shape) for n, shape in enumerate(self.shape.not_calculable)
            ),
            text_asks=tuple(self.shape.text_asks),
        )

    def parameter(self, name: str, shape: ParameterShape) -> Parameter:
        """With its values in the order of their days."""
        values = []
        for key, entry in shape.values.items():
            spot: Spot = ("parameters", name, "values", key)
            try:
                start = dt.date.fromisoformat(key)
            except ValueError:
                self.fault(
                    spot, f'"{key}" is not a day', "Write the day from which the value holds, such as 2025-05-09"
                )
                raise
            if entry is None:
                values.append(DatedValue(start, None))
                continue
            value = self.codes(spot, entry.value) if shape.type == "places" else entry.value
            read: Any = tuple(value) if isinstance(value, list) else value
            values.append(DatedValue(start, read, self.quotes(spot, entry), entry.at_bound, entry.reads_as))
        ordered = tuple(sorted(values, key=lambda value: value.start))
        return Parameter(f"{self.policy.id}#{name}", ordered, shape.unit, shape.type == "places")

    def codes(self, spot: Spot, names: Any) -> list[str]:
        """The codes of places given by name."""
        codes = []
        for name in names if isinstance(names, list) else [names]:
            found = self.places.named(str(name), {"province", "autonomous_region", "municipality"})
            if len(found) != 1:
                self.fault(
                    (*spot, "value"), f'"{name}" is not the name of one place', "Write its full name or its code"
                )
            codes.append(found[0].code)
        return codes

    def place_list(self, name: str, shape: PlaceListShape) -> PlaceList:
        """Each place under its code and its name, which have to agree."""
        groups = []
        for number, group in enumerate(shape.groups):
            spot: Spot = ("lists", name, "groups", number)
            for code, title in group.places.items():
                place = self.places.by_code.get(code)
                if place is None or title not in (place.en, place.english, place.zh, place.short):
                    known = f"{code} is {place.en}" if place else f"no place has the code {code}"
                    self.fault((*spot, "places", code), f'"{title}" does not fit: {known}', "Mend the code or the name")
            codes = frozenset(group.places)
            if not group.confidence:
                self.fault(
                    spot, "the confidence of this group is missing", "Write confidence: high, medium-high or medium"
                )
            groups.append(PlaceGroup(codes, group.source, group.confidence or "", self.quotes(spot, group)))
        return PlaceList(f"{self.policy.id}#{name}", shape.batch, shape.complete, tuple(groups))

    def item(self, spot: Spot, shape: ItemShape) -> Item:
        """One item with its words."""
        words = {"en": shape.en.strip(), "zh": shape.zh.strip()}
        return Item(shape.name, words, shape.group, tuple(shape.names), self.quotes(spot, shape))

    def not_calculable(self, spot: Spot, shape: NotCalculableShape) -> NotCalculable:
        """With its reason in both languages."""
        batch = shape.batch or self.policy.batch
        return NotCalculable(
            shape.name,
            self.policy.id,
            shape.rule,
            batch,
            both(shape.what),
            both(shape.reason),
            self.quotes(spot, shape),
            tuple(shape.asks),
        )

    def quotes(self, spot: Spot, shape: QuotedShape) -> tuple[Quote, ...]:
        """The words themselves, then those that say the same."""
        return tuple(self.quote(spot, one, shape.confidence) for one in (shape, *shape.also))

    def quote(self, spot: Spot, shape: QuoteShape, confidence: str | None) -> Quote:
        """With what policy.yaml says of its document."""
        file = next((document for document in self.policy.documents if document.file == shape.document), None)
        if file is None:
            names = ", ".join(document.file for document in self.policy.documents)
            self.fault((*spot, "document"), f"{shape.document} is no document of this policy", f"Documents: {names}")
            raise AssertionError
        sure = confidence or file.confidence
        return Quote(self.policy.id, shape.document, shape.clause, shape.quote.strip(), file.language, file.kind, sure)

    def with_rules(self, sheet: RuleSheet, shared: Shared) -> RuleSheet:
        """The sheet with its rules, each of which has found all that it uses."""
        rules = tuple(self.rule(key, shape, sheet, shared) for key, shape in self.shape.rules.items())
        return RuleSheet(
            sheet.policy, sheet.parameters, sheet.lists, sheet.items, rules, sheet.not_calculable, sheet.text_asks
        )

    def rule(self, key: str, shape: RuleShape, sheet: RuleSheet, shared: Shared) -> RuleData:
        """One rule; its key is the name of its kind, with a batch behind a dot where the policy has several."""
        name = key.split(".")[0]
        spot: Spot = ("rules", key)
        if name not in KINDS:
            self.fault(spot, f'there is no kind of rule "{name}"', f"Kinds: {', '.join(KINDS)}")
        kind = KINDS[name]
        roles = (*kind.NEEDED, *kind.OPTIONAL)
        if missing := [role for role in kind.NEEDED if role not in shape.parameters]:
            self.fault(
                spot, f"{name} needs the parameter {missing[0]}", f"Write {missing[0]}: and the name of a parameter"
            )
        if unknown := [role for role in shape.parameters if role not in roles]:
            self.fault(
                (*spot, "parameters", unknown[0]), f"{name} has no parameter {unknown[0]}", f"It has {', '.join(roles)}"
            )
        if unknown := [role for role in shape.lists if role not in kind.LISTS]:
            self.fault(
                (*spot, "lists", unknown[0]), f"{name} has no list {unknown[0]}", f"It has {', '.join(kind.LISTS)}"
            )
        closed = {entry.name: entry for entry in sheet.not_calculable}
        batch = shape.batch or self.policy.batch
        asks = [*shape.asks, *(shared.asks.get(self.full(shape.asks_of), []) if shape.asks_of else [])]
        data = RuleData(
            name,
            self.policy.id,
            batch,
            {
                role: self.named((*spot, "parameters", role), shared.parameters, name)
                for role, name in shape.parameters.items()
            },
            {
                role: tuple(self.named((*spot, "lists", role), shared.lists, name) for name in names)
                for role, names in shape.lists.items()
            },
            {role: self.named((*spot, "items", role), shared.items, name) for role, name in shape.items.items()},
            {
                case: self.named((*spot, "not_calculable", case), closed, name, local=True)
                for case, name in shape.not_calculable.items()
            },
            tuple(asks),
        )
        return signed(data)

    def named(self, spot: Spot, known: Mapping[str, Any], name: str, *, local: bool = False) -> Any:
        """The thing of that name, here or in another policy."""
        key = name if local else self.full(name)
        if key not in known:
            self.fault(
                spot, f'nothing is called "{name}"', "Write a name of this file, or policy id#name of another policy"
            )
        return known[key]

    def full(self, name: str) -> str:
        """The name with its policy."""
        return name if "#" in name else f"{self.policy.id}#{name}"


def signed(data: RuleData) -> RuleData:
    """The rule with the sha256 of all that can change its results."""
    held = as_json((data.parameters, data.lists, data.items, data.not_calculable))
    digest = hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return RuleData(
        data.name,
        data.policy,
        data.batch,
        data.parameters,
        data.lists,
        data.items,
        data.not_calculable,
        data.asks,
        digest,
    )


def load_calendar(file: Path) -> Calendar:
    """The years of a calendar.yaml."""
    shape, source = read_shape(file, CalendarShape)
    years = {}
    for key, entry in shape.years.items():
        if not key.isdigit():
            refuse([Problem(str(file), source.line_of(("years", key)), f'"{key}" is not a year', "Write it as 2025")])
        days = [day for run in entry.holidays for day in days_of(run[0], run[-1])]
        if stray := next((day for day in (*days, *entry.make_up) if day.year != int(key)), None):
            line = source.line_of(("years", key))
            refuse(
                [Problem(str(file), line, f"{stray.isoformat()} is not a day of {key}", "Put it under its own year")]
            )
        years[int(key)] = Year(frozenset(days), frozenset(entry.make_up), entry.source, entry.confidence)
    return Calendar(years)


def days_of(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every day from the first to the last."""
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def load_rule_words(file: Path) -> RuleWords:
    """The words of prompts/rules.yaml."""
    shape, _ = read_shape(file, RuleWordsShape)
    kinds = {
        name: KindWords(
            both(kind.title),
            both(kind.purpose),
            {
                key: InputWords(both(words.title), both(words.ask), both(words.help) if words.help else {})
                for key, words in kind.inputs.items()
            },
            {key: both(words) for key, words in kind.lines.items()},
        )
        for name, kind in shape.kinds.items()
    }
    shared = {key: both(words) for key, words in shape.shared.items()}
    codes = {key: both(words) for key, words in shape.codes.items()}
    return RuleWords(kinds, shared, codes, {key: (u.one, u.many, u.zh) for key, u in shape.units.items()})


def both(texts: BothLanguages) -> dict[str, str]:
    """The words by language."""
    return {"en": texts.en.strip(), "zh": texts.zh.strip()}
