"""The digital level of an enterprise from its score, by the edition that goes by scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.errors import UsageError
from assistant.rules.case import Case, Compared, Draft, Input, line

INPUTS = (Input("edition", "choice", required=True), Input("score", "score"))
NEEDED = ("edition", "level_from", "editions")
OPTIONAL = ("below", "newest_edition")
LISTS = ()
OLDER = re.compile(r"\b(?:old|older|oldest|previous|earlier|former|prior)\b|[旧老前原]|上一", re.I)
NEWER = re.compile(r"\b(?:new|newer|newest|latest|current)\b|[新现]", re.I)
COMPARED = (Compared("level_from", "score", lowest=0),)


def compute(case: Case) -> Draft:
    """The highest level whose lower bound the score reaches.

    A score on a bound is told. Other editions are not calculable.
    """
    edition = edition_of(case.inputs["edition"], case.value("editions"))
    if closed := case.not_calculable(edition):
        reasons = (line("reason", words=closed.reason),)
        told = (line("not_calculable", edition=edition),)
        return Draft("undetermined", told, reasons=reasons, flags=("not_calculable",), quotes=(closed.quotes,))
    if edition != (own := case.value("edition")):
        what = f"the levels held here are those of the {own} edition, not of {edition}"
        raise UsageError(what, do=f"Use {own}", code="no_edition", edition=edition, known=own)
    score: Decimal | None = case.inputs.get("score")
    if score is None:
        return Draft("undetermined", (line("needs_score"),), needs=("score",), uses=("level_from",))
    if score < 0:
        what = f"the score is {score}, below nought"
        raise UsageError(what, do="Give the score of the enterprise", code="score_below_nought", score=score)
    return leveled(case, score, edition)


def edition_of(given: str, known: Sequence[str]) -> str:
    """The edition that was named, also as "2022 edition", 2022年版, "the old sheet" or 新版. Raises UsageError."""
    named = [edition for edition in known if edition in given]
    if not named and known:
        named = [min(known)] if OLDER.search(given) else [max(known)] if NEWER.search(given) else []
    if len(named) != 1:
        what, all_known = f'there is no edition "{given}" of the indicators here', ", ".join(known)
        raise UsageError(what, do=f"Use one of {all_known}", code="no_edition", edition=given, known=all_known)
    return named[0]


def leveled(case: Case, score: Decimal, edition: str) -> Draft:
    """The level, the points to the next one, and what is unclear."""
    bounds = [Decimal(str(bound)) for bound in case.value("level_from")]
    level = sum(score >= bound for bound in bounds)
    told = [line("level" if level else "below", level=level, score=score, edition=edition, lowest=bounds[0])]
    flags = []
    if score in bounds:
        told.append(line("on_bound", score=score, level=level))
        flags.append("exactly_at_bound")
    if case.holds("newest_edition") and case.value("newest_edition") != edition:
        told.append(line("newer_edition", newest=case.value("newest_edition")))
        flags.append("older_edition")
    told_of = [*(() if level else ("below",)), *(("newest_edition",) if "older_edition" in flags else ())]
    further = bounds[level] - score if level < len(bounds) else None
    would = line("next_level", points=further, level=level + 1) if further else None
    return Draft(
        "info",
        tuple(told),
        value=level or None,
        unit="level",
        counterfactual=would,
        flags=tuple(flags),
        uses=("level_from", *(role for role in told_of if case.has(role))),
        computed={"next_level": level + 1, "points": further} if further else {},
    )
