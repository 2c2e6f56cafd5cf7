"""What a turn changes in the cities named before: one more, one less, one in the place of another."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.rules.places import Place

if TYPE_CHECKING:
    from assistant.answering.named_places import Mention
    from assistant.answering.situation import Situation

_ADDS_BEFORE: Final = re.compile(
    r"\b(?:add(?:ed|ing)?|plus|includ(?:e|ing)|along with|together with|on top|besides|in addition to"
    r"|throw(?:ing)? in|as well as)\b[^,.;?!]*$"
    r"|(?:再|又|还|也|另)?(?:加上?|添上?|补上|带上|算上|捎上)(?:一个)?[^，。；？！]*$|(?:再|还要?|也"
    r"|另外)(?:推荐?|报|来)(?:上)?(?:一个)?[^，。；？！]*$",
    re.I,
)
_ADDS_BEHIND: Final = re.compile(
    r"[^,.;?!]*\b(?:as well|also|too|in addition|on top|added|comes? in|joins?)\b"
    r"|[^，。；？！]*(?:也?(?:一起|一并|一块儿?|同时)|也(?:推|报|算|加|来|放)|加(?:进来|上|进去)|算(?:上|进来|进去))",
    re.I,
)
_GONE_BEFORE: Final = re.compile(
    r"\b(?:drop(?:ped|ping)?|remov(?:e|ed|ing)|leav(?:e|ing) out|left out|without|minus|take out|withdraw"
    r"|except)\s+(?:the )?$"
    r"|(?:去掉|拿掉|撤掉|撤下|减去|不要|不推|不报|换掉|去除|除去|剔除|换下)$",
    re.I,
)
_GONE_BEHIND: Final = re.compile(
    r"\s+(?:drops? out|is (?:out|dropped|removed|replaced|withdrawn)|withdraws|pulls out)\b"
    r"|先?(?:去掉|拿掉|撤掉|撤下|换掉|不要了?|不推了?|不报了?|退出|不算)",
    re.I,
)
_KEPT: Final = re.compile(
    r"\b(?:keep(?:ing)?|stay(?:s|ing)?(?: with)?|retain)\s+(?:the )?$|(?:保留|留着|留下|不动)$", re.I
)
_SWAPS: Final = re.compile(
    r"\b(?:swap(?:ped|ping|s)?|exchang(?:e|ed|ing)|trad(?:e|ed|ing)|switch(?:ed|ing)?|replac(?:e|ed|ing|es)"
    r"|chang(?:e|ed|ing)|substitut\w+"
    r"|sub(?:bed)?|instead|in (?:its|the) place|rather than)\b|换|替|改成|改为|取代",
    re.I,
)
"""A city named before that stands beside a new one in such words goes: "swap A for B", 把A换成B."""


@dataclass(frozen=True, slots=True)
class Change:
    """Cities that come in, and cities that go."""

    added: tuple[Place | str, ...] = ()
    gone: tuple[Place, ...] = ()


def change_in(situation: Situation, before: Sequence[Place | str]) -> Change | None:
    """What the turn does to the cities named before; None when it adds to none and takes none away."""
    text = situation.text
    held = {place.code for place in before if isinstance(place, Place)}
    cities = [one for one in situation.places if any(place.code and place.level != "province" for place in one.places)]
    known = [one for one in cities if any(place.code in held for place in one.places)]
    new = [one for one in cities if one not in known]
    swapped = bool(new) and _SWAPS.search(text) is not None
    gone = [one for one in known if _goes(text, one) or (swapped and not _KEPT.search(text, 0, one.start))]
    adds = any(_ADDS_BEFORE.search(text, 0, one.start) or _ADDS_BEHIND.match(text, one.end) for one in new)
    if not gone and not adds:
        return None
    left = tuple(place for one in gone for place in one.places if place.code in held)
    return Change(tuple(_given(text, one, held) for one in new), left)


def changed(before: Sequence[Place | str], change: Change) -> tuple[Place | str, ...]:
    """The cities after the change, those named before first."""
    kept = [place for place in before if place not in change.gone]
    return (*kept, *(place for place in change.added if place not in kept))


def _goes(text: str, mention: Mention) -> bool:
    return bool(_GONE_BEFORE.search(text, 0, mention.start) or _GONE_BEHIND.match(text, mention.end))


def _given(text: str, mention: Mention, held: Collection[str]) -> Place | str:
    """The city; of several with the name the one in the province of those before; the name where that is open."""
    near = [place for place in mention.places if any(code[:2] == place.code[:2] for code in held)]
    meant = mention.places if len(mention.places) == 1 else near
    return meant[0] if len(meant) == 1 else text[mention.start : mention.end]
