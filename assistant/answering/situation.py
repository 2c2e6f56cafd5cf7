"""The facts of a question that a rule can use, and which of them each rule takes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assistant.answering.award_split import split_of
from assistant.answering.counted_days import NamedDay
from assistant.answering.level_scores import levels_of
from assistant.answering.named_days import named_days
from assistant.answering.named_places import Mention, mentions
from assistant.answering.target_counts import targets_of
from assistant.documents.figures import Figure, figures_in
from assistant.rules.parameters import Item
from assistant.rules.places import Place, Places

RECOMMENDING: Final = re.compile(r"recommend|nominat|put(?:ting)? forward|推荐|上报|提名|推(?![广动进行])", re.I)
HOW_MANY: Final = re.compile(r"\bhow (?:many|much)\b|\bquota\b|\bnumber of\b|几[个座]?|多少|名额|指标|上限", re.I)
NEVER_SELECTED: Final = re.compile(
    r"(?:never|not|wasn't|hasn't|haven't|isn't)\b[^.?!]{0,40}\b(?:selected|included|chosen|pilot|batch)"
    r"|(?:没有|没|未|从未|不曾)[^。？！]{0,8}(?:入选|纳入|试点|参加过)", re.I
)  # fmt: skip
SAME: Final = re.compile(r"\bsame (?:transformation )?project|同一(?:个)?(?:改造)?项目", re.I)
OTHER: Final = re.compile(
    r"\b(?:another|different|separate|other|new) (?:transformation )?project|(?:另一个|别的|不同的?|新的?)项目", re.I
)


@dataclass(frozen=True, slots=True)
class Situation:
    """What a question says: places, days and figures with their spans."""

    text: str
    places: tuple[Mention, ...] = ()
    days: tuple[NamedDay, ...] = ()
    figures: tuple[Figure, ...] = ()

    def counts(self) -> list[tuple[int, int]]:
        """Plain whole numbers with their starts, none that stands in a day."""
        taken = [(day.start, day.end) for day in self.days]
        return [
            (figure.start, int(figure.value))
            for figure in self.figures
            if figure.kind == "number" and figure.value.isdecimal() and not _within(figure.start, taken)
        ]

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
        return tuple(_of_place(rule, situation, mention) for mention in _asked(situation)) or ({},)
    if rule == "recommendation_quota":
        return _quota(situation)
    if rule == "digital_level":
        return levels_of(situation)
    if rule == "submission_deadline":
        return tuple({"day": named.day} for named in situation.days) or ({},)
    return (_READERS[rule](situation, items),)


def _asked(situation: Situation) -> list[Mention]:
    """The places asked about: not their containers, nor a kind of place beside a place of that kind."""
    found = [mention for mention in situation.places if not mention.container]
    named = [mention for mention in found if any(place.code for place in mention.places)]
    return named or found


def _given(situation: Situation, mention: Mention) -> Place | str:
    return mention.places[0] if len(mention.places) == 1 else situation.text[mention.start : mention.end]


def _of_place(rule: str, situation: Situation, mention: Mention) -> Facts:
    facts: dict[str, Any] = {"place": _given(situation, mention)}
    if rule == "eligibility" and NEVER_SELECTED.search(situation.text):
        facts["never_selected"] = True
    return facts


def _quota(situation: Situation) -> tuple[Facts, ...]:
    """Cities when several are named, or one that is to be recommended; else one province at a time."""
    found = [mention for mention in situation.places if any(place.code for place in mention.places)]
    provinces = [m for m in found if any(place.level in ("province", "corps") for place in m.places)]
    cities = [m for m in found if m not in provinces]
    if len(cities) > 1 or (cities and RECOMMENDING.search(situation.text) and not HOW_MANY.search(situation.text)):
        named = {"cities": tuple(_given(situation, mention) for mention in cities)}
        owner = {"province": _given(situation, provinces[0])} if provinces else {}
        return ({**named, **owner},)
    asked = [mention for mention in provinces if not mention.container] or provinces or cities
    return tuple({"province": _given(situation, mention)} for mention in asked) or ({},)


def _approved(situation: Situation, _: Sequence[Item]) -> Facts:
    return {"approved": situation.days[0].day} if situation.days else {}


def _targets(situation: Situation, _: Sequence[Item]) -> Facts:
    return targets_of(situation)


def _split(situation: Situation, _: Sequence[Item]) -> Facts:
    return split_of(situation)


def _programme(situation: Situation, items: Sequence[Item]) -> Facts:
    """The programme whose name stands in the question, the longest name first; whether it is for the same project."""
    words = situation.text.casefold()
    names = [name for item in items for name in (*item.words.values(), *item.names) if name.casefold() in words]
    facts: dict[str, Any] = {"programme": max(names, key=len)} if names else {}
    if OTHER.search(situation.text):
        facts["same_project"] = False
    elif SAME.search(situation.text):
        facts["same_project"] = True
    return facts


def _nothing(_: Situation, __: Sequence[Item]) -> Facts:
    return {}


def _within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


_READERS: Final[Mapping[str, Callable[[Situation, Sequence[Item]], Facts]]] = {
    "pilot_period": _approved,
    "end_targets": _targets,
    "fund_split": _split,
    "materials": _nothing,
    "double_funding": _programme,
}
