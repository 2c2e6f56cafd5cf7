"""How many cities a province may recommend, and whether cities it has in mind fit."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Verdict
from assistant.rules.case import Case, Compared, Draft, Input, Line, line
from assistant.rules.parameters import Quote
from assistant.rules.places import LEVELS, Place
from assistant.rules.standing import by_level, on_record

PROVINCES = frozenset(kind for kind, level in LEVELS.items() if level in ("province", "corps"))
INPUTS = (
    Input("province", "place", kinds=PROVINCES),
    Input("cities", "places", kinds=frozenset(LEVELS) - PROVINCES),
    Input("number", "count"),
)
NEEDED = ("named_quota", "other_quota", "named_provinces")
OPTIONAL = ("threshold", "places_total", "classes", "repeat_rule", "deadline")
LISTS = ("earlier", "unknown_batch")
COMPARED = (
    Compared("named_quota", "count", lowest=1),
    Compared("other_quota", "count", lowest=1),
    Compared("deadline", "as_of"),
)


def compute(case: Case) -> Draft:
    """The quota of the province as its value; with cities, whether they are within it and may apply."""
    cities: Sequence[Place] = case.inputs.get("cities", ())
    province: Place | None = case.inputs.get("province")
    if cities:
        return of_cities(case, cities, province)
    if province is None:
        return Draft("undetermined", (line("needs_province"),), needs=("province",))
    return of_province(case, case.places.province_of(province), province)


def of_province(case: Case, province: Place, asked: Place) -> Draft:
    """The quota of one province; the Corps is no province and not named."""
    if province.kind == "corps":
        return Draft("undetermined", (line("corps", place=province),), flags=("not_named",), uses=("other_quota",))
    role, lines = quota_role(case, province), []
    quota = case.value(role)
    if asked != province:
        lines.append(line("its_province", place=asked, province=province))
    if case.has("threshold"):
        lines.append(line("threshold", threshold=case.value("threshold"), count=len(case.value("named_provinces"))))
        if role == "other_quota":
            lines.append(line("own_count", threshold=case.value("threshold"), quota=quota))
    if case.has("places_total"):
        lines.append(line("not_places", total=case.value("places_total")))
    head = line(role, province=province, quota=quota, count=len(case.value("named_provinces")))
    number: int | None = case.inputs.get("number")
    beyond = number is not None and number > quota
    if number is not None:
        lines.insert(0, line("number_beyond" if beyond else "number_within", number=number, quota=quota))
    told = (head, *lines, line("fewer"), *case.closed())
    flags = ("recommendations_not_places", *(("number_beyond_quota",) if beyond else ()))
    flags = (*flags, *(("window_closed",) if case.closed() else ()))
    barred, uses, quotes = of_asked(case, asked) if asked != province else ((), (), ())
    return Draft(
        "info",
        told,
        value=quota,
        unit="city",
        reasons=barred,
        flags=(*flags, *(("asked_may_not_apply",) if barred else ())),
        uses=(*used(case, role), *uses),
        quotes=quotes,
        computed={"named_provinces": len(case.value("named_provinces"))},
    )


def of_asked(case: Case, asked: Place) -> tuple[tuple[Line, ...], tuple[str, ...], tuple[tuple[Quote, ...], ...]]:
    """Why the place that was asked about, in the place of its province, may not be recommended itself, if so.

    With the roles and the quotes that this rests on.
    """
    verdict, reason = of_city(case, asked)
    if verdict == "yes":
        return (), (), ()
    record = on_record(asked, (*case.lists("earlier"), *case.lists("unknown_batch")))
    uses = tuple(role for role in ("classes", "repeat_rule") if case.has(role))
    return (reason,), uses, (record.group.quotes,) if record else ()


def quota_role(case: Case, province: Place) -> str:
    """Which of the two quotas holds for the province."""
    return "named_quota" if province.code in case.value("named_provinces") else "other_quota"


def used(case: Case, *roles: str) -> tuple[str, ...]:
    """The roles of the quota itself, and what it is read with."""
    return (*roles, "named_provinces", *(role for role in ("threshold", "places_total") if case.has(role)))


def of_cities(case: Case, cities: Sequence[Place], province: Place | None) -> Draft:
    """Whether the cities together keep to the quota of their province and each may apply."""
    cities = tuple({city.code: city for city in cities}.values())
    owners = {case.places.province_of(city).code: case.places.province_of(city) for city in cities}
    counted: list[int] = []
    quotas: list[int] = []
    told: list[Line] = []
    reasons: list[Line] = []
    verdicts: list[Verdict] = []
    roles: set[str] = set()
    for owner in owners.values():
        if owner.kind == "corps":
            told.append(line("corps", place=owner))
            verdicts.append("undetermined")
            continue
        own = [city for city in cities if case.places.province_of(city) == owner]
        role = quota_role(case, owner)
        roles.add(role)
        quota = case.value(role)
        fits = len(own) <= quota
        counted.append(len(own))
        quotas.append(quota)
        verdicts.append("yes" if fits else "no")
        told.append(line("within" if fits else "beyond", province=owner, count=len(own), quota=quota))
    quotes = []
    for city in cities:
        verdict, reason = of_city(case, city)
        verdicts.append(verdict)
        reasons.append(reason)
        if record := on_record(city, (*case.lists("earlier"), *case.lists("unknown_batch"))):
            quotes.append(record.group.quotes)
    reasons += [
        line("elsewhere", place=city, province=province) for city in cities if province and not city.lies_in(province)
    ]
    if province and any(not city.lies_in(province) for city in cities):
        verdicts.append("no")
    overall: Verdict = "no" if "no" in verdicts else "undetermined" if "undetermined" in verdicts else "yes"
    quota = quotas[0] if len(owners) == len(quotas) == 1 else None
    uses = (
        *used(case, *(sorted(roles) or ["other_quota"])),
        *(role for role in ("classes", "repeat_rule") if case.has(role)),
    )
    return Draft(
        overall,
        (line(f"cities_{overall}", cities=cities), *told, *case.closed()),
        value=quota,
        unit="city" if quota else None,
        reasons=tuple(reasons),
        flags=("recommendations_not_places", "list_incomplete", *(("window_closed",) if case.closed() else ())),
        uses=uses,
        quotes=tuple(quotes),
        computed={"count": len(cities), "of_province": counted, "quotas": quotas},
    )


def of_city(case: Case, city: Place) -> tuple[Verdict, Line]:
    """One city by its level and its record."""
    standing = by_level(city, case.value("classes")) if case.has("classes") else "named"
    if record := on_record(city, case.lists("earlier")):
        name = "on_record" if record.sure else "on_record_probably"
        return "no", line(name, place=city, batch=record.list.batch, confidence=record.group.confidence)
    if standing == "named" and on_record(city, case.lists("unknown_batch")):
        return "undetermined", line("batch_unknown", place=city)
    if standing == "named":
        return "yes", line("no_record", place=city)
    return (
        ("undetermined", line("level_open", place=city))
        if standing == "not_named"
        else ("no", line("level_no", place=city))
    )
