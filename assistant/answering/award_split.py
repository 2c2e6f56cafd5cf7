"""How a question splits an award: its amount, and the share or the amount of it that goes to the enterprises."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

from assistant.answering.quantities import WHOLE, Quantity, quantities, ratio_of

if TYPE_CHECKING:
    from assistant.answering.situation import Situation

Purpose = Literal["smes", "support"]

FOR_SMES: Final = re.compile(
    r"enterprises?|\bSMEs?\b|\bcompan(?:y|ies)\b|\bfirms?\b|\bbusinesses\b|\bfactor(?:y|ies)\b|\bmanufacturers?\b"
    r"|(?<!链主)(?<!龙头)(?<!平台)(?<!服务)企业|中小|工厂",
    re.I,
)
FOR_SUPPORT: Final = re.compile(
    r"\bplatforms?\b|\bproviders?\b|\bsupport\b|\bservices?\b|\bchains?\b|\bprocur\w+|\bconsult\w+|\bdiagnos\w+"
    r"|\bvendors?\b"
    r"|\bother (?:uses?|purposes?|things|items)\b|\b(?:any|some)thing else\b|\bback\b"
    r"|平台|服务|配套|链式|链主|龙头|咨询|诊断|采购|别的|其他|其它|留",
    re.I,
)
OF_MONEY: Final = re.compile(
    r"\b(?:awards?|funds?|money|grants?|budget|spend|spent|split|allocat\w+|subsid\w+)\b|奖补|资金|经费|补助|钱"
    r"|用于|拨|给(?:企业|平台|服务)",
    re.I,
)
OF_LEVELS: Final = re.compile(
    r"\blevels? (?:\d|two)|\bL2\b|little giants?|below[- ]scale|[二2]级|小巨人|达标率|规下|细分行业"
    r"|\bsegments?\b",
    re.I,
)
THE_WHOLE: Final = re.compile(
    r"\b(?:awards?|grants?|budget|total|altogether|in all|sum|got|gave|given|received?|receives)\b"
    r"|[一总]共|总[额计数]|合计|共计|奖补|奖励|下达|到账|到手|盘子",
    re.I,
)
"""Words beside the amount that is split."""
OF_IT: Final = re.compile(
    r"\s*(?:(?:yuan|RMB|元)\s*)?(?:out\s+)?(?:of|from)\s+(?:(?:the|our|an?|its|their|this|that|total|whole|award"
    r"|budget|grant|central|of)\s+)*",
    re.I,
)
"""What stands between a part and its whole: 30 million out of our 100 million."""
HOW_MUCH: Final = re.compile(r"\bhow (?:much|many)\b|\bwhat (?:amount|sum)\b|多少|几多", re.I)
CLAUSES: Final = re.compile(r"[,，;；。?？!！]|\.(?!\d)")


@dataclass(frozen=True, slots=True)
class Shared:
    """Quantities of one kind by what they are for."""

    smes: Decimal | None
    support: Decimal | None

    def of_smes(self, whole: Decimal | None) -> Decimal | None:
        """What goes to the enterprises: as said, or what the rest leaves of the whole."""
        if self.smes is not None:
            return self.smes
        return whole - self.support if whole is not None and self.support is not None else None


def split_of(situation: Situation) -> Mapping[str, Any]:
    """The award, and the share or amount for the enterprises, as inputs of the rule; empty when there is none."""
    text = situation.text
    if OF_LEVELS.search(text) and not OF_MONEY.search(text):
        return {}
    found = quantities(text, situation.figures)
    amounts = [one for one in found if one.kind == "amount"]
    award = whole_of(text, amounts)
    parts = [one for one in amounts if one is not award]
    facts: dict[str, Any] = {"award": int(award.value)} if award and award.value == int(award.value) else {}
    if parts:
        return {**facts, **_of_amounts(text, parts, award)}
    if ratio := ratio_of(text):
        return facts | {"enterprise_share": _of_ratio(text, ratio)}
    shares = [one for one in found if one.kind == "share"]
    if not shares:
        bare = [one for one in found if one.kind == "bare"]
        shares = bare if len(bare) > 1 and sum(one.value for one in bare) == WHOLE else []
    if shares and (share := _of_shares(text, shares)) is not None:
        facts["enterprise_share"] = share
    return facts


def whole_of(text: str, amounts: Sequence[Quantity]) -> Quantity | None:
    """The amount that is split; None where there are only its parts.

    The one of which another is said to be a part; else the largest one, if words beside it say so, the others make it
    up, or it is for nothing.
    """
    if not amounts:
        return None
    for part, whole in pairwise(amounts):
        if OF_IT.fullmatch(text[part.end : whole.start]) and whole.value >= part.value:
            return whole
    most = max(amounts, key=lambda one: one.value)
    clause = _clause(text, most, amounts)
    if len(amounts) == 1:
        alone = HOW_MUCH.search(text) or THE_WHOLE.search(clause) or not _purposes(clause)
        return most if alone else None
    makes_up = sum(one.value for one in amounts if one is not most) == most.value
    if makes_up or THE_WHOLE.search(clause) or not _purposes(clause):
        return most
    return None


def _of_amounts(text: str, parts: Sequence[Quantity], award: Quantity | None) -> Mapping[str, Any]:
    """The amount for the enterprises, and the award where the parts make it up."""
    shared = shared_by_purpose(text, parts)
    whole = award.value if award else None
    facts: dict[str, Any] = {}
    if whole is None and shared.smes is not None and shared.support is not None:
        facts["award"] = int(shared.smes + shared.support)
    amount = shared.of_smes(whole)
    if amount is None or amount < 0 or amount != int(amount):
        return facts
    return {**facts, "enterprise_amount": int(amount)}


def _of_ratio(text: str, ratio: tuple[int, Decimal, Decimal]) -> Decimal:
    """The part of the enterprises: in the order in which purposes are named, else the greater one."""
    _, one, two = ratio
    order = list(dict.fromkeys(_purposes(text)))
    if order == ["smes", "support"]:
        return one
    return two if order == ["support", "smes"] else max(one, two)


def _of_shares(text: str, shares: Sequence[Quantity]) -> Decimal | None:
    shared = shared_by_purpose(text, shares)
    said = shared.of_smes(WHOLE)
    if said is not None and 0 <= said <= WHOLE:
        return said
    percents = [one.value for one in shares if text[one.start : one.end].strip()[-1] in "%成" or len(shares) == 1]
    return max(percents, default=None)


def shared_by_purpose(text: str, given: Sequence[Quantity]) -> Shared:
    """What the quantities of each purpose come to.

    Each goes with the purpose named in its own stretch: the words from it to the next one ("81% to firms, 19% to
    platforms"), or those before it where a purpose comes before the first ("firms get 81%").
    """
    starts = [one.start for one in given]
    before = _purposes(text[: starts[0]])
    leads = bool(before) and len(_purposes(text)) <= len(given)
    bounds = [0, *starts] if leads else [*starts, len(text)]
    sums: dict[str, Decimal] = {}
    for (begin, end), one in zip(pairwise(bounds), given, strict=True):
        if found := _purposes(text[begin:end]) or (before if not leads and one is given[0] else []):
            sums[found[0]] = sums.get(found[0], Decimal(0)) + one.value
    return Shared(sums.get("smes"), sums.get("support"))


def _clause(text: str, one: Quantity, among: Sequence[Quantity]) -> str:
    """The words around a quantity, to the ends of its clause and to the quantities beside it."""
    start = max((match.end() for match in CLAUSES.finditer(text, 0, one.start)), default=0)
    stop = CLAUSES.search(text, one.end)
    end = stop.start() if stop else len(text)
    start = max([start, *(other.end for other in among if other.end <= one.start)])
    return text[start : min([end, *(other.start for other in among if other.start >= one.end)])]


def _purposes(text: str) -> list[Purpose]:
    """What money is said to be for, in the order of the words; what is named twice running counts once."""
    found: list[tuple[int, Purpose]] = [(match.start(), "smes") for match in FOR_SMES.finditer(text)]
    found += [(match.start(), "support") for match in FOR_SUPPORT.finditer(text)]
    return [name for name, _ in groupby(name for _, name in sorted(found))]
