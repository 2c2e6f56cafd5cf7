"""Whether a split of the central award keeps to its two bounds."""

from __future__ import annotations

from decimal import Decimal

from assistant.rules.case import Case, Compared, Draft, Input, line

INPUTS = (Input("enterprise_share", "percent"), Input("award", "count"))
NEEDED = ("least_for_enterprises", "most_for_support")
OPTIONAL = ("highest_cap",)
LISTS = ()
COMPARED = (
    Compared("least_for_enterprises", "enterprise_share", lowest=0, highest=100),
    Compared("most_for_support", "rest", lowest=0, highest=100),
    Compared("highest_cap", "award"),
)
WHOLE = Decimal(100)


def compute(case: Case) -> Draft:
    """The share for enterprises held against the least, the rest against the most; with no share, the two bounds.

    With an award in yuan the bounds are given in yuan too; one above the highest cap of any city is told.
    """
    least = Decimal(str(case.value("least_for_enterprises")))
    most = Decimal(str(case.value("most_for_support")))
    share: Decimal | None = case.inputs.get("enterprise_share")
    award: int | None = case.inputs.get("award")
    bounds = line("bounds", least=least, most=most)
    told, computed = [], {}
    capped = award is not None and case.has("highest_cap")
    over = ("award_above_cap",) if capped and award > case.value("highest_cap") else ()
    uses = (*NEEDED, "highest_cap") if capped else NEEDED
    if award is not None:
        computed = {"least_amount": int(award * least / WHOLE), "most_amount": int(award * most / WHOLE)}
        told.append(
            line("amounts", award=award, least_amount=computed["least_amount"], most_amount=computed["most_amount"])
        )
    if over:
        told.append(line("above_cap", award=award, cap=case.value("highest_cap")))
    told.append(line("central_only"))
    if share is None:
        return Draft("info", (bounds, *told), value=least, unit="percent", flags=over, uses=uses, computed=computed)
    rest = WHOLE - share
    fits = share >= least and rest <= most
    head = line("fits" if fits else "too_little", share=share, rest=rest, least=least, most=most)
    return Draft(
        "yes" if fits else "no",
        (head, *told),
        value=share,
        unit="percent",
        counterfactual=None if fits else line("missing", missing=least - share, least=least),
        flags=(*(("exactly_at_bound",) if share == least else ()), *over),
        uses=uses,
        computed={"rest": rest, **({} if fits else {"missing": least - share}), **computed},
    )
