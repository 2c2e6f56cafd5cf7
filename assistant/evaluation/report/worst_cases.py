"""The open cases that went worst, with how each came about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from assistant.evaluation.cases import REFUSALS
from assistant.evaluation.scoring import MUST_BE_WHOLE
from assistant.model import Outcome

if TYPE_CHECKING:
    from assistant.evaluation.cases import Expected
    from assistant.evaluation.records import Found, FoundPassage
    from assistant.evaluation.scoring import Scored

SHOWN: Final = 20
A_SUITE: Final = 3
"""Of one suite no more than this many, so that every kind of fault is seen."""
KEPT, REJECTED, CHARACTERS = 6, 8, 700


def worst_cases(scored: Sequence[Scored]) -> list[dict[str, Any]]:
    """The gravest first."""
    wrong = sorted((one for one in scored if not one.is_right and not one.case.held), key=gravity)
    taken: dict[str, int] = {}
    shown = []
    for one in wrong:
        taken[one.case.suite] = taken.get(one.case.suite, 0) + 1
        if taken[one.case.suite] <= A_SUITE:
            shown.append(told(one))
    return shown[:SHOWN]


def gravity(one: Scored) -> tuple[int, str]:
    """Untrue words, an answer where there is none, a wrong result, a wrong answer, a wrong refusal; then by name."""
    expect, outcome = one.case.expect, one.record.outcome
    answered = outcome is Outcome.ANSWERED
    kinds = (
        bool(one.values.get("contradicted")) or one.values.get("figure_fidelity", 1) < 1,
        one.record.fault is not None,
        expect.refuses and answered,
        answered and one.values.get("rule_right") == 0,
        answered,
        outcome in REFUSALS,
    )
    return next((number for number, holds in enumerate(kinds) if holds), len(kinds)), one.case.id


def told(one: Scored) -> dict[str, Any]:
    """One case in words."""
    case, record, answer = one.case, one.record, one.record.answer
    lacking = [name for name in MUST_BE_WHOLE if one.values.get(name, 1.0) < 1.0]
    text = answer.text if answer else ""
    return {
        "id": case.id,
        "suite": case.suite,
        "question": case.question,
        "as_of": case.as_of,
        "turns": case.turns,
        "outcomes": sorted(map(str, case.expect.outcomes)),
        "expected": "\n".join(expected_lines(case.expect)),
        "got": str(record.outcome),
        "fault": record.fault,
        "lacking": ["contradicted"] * bool(one.values.get("contradicted")) + lacking,
        "text": text if len(text) <= CHARACTERS else f"{text[:CHARACTERS]}…",
        "findings": [f"{f.rule}: {f.verdict} {f.value if f.value is not None else ''}" for f in answer.findings]
        if answer
        else [],
        "found": [trace_of(found) for found in record.found],
        "dropped": record.dropped,
    }


def expected_lines(expect: Expected) -> Iterable[str]:
    """What the case asks for beside the outcome, line by line."""
    if expect.rule:
        rule = expect.rule
        parts = [rule.name or "", rule.verdict or "", "" if rule.value is None else f"{rule.value} {rule.unit or ''}"]
        yield " ".join(part for part in parts if part).strip()
    if expect.figures:
        yield ", ".join(expect.figures)
    for alternatives in expect.facts:
        yield " / ".join(alternatives)
    for group in expect.clauses:
        yield " / ".join(f"{ref.document} {ref.clause}" for ref in group[:3]) + (" …" if len(group) > 3 else "")
    for words in expect.absent:
        yield f"≠ {words}"


def trace_of(found: Found) -> dict[str, Any]:
    """What was found for one thing asked, and what was left out and why."""
    kept = [passage for passage in found.passages if passage.rank is not None]
    rejected = [passage for passage in found.passages if passage.rank is None]
    return {
        "query": found.query,
        "answerable": found.answerable,
        "kept": [place(passage) for passage in kept[:KEPT]],
        "rejected": [f"{place(passage)}: {passage.rejected}" for passage in rejected[:REJECTED]],
    }


def place(passage: FoundPassage) -> str:
    """Where a passage stands, with its score."""
    return f"{passage.policy}/{passage.document} {passage.clause} ({passage.score:.3f})"
