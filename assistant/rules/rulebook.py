"""Rules by name and batch, and running one: read its inputs, compute, put into words, sign."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from assistant.errors import UsageError
from assistant.model import Clarification, DocumentKind, Finding, Language, as_json
from assistant.rules import (
    award_cap,
    digital_level,
    double_funding,
    eligibility,
    end_targets,
    fund_split,
    materials,
    pilot_period,
    recommendation_quota,
    submission_deadline,
)
from assistant.rules.calendar import Calendar
from assistant.rules.case import Case, Draft, Input, Line, line
from assistant.rules.inputs import Given, nearest_or_all, read_inputs
from assistant.rules.parameters import NotCalculable, Parameter, Quote, RuleData, RuleSheet
from assistant.rules.places import Place, Places
from assistant.rules.wording import SHARED, InputWords, RuleWords, Words, Writer

KINDS: Mapping[str, ModuleType] = {
    "recommendation_quota": recommendation_quota,
    "submission_deadline": submission_deadline,
    "eligibility": eligibility,
    "pilot_period": pilot_period,
    "end_targets": end_targets,
    "award_cap": award_cap,
    "fund_split": fund_split,
    "materials": materials,
    "digital_level": digital_level,
    "double_funding": double_funding,
}
"""Every kind of rule: a module with INPUTS, the roles NEEDED, OPTIONAL, LISTS and ITEMS, and compute(case) -> Draft."""

CONFIDENCES = ("high", "medium-high", "medium", "low")
"""From the best to the least."""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A finding with the words it rests on, for whoever numbers the citations.

    `groups` stand in the order of their weight; the quotes of one group say the same in several languages or
    documents. `clarification` is set when a fact is missing; `corrected` maps an input to the misspelt name that was
    given for it.
    """

    finding: Finding
    groups: tuple[tuple[Quote, ...], ...]
    clarification: Clarification | None = None
    corrected: Mapping[str, str] = field(default_factory=dict)

    @property
    def sources(self) -> tuple[Quote, ...]:
        """Every quote once."""
        return tuple(dict.fromkeys(quote for group in self.groups for quote in group))


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a rule is and takes, for lists, forms and tools.

    `choices` are in English, `choices_zh` the same in Chinese; `words` say how each input is called and asked for.
    """

    name: str
    title: Words
    purpose: Words
    inputs: tuple[Input, ...]
    choices: Mapping[str, tuple[str, ...]]
    policy: str
    batch: str | None
    asks: tuple[str, ...]
    words: Mapping[str, InputWords] = field(default_factory=dict)
    choices_zh: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of all policies; `batches` are the titles of batches by id."""

    sheets: tuple[RuleSheet, ...] = field(repr=False)
    places: Places = field(repr=False)
    calendar: Calendar = field(repr=False)
    words: RuleWords = field(repr=False)
    batches: Mapping[str, Words] = field(default_factory=dict, repr=False)

    def names(self) -> tuple[str, ...]:
        """The rules that some policy has, in the order of the kinds."""
        held = {rule.name for sheet in self.sheets for rule in sheet.rules}
        return tuple(name for name in KINDS if name in held)

    def rule(self, name: str, batch: str | None) -> RuleData | NotCalculable | None:
        """The batch's own rule; else what is said of it not being calculable there; else the one for every batch."""
        if name not in KINDS:
            raise UsageError(f'there is no rule "{name}"', do=nearest_or_all(name, self.names(), "Rules"))
        own = [rule for sheet in self.sheets for rule in sheet.rules if rule.name == name]
        closed = [entry for sheet in self.sheets for entry in sheet.not_calculable if entry.rule == name]
        for found in (own, closed):
            if mine := next((entry for entry in found if batch and entry.batch == batch), None):
                return mine
        return next((rule for rule in own if rule.batch is None), None)

    def info(self, name: str, batch: str | None) -> RuleInfo | None:
        """What a rule is and takes in a batch; None where the batch has none."""
        data = self.rule(name, batch)
        if not isinstance(data, RuleData):
            return None
        words = self.words.kinds[name]
        inputs: tuple[Input, ...] = KINDS[name].INPUTS
        english, chinese = (
            {wanted.name: found for wanted in inputs if (found := self.choices(name, wanted.name, data, writer))}
            for writer in (self.writer("en"), self.writer("zh"))
        )
        return RuleInfo(
            name, words.title, words.purpose, inputs, english, data.policy, data.batch, data.asks, words.inputs, chinese
        )

    def writer(self, language: Language) -> Writer:
        """What puts lines into a language."""
        return Writer(self.words, language, self.places, self.batches)

    def examples(self) -> dict[str, tuple[str, ...]]:
        """How each rule of any batch is asked for, also where it is closed; what else is not calculable stands under
        its name with # before it."""
        asks: dict[str, list[str]] = {}
        for sheet in self.sheets:
            for rule in sheet.rules:
                asks.setdefault(rule.name, []).extend(rule.asks)
            for entry in sheet.not_calculable:
                asks.setdefault(entry.rule or f"#{entry.name}", []).extend(entry.asks)
        return {name: tuple(dict.fromkeys(held)) for name, held in asks.items() if held}

    def text_examples(self) -> tuple[str, ...]:
        """Questions that the texts answer."""
        return tuple(dict.fromkeys(ask for sheet in self.sheets for ask in sheet.text_asks))

    def not_calculable(
        self, name: str, *, day: dt.date, batch: str | None, language: Language = "en"
    ) -> RuleResult | None:
        """What is said of a thing that no rule computes; None when another batch says it."""
        held = [entry for sheet in self.sheets for entry in sheet.not_calculable if entry.name == name]
        entry = next((entry for entry in held if entry.batch in (batch, None)), None)
        writer = self.writer(language)
        return self.closed(name, entry, day, batch, writer) if entry else None

    def say(self, told: Line, language: Language) -> str:
        """A line of no rule in words, such as how a day was read."""
        return self.writer(language).write(SHARED, told)

    def run(
        self, name: str, raw: Mapping[str, Any], *, day: dt.date, batch: str | None, language: Language = "en"
    ) -> RuleResult:
        """The rule under the batch on the day.

        Raises UsageError for wrong inputs, NotInForce outside the dates of a parameter.
        """
        data = self.rule(name, batch)
        writer = self.writer(language)
        if data is None:
            title = self.batches.get(batch or "", {}).get("en", batch)
            what = f"the rule {name} is not set for {title}"
            raise UsageError(what, do="Name another batch", code="rule_not_set")
        if isinstance(data, NotCalculable):
            return self.closed(name, data, day, batch, writer)
        inputs: tuple[Input, ...] = KINDS[name].INPUTS
        given = read_inputs(inputs, raw, self.places)
        missing = next((wanted.name for wanted in inputs if wanted.required and wanted.name not in given.values), None)
        unclear = next(iter(given.open), missing)
        if unclear:
            draft = Draft("undetermined", (line("missing"),), needs=(unclear,))
        else:
            draft = KINDS[name].compute(Case(day, given.values, data, self.places, self.calendar))
        return self.result(name, data, draft, given, day, batch, writer)

    def result(
        self, name: str, data: RuleData, draft: Draft, given: Given, day: dt.date, batch: str | None, writer: Writer
    ) -> RuleResult:
        """The draft in words, with its quotes and its receipt."""
        used = [*(data.parameters[role].on(day).quotes for role in draft.uses), *draft.quotes]
        groups = tuple(dict.fromkeys(group for group in used if group))
        clarification = self.question_back(name, data, draft, given, writer) if draft.needs else None
        shown = {key: shown_input(value, writer) for key, value in given.values.items()}
        digests = [group[0] for group in groups if group and all(q.kind is DocumentKind.DIGEST for q in group)]
        finding = Finding(
            id="",
            rule=name,
            policy=data.policy,
            batch=batch,
            as_of=day,
            verdict=draft.verdict,
            value=exact(draft.value),
            unit=draft.unit,
            inputs=shown,
            needs=draft.needs,
            reasons=tuple(writer.write(name, one) for one in draft.reasons),
            flags=draft.flags,
            explanation=tuple(writer.write(name, one) for one in (*draft.told, *corrections(given))),
            counterfactual=writer.write(name, draft.counterfactual) if draft.counterfactual else None,
            basis="digest" if digests else "text",
            confidence=least([quote.confidence for quote in digests]),
            receipt=receipt(name, data.sha256, shown, day, batch),
            computed={key: exact(value) for key, value in draft.computed.items()} | titles(draft.computed, writer),
            parameters={role: self.shown_value(data.parameters[role], day, writer) for role in draft.uses},
        )
        return RuleResult(finding, groups, clarification, given.corrected)

    def shown_value(self, parameter: Parameter, day: dt.date, writer: Writer) -> Any:
        """The value of a parameter on the day as a finding shows it: places by their names."""
        value = exact(parameter.on(day).value)
        if parameter.of_places:
            return tuple(writer.place(self.places.by_code[code]) for code in value)
        return value

    def closed(self, name: str, entry: NotCalculable, day: dt.date, batch: str | None, writer: Writer) -> RuleResult:
        """A rule whose batch says that it cannot be computed: what, and why."""
        told = writer.write(SHARED, line("not_computed", words=entry.what))
        reason = writer.write(SHARED, line("reason", words=entry.reason))
        first = entry.quotes[0] if entry.quotes else None
        digest = first is not None and first.kind is DocumentKind.DIGEST
        finding = Finding(
            id="",
            rule=name,
            policy=entry.policy,
            batch=batch,
            as_of=day,
            verdict="undetermined",
            reasons=(reason,),
            flags=("not_calculable",),
            explanation=(told,),
            basis="digest" if digest else "text",
            confidence=first.confidence if first and digest else None,
            receipt=receipt(entry.rule or "", f"{entry.policy}#{entry.name}", {}, day, batch),
            computed=titles({"batch": batch}, writer),
        )
        return RuleResult(finding, (entry.quotes,) if entry.quotes else ())

    def question_back(self, name: str, data: RuleData, draft: Draft, given: Given, writer: Writer) -> Clarification:
        """One question for the first missing fact, with choices where there are some."""
        need = draft.needs[0]
        if places := given.open.get(need):
            choices = tuple(writer.place(place, full=True) for place in places)
            return Clarification(need, writer.write(name, line("which_place")), choices)
        ask = self.words.kinds[name].inputs[need].ask[writer.language]
        return Clarification(need, ask, self.choices(name, need, data, writer))

    def choices(self, name: str, need: str, data: RuleData, writer: Writer) -> tuple[str, ...]:
        """What can be answered, where it is a short list: provinces, editions, programmes."""
        wanted = next(one for one in KINDS[name].INPUTS if one.name == need)
        if wanted.name == "province":
            provinces = [place for place in self.places.by_code.values() if place.level == "province"]
            return tuple(writer.place(place) for place in provinces)
        if wanted.type == "choice":
            return (
                tuple(data.parameters["editions"].values[-1].value) if "editions" in data.parameters else wanted.choices
            )
        items = data.items.get("programmes", ()) if need == "programme" else ()
        return tuple(item.words[writer.language] for item in items)


