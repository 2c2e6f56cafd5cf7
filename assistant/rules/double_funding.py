"""What funding or pilot elsewhere bars, and what it does not."""

from __future__ import annotations

from assistant.rules.case import Case, Draft, Input, line
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
    """By the group of the programme.

    Central money for the same project bars; a look-alike pilot does not; a city's own rule may.
    """
    items = case.items("programmes")
    given = str(case.inputs["programme"])
    item = known(items, given)
    if item is None:
        reasons = (line("unknown_reason"),)
        unknown = (line("unknown", programme=given), line("same_project"))
        return Draft(
            "undetermined",
            unknown,
            reasons=reasons,
            flags=("unknown_programme",),
            uses=("same_project_rule",),
        )
    group, same = item.group, case.inputs.get("same_project")
    told = [line(f"{group}{'_other' if group == 'central' and same is False else ''}", item=item)]
    told += [line("same_project")] if group != "central" else []
    told += [line("finished")] if case.has("finished_projects") else []
    barred = group == "central" and same is not False
    return Draft(
        "undetermined" if group == "local" else "no" if barred else "yes",
        tuple(told),
        value="barred" if barred else "local_rule" if group == "local" else "not_barred",
        reasons=(line("local_reason", item=item),) if group == "local" else (),
        counterfactual=line("another_project") if barred else None,
        flags=("local_rules_may_differ",),
        uses=("same_project_rule", *(("finished_projects",) if case.has("finished_projects") else ())),
        quotes=(item.quotes,),
    )


def known(items: tuple[Item, ...], given: str) -> Item | None:
    """The programme that is meant by what is given; else the one with the shortest name that holds what is given."""
    if meant := programme_in(items, given):
        return meant.item
    words = given.casefold()
    names = [(name.casefold(), item) for item in items for name in (item.name, *item.words.values(), *item.names)]
    holding = [(name, item) for name, item in names if words in name] if len(words) >= SHORTEST_PART else []
    return min(holding, key=lambda pair: len(pair[0]))[1] if holding else None
