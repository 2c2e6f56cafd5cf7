"""Every threshold has a worked case just below it, at it and just above it.

A kind of rule says under COMPARED which of its parameters are held against what; just below and above is within one
unit: a day, a city, a percentage point, a point of a score.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from assistant.check_rules.examples import EXAMPLES
from assistant.corpus_files.problems import Problem, problem_at
from assistant.corpus_files.reading import Checked
from assistant.corpus_files.rule_shapes import ExampleShape, RulesShape
from assistant.errors import AssistantError
from assistant.model import Finding
from assistant.rules.case import Compared
from assistant.rules.kinds import KINDS
from assistant.rules.parameters import RuleData
from assistant.rules.rulebook import Rulebook

SIDES: Final = ((-1, "just below"), (0, "at"), (1, "just above"))


def threshold_faults(
    cases: Sequence[ExampleShape], sheets: Mapping[str, Checked[RulesShape]], rulebook: Rulebook
) -> Iterator[Problem]:
    """Sides of a threshold that no case stands on; `sheets` are the rules.yaml files by the id of their policy."""
    for sheet in rulebook.sheets:
        checked = sheets.get(sheet.policy)
        if checked is None or checked.value is None:
            continue
        for key, rule in zip(checked.value.rules, sheet.rules, strict=True):
            findings = [finding for case in cases if (finding := _finding(case, rule, rulebook))]
            for compared in getattr(KINDS[rule.name], "COMPARED", ()):
                if compared.role in rule.parameters:
                    for what, do in _uncovered(rule, compared, findings):
                        yield problem_at(checked.file, ("rules", key), what, do)


def _finding(case: ExampleShape, rule: RuleData, rulebook: Rulebook) -> Finding | None:
    """What the case comes to, when it is one of the rule."""
    if case.rule != rule.name or rulebook.rule(case.rule, case.batch) != rule:
        return None
    try:
        return rulebook.run(case.rule, case.given, day=case.day, batch=case.batch).finding
    except AssistantError:
        return None


def _uncovered(rule: RuleData, compared: Compared, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """The sides of the parameter's values that no finding stands on, and the case to add."""
    batch = f" of {rule.batch}" if rule.batch else ""
    for dated in rule.parameters[compared.role].values:
        for limit in dated.value if isinstance(dated.value, tuple) else (dated.value,):
            sides = {_side(finding, compared, limit) for finding in findings if limit is not None}
            for side, word in SIDES:
                if limit is not None and side not in sides and compared.has_side(side, limit):
                    what = f"no worked case{batch} {word} the {compared.role.replace('_', ' ')} of {limit}"
                    yield what, f"Add one to {EXAMPLES}: {_wanted(compared.measure, limit, side)}"


def _side(finding: Finding, compared: Compared, limit: Any) -> int | None:
    """Below (-1), at (0) or above (1) the limit; None where the finding is far from it or does not measure it."""
    if compared.role not in finding.parameters and compared.measure != "as_of":
        return None
    value = _measured(finding, compared.measure)
    if value is None:
        return None
    off = (value - limit).days if isinstance(limit, dt.date) else Decimal(str(value)) - Decimal(str(limit))
    return int(off > 0) - int(off < 0) if abs(off) <= 1 else None


def _measured(finding: Finding, measure: str) -> Any:
    """What was held against a threshold: a number that was worked out, an input, or the day of the question."""
    if measure == "as_of":
        return finding.as_of
    return finding.computed.get(measure, finding.inputs.get(measure))


def _wanted(measure: str, limit: Any, side: int) -> str:
    name = measure.replace("_", " ")
    if isinstance(limit, dt.date):
        return f"{name} {limit + dt.timedelta(days=side)}"
    return f"{name} {('a little less than ', '', 'a little more than ')[side + 1]}{limit}"
