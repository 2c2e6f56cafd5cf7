"""Places that are told by what they are to another one: a zone or a district in a city, the capital of a province."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from assistant.answering.named_places import Mention
    from assistant.rules.places import Place, Places

KIND_BEHIND: Final = re.compile(
    r"(?:['’]s)?\s*|市?(?:的|(?:所|下)辖的?|下面的?|底下的?|里面?的?|境内的?)(?:某个?|一个|各个?)?"
)
KIND_BEFORE: Final = re.compile(r"\s+(?:in|of|under|within|inside)\s+(?:the\s+)?", re.I)
"""What stands between a place and a kind of place in it that follows it, or that comes before it."""
ITS_ZONE: Final = re.compile(
    r"(?:市|的|['’]s)?\s*(?:国家级?|省级|市级|national |provincial )?"
    r"(?:[A-Z][\w’']+ ){0,2}(?:[^\W\d_能可否会和与及跟把让在是要想报带、，。？！吗有不区市县]{0,4}?)"
    r"(?:(?:高新(?:技术)?(?:产业)?|经(?:济)?(?:技术)?)?开(?:发)?区|高新区|工业园区?|产业园区?|科技园区?|保税区"
    r"|自贸区|新区(?!域)|示范区|管委会"
    r"|港区|空港"
    r"|(?:(?!(?:and|or|may|can|could|would|is|are|in|has|have|to|for|get|gets|on|at|the"
    r"|a)\b)[\w&-]+\s+){0,4}(?:zone|park)\b"
    r"|(?:[\w-]+\s+){0,3}(?:development|new) area\b|(?:\w+\s+){0,2}new district\b)",
    re.I,
)
"""A zone of a city behind the name of the city, with a name of its own or none."""
ZONE_BEFORE: Final = re.compile(r"\b(?:zone|park|new area|development area)\s+(?:in|of|at)\s+(?:the )?$", re.I)
PART_BEFORE: Final = re.compile(
    r"\b(?P<kind>districts?|county-level cit(?:y|ies)|count(?:y|ies))"
    r"(?: (?:or|and) (?:districts?|count(?:y|ies)))? (?:of|in|under|within)\s*$",
    re.I,
)
PART_BEHIND: Final = re.compile(
    r"\s*(?:市)?(?:的|所辖的?|下辖的?|辖|下面的?|底下的?|里的)?(?:某个|一个|其他|别的|几个|各个?)?"
    r"(?P<zh>区县|县区|县级市|区(?![域别块位间里长委])|县(?![级城域长委里]))|(?:['’]s)? (?P<en>districts?"
    r"|county-level cit(?:y|ies)|count(?:y|ies))\b",
    re.I,
)
"""Words before or behind a city that mean one of its parts, without naming it."""
CAPITAL_BEFORE: Final = re.compile(r"\bcapital(?: city)? of (?:the )?(?:province of )?$", re.I)
CAPITAL_BEHIND: Final = re.compile(
    r"(?:省|自治区)?的?(?:省会|首府)(?:城市)?|(?<=省)会(?![议同员计商费场])|(?:['’]s)?(?: (?:province"
    r"|region)(?:['’]s)?)? (?:provincial |regional )?capital\b(?: city)?",
    re.I,
)
LEFT_OUT: Final = re.compile(
    r"(?:\b(?:not|rather than|instead of|in place of|other than|apart from|except(?: for)?|unlike)|(?<!是)不是"
    r"|而非|并非|除了|不包括)"
    r"\s*(?:the |in |from )?\s*$",
    re.I,
)
"""What stands before a place that is named only to say that it is not meant."""
LEFT_OUT_BEHIND: Final = re.compile(r"\s*(?:除外|以外|之外|另说|先不[说管谈]|aside\b|excluded\b|excepted\b)", re.I)
NOT_PUT_FORWARD: Final = re.compile(
    r"\b(?:not|never|n['’]t)(?: be| being| yet| to be)? (?:in|on|part of|named|included|counted|recommended"
    r"|nominated|listed|among|put(?: forward)?)\b"
    r"|\b(?:drops? out|dropped out|withdr[ae]w\w*|pulled out|left out)\b"
    r"|(?:不|没有?)(?:再|会|打算|准备)?(?:列入|列进|写进|写入|写在|报(?!名)|推荐|推|上报|算在?|计入|放进|放在"
    r"|在名单|在推荐)",
    re.I,
)
"""What is said of a city that is not among those recommended."""
ASKS: Final = re.compile(r"[?？]|[吗么呢]\W*$|能不能|可不可以|是不是|是否")
CLAUSE_END: Final = re.compile(r"[,，.。;；!！?？]")


def described(text: str, found: Sequence[Mention], places: Places) -> Iterator[Mention]:
    """The mentions, each as what is meant by it in these words."""
    meant = list(found)
    for number, (one, other) in enumerate(pairwise(found)):
        if pair := _with_its_kind(text, one, other, places):
            meant[number : number + 2] = pair
    for number, mention in enumerate(meant):
        behind = meant[number + 1] if number + 1 < len(meant) else None
        plain = not mention.container and not mention.whole
        yield (_part(text, mention, behind, places) if plain else None) or mention


def settled_by_province(found: Sequence[Mention]) -> Iterator[Mention]:
    """Each mention with the meaning that lies in the one province named, where it has exactly one such."""
    provinces = {one for mention in found for one in mention.places if len(mention.places) == 1 and _is_province(one)}
    for mention in found:
        inside = [place for place in mention.places if any(place.lies_in(one) for one in provinces)]
        several = len(provinces) == 1 and len(mention.places) > 1 and len(inside) == 1
        yield replace(mention, places=tuple(inside)) if several else mention


def _is_province(place: Place) -> bool:
    return place.level == "province" and bool(place.code)


def _with_its_kind(text: str, one: Mention, other: Mention, places: Places) -> tuple[Mention, Mention] | None:
    """A kind of place beside a place that could hold one: 合肥高新区, "a county-level city in Suzhou".

    None where there is no such pair. A county or district of a municipality is of a kind of its own.
    """
    for place, kind, between in ((one, other, KIND_BEHIND), (other, one, KIND_BEFORE)):
        wholes = tuple(whole for whole in place.places if whole.code and whole.level in ("prefecture", "province"))
        smaller = all(not part.code and part.level in ("county", "zone") for part in kind.places)
        if wholes and smaller and between.fullmatch(text, one.end, other.start):
            in_municipality = all(whole.kind == "municipality" for whole in wholes)
            inner = (
                "municipal_district" if in_municipality and kind.places[0].level == "county" else kind.places[0].kind
            )
            part, whole = _as_kind(kind, wholes, inner, places) or kind, replace(place, container=True)
            return (whole, part) if place is one else (part, whole)
    return None


def _part(text: str, mention: Mention, behind: Mention | None, places: Places) -> Mention | None:
    """The zone, the district or the capital that is meant by words beside the name; None when there are no such."""
    if not all(place.level in ("prefecture", "province") for place in mention.places):
        return None
    provinces = [place for place in mention.places if place.level == "province"]
    if provinces and (said := _around(text, mention, CAPITAL_BEFORE, CAPITAL_BEHIND)):
        codes = {place.code for place in provinces}
        capitals = [one for one in places.by_code.values() if one.status == "capital" and one.code[:2] in codes]
        return replace(mention, start=said[0], end=said[1], places=tuple(capitals)) if len(capitals) == 1 else None
    zone = ITS_ZONE.match(text, mention.end)
    if zone and not (behind and behind.start < zone.end() and any(place.code for place in behind.places)):
        return _as_kind(mention, mention.places, "zone", places)
    if ZONE_BEFORE.search(text, 0, mention.start):
        return _as_kind(mention, mention.places, "zone", places)
    inner = PART_BEFORE.search(text, 0, mention.start) or PART_BEHIND.match(text, mention.end)
    return _as_kind(mention, mention.places, _kind(inner[0], mention.places), places) if inner else None


def _kind(words: str, wholes: Sequence[Place]) -> str:
    """The kind of a part by its words and by what holds it; "" where such a part is none of its own."""
    if all(place.kind == "municipality" for place in wholes):
        return "municipal_district"
    if "county-level" in words.lower() or "县级市" in words:
        return "county_level_city"
    county = re.search(r"\bcount(?:y|ies)\b", words, re.I) or ("县" in words and "区" not in words)
    if county:
        return "county"
    return "district" if all(place.kind == "city" for place in wholes) else ""


def _as_kind(shown: Mention, wholes: tuple[Place, ...], kind: str, places: Places) -> Mention | None:
    general = next((place for place in places.general.values() if place.kind == kind), None)
    return replace(shown, places=(general,), whole=wholes) if general else None


def _around(text: str, mention: Mention, before: re.Pattern[str], behind: re.Pattern[str]) -> tuple[int, int] | None:
    """The span of a mention with words before or behind it."""
    if found := before.search(text, 0, mention.start):
        return found.start(), mention.end
    return (mention.start, found.end()) if (found := behind.match(text, mention.end)) else None


def meant(text: str, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions without those that are said not to be meant ("not Shaanxi"), where others are left."""
    without = [one for one in found if LEFT_OUT.search(text, 0, one.start) or LEFT_OUT_BEHIND.match(text, one.end)]
    return _others(found, without)


def put_forward(text: str, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions without those that are said not to be put forward ("Jining is not in the letter")."""
    return _others(found, [one for one in found if _not_put_forward(text, one, found)])


def _others(found: Sequence[Mention], without: Sequence[Mention]) -> tuple[Mention, ...]:
    kept = tuple(one for one in found if one not in without)
    return kept if any(place.code for one in kept for place in one.places) else tuple(found)


def _not_put_forward(text: str, mention: Mention, found: Sequence[Mention]) -> bool:
    """Whether the clauses that name this mention alone say so, and do not ask."""
    cuts = [0, *(cut.end() for cut in CLAUSE_END.finditer(text)), len(text)]
    start = max(at for at in cuts if at <= mention.start)
    others = [one.start for one in found if one is not mention]
    following = min((at for at in others if at > mention.start), default=len(text))
    end = max(at for at in cuts if at <= following)
    if end <= mention.start or any(start <= at < mention.start for at in others):
        return False
    told = re.split(r"(?<=[,，.。;；!！])", text[mention.start : end])
    return any(NOT_PUT_FORWARD.search(clause) and not ASKS.search(clause) for clause in told)
