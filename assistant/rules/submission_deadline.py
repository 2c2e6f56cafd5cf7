"""Whether a submission is in time, and how many days are left."""

from __future__ import annotations

import datetime as dt

from assistant.model import Verdict
from assistant.rules.case import Case, Compared, Draft, Input, line

INPUTS = (Input("day", "date"),)
NEEDED = ("deadline",)
OPTIONAL = ("submitter",)
LISTS = ()
COMPARED = (Compared("deadline", "day"), Compared("deadline", "as_of"))

ONE_DAY = dt.timedelta(days=1)


def compute(case: Case) -> Draft:
    """In time, late, or undetermined on the day itself when the text does not say whether it counts."""
    deadline = case.dated("deadline")
    last: dt.date = deadline.value
    given: dt.date | None = case.inputs.get("day")
    day = given or case.day
    verdict = in_time(day, last, deadline.at_bound or "unclear")
    told = [line(f"{'day' if given else 'today'}_{verdict}", day=day, bound=case.bound("deadline"))]
    in_any_case = last if deadline.at_bound == "included" else last - ONE_DAY
    computed: dict[str, object] = {"days_left": (last - day).days, "last_day_in_time": in_any_case}
    if last > day:
        told.append(line("days_left", days=(last - day).days, day=day))
    elif last < day:
        told.append(line("days_over", days=(day - last).days))
        computed["days_over"] = (day - last).days
    if day < last and case.calendar.knows(day, last):
        free = case.calendar.working_days(day + ONE_DAY, last - ONE_DAY)
        computed["working_days_between"] = free
        sure = case.calendar.is_sure_of(day, last)
        if last - day > ONE_DAY:
            told.append(line("working_days" if sure else "working_days_unsure", count=free))
    return Draft(
        verdict,
        (*told, *(case.closed() if given else ()), line("own_deadline")),
        value=last,
        unit="date",
        reasons=(line("day_itself", deadline=last),) if verdict == "undetermined" else (),
        counterfactual=line("earlier", before=in_any_case) if verdict != "yes" and given else None,
        flags=flags(case, last, verdict),
        uses=("deadline", *(("submitter",) if case.has("submitter") else ())),
        computed=computed,
    )


def in_time(day: dt.date, last: dt.date, at_bound: str) -> Verdict:
    """Before the day yes, after it no, on it as its words say."""
    if day == last:
        on_the_day: dict[str, Verdict] = {"included": "yes", "excluded": "no"}
        return on_the_day.get(at_bound, "undetermined")
    return "yes" if day < last else "no"


def flags(case: Case, last: dt.date, verdict: Verdict) -> tuple[str, ...]:
    """Codes to tell beside the finding."""
    unclear = ("deadline_day_unclear",) if verdict == "undetermined" else ()
    return (*(("window_closed",) if case.day > last else ()), *unclear)
