"""The most that the central award to a city may be: a cap, never an amount."""

from __future__ import annotations

from assistant.rules.case import Case, Draft, Input, line
from assistant.rules.places import Place
from assistant.rules.standing import by_level

INPUTS = (Input("place", "place", required=True, any_of_kind=True), Input("amount", "count"))
NEEDED = ("high_cap", "high_classes", "other_cap", "other_classes")
OPTIONAL = ("eligible_classes", "cap_not_amount")
LISTS = ()


def compute(case: Case) -> Draft:
    """The cap of the class that names the place; none for a place that no class names."""
    place: Place = case.inputs["place"]
    for group in ("high", "other"):
        if by_level(place, case.value(f"{group}_classes")) == "named":
            return capped(case, place, group)
    if by_level(place, case.value("other_classes")) == "not_named":
        reason = line("class_not_named", place=place)
        uses = ("high_cap", "other_cap")
        return Draft("undetermined", (line("open", place=place),), reasons=(reason,), flags=("not_named",), uses=uses)
    city = case.places.city_of(place)
    would = line("its_city", city=city) if city and place.level == "county" else None
    if (corps := case.places.corps_of(place)) and by_level(corps, case.value("high_classes")) == "named":
        would = line("its_corps", corps=corps)
    return Draft("no", (line("no_cap", place=place),), counterfactual=would, uses=("high_cap", "other_cap"))


def capped(case: Case, place: Place, group: str) -> Draft:
    """The cap, and that it is one; whether an amount in yuan keeps to it.

    A class that the batch does not name any more is told.
    """
    cap = case.value(f"{group}_cap")
    told = [line(f"{group}_cap", place=place, cap=cap), line("not_an_amount")]
    flags = ["cap_not_amount"]
    amount: int | None = case.inputs.get("amount")
    if amount is not None:
        told.insert(1, line("amount_beyond" if amount > cap else "amount_within", amount=amount, cap=cap))
        flags += ["amount_beyond_cap"] if amount > cap else []
    if case.has("eligible_classes") and by_level(place, case.value("eligible_classes")) != "named":
        told.append(line("not_in_this_batch", place=place))
        flags.append("not_named")
    uses = (f"{group}_cap", *(role for role in OPTIONAL if case.has(role) and role != "eligible_classes"))
    return Draft("info", tuple(told), value=cap, unit="yuan", flags=tuple(flags), uses=uses)
