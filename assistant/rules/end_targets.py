"""Whether a segment meets the targets at the end of the pilot."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from assistant.errors import UsageError
from assistant.model import Verdict
from assistant.rules.case import Case, Compared, Draft, Input, Line, line
from assistant.rules.input_values import flag

INPUTS = (
    Input("enterprises", "count"),
    Input("at_level_2", "count"),
    Input("share", "percent"),
    Input("little_giants", "count"),
    Input("little_giants_at_level_2", "count"),
    Input("below_scale", "count"),
    Input("below_scale_at_level_2", "count"),
)
NEEDED = ("share",)
OPTIONAL = ("giants_share", "below_scale")
LISTS = ()
COMPARED = (
    Compared("share", "share", lowest=0, highest=100),
    Compared("giants_share", "little_giants_share", lowest=0, highest=100),
)
WHOLE = 100
GIANTS = ("little_giants", "little_giants_at_level_2")


def compute(case: Case) -> Draft:
    """The share reached in the segment as its value, held against the share asked for; then the little giants."""
    given: Decimal | None = case.inputs.get("share")
    missing_count = next((name for name in ("enterprises", "at_level_2") if name not in case.inputs), None)
    if given is not None and missing_count:
        return of_share(case, given)
    if not case.inputs.keys() & {"enterprises", "at_level_2"}:
        if case.has("giants_share") and case.inputs.keys() & set(GIANTS):
            return of_giants(case)
        if case.inputs.get("below_scale") and "below_scale_at_level_2" in case.inputs:
            return of_below_scale(case)
    if missing_count:
        return Draft("undetermined", (line("needs_counts"),), needs=(missing_count,), uses=("share",))
    total, reached = counts(case, "enterprises", "at_level_2")
    if not total:
        raise UsageError(
            "there are no enterprises in the segment",
            do="Give the number of enterprises in it, at least one",
            code="no_enterprises",
        )
    bound = case.dated("share")
    wanted = Decimal(str(bound.value))
    got = share_of(reached, total)
    verdict, head = judged(Decimal(reached * WHOLE), wanted * total, bound.at_bound or "unclear")
    missing = least(wanted, total, strict=bound.at_bound == "excluded") - reached
    told = line(head, got=got, wanted=wanted, reached=reached, total=total)
    giants, giants_lines, giants_flags = little_giants(case)
    overall: Verdict = "no" if "no" in (verdict, giants) else verdict
    return Draft(
        overall,
        (told, *giants_lines, line("base"), *below_scale(case)),
        value=got,
        unit="percent",
        counterfactual=line("missing", missing=missing, wanted=wanted) if missing > 0 else None,
        flags=(*(("exactly_at_bound",) if head == "at_bound" else ()), *giants_flags),
        uses=("share", *(role for role in OPTIONAL if case.has(role))),
        computed={"share": got, "needed": missing + reached, "missing": max(missing, 0), **worked_out(case)},
    )


def of_share(case: Case, got: Decimal) -> Draft:
    """A share that was given as such, with no counts."""
    bound = case.dated("share")
    wanted = Decimal(str(bound.value))
    verdict, head = judged(got, wanted, bound.at_bound or "unclear")
    giants, giants_lines, giants_flags = little_giants(case)
    return Draft(
        "no" if "no" in (verdict, giants) else verdict,
        (line(f"{head}_share", got=got, wanted=wanted), *giants_lines, line("base"), *below_scale(case)),
        value=got,
        unit="percent",
        counterfactual=line("missing_share", missing=wanted - got, wanted=wanted) if got < wanted else None,
        flags=(*(("exactly_at_bound",) if head == "at_bound" else ()), *giants_flags),
        uses=("share", *(role for role in OPTIONAL if case.has(role))),
        computed={**({"missing": wanted - got} if got < wanted else {}), **worked_out(case)},
    )


def of_giants(case: Case) -> Draft:
    """The little giants alone."""
    if unknown := next((name for name in GIANTS if name not in case.inputs), None):
        return Draft("undetermined", (line("needs_giants"),), needs=(unknown,), uses=("giants_share",))
    verdict, lines, flags = little_giants(case)
    total, reached = counts(case, *GIANTS)
    return Draft(
        verdict,
        (*lines, line("only_giants")),
        value=share_of(reached, total) if total else None,
        unit="percent",
        flags=(*flags, "share_not_checked"),
        uses=("giants_share", "share"),
        computed=giants_worked_out(case),
    )


def of_below_scale(case: Case) -> Draft:
    """The below-scale enterprises alone: their share, which is held against nothing."""
    return Draft(
        "info",
        (*below_scale(case), line("only_giants")),
        value=share_of(*reversed(counts(case, "below_scale", "below_scale_at_level_2"))),
        unit="percent",
        flags=("share_not_checked",),
        uses=tuple(role for role in ("below_scale", "share") if case.has(role)),
        computed=worked_out(case),
    )


def counts(case: Case, whole: str, part: str) -> tuple[int, int]:
    """Two counts that fit each other. Raises UsageError when the part is greater than the whole."""
    total, reached = case.inputs[whole], case.inputs[part]
    if reached > total:
        what = f"{flag(part)} is {reached}, more than {flag(whole)} with {total}"
        raise UsageError(what, do="Check both numbers", code="part_above_whole", part=reached, whole=total)
    return total, reached


def share_of(part: int, whole: int) -> Decimal:
    """In per cent, cut (not rounded) after two places: a share just below a bound never shows as the bound."""
    return (Decimal(part * WHOLE * WHOLE) // Decimal(whole)) / WHOLE


def judged(got: Decimal, wanted: Decimal, at_bound: str) -> tuple[Verdict, str]:
    """Both sides multiplied out; a bound whose words are unclear counts as met, and is told."""
    if got == wanted:
        return {"included": ("yes", "met"), "excluded": ("no", "not_met")}.get(at_bound, ("yes", "at_bound"))  # type: ignore[return-value]
    return ("yes", "met") if got > wanted else ("no", "not_met")


def least(wanted: Decimal, total: int, *, strict: bool) -> int:
    """The least number of enterprises that meets the share."""
    exact = wanted * total / WHOLE
    whole = int(exact)
    return whole + 1 if strict or whole < exact else whole


def little_giants(case: Case) -> tuple[Verdict, list[Line], tuple[str, ...]]:
    """All of them, where the batch asks for that; not checked when they are not given."""
    if not case.has("giants_share"):
        return "yes", [], ()
    given: dict[str, Any] = {name: case.inputs.get(name) for name in GIANTS}
    if given["little_giants"] is None or (given["little_giants"] and given["little_giants_at_level_2"] is None):
        return "yes", [line("giants_not_given")], ("little_giants_not_checked",)
    if not given["little_giants"]:
        return "yes", [line("no_giants")], ()
    total, reached = counts(case, *GIANTS)
    if Decimal(reached * WHOLE) >= Decimal(str(case.value("giants_share"))) * total:
        return "yes", [line("giants_met", total=total)], ()
    return "no", [line("giants_missing", reached=reached, total=total, missing=total - reached)], ()


def giants_worked_out(case: Case) -> dict[str, Any]:
    """The share of little giants at the level and how many are not, where they were given."""
    if not case.inputs.get("little_giants") or case.inputs.get("little_giants_at_level_2") is None:
        return {}
    total, reached = counts(case, *GIANTS)
    return {"little_giants_share": share_of(reached, total), "little_giants_missing": total - reached}


def worked_out(case: Case) -> dict[str, Any]:
    """The numbers told beside the share: little giants that are missing, the share of below-scale enterprises."""
    found = giants_worked_out(case)
    if case.inputs.get("below_scale") and case.inputs.get("below_scale_at_level_2") is not None:
        total, reached = counts(case, "below_scale", "below_scale_at_level_2")
        found["below_scale_share"] = share_of(reached, total)
    return found


def below_scale(case: Case) -> list[Line]:
    """No number is set for them, so nothing is judged."""
    if case.inputs.get("below_scale") and case.inputs.get("below_scale_at_level_2") is not None:
        total, reached = counts(case, "below_scale", "below_scale_at_level_2")
        return [line("below_scale_share", got=share_of(reached, total)), line("below_scale")]
    return [line("below_scale")]
