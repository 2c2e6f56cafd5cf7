"""What has to be handed in, as a checklist."""

from __future__ import annotations

from assistant.rules.case import Case, Compared, Draft, line

INPUTS = ()
NEEDED = ("copies",)
OPTIONAL = ("deadline",)
LISTS = ()
ITEMS = ("checklist",)
COMPARED = (Compared("deadline", "as_of"),)


def compute(case: Case) -> Draft:
    """Every item with its words, in the order of the checklist."""
    items = case.items("checklist")
    copies = case.dated("copies")
    told = [
        line("head", count=len(items)),
        *(line("item", item=item) for item in items),
        line("copies", copies=copies.value),
    ]
    flags = []
    if copies.at_bound == "unclear":
        told.append(line("copies_unclear", copies=copies.value))
        flags.append("copies_unclear")
    if case.has("deadline"):
        told.append(line("deadline", bound=case.bound("deadline")))
        told += case.closed()
        flags += ["window_closed"] if case.closed() else []
    return Draft(
        "info",
        tuple(told),
        value=tuple(item.name for item in items),
        unit="checklist",
        flags=tuple(flags),
        uses=("copies", *(("deadline",) if case.has("deadline") else ())),
        quotes=tuple(item.quotes for item in items),
        computed={"items": len(items), "copies": copies.value},
    )
