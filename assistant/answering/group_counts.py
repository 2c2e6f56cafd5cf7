"""How many enterprises of a group there are and how many of them are at the level, read clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ALL: Final = re.compile(
    r"\ball\b(?! but)|\bboth\b|\bevery\b|\beach\b|\bwithout exception\b|全部|全都|都|均|全(?![体国市省县区行])"
    r"|悉数|无一例外|一个不落",
    re.I,
)
NONE: Final = re.compile(
    r"\bnone\b|\bnot (?:a single|one)\b|\bno (?:little )?giants?\b|[一1][家个户]?也?都?(?:没|未)|无一(?!例外)"
    r"|[都均全]部?[还尚]?[没未]",
    re.I,
)
NOT_YET: Final = re.compile(
    r"\b(?:have|has|are|is|do|did|does|had)(?:n[’']t| not)\b|\bnot (?:yet|there|at)\b|\bstill (?:below|short"
    r"|missing|behind)\b|\blag|\bfail|\bmissing\b"
    r"|[还尚仍](?:没|未|差|缺)|没[有能]?(?:到|达|过)|未[能]?(?:到|达|过)|不达标|掉队|没跟上",
    re.I,
)
ALL_BUT: Final = re.compile(r"\b(?:all but|except(?: for)?|apart from)\s+$|(?:除了?|只差|就差|还差)$", re.I)
THE_REST: Final = re.compile(r"\bothers?\b|\brest\b|\bremaining\b|其余|其他|其它|剩下", re.I)
"""A count that these words stand by is of another whole than the count before."""
FROM: Final = re.compile(r"(?:\bfrom|从|由)\s*$", re.I)
"""What stands before a count that no longer holds: "up from 50 to 120"."""


@dataclass(frozen=True, slots=True)
class Number:
    """A count of enterprises with its span in its clause."""

    start: int
    end: int
    value: int


@dataclass
class GroupCounts:
    """The whole of a group and its part at the level, as they come to be known; `beside` are those named as not."""

    whole: int | None = None
    part: int | None = None
    beside: int = 0

    @property
    def complete(self) -> bool:
        """Whether both are known."""
        return self.whole is not None and self.part is not None

    def take(self, clause: str, numbers: Sequence[Number]) -> None:
        """What one clause says of the group."""
        nothing = NONE.search(clause)
        held = [one for one in numbers if not (nothing and nothing.start() <= one.start < nothing.end())]
        if len(held) > 1:
            held = [one for one in held if not FROM.search(clause[: one.start])]
        if len(held) > 1:
            self._take_pair(clause, held)
        elif held:
            self._take_one(clause, held[0])
        elif self.whole is not None and self.part is None:
            self.part = _of_all(clause, self.whole)

    def _take_pair(self, clause: str, held: Sequence[Number]) -> None:
        """The whole is the greatest; its part the other, or what the other leaves of it: "all but 3 of 40"."""
        least = min(held, key=lambda one: one.value)
        self.whole = max(one.value for one in held)
        self.part = held[-1].value if len(held) > 2 else least.value
        if len(held) == 2 and (_lacks(clause, held[0]) or ALL_BUT.search(clause[: least.start])):
            self.part = self.whole - self.part

    def _take_one(self, clause: str, one: Number) -> None:
        """The whole first, then its part, or how many of it lack."""
        if THE_REST.search(clause):
            self.whole = self.part = None
        but = ALL_BUT.search(clause[: one.start])
        if self.whole is None and but:
            self.beside = one.value
        elif self.whole is None:
            self.part = _of_all(clause, one.value)
            self.whole = one.value + (self.beside if self.part else 0)
        else:
            part = self.whole - one.value if but or _lacks(clause, one) else one.value
            self.whole, self.part = max(self.whole, part), min(self.whole, part)


def _lacks(clause: str, after: Number) -> bool:
    """Whether what is counted is said not to be at the level yet."""
    return NOT_YET.search(clause, after.end) is not None


def _of_all(clause: str, whole: int) -> int | None:
    """The part at the level where all or none are said to be; None when nothing is said."""
    if NONE.search(clause):
        return 0
    return whole if ALL.search(clause) and not NOT_YET.search(clause) else None
