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
YEAR_LENGTH = len("2025")

Figures = dict[tuple[str, str], list[tuple[int, str]]]
"""Kind and comparable value -> where it is written, and the characters that stand for it."""


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
        if clause.path not in held.entry.clauses and _words(held, clause).strip():
            what = f'clause "{clause.path}" is not paired with a clause of {other.entry.file}'
            yield held.problem(clause.start, what, f"Name it under clauses: of {held.entry.file} in policy.yaml")


def _figure_faults(held: HeldText, other: HeldText) -> Iterator[Problem]:
    """Every figure of a restating clause stands in the other as often; between two digests also the other way round."""
    both_ways = other.entry.kind is DocumentKind.DIGEST
    for own, theirs in held.entry.clauses.items():
        mine, other_clause = held.clause(own), other.clause(theirs)
        if mine is None or other_clause is None:
            continue
        here, there = _figures(held, mine), _figures(other, other_clause)
        there_too = f'clause "{theirs}" of {other.entry.file}'
        for place, shown, times in _more_often(here, there):
            what = f'"{shown}" {"stands here more often than in" if times else "does not stand in"} {there_too}'
            yield held.problem(place, what, "Make the two say the same")
        for _, shown, times in _more_often(there, here) if both_ways else ():
            lacks = f'has "{shown}" less often than it' if times else f'lacks "{shown}", which'
            what = f'clause "{own}" {lacks} stands in {there_too}'
            yield held.problem(mine.start, what, "Make the two say the same")


def _figures(held: HeldText, clause: Clause) -> Figures:
    """Every figure of the clause that says something of a quantity, with the places where it is written."""
    found: Figures = {}
    words = _words(held, clause)
    for figure in figures_in(words):
        shown = words[figure.start : figure.end]
        if figure.kind not in NOT_COMPARED:
            found.setdefault((figure.kind, figure.value), []).append((clause.body + figure.start, shown))
    return found


def _more_often(here: Figures, there: Figures) -> Iterator[tuple[int, str, int]]:
    """What is written here more often than there: where it stands, its characters, and how often it stands there.

    A year names a document or a batch as often as one likes, so it only has to be there; "one" in letters is seldom a
    count, so it is not asked for.
    """
    for key, places in sorted(here.items()):
        counts = [(start, shown) for start, shown in places if key[1] != "1" or shown[0].isdigit()]
        times = len(there.get(key, ()))
        if len(counts) > times and not (times and _is_year(key)):
            yield *counts[0], times


def _is_year(key: tuple[str, str]) -> bool:
    kind, value = key
    return kind == "date" and len(value) == YEAR_LENGTH


def _words(held: HeldText, clause: Clause) -> str:
    """The clause below its heading, with blanks for comments so that every position stays."""
    body = held.body(clause)
    for start, end in comments_in(body):
        body = body[:start] + " " * (end - start) + body[end:]
    return body
