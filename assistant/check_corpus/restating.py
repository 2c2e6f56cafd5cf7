"""A document that says with other words what another says: the same clauses, the same figures."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.check_corpus.held import HeldPolicy, HeldText
from assistant.corpus_files.problems import Problem
from assistant.documents.figures import figures_in
from assistant.documents.sources import comments_in
from assistant.model import Clause, DocumentKind

NOT_COMPARED = frozenset({"label", "marker", "ordinal"})
"""Kinds of figures that number a clause or an annex and say nothing of a quantity."""


def restating_faults(policy: HeldPolicy) -> Iterator[Problem]:
    """For each document with `restates`: its clauses are paired with those of the other, and their figures agree."""
    for place, entry in policy.entries():
        if not entry.restates:
            if entry.clauses:
                yield policy.problem((*place, "clauses"), "clauses: stands here without restates:", "Write restates:")
            continue
        if entry.restates == entry.file or all(other.file != entry.restates for other in policy.shape.documents):
            what = f"restates names {entry.restates}, which is not another document of this policy"
            yield policy.problem((*place, "restates"), what, "Correct the file name")
            continue
        held, other = policy.texts.get(entry.file), policy.texts.get(entry.restates)
        if held and other:
            yield from _pairing_faults(policy, held, other)
            yield from _figure_faults(held, other)


def _pairing_faults(policy: HeldPolicy, held: HeldText, other: HeldText) -> Iterator[Problem]:
    place = ("documents", held.number, "clauses")
    for own, theirs in held.entry.clauses.items():
        for text, path in ((held, own), (other, theirs)):
            if text.clause(path) is None:
                yield policy.problem((*place, own), text.lacks(path), "Correct the clause")
    for clause in held.clauses:
        if clause.path not in held.entry.clauses and _words(held, clause):
            what = f'clause "{clause.path}" is not paired with a clause of {other.entry.file}'
            yield held.problem(clause.start, what, f"Name it under clauses: of {held.entry.file} in policy.yaml")


def _figure_faults(held: HeldText, other: HeldText) -> Iterator[Problem]:
    """Every figure of a restating clause stands in the other; between two digests also the other way round."""
    both_ways = other.entry.kind is DocumentKind.DIGEST
    for own, theirs in held.entry.clauses.items():
        mine, other_clause = held.clause(own), other.clause(theirs)
        if mine is None or other_clause is None:
            continue
        here, there = _figures(held, mine), _figures(other, other_clause)
        for shown in _not_in(there, here):
            what = f'"{shown}" does not stand in clause "{theirs}" of {other.entry.file}'
            yield held.problem(mine.start, what, "Make the two say the same")
        for shown in _not_in(here, there) if both_ways else ():
            what = f'clause "{own}" lacks "{shown}", which stands in clause "{theirs}" of {other.entry.file}'
            yield held.problem(mine.start, what, "Make the two say the same")


def _figures(held: HeldText, clause: Clause) -> dict[tuple[str, str], str]:
    """Kind and comparable value -> the characters that stand for it."""
    words = _words(held, clause)
    return {(figure.kind, figure.value): words[figure.start : figure.end] for figure in figures_in(words)}


def _not_in(there: dict[tuple[str, str], str], here: dict[tuple[str, str], str]) -> list[str]:
    """What is written here of quantities that there has not; "one" in letters is seldom a count, so it is left out."""
    return [
        shown
        for (kind, value), shown in sorted(here.items())
        if (kind, value) not in there and kind not in NOT_COMPARED and (value != "1" or shown[0].isdigit())
    ]


def _words(held: HeldText, clause: Clause) -> str:
    """The clause below its heading, without comments."""
    body = held.body(clause)
    for start, end in reversed(comments_in(body)):
        body = body[:start] + body[end:]
    return body.strip()
