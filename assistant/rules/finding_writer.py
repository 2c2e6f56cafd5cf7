"""The draft of a rule as a finding: in words, with quotes and receipt, and a question back where a fact lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assistant.model import Clarification, DocumentKind, Finding
from assistant.rules.case import Draft, Line, line
from assistant.rules.inputs import Given
from assistant.rules.kinds import KINDS
from assistant.rules.parameters import NotCalculable, Quote, RuleData
from assistant.rules.places import Place
from assistant.rules.receipt import receipt
from assistant.rules.wording import SHARED, Writer

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
class FindingWriter:
    """Writes findings of one day and batch in the language of its writer."""

    day: dt.date
    batch: str | None
    writer: Writer

    def write(self, data: RuleData, draft: Draft, given: Given) -> RuleResult:
        """The draft in words, with its quotes and its receipt."""
        name, write = data.name, self.writer.write
        used = [*(data.parameters[role].on(self.day).quotes for role in draft.uses), *draft.quotes]
        groups = tuple(dict.fromkeys(group for group in used if group))
        shown = {key: shown_input(value, self.writer) for key, value in given.values.items()}
        digests = [group[0] for group in groups if all(quote.kind is DocumentKind.DIGEST for quote in group)]
        finding = Finding(
            id="",
            rule=name,
            policy=data.policy,
            batch=self.batch,
            as_of=self.day,
            verdict=draft.verdict,
            value=exact(draft.value),
            unit=draft.unit,
            inputs=shown,
            needs=draft.needs,
            reasons=tuple(write(name, one) for one in draft.reasons),
            flags=draft.flags,
            explanation=tuple(write(name, one) for one in (*draft.told, *corrections(given))),
            counterfactual=write(name, draft.counterfactual) if draft.counterfactual else None,
            basis="digest" if digests else "text",
            confidence=least([quote.confidence for quote in digests]),
            receipt=receipt(name, data.sha256, signed_inputs(given.values), self.day, self.batch),
            computed={key: exact(value) for key, value in draft.computed.items()} | self.titles(draft.computed),
            parameters={role: self.parameter(data, role) for role in draft.uses},
        )
        return RuleResult(finding, groups, self.question_back(data, draft, given), given.corrected)

    def write_closed(self, entry: NotCalculable) -> RuleResult:
        """What cannot be computed in the batch, and why."""
        first = entry.quotes[0] if entry.quotes else None
        digest = first is not None and first.kind is DocumentKind.DIGEST
        finding = Finding(
            id="",
            rule=entry.rule or entry.name,
            policy=entry.policy,
            batch=self.batch,
            as_of=self.day,
            verdict="undetermined",
            reasons=(self.writer.write(SHARED, line("reason", words=entry.reason)),),
            flags=("not_calculable",),
            explanation=(self.writer.write(SHARED, line("not_computed", words=entry.what)),),
            basis="digest" if digest else "text",
            confidence=first.confidence if first and digest else None,
            receipt=receipt(entry.rule or "", f"{entry.policy}#{entry.name}", {}, self.day, self.batch),
            computed=self.titles({"batch": self.batch}),
        )
        return RuleResult(finding, (entry.quotes,) if entry.quotes else ())

    def parameter(self, data: RuleData, role: str) -> Any:
        """The value of a parameter on the day as a finding shows it: places by their names."""
        parameter = data.parameters[role]
        value = exact(parameter.on(self.day).value)
        if parameter.of_places:
            return tuple(self.writer.place(self.writer.places.by_code[code]) for code in value)
        return value

    def titles(self, computed: Mapping[str, Any]) -> dict[str, str]:
        """The title of a batch that a finding came to, since its wording names it so."""
        batch = computed.get("batch")
        return {"batch_title": self.writer.shown(batch, "batch")} if batch else {}

    def question_back(self, data: RuleData, draft: Draft, given: Given) -> Clarification | None:
        """One question for the first missing fact, with choices where there are some; None when none is missing."""
        if not draft.needs:
            return None
        need = draft.needs[0]
        if places := given.open.get(need):
            choices = tuple(self.writer.place(place, full=True) for place in places)
            return Clarification(need, self.writer.write(data.name, line("which_place")), choices)
        ask = self.writer.words.kinds[data.name].inputs[need].ask[self.writer.language]
        return Clarification(need, ask, choices_of(data, need, self.writer))


def choices_of(data: RuleData, need: str, writer: Writer) -> tuple[str, ...]:
    """What can be answered, where it is a short list: provinces, editions, programmes."""
    wanted = next(one for one in KINDS[data.name].INPUTS if one.name == need)
    if wanted.name == "province":
        provinces = [place for place in writer.places.by_code.values() if place.level == "province"]
        return tuple(writer.place(place) for place in provinces)
    if wanted.type == "choice":
        return tuple(data.parameters["editions"].values[-1].value) if "editions" in data.parameters else wanted.choices
    items = data.items.get("programmes", ()) if need == "programme" else ()
    return tuple(item.words[writer.language] for item in items)


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


def signed_inputs(values: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs as a receipt has them, the same in every language: places by their codes."""
    return {name: signed(value) for name, value in values.items()}


def signed(value: Any) -> Any:
    """One input for a receipt."""
    if isinstance(value, Place):
        return value.code or value.zh
    return tuple(signed(part) for part in value) if isinstance(value, tuple) else exact(value)
