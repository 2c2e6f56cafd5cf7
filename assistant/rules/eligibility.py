"""Whether a place may apply: by its level, and by the rule against applying again."""

from __future__ import annotations

from assistant.rules.case import Case, Compared, Draft, Input, Line, line
from assistant.rules.places import Place
from assistant.rules.standing import UNNAMED_PREFECTURES, Record, by_level, on_record, precedents

INPUTS = (Input("place", "place", required=True, any_of_kind=True), Input("never_selected", "flag"))
NEEDED = ("classes",)
OPTIONAL = ("repeat_rule", "deadline")
LISTS = ("earlier", "own", "unknown_batch")
COMPARED = (Compared("deadline", "as_of"),)


def compute(case: Case) -> Draft:
    """No by level, no by an earlier batch, open, or yes by level with no record in a list that may be incomplete."""
    place: Place = case.inputs["place"]
    standing = by_level(place, case.value("classes"))
    record = on_record(place, case.lists("earlier")) if case.has("repeat_rule") else None
    if standing == "unlike":
        return unlike(case, place)
    if record:
        return selected_before(case, place, record, standing)
    if standing == "not_named":
        return not_named(case, place)
    if case.has("repeat_rule") and (unsure := on_record(place, case.lists("unknown_batch"))):
        return batch_unknown(case, place, unsure)
    return by_level_alone(case, place)


def unlike(case: Case, place: Place) -> Draft:
    """A place of another level: no, and which place nearby might apply."""
    kind = "province" if place.level == "province" else "zone" if place.level == "zone" else "county"
    if place.kind == "municipality":
        return Draft(
            "no", (line("municipality", place=place),), value="other_level", uses=("classes",), flags=window(case)
        )
    city = case.places.city_of(place)
    would = line("its_city", city=city) if city and by_level(city, case.value("classes")) == "named" else None
    if kind == "province":
        would = line("a_city_of_it", place=place)
    if corps := case.places.corps_of(place):
        would = line(f"its_corps_{by_level(corps, case.value('classes'))}", corps=corps)
    return Draft(
        "no",
        (line(f"level_{kind}", place=place),),
        value="other_level",
        counterfactual=would,
        uses=("classes",),
        flags=window(case),
    )


def selected_before(case: Case, place: Place, record: Record, standing: str) -> Draft:
    """A pilot city of an earlier batch: no, if the batch bars a second application."""
    name = "selected_before" if record.sure else "selected_probably"
    told = [line(name, place=place, batch=record.list.batch, confidence=record.group.confidence)]
    flags: tuple[str, ...] = window(case)
    if standing == "not_named":
        told.append(line("class_not_named", place=place))
        flags = (*flags, "not_named")
    would = (
        line("another_district", place=case.places.province_of(place)) if place.kind.startswith("municipal") else None
    )
    return Draft(
        "no",
        tuple(told),
        value="earlier_pilot",
        counterfactual=would or line("if_not_selected", place=place) if standing == "named" else None,
        flags=flags,
        uses=("repeat_rule", "classes"),
        quotes=(record.group.quotes,),
        computed={"batch": record.list.batch},
    )


def not_named(case: Case, place: Place) -> Draft:
    """A place that the text neither names nor excludes; an earlier selection of its kind is told as a precedent."""
    reasons: list[Line] = [
        line("unnamed_prefecture" if place.kind in UNNAMED_PREFECTURES else "class_not_named", place=place)
    ]
    found = precedents(case, place.kind) if place.kind in UNNAMED_PREFECTURES else ()
    if found:
        reasons.append(line("precedent", place=found[0].place, batch=found[0].list.batch))
    return Draft(
        "undetermined",
        (line("open", place=place), line("ask_departments"), *case.closed()),
        value="not_named",
        reasons=tuple(reasons),
        flags=("not_named", *window(case)),
        uses=("classes",),
        quotes=(found[0].group.quotes,) if found else (),
    )


def batch_unknown(case: Case, place: Place, record: Record) -> Draft:
    """Seen as a pilot city of a batch that is not known."""
    return Draft(
        "undetermined",
        (line("batch_unknown", place=place), line("ask_departments"), *case.closed()),
        value="batch_unknown",
        reasons=(line("batch_unknown_reason", place=place),),
        flags=("list_incomplete", *window(case)),
        uses=("classes", "repeat_rule"),
        quotes=(record.group.quotes,),
    )


def by_level_alone(case: Case, place: Place) -> Draft:
    """Eligible by level; what the record of earlier batches adds, as far as it goes."""
    if case.closed() and (own := on_record(place, case.lists("own"))):
        return selected_now(case, place, own)
    told = [by_class(place), *case.closed()]
    flags: tuple[str, ...] = ()
    earlier = case.lists("earlier")
    if case.has("repeat_rule"):
        if not place.code:
            told.append(line("repeat_in_general"))
        elif case.inputs.get("never_selected") or (earlier and all(known.complete for known in earlier)):
            told.append(line("not_selected_before", place=place))
        else:
            told.append(line("no_record", place=place))
            flags = ("no_record", "list_incomplete")
    uses = ("classes", "repeat_rule") if case.has("repeat_rule") else ("classes",)
    return Draft("yes", tuple(told), value="eligible_by_level", flags=(*flags, *window(case)), uses=uses)


def selected_now(case: Case, place: Place, record: Record) -> Draft:
    """Chosen in this very batch, whose window is over: there is nothing left to apply for."""
    return Draft(
        "no",
        (line("selected_now", place=place, confidence=record.group.confidence), *case.closed()),
        value="selected_in_this_batch",
        flags=("selected_in_this_batch", *window(case)),
        quotes=(record.group.quotes,),
    )


def by_class(place: Place) -> Line:
    """As what the place may apply: a capital, a city with independent planning status, else its kind."""
    return line(f"eligible_{place.status if place.status in ('capital', 'independent') else place.kind}", place=place)


def window(case: Case) -> tuple[str, ...]:
    """The flag of a window that is over on the day of the question."""
    return ("window_closed",) if case.closed() else ()
