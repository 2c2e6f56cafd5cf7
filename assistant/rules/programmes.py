"""Which other fund or pilot words mean: by names of items, their words in any order, and by whose money it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.rules.parameters import Item
from assistant.rules.whose_money import Sense, sense

CLAUSE_END: Final = re.compile(r"[,;:.?!，；：。？！\n]+(?!\d)|\s[-–—]+\s")
_ENGLISH_WORD: Final = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_SMALL: Final = frozenset(["a", "an", "the", "of", "for", "in", "on", "by", "to", "from", "and", "or"])
_KINDS: Final = frozenset(
    ["central", "national", "state", "provincial", "province", "municipal", "city", "local", "own", "special", "level"]
)
_THINGS: Final = frozenset(
    ["fund", "money", "budget", "financial", "subsidy", "award", "grant", "pilot", "programme", "program", "project"]
)
_GENERAL: Final = _SMALL | _KINDS | _THINGS | {"scheme", "other"}
"""Words of a name that are of any fund or pilot."""
_GENERAL_CHINESE: Final = re.compile(
    "中央|国家|财政|省级?|市级?|地方|里的|专项|资金|补贴|补助|奖补|试点|城市|其他|配套"
)
_GROUP: Final[dict[Sense | None, str | None]] = {
    "local": "local",
    "central": "central",
    "money": "central",
    "pilot": "lookalike",
    None: None,
}


@dataclass(frozen=True, slots=True)
class Programme:
    """The item that words mean, and its name as it stands in them; empty where only the sense tells it."""

    item: Item
    written: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    """An item named in a clause: how much of the name is particular to it, how long it is, how it is written."""

    item: Item
    particular: int
    length: int
    written: str


def programme_in(items: Sequence[Item], text: str) -> Programme | None:
    """The fund or pilot that a question, or a name alone, means; None when there is none.

    The clause with the most particular name decides, money of a province or city before it.
    """
    folded = unicodedata.normalize("NFKC", text).replace("’", "'")
    if exact := next((item for item in items if folded in (item.name, *item.words.values())), None):
        return Programme(exact, text)
    clauses = [clause for clause in CLAUSE_END.split(folded) if clause.strip()]
    found = [named for clause in clauses if (named := _of_clause(items, clause))]
    if not found:
        return None
    best = max(
        found, key=lambda named: (named.item.group == "local" and not named.particular, named.particular, named.length)
    )
    return Programme(best.item, best.written)


def _of_clause(items: Sequence[Item], clause: str) -> _Named | None:
    """What one clause means; of several items the one of the group that its sense wants, particular names first."""
    meant = sense(clause)
    named = [one for item in items for one in _names_in(item, clause)]
    wanted = _GROUP[meant]
    if meant == "local" and (own := _general(items, "local")):
        return max((one for one in named if one.item.group == "local"), key=_rank, default=_Named(own, 0, 1, ""))
    fitting = [one for one in named if one.item.group == wanted and one.particular]
    if fitting or any(one.particular for one in named):
        best = max(fitting or named, key=_rank)
        if meant == "central" and best.item.group == "lookalike" and (money := _general(items, "central")):
            return _Named(money, best.particular, best.length, "")
        return best
    if meant == "central" and (general := _general(items, "central")):
        return max((one for one in named if one.item == general), key=_rank, default=_Named(general, 0, 1, ""))
    return max((one for one in named if wanted in (None, "central", one.item.group)), key=_rank, default=None)


def _rank(named: _Named) -> tuple[int, int]:
    return named.particular, named.length


def _general(items: Sequence[Item], group: str) -> Item | None:
    """The item of a group that no name tells from others: any money of the centre, of a province or a city."""
    own = [item for item in items if item.group == group]
    return min(own, key=lambda item: max(map(_particular, item.names), default=0), default=None)


def _names_in(item: Item, clause: str) -> list[_Named]:
    found = []
    for name in (*item.words.values(), *item.names):
        held = _held(name, clause)
        if held is not None:
            found.append(_Named(item, _particular(name), len(name), held))
    return found


def _held(name: str, clause: str) -> str | None:
    """The name as the clause has it; "" when it has all its words but not side by side; None when it has them not."""
    at = clause.casefold().find(name.casefold())
    if at >= 0:
        return clause[at : at + len(name)]
    if name.isascii():
        words = set(map(_stem, _ENGLISH_WORD.findall(clause.casefold())))
        parts = [_stem(word) for word in _ENGLISH_WORD.findall(name.casefold()) if word not in _SMALL]
        return "" if len(parts) > 1 and words.issuperset(parts) else None
    parts = name.split()
    return "" if len(parts) > 1 and all(part in clause for part in parts) else None


def _particular(name: str) -> int:
    """How much of a name is not of any fund or pilot: its words in English, its characters in Chinese by twos."""
    if name.isascii():
        return sum(_stem(word) not in _GENERAL for word in _ENGLISH_WORD.findall(name.casefold()))
    return len(_GENERAL_CHINESE.sub("", name).replace(" ", "")) // 2


def _stem(word: str) -> str:
    word = word.removesuffix("'s").removesuffix("'")
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s") if not word.endswith("ss") else word
