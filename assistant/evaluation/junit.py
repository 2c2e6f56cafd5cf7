"""A run as JUnit XML, as CI servers read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.evaluation.scoring import MUST_BE_WHOLE

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.evaluation.results import Results
    from assistant.evaluation.scoring import Scored


def write_junit(results: Results, file: Path) -> None:
    """A test suite for each suite and one for the gates; held cases are counted, not named."""
    from junitparser import Failure, JUnitXml, TestCase, TestSuite

    xml = JUnitXml("policy-assistant eval")
    for suite in results.run.suites:
        tests = TestSuite(suite.name)
        for one in (one for one in results.scored if one.case.suite == suite.name and not one.case.held):
            test = TestCase(one.case.id, suite.name, round(one.record.seconds, 3))
            if not one.is_right:
                test.result = [Failure(lacking_in(one))]
            tests.add_testcase(test)
        xml.add_testsuite(tests)
    gates = TestSuite("gates")
    for result in results.gates:
        test = TestCase(f"{result.gate.measure} {' '.join(result.gate.suites)} ({result.part})", "gates")
        if not result.holds:
            test.result = [Failure(result.told)]
        gates.add_testcase(test)
    xml.add_testsuite(gates)
    xml.write(str(file), pretty=True)


def lacking_in(one: Scored) -> str:
    """What a case lacks, in one line."""
    if one.record.fault:
        return one.record.fault
    lacking = [name for name in MUST_BE_WHOLE if one.values.get(name, 1.0) < 1.0]
    lacking += ["contradicted"] * bool(one.values.get("contradicted"))
    shown = one.record.answer.text[:200] if one.record.answer else ""
    return f"{', '.join(lacking)}: {one.record.outcome}, {' '.join(shown.split())}"
