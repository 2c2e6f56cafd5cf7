"""The counts of a question about the end targets: how many enterprises of each group there are, and at the level."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

from assistant.answering.award_split import OF_LEVELS, OF_MONEY
from assistant.answering.group_counts import FROM, GroupCounts, Number
from assistant.answering.quantities import ratio_of

if TYPE_CHECKING:
    from assistant.answering.situation import Situation

Group = Literal["main", "giants", "below"]
INPUTS: Final[Mapping[Group, tuple[str, str]]] = {
    "main": ("enterprises", "at_level_2"),
    "giants": ("little_giants", "little_giants_at_level_2"),
    "below": ("below_scale", "below_scale_at_level_2"),
}
"""The inputs of the rule for the whole of a group and for its part at the level."""

CLAUSES: Final = re.compile(
    r"[，;；。?？!！：]|[,:](?!\d)|\.(?!\d)|(?<!\ball )\bbut\b|\b(?:and|while|whereas|though|although|plus"
    r"|including|of which)\b|其中|但是?|加上|另有|另外|此外",
    re.I,
)
GIANTS: Final = re.compile(r"little giants?|小巨人", re.I)
BELOW: Final = re.compile(r"\bbelow[- ](?:the[- ])?(?:designated[- ])?(?:scale|size|threshold)|规下|规模以下", re.I)
MAIN: Final = re.compile(
    r"\babove[- ](?:designated[- ])?(?:scale|size|threshold)|\bSRDI\b|\bspeciali[sz]ed|\bothers?\b|\brest\b"
    r"|\boverall\b|\bthe remaining\b"
    r"|规上|规模以上|专精特新(?![“\"]?小巨人)|其余|其他|其它|整体|总体|全体",
    re.I,
)
OTHER_THINGS: Final = re.compile(
    r"\s*(?:[个类种](?:细分)?(?:行业|领域|赛道)|细分|行业|批|座|个?城市|[a-z-]*\s?(?:segments?|industr\w+"
    r"|sectors?|cities|batch\w*|notices?|years?)\b|(?:the )?(?:segment|industry)\b)",
    re.I,
)
"""What is counted and is no enterprise."""
BOUND: Final = re.compile(
    r"(?:\b(?:less|more|fewer|lower|higher) than|\b(?:below|under|over|above|at least|at most|up to|short of"
    r"|required|requires?|asks? for"
    r"|target of|target is|threshold of|line of)|[<>≥≤]"
    r"|不到|不足|低于|未达到?|达不到|没到|没有达到|超过|高于|不低于|至少|要求的?是?|目标的?是?"
    r"|标准是)\s*(?:the\s+)?$",
    re.I,
)
"""What stands before a percentage that is a bound and was not reached."""


@dataclass
class Read:
    """The groups of a question while its clauses are read."""

    groups: dict[Group, GroupCounts] = field(default_factory=dict)
    last: Group = "main"

    def group_of(self, clause: str) -> Group:
        """Which enterprises a clause is about: those it names, else those of the clause before until both are known."""
        if GIANTS.search(clause):
            return "giants"
        if BELOW.search(clause):
            return "below"
        known = self.groups.get(self.last)
        return "main" if MAIN.search(clause) or (known and known.complete) else self.last


def targets_of(situation: Situation) -> Mapping[str, Any]:
    """The counts of each group and the share reached, as inputs of the rule; empty when there are none."""
    text = situation.text
    if (OF_MONEY.search(text) or ratio_of(text) or _is_split(situation)) and not OF_LEVELS.search(text):
        return {}
    read, share = Read(), None
    for start, end in _clauses(text):
        clause = text[start:end]
        named = GIANTS.search(clause) or BELOW.search(clause) or MAIN.search(clause)
        read.last = group = read.group_of(clause)
        counts = _counts(situation, start, end)
        if counts or (named and read.groups.get(group)) or read.groups.get(group):
            read.groups.setdefault(group, GroupCounts()).take(clause, counts)
        if group != "giants" and (percents := _percents(situation, start, end)) and not BELOW.search(clause):
            share = percents[-1] if FROM.search(text[: percents[0][0]]) else percents[0] if share is None else share
    facts = _inputs(read.groups)
    return facts if share is None or "enterprises" in facts else {**facts, "share": share[1]}


def counts_again(situation: Situation, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """A single count as the new part, or whole, of the group that is named and known; empty when there is none."""
    numbers = _counts(situation, 0, len(situation.text))
    whole, part = INPUTS[Read().group_of(situation.text)]
    if len(numbers) != 1 or known.get(whole) is None:
        return {}
    counts = GroupCounts(int(known[whole]))
    counts.take(situation.text, numbers)
    return {whole: counts.whole, part: counts.part} if counts.complete else {}


def _is_split(situation: Situation) -> bool:
    """Whether several shares make up a whole, so that none of them is a share reached."""
    shares = [share for _, share in situation.percents()]
    return len(shares) > 1 and sum(shares) == 100


def _inputs(groups: Mapping[Group, GroupCounts]) -> dict[str, Any]:
    """The counts by the names of the inputs; a single count of no named group says too little."""
    facts: dict[str, Any] = {}
    for group, counts in groups.items():
        whole, part = INPUTS[group]
        if counts.complete:
            facts |= {whole: counts.whole, part: counts.part}
        elif counts.whole is not None and group != "main":
            facts[whole] = counts.whole
    return facts


def _clauses(text: str) -> list[tuple[int, int]]:
    bounds = [0]
    for match in CLAUSES.finditer(text):
        bounds += [match.start(), match.end()]
    bounds.append(len(text))
    pairs = list(zip(bounds[::2], bounds[1::2], strict=True))
    return [(start, end) for start, end in pairs if text[start:end].strip()]


def _counts(situation: Situation, start: int, end: int) -> list[Number]:
    """The counts of enterprises in a stretch."""
    taken = [(day.start, day.end) for day in situation.days]
    return [
        Number(figure.start - start, figure.end - start, int(figure.value))
        for figure in situation.figures
        if start <= figure.start < end
        and figure.kind == "number"
        and figure.value.isdecimal()
        and not OTHER_THINGS.match(situation.text, figure.end)
        and not any(first <= figure.start < last for first, last in taken)
    ]


def _percents(situation: Situation, start: int, end: int) -> list[tuple[int, Decimal]]:
    """The percentages reached that a stretch names, with their starts."""
    return [
        (place, share)
        for place, share in situation.percents()
        if start <= place < end and not BOUND.search(situation.text[:place])
    ]
