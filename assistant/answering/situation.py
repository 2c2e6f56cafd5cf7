"""The facts of a question that a rule can use, and which of them each rule takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assistant.answering.asked_places import place_facts, quota_facts
from assistant.answering.award_split import split_of
from assistant.answering.counted_days import NamedDay
from assistant.answering.level_scores import levels_of
from assistant.answering.named_days import named_days
from assistant.answering.named_places import Mention, mentions
from assistant.answering.programmes import programme_facts
from assistant.answering.target_counts import targets_of
from assistant.documents.figures import Figure, figures_in
from assistant.rules.parameters import Item
from assistant.rules.places import Places


@dataclass(frozen=True, slots=True)
class Situation:
    """What a question says: places, days and figures with their spans."""

    text: str
    places: tuple[Mention, ...] = ()
    days: tuple[NamedDay, ...] = ()
    figures: tuple[Figure, ...] = ()

    def percents(self) -> list[tuple[int, Decimal]]:
        """Percentages with their starts."""
        return [(figure.start, Decimal(figure.value)) for figure in self.figures if figure.kind == "percent"]


Facts = Mapping[str, Any]
"""Inputs of a rule by name, as Rulebook.run takes them; a place that several bear stays a name."""


def read_situation(text: str, as_of: dt.date, places: Places) -> Situation:
    """The facts of a question asked for that day."""
    return Situation(text, mentions(text, places), named_days(text, as_of), figures_in(text))


def facts_for(rule: str, situation: Situation, items: Sequence[Item] = ()) -> tuple[Facts, ...]:
    """What the rule can take from the situation, once for each thing asked about.

    One empty set when there is nothing.
    """
    if rule in ("eligibility", "award_cap"):
        return place_facts(rule, situation)
    if rule == "recommendation_quota":
        return quota_facts(situation)
    if rule == "digital_level":
        return levels_of(situation)
    if rule == "submission_deadline":
        return tuple({"day": named.day} for named in situation.days) or ({},)
    return (_READERS[rule](situation, items),)


def _approved(situation: Situation, _: Sequence[Item]) -> Facts:
    return {"approved": situation.days[0].day} if situation.days else {}


def _targets(situation: Situation, _: Sequence[Item]) -> Facts:
    return targets_of(situation)


def _split(situation: Situation, _: Sequence[Item]) -> Facts:
    return split_of(situation)


def _nothing(_: Situation, __: Sequence[Item]) -> Facts:
    return {}


_READERS: Final[Mapping[str, Callable[[Situation, Sequence[Item]], Facts]]] = {
    "pilot_period": _approved,
    "end_targets": _targets,
    "fund_split": _split,
    "materials": _nothing,
    "double_funding": programme_facts,
}