def titles(computed: Mapping[str, Any], writer: Writer) -> dict[str, str]:
    """The title of a batch that a finding came to, since its wording names it so."""
    batch = computed.get("batch")
    return {"batch_title": writer.shown(batch, "batch")} if batch else {}


def corrections(given: Given) -> list[Line]:
    """How each misspelt name was read."""
    read = [(written, given.values.get(name)) for name, written in given.corrected.items()]
    return [line("name_read", written=written, place=place) for written, place in read if isinstance(place, Place)]


def least(confidences: Sequence[str | None]) -> str | None:
    """The lowest of the confidences given."""
    known = [word for word in confidences if word]
    return max(known, key=CONFIDENCES.index) if known else None


def exact(value: Any) -> Any:
    """A value as JSON can hold it: a decimal as a whole number where it is one."""
    if isinstance(value, list | tuple):
        return tuple(exact(part) for part in value)
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value


def shown_input(value: Any, writer: Writer) -> Any:
    """An input as the finding shows it: a place by its name."""
    if isinstance(value, Place):
        return writer.place(value, full=value.level not in ("province", "corps"))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(shown_input(part, writer) for part in value)
    return exact(value)


def receipt(name: str, data: str, inputs: Mapping[str, Any], day: dt.date, batch: str | None) -> str:
    """sha256 over the source of the rule, its data, the inputs, the day and the batch."""
    signed = {
        "rule": name,
        "source": source_of(name),
        "data": data,
        "inputs": as_json(inputs),
        "day": day.isoformat(),
        "batch": batch,
    }
    return hashlib.sha256(json.dumps(signed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@cache
def source_of(name: str) -> str:
    """sha256 of the rule's own Python; empty for what has none."""
    return hashlib.sha256(Path(str(KINDS[name].__file__)).read_bytes()).hexdigest() if name in KINDS else ""
