"""Whether the right rule was run on the right inputs and said the right thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.evaluation.cases import ExpectedRule
    from assistant.model import Finding

SamePlace = Callable[[str, str], bool]
"""Whether two names or codes are the same place."""


def rule_scores(expected: ExpectedRule, findings: Sequence[Finding], same_place: SamePlace) -> dict[str, float]:
    """0 or 1 for each thing that the case states, and `rule_right` for all of it together, by the best finding."""
    tried = [_scores(expected, finding, same_place) for finding in findings]
    best = max(tried, key=lambda scores: sum(scores.values()), default=dict.fromkeys(_named(expected), 0.0))
    return {**best, "rule_right": float(all(best.values()))}


def _named(expected: ExpectedRule) -> list[str]:
    names = {"name": "rule_chosen", "inputs": "rule_inputs", "verdict": "rule_verdict"}
    return list(dict.fromkeys(names.get(key, "rule_value") for key in sorted(expected.stated)))


def _scores(expected: ExpectedRule, finding: Finding, same_place: SamePlace) -> dict[str, float]:
    said = {
        "rule_chosen": expected.name in (None, finding.rule),
        "rule_inputs": same_inputs(expected.inputs, finding.inputs, same_place),
        "rule_verdict": expected.verdict in (None, finding.verdict),
        "rule_value": ("value" not in expected.stated or same_value(expected.value, finding.value, same_place))
        and expected.unit in (None, finding.unit),
    }
    return {name: float(said[name]) for name in _named(expected)}


def same_inputs(expected: Mapping[str, Any], given: Mapping[str, Any], same_place: SamePlace) -> bool:
    """Whether every expected input was given with that value; others do not matter."""
    return all(name in given and same_value(value, given[name], same_place) for name, value in expected.items())


def same_value(expected: Any, got: Any, same_place: SamePlace) -> bool:
    """Whether two values are one: numbers by amount, days by date, places by code, lists in any order."""
    if isinstance(expected, list | tuple) and isinstance(got, list | tuple):
        rest = list(got)
        for value in expected:
            match = next((other for other in rest if same_value(value, other, same_place)), None)
            if match is None:
                return False
            rest.remove(match)
        return not rest
    if isinstance(expected, bool) or isinstance(got, bool) or expected is None or got is None:
        return expected is got
    one, other = _plain(expected), _plain(got)
    return one == other or (isinstance(expected, str) and isinstance(got, str) and same_place(expected, got))


def _plain(value: Any) -> Any:
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    return value.isoformat() if isinstance(value, dt.date) else str(value).strip().casefold()
