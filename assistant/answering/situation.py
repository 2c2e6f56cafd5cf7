"""The facts of a question that a rule can use, and which of them each rule takes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from assistant.answering.asked_places import RECOMMENDING as RECOMMENDING
from assistant.answering.asked_places import place_facts, quota_facts
from assistant.answering.named_days import NamedDay, named_days
from assistant.answering.named_places import Mention, mentions
from assistant.answering.programmes import programme_facts
from assistant.documents.figures import Figure, figures_in
from assistant.rules.parameters import Item
from assistant.rules.places import Places

EDITION: Final = re.compile(
    r"(?<!\d)(?P<year>20\d\d)\s*(?:年)?\s*(?:版|editions?\b|indicators?\b|version\b)"
    r"|(?:edition|version|indicators?) (?:of )?(?P<of>20\d\d)",
    re.I,
)
SCORE: Final = re.compile(
    r"(?:score[ds]?|scoring|得分|得了|自测|评分)(?: is| of| was|为|是|:|：)?\s*(?P<a>\d+(?:\.\d+)?)"
    r"|(?P<b>\d+(?:\.\d+)?)\s*(?:points?\b|分(?!之|钟))",
    re.I,
)
OF: Final = re.compile(
    r"(?<![\d,.])(?P<part>\d+(?:,\d{3})*)(?:\s+[a-z]+){0,2}?\s*(?:out of|of|/)\s*"
    r"(?:the |our |all )?(?P<whole>\d+(?:,\d{3})*)(?!\s*%|\d)",
    re.I,
)
RATIO: Final = re.compile(
    r"(?<!\d)(?P<one>\d{1,3}(?:\.\d+)?)\s*%?\s*(?:/|:|：|to|比|and|和)\s*(?P<two>\d{1,3}(?:\.\d+)?)(?!\d)", re.I
)
GIANT: Final = re.compile(r"little giants?|小巨人", re.I)
ALL_GIANTS: Final = re.compile(
    r"\ball (?:of )?(?:our |the |its )?(?P<en>\d+)(?: of our| of the)?(?: [a-z-]+){0,3}? little giants?"
    r"|(?P<zh>\d+)[家个](?:国家级|专精特新|“)*小巨人”?(?:企业)?(?:已经?)?(?:全部|都|均|全)"
    r"|(?:全部|所有)(?:的)?(?P<zh_all>\d+)[家个](?:国家级|专精特新|“)*小巨人",
    re.I,
)
BOUND: Final = re.compile(
    r"(?:\b(?:less|more|fewer|lower|higher) than|\b(?:below|under|over|above|at least|at most|up to|short of)|[<>≥≤]"
    r"|不到|不足|低于|未达到?|达不到|没到|没有达到|超过|高于|不低于|至少)\s*(?:the\s+)?$",
    re.I,
)
"""What stands before a figure that is a bound."""
BELOW: Final = re.compile(r"below[- ]scale|below designated size|规下|规模以下", re.I)
FOR_SMES: Final = re.compile(r"enterprises?|SMEs?|companies|firms|businesses|企业|中小", re.I)
FOR_SUPPORT: Final = re.compile(r"platforms?|providers?|support|services?|平台|服务|配套", re.I)


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
        return place_facts(rule, situation)
    if rule == "recommendation_quota":
        return quota_facts(situation)
    if rule == "submission_deadline":
        return tuple({"day": named.day} for named in situation.days) or ({},)
    return (_READERS[rule](situation, items),)


def _approved(situation: Situation, _: Sequence[Item]) -> Facts:
    return {"approved": situation.days[0].day} if situation.days else {}


def _targets(situation: Situation, _: Sequence[Item]) -> Facts:
    """Pairs "part of whole"; else the two counts of a clause, the greater being the whole; else a bare percentage."""
    facts: dict[str, Any] = {}
    if giants := ALL_GIANTS.search(situation.text):
        number = _whole(giants["en"] or giants["zh"] or giants["zh_all"])
        facts |= {"little_giants": number, "little_giants_at_level_2": number}
        rest = situation.text[: giants.start()] + " " * len(giants.group()) + situation.text[giants.end() :]
        figures = tuple(one for one in situation.figures if not giants.start() <= one.start < giants.end())
        situation = Situation(rest, situation.places, situation.days, figures)
    pairs = [(m.start(), _whole(m["part"]), _whole(m["whole"])) for m in OF.finditer(situation.text)]
    if not pairs:
        counts = situation.counts()
        steps = range(0, len(counts) - 1, 2)
        both = [(counts[n][0], counts[n][1], counts[n + 1][1]) for n in steps]
        pairs = [(start, min(one, other), max(one, other)) for start, one, other in both]
    for start, part, whole in pairs:
        name = _group(situation.text, start, len(pairs))
        facts.setdefault(name[0], whole)
        facts.setdefault(name[1], part)
    if "enterprises" not in facts and (shares := situation.percents()) and not _is_bound(situation.text, shares[0][0]):
        facts["share"] = shares[0][1]
    return facts


def _is_bound(text: str, start: int) -> bool:
    """Whether a figure is a bound and no value: "less than 90%", 不到90%."""
    return BOUND.search(text[:start]) is not None


def _group(text: str, start: int, pairs: int) -> tuple[str, str]:
    """Which enterprises a pair of counts is of.

    The kind named nearest to it, behind it in the same clause or before.
    """
    stop = re.search(r"[,;，；。?？]", text[start:])
    clause = text[max(0, start - (30 if pairs == 1 else 8)) : start + (stop.start() if stop else len(text))]
    if GIANT.search(clause) or (pairs == 1 and GIANT.search(text)):
        return "little_giants", "little_giants_at_level_2"
    if BELOW.search(clause):
        return "below_scale", "below_scale_at_level_2"
    return "enterprises", "at_level_2"


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


def _split(situation: Situation, _: Sequence[Item]) -> Facts:
    """The share for enterprises: said of them, or what a share said of support leaves; an award in yuan."""
    facts: dict[str, Any] = {}
    money = [figure for figure in situation.figures if figure.kind == "money" and figure.unit == "CNY"]
    if money and (amount := Decimal(money[0].value)) == int(amount):
        facts["award"] = int(amount)
    shares = situation.percents()
    if ratio := RATIO.search(situation.text):
        one, two = Decimal(ratio["one"]), Decimal(ratio["two"])
        if one + two == 100:
            return {**facts, "enterprise_share": max(one, two) if len(shares) < 2 else _share_of_purpose(situation)}
    if shares:
        facts["enterprise_share"] = _share_of_purpose(situation)
    return facts


def _share_of_purpose(situation: Situation) -> Decimal:
    """The percentage as a share for enterprises.

    Each percentage goes with the purpose named in its own stretch: the words from it to the next one ("81% to firms,
    19% to platforms"), or those before it where a purpose comes before the first percentage ("firms get 81%").
    """
    shares, text = situation.percents(), situation.text
    starts = [start for start, _ in shares]
    before = _purposes(text[: starts[0]])
    bounds = [0, *starts] if before and len(_purposes(text)) <= len(shares) else [*starts, len(text)]
    for (begin, end), (_, share) in zip(pairwise(bounds), shares, strict=True):
        if found := _purposes(text[begin:end]):
            return share if found[0] == "smes" else 100 - share
    return max(share for _, share in shares)


def _purposes(text: str) -> list[str]:
    """What money is said to be for, in the order of the words."""
    found = [(match.start(), "smes") for match in FOR_SMES.finditer(text)]
    found += [(match.start(), "support") for match in FOR_SUPPORT.finditer(text)]
    return [name for _, name in sorted(found)]


def _level(situation: Situation, _: Sequence[Item]) -> Facts:
    facts: dict[str, Any] = {}
    if edition := EDITION.search(situation.text):
        facts["edition"] = edition["year"] or edition["of"]
    if score := SCORE.search(situation.text):
        facts["score"] = score["a"] or score["b"]
    elif counts := [value for _, value in situation.counts()]:
        facts["score"] = str(counts[0])
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
    "digital_level": _level,
    "double_funding": programme_facts,
}
