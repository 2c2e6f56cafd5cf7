"""What funding or pilot elsewhere bars, and what it does not."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Verdict
from assistant.rules.case import Case, Draft, Input, Line, line
from assistant.rules.parameters import Item
from assistant.rules.programmes import programme_in

INPUTS = (Input("programme", "text", required=True), Input("same_project", "flag"))
NEEDED = ("same_project_rule",)
OPTIONAL = ("finished_projects",)
LISTS = ()
ITEMS = ("programmes",)
SHORTEST_PART = 6
"""A shorter part of a name could be of anything."""


def compute(case: Case) -> Draft:
    """By the group of the programme and, where its money counts, by whether it is for the same project.

    Central money bars the same project and no other one. A look-alike pilot does not bar the city; money that came
    with it may bar the project. A city's own rule may.
    """
    items = case.items("programmes")
    given, same = str(case.inputs["programme"]), case.inputs.get("same_project")
    item = known(items, given)
    if item is None:
        return draft(case, "undetermined", None, line("unknown", programme=given), reason=line("unknown_reason"))
    if item.group == "lookalike" and same:
        item = known([one for one in items if one.group == "central"], given) or item
    if item.group == "central":
        return central(case, item, same)
    if item.group == "local":
        reason = line("local_reason", item=item)
        return draft(case, "undetermined", "local_rule", line("local", item=item), item=item, reason=reason)
    if same:
        reason = line("unknown_reason")
        return draft(
            case, "undetermined", "money_unknown", line("lookalike_money", item=item), item=item, reason=reason
        )
    return draft(case, "yes", "not_barred", line("lookalike", item=item), item=item)


def central(case: Case, item: Item, same: bool | None) -> Draft:
    """Money of the central budget: what it comes to hangs on whether the project is the same one."""
    if same is None:
        reason = line("project_not_stated")
        told = line("central_either", item=item)
        return draft(case, "undetermined", "depends_on_project", told, item=item, reason=reason)
    if same:
        return draft(case, "no", "barred", line("central", item=item), item=item, would=line("another_project"))
    return draft(case, "yes", "not_barred", line("central_other", item=item), item=item)


def draft(
    case: Case,
    verdict: Verdict,
    value: str | None,
    head: Line,
    *,
    item: Item | None = None,
    reason: Line | None = None,
    would: Line | None = None,
) -> Draft:
    """The head with what is always told: the rule on the same project, unless the head tells it, and on finished ones.

    With no item the programme is not known.
    """
    of_central = item is not None and item.group == "central"
    finished = case.has("finished_projects") and item is not None
    told = [head, *(() if of_central else (line("same_project"),)), *((line("finished"),) if finished else ())]
    return Draft(
        verdict,
        tuple(told),
        value=value,
        reasons=(reason,) if reason else (),
        counterfactual=would,
        flags=("local_rules_may_differ",) if item else ("unknown_programme",),
        uses=("same_project_rule", *(("finished_projects",) if finished else ())),
        quotes=(item.quotes,) if item else (),
    )


def known(items: Sequence[Item], given: str) -> Item | None:
    """The programme that is meant by what is given; else the one with the shortest name that holds what is given."""
    if meant := programme_in(items, given):
        return meant.item
    words = given.casefold()
    names = [(name.casefold(), item) for item in items for name in (item.name, *item.words.values(), *item.names)]
    holding = [(name, item) for name, item in names if words in name] if len(words) >= SHORTEST_PART else []
    return min(holding, key=lambda pair: len(pair[0]))[1] if holding else None
