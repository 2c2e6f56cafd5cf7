"""The places that a question asks about, as facts of the rules about a place and about a province."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from assistant.answering.described_places import meant, put_forward
from assistant.answering.named_places import Mention
from assistant.rules.places import Place

if TYPE_CHECKING:
    from assistant.answering.situation import Facts, Situation

RECOMMENDING: Final = re.compile(
    r"recommend|nominat|\bput(?:ting|s)?(?: [\w’'-]+){0,4} (?:forward|up)\b|\bpropos(?:e|es|ing)\b"
    r"|推荐|上报|提名|推(?![广动进行])",
    re.I,
)
HOW_MANY: Final = re.compile(r"\bhow (?:many|much)\b|\bquota\b|\bnumber of\b|几[个座]?|多少|名额|指标|上限", re.I)
NEVER_SELECTED: Final = re.compile(
    r"(?:never|not|wasn't|hasn't|haven't|isn't)\b[^.?!]{0,40}\b(?:selected|included|chosen|pilot|batch)"
    r"|(?:没有|没|未|从未|不曾)[^。？！]{0,8}(?:入选|选上|选中|评上|纳入|试点|参加过)", re.I
)  # fmt: skip
OWN_MONEY: Final = re.compile(
    r"\b(?:invest\w*|revenues?|turnover|output|loans?|sales|profits?)\b|投资|投入|产值|营收|贷款|自筹|销售|利润", re.I
)
"""Talk of money that is no award."""
LEAST_AWARD: Final = 10_000_000
"""A number without a currency that is so large is a sum in yuan: "120 million", 1.6亿."""
NUMBER_OF_CITIES: Final = re.compile(
    r"\b(?P<en>a second|one|two|three|four|five|six|[1-9])\s+(?:(?:candidate|pilot|more|different)\s+)?"
    r"(?:cit(?:y|ies)|candidates?|places?|nominations?|nominees?)\b|(?P<zh>[一二两三四五六1-9])(?:个|座)(?!都没|也没|都不|省|指标|名额|问题|多?月)",
    re.I,
)
"""How many cities a question has in mind; a small number of provinces or of anything else is none."""
NUMBERS: Final[Mapping[str, int]] = {
    **{word: n for n, word in enumerate(("one", "two", "three", "four", "five", "six"), start=1)},
    **{sign: n for n, sign in enumerate("一二三四五六", start=1)},
    **{str(n): n for n in range(1, 10)},
    "a second": 2,
    "两": 2,
}
ALTERNATIVE: Final = re.compile(r"\s*(?:,|、)?\s*(?:or|and|和|或|还是|及|与|跟)\s*(?:only )?|\s*、\s*", re.I)
"""Between two places that are both asked about."""


def place_facts(rule: str, situation: Situation) -> tuple[Facts, ...]:
    """Each place asked about; one empty set when there is none."""
    return tuple(_of_place(rule, situation, mention) for mention in _asked(situation)) or ({},)


def _asked(situation: Situation) -> list[Mention]:
    """The places asked about: not what holds them, nor a kind of place beside a place of that kind."""
    said = meant(situation.text, situation.places)
    found = [one for one in said if not one.container and not any(_holds(situation.text, one, other) for other in said)]
    named = [mention for mention in found if mention.whole or any(place.code for place in mention.places)]
    return list({mention.places: mention for mention in named or found}.values())


def _holds(text: str, one: Mention, other: Mention) -> bool:
    """Whether one only says where the other lies: a province beside its city, "a county of Chongqing" beside one."""
    first, second = sorted((one, other), key=lambda mention: mention.start)
    if one is other or ALTERNATIVE.fullmatch(text, first.end, second.start):
        return False
    wholes = one.whole or tuple(place for place in one.places if place.kind in ("province", "autonomous_region"))
    return any(place.lies_in(whole) for place in other.places for whole in wholes)


def _given(situation: Situation, mention: Mention) -> Place | str:
    return mention.places[0] if len(mention.places) == 1 else situation.text[mention.start : mention.end]


def _of_place(rule: str, situation: Situation, mention: Mention) -> Facts:
    facts: dict[str, Any] = {"place": _given(situation, mention)}
    if rule == "eligibility" and NEVER_SELECTED.search(situation.text):
        facts["never_selected"] = True
    if rule == "award_cap" and (amount := _amount(situation)) is not None:
        facts["amount"] = amount
    return facts


def _amount(situation: Situation) -> int | None:
    """The one sum in yuan that a question names for an award."""
    figures = [one for one in situation.figures if "/" not in one.value]
    sums = {Decimal(one.value) for one in figures if one.kind == "money" and one.unit == "CNY"}
    sums |= {Decimal(one.value) for one in figures if one.kind == "number" and Decimal(one.value) >= LEAST_AWARD}
    amount = sums.pop() if len(sums) == 1 and not OWN_MONEY.search(situation.text) else None
    return int(amount) if amount is not None and amount == int(amount) else None


def number_of_cities(situation: Situation) -> Facts:
    """The one number of cities that a question has in mind, unless it asks for that number."""
    found = {NUMBERS[(m["en"] or m["zh"]).lower()] for m in NUMBER_OF_CITIES.finditer(situation.text)}
    return {"number": found.pop()} if len(found) == 1 and not HOW_MANY.search(situation.text) else {}


def quota_facts(situation: Situation) -> tuple[Facts, ...]:
    """Cities when several are named, or one that is to be recommended; else one province at a time."""
    found = [_held_by(mention) for mention in meant(situation.text, situation.places)]
    found = [mention for mention in found if any(place.code for place in mention.places)]
    provinces = [m for m in found if any(place.level in ("province", "corps") for place in m.places)]
    cities = list({m.places: m for m in put_forward(situation.text, found) if m not in provinces}.values())
    if len(cities) > 1 or (cities and RECOMMENDING.search(situation.text) and not HOW_MANY.search(situation.text)):
        named = {"cities": tuple(_given(situation, mention) for mention in cities)}
        owner = {"province": _given(situation, provinces[0])} if provinces else {}
        return ({**named, **owner},)
    asked = [mention for mention in provinces if not mention.container] or provinces or cities
    number = number_of_cities(situation)
    return tuple({"province": _given(situation, mention), **number} for mention in asked) or ({},)


def _held_by(mention: Mention) -> Mention:
    """A place that is meant by its kind, as what holds it."""
    return replace(mention, places=mention.whole) if mention.whole else mention
