"""The places that a question names, in Chinese and in English, with slips.

A container settles what a name leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from assistant.answering.abbreviated_places import abbreviated
from assistant.answering.described_places import described, settled_by_province
from assistant.rules.places import Place, Places, fold_name, usual

CHINESE: Final = re.compile(r"[\u3400-\u9fff]+")
ENGLISH_WORD: Final = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*")
JOINED: Final = re.compile(r"(?:['’]s)?[\s,，、(（]*(?:in|of|的)?\s*")
CHINESE_KIND: Final = re.compile(r"省|市(?!场|民|区|县)|自治[区州]")
"""What ends a full Chinese name that may hold a slip."""
LONGEST_CHINESE, LONGEST_ENGLISH = 15, 6
SHORT: Final = 2
SPEAKERS: Final = ("我们", "咱们", "请问", "那么", "如果", "那")

ORDINARY_CHINESE: Final = frozenset(
    [
        "合作",
        "东方",
        "和平",
        "无为",
        "五常",
        "同仁",
        "四会",
        "灯塔",
        "孝义",
        "个旧",
        "石首",
        "新星",
        "白杨",
        "大安",
        "南岸",
        "大兴",
        "明光",
        "天长",
        "安达",
        "福泉",
        "高安",
        "开远",
        "子长",
    ]
)
"""Bare names of small places that are ordinary words; with 市, 区 or 县 they are names again."""

ORDINARY_ENGLISH: Final = frozenset(
    [
        "mile",
        "jian",
        "ali",
        "human",
        "change",
        "changed",
        "changing",
        "learning",
        "dating",
        "daring",
        "shipping",
        "shooting",
        "boarding",
        "branding",
        "shining",
        "standing",
        "spinning",
        "stunning",
        "scanning",
        "timeline",
        "toxicity",
        "yielding",
        "totaling",
        "tingling",
        "siding",
        "lining",
        "linen",
        "linden",
        "raise",
        "mining",
        "joining",
        "dining",
        "teaching",
        "planning",
        "canning",
        "banning",
        "manning",
        "quantity",
        "humidity",
        "taiwan",
        "jiang",
        "xiang",
        "china",
        "chinese",
        "having",
        "hence",
        "henna",
        "during",
    ]
)
"""English words that are a bare name, or one slip away from one."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a place, and what they may mean; `written` when they were taken for the nearest name.

    `container` is set for a place that is named only to say where another one lies; `whole` is what holds a place that
    is meant by its kind: Hefei, for "the high-tech zone of Hefei".
    """

    start: int
    end: int
    places: tuple[Place, ...]
    written: str | None = None
    container: bool = False
    whole: tuple[Place, ...] = ()


def mentions(text: str, places: Places) -> tuple[Mention, ...]:
    """In the order of the text; they do not overlap."""
    found = [*_chinese(text, places), *_english(text, places)]
    taken = {at for mention in found for at in range(mention.start, mention.end)}
    found += [Mention(at, at + 1, (place,)) for at, place in abbreviated(text, places) if at not in taken]
    found.sort(key=lambda mention: mention.start)
    if not found:
        found = list(_misspelt(text, places))
    return tuple(settled_by_province(tuple(described(text, tuple(_settled(text, found)), places))))


def _chinese(text: str, places: Places) -> Iterator[Mention]:
    for run in CHINESE.finditer(text):
        at = run.start()
        while at < run.end():
            longest = min(LONGEST_CHINESE, run.end() - at)
            hit = next((size for size in range(longest, 1, -1) if _chinese_meaning(text, at, size, run, places)), 0)
            if hit:
                yield Mention(at, at + hit, _chinese_meaning(text, at, hit, run, places))
            at += hit or 1


def _chinese_meaning(text: str, at: int, size: int, run: re.Match[str], places: Places) -> tuple[Place, ...]:
    """What the characters mean; a full name of two (忠县) only where nothing but a place or a speaker is before it."""
    name = text[at : at + size]
    if size > SHORT or name not in places.full or name[-1] not in "县市旗":
        return _means(name, places)
    before = text[run.start() : at]
    alone = not before or before.endswith(SPEAKERS) or _means(before, places)
    return places.full[name] if alone and not text.startswith("级", at + size) else ()


def _english(text: str, places: Places) -> Iterator[Mention]:
    words = list(ENGLISH_WORD.finditer(text))
    at = 0
    while at < len(words):
        for last in range(min(at + LONGEST_ENGLISH, len(words)), at, -1):
            start, end = words[at].start(), words[last - 1].end()
            name = re.sub(r"['’]s$", "", text[start:end])
            if text[start:end].count("\n") or not (found := _means(name, places)):
                continue
            yield Mention(start, start + len(name), found)
            at = last
            break
        else:
            at += 1


def _means(name: str, places: Places) -> tuple[Place, ...]:
    """What a name means in running text: bare names of counties and of ordinary districts are too often plain words."""
    folded = fold_name(name)
    if general := places.general.get(folded):
        return (general,)
    if folded in places.full:
        return places.full[folded] if len(folded) > 2 else ()
    named = "'" in name or "’" in name or (name.istitle() and len(name) < 5)
    if folded in ORDINARY_CHINESE or (folded in ORDINARY_ENGLISH and not named):
        return ()
    if folded.isascii() and len(folded) < 4 and not name[:1].isupper():
        return ()
    found = places.bare.get(folded, ())
    return usual(found) if any(_well_known(place) for place in found) else ()


def _well_known(place: Place) -> bool:
    kinds = ("county_level_city", "municipal_district", "municipal_county")
    return place.level in ("province", "prefecture", "corps", "zone") or place.kind in kinds


def _misspelt(text: str, places: Places) -> Iterator[Mention]:
    """Words that are no known name and nearly one, with the same first letter."""
    for word in ENGLISH_WORD.finditer(text):
        name = re.sub(r"['’]s$", "", word.group())
        if name.lower() in ORDINARY_ENGLISH:
            continue
        if near := places.nearest(name):
            yield Mention(word.start(), word.start() + len(name), near, name)
    for kind in CHINESE_KIND.finditer(text):
        for size in (2, 3):
            start = kind.start() - size
            name = text[max(start, 0) : kind.end()]
            if start >= 0 and CHINESE.fullmatch(name) and (near_chinese := places.nearest(name)):
                yield Mention(start, kind.end(), near_chinese, name)
                break


def _settled(text: str, found: list[Mention]) -> Iterator[Mention]:
    """Each mention with the meanings that a neighbouring container leaves; the container is marked."""
    held: set[int] = set()
    settled = list(found)
    for number, mention in enumerate(found):
        for other in (number - 1, number + 1):
            if not 0 <= other < len(found) or other in held:
                continue
            inside = [p for p in mention.places if any(p.lies_in(q) for q in found[other].places)]
            if not inside or not _beside(text, mention, found[other]):
                continue
            settled[number] = replace(mention, places=tuple(inside))
            held.add(other)
    for number, mention in enumerate(settled):
        yield replace(mention, container=True) if number in held else mention


def _beside(text: str, one: Mention, other: Mention) -> bool:
    first, second = sorted((one, other), key=lambda mention: mention.start)
    return JOINED.fullmatch(text, first.end, second.start) is not None
