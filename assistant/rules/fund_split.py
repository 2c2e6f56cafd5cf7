"""Whether a split of the central award keeps to its two bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from assistant.errors import UsageError
from assistant.rules.case import Case, Compared, Draft, Input, Line, line

INPUTS = (Input("enterprise_share", "percent"), Input("award", "count"), Input("enterprise_amount", "count"))
NEEDED = ("least_for_enterprises", "most_for_support")
OPTIONAL = ("highest_cap",)
LISTS = ()
COMPARED = (
    Compared("least_for_enterprises", "enterprise_share", lowest=0, highest=100),
    Compared("most_for_support", "rest", lowest=0, highest=100),
    Compared("highest_cap", "award"),
)
WHOLE = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least share for the enterprises and the most for the rest, in per cent."""

    least: Decimal
    most: Decimal

    def amounts(self, award: int | None) -> dict[str, int]:
        """Both in whole yuan of an award; empty without one."""
        if award is None:
            return {}
        least = (award * self.least / WHOLE).to_integral_value(ROUND_CEILING)
        return {"least_amount": int(least), "most_amount": int(award * self.most / WHOLE)}


def compute(case: Case) -> Draft:
    """The share for enterprises held against the least, the rest against the most; with no share, the two bounds.

    With an award in yuan the bounds are given in yuan too, and one above the highest cap of any city is told; an amount
    for the enterprises is a share of the award.
    """
    bounds = Bounds(*(Decimal(str(case.value(role))) for role in NEEDED))
    award: int | None = case.inputs.get("award")
    amount: int | None = case.inputs.get("enterprise_amount")
    share: Decimal | None = case.inputs.get("enterprise_share")
    if amount is not None and award is None and share is None:
        return Draft("undetermined", (line("needs_award"),), needs=("award",), uses=NEEDED)
    amounts = bounds.amounts(award)
    told = [line("amounts", award=award, **amounts)] if award is not None else []
    capped = award is not None and case.has("highest_cap")
    cap = case.value("highest_cap") if capped else None
    over = award is not None and cap is not None and award > cap
    if over:
        told.append(line("above_cap", award=award, cap=cap))
    told.append(line("central_only"))
    shown = share
    if amount is not None and award is not None:
        share = exact_share(amount, award)
        shown = cut(share)
        told.insert(0, line("share_of_amount", amount=amount, award=award, share=shown))
    if share is None or shown is None:
        head = line("bounds", least=bounds.least, most=bounds.most)
        draft = Draft("info", (head, *told), value=bounds.least, unit="percent", uses=NEEDED, computed=amounts)
    else:
        draft = judged(bounds, (share, shown), told, amounts, given=share_amount(award, amount, share))
    flags = (*draft.flags, *(("award_above_cap",) if over else ()))
    return replace(draft, flags=flags, uses=(*NEEDED, "highest_cap") if capped else NEEDED)


def judged(
    bounds: Bounds, shares: tuple[Decimal, Decimal], told: list[Line], amounts: dict[str, int], given: int | None
) -> Draft:
    """A share, exact and as shown, held against both bounds; what is missing, in yuan where it is known."""
    (share, shown), least = shares, bounds.least
    rest = WHOLE - shown
    fits = share >= least and WHOLE - share <= bounds.most
    head = line("fits" if fits else "too_little", share=shown, rest=rest, least=least, most=bounds.most)
    computed: dict[str, Any] = {"rest": rest, **amounts}
    would = None
    if not fits:
        computed["missing"] = least - shown
        would = line("missing", missing=least - shown, least=least)
        if given is not None:
            computed["missing_amount"] = amounts["least_amount"] - given
            would = line("missing_amount", missing=computed["missing_amount"], least=least)
    return Draft(
        "yes" if fits else "no",
        (head, *told),
        value=shown,
        unit="percent",
        counterfactual=would,
        flags=("exactly_at_bound",) if share == least else (),
        uses=NEEDED,
        computed=computed,
    )


def exact_share(amount: int, award: int) -> Decimal:
    """An amount as a share of the award in per cent. Raises UsageError when it is no part of it."""
    if amount > award or not award:
        what = f"--enterprise-amount is {amount}, more than --award with {award}"
        raise UsageError(what, do="Check both amounts", code="part_above_whole", part=amount, whole=award)
    return Decimal(amount) * WHOLE / Decimal(award)


def share_amount(award: int | None, amount: int | None, share: Decimal) -> int | None:
    """What the enterprises get in yuan; None when the award is not known."""
    if award is None or amount is not None:
        return amount if award is not None else None
    return int(award * share / WHOLE)


def cut(share: Decimal) -> Decimal:
    """A share that was worked out to two places, never up: one just below a bound never shows as the bound."""
    return share.quantize(CENT, ROUND_FLOOR)
