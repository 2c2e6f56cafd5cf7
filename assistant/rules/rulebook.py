"""Rules by name and batch, and running one: read its inputs, compute, put into words, sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import NotInForce, UsageError
from assistant.model import Language
from assistant.rules.calendar import Calendar
from assistant.rules.case import Case, Draft, Input, Line, line
from assistant.rules.finding_writer import FindingWriter, RuleResult, choices_of
from assistant.rules.inputs import nearest_or_all, read_inputs
from assistant.rules.kinds import KINDS
from assistant.rules.parameters import NotCalculable, RuleData, RuleSheet
from assistant.rules.places import Places
from assistant.rules.wording import SHARED, InputWords, RuleWords, Words, Writer

__all__ = ["KINDS", "RuleInfo", "RuleResult", "Rulebook"]


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
    """All rules of all policies; `batches` are the titles of batches by id, `announced` the days they came out."""

    sheets: tuple[RuleSheet, ...] = field(repr=False)
    places: Places = field(repr=False)
    calendar: Calendar = field(repr=False)
    words: RuleWords = field(repr=False)
    batches: Mapping[str, Words] = field(default_factory=dict, repr=False)
    announced: Mapping[str, dt.date] = field(default_factory=dict, repr=False)

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
            {wanted.name: found for wanted in inputs if (found := choices_of(data, wanted.name, writer))}
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
        return FindingWriter(day, batch, self.writer(language)).write_closed(entry) if entry else None

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
        finding = FindingWriter(day, batch, self.writer(language))
        if data is None:
            title = self.batches.get(batch or "", {}).get("en", batch) or "no batch"
            set_for = [rule.batch for sheet in self.sheets for rule in sheet.rules if rule.name == name and rule.batch]
            what = f"the rule {name} is not set for {title}"
            raise UsageError(what, do=f"It is set for {', '.join(set_for)}", code="rule_not_set")
        if isinstance(data, NotCalculable):
            return finding.write_closed(data)
        inputs: tuple[Input, ...] = KINDS[name].INPUTS
        given = read_inputs(inputs, raw, self.places)
        missing = next((wanted.name for wanted in inputs if wanted.required and wanted.name not in given.values), None)
        unclear = next(iter(given.open), missing)
        if unclear:
            return finding.write(data, Draft("undetermined", (line("missing"),), needs=(unclear,)), given)
        try:
            draft = KINDS[name].compute(Case(day, given.values, data, self.places, self.calendar))
            return finding.write(data, draft, given)
        except NotInForce as error:
            raise self.told_of_batch(error, batch, day) from error

    def told_of_batch(self, error: NotInForce, batch: str | None, day: dt.date) -> NotInForce:
        """The error, saying that the notice of the batch was not out on the day, where that is why."""
        announced = self.announced.get(batch or "")
        if error.code != "no_value_on" or announced is None or day >= announced:
            return error
        title = self.batches[batch or ""]["en"]
        what = f"the notice of the batch “{title}” was made public on {announced} and was not out yet on {day}"
        return NotInForce(what, do=error.do, code="not_out_yet", batch=batch, announced=announced, day=day)
