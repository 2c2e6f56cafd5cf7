"""When the pilot period of a city ends."""

from __future__ import annotations

import calendar
import datetime as dt

from assistant.errors import UsageError
from assistant.rules.case import Case, Draft, Input, line

INPUTS = (Input("approved", "date", required=True),)
NEEDED = ("years",)
OPTIONAL = ("starts",)
LISTS = ()


def compute(case: Case) -> Draft:
    """The anniversary of the approval as its value.

    Open when the text held does not say what starts the period, or when the approval is older than the batch.
    """
    approved: dt.date = case.inputs["approved"]
    years: int = case.value("years")
    if approved.year + years > dt.MAXYEAR:
        what = f"no calendar goes {years} years beyond {approved}"
        do = "Give the day on which the implementation plan was approved"
        raise UsageError(what, where="--approved", do=do, code="day_too_far")
    end = anniversary(approved, years)
    starts = case.starts("years")
    early = approved < starts
    told = [line("too_early", approved=approved, starts=starts)] if early else []
    told += [line("end", approved=approved, years=years, end=end)]
    if end.day != approved.day:
        told.append(line("leap_day", end=end))
    told.append(line("left" if end > case.day else "over", days=abs((end - case.day).days), today=case.day))
    told.append(line("not_from_list"))
    stated = case.has("starts")
    reasons = (*((line("other_batch"),) if early else ()), *(() if stated else (line("start_not_stated"),)))
    flags = (*(("approved_before_batch",) if early else ()), *(() if stated else ("start_not_stated",)))
    return Draft(
        "undetermined" if reasons else "info",
        tuple(told),
        value=end,
        unit="date",
        reasons=reasons,
        flags=("last_day_unclear", *flags),
        uses=("years", "starts") if stated else ("years",),
        computed={"end": end, "days": abs((end - case.day).days), **({"batch_starts": starts} if early else {})},
    )


def anniversary(day: dt.date, years: int) -> dt.date:
    """The same day so many years on; 29 February becomes the last day of February."""
    year = day.year + years
    return dt.date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
