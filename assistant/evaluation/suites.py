"""Suite files as suites; a fault is told with its file and line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.corpus_files.problems import Problem
from assistant.corpus_files.reading import check_shape
from assistant.errors import CorpusError, UsageError
from assistant.evaluation.cases import Case, ClauseRef, Expected, ExpectedRule, Suite
from assistant.evaluation.suite_shapes import SuiteShape

if TYPE_CHECKING:
    from assistant.corpus_files.strict_yaml import YamlFile
    from assistant.evaluation.suite_shapes import CaseShape, ExpectShape, RuleExpectShape


def load_suites(paths: Sequence[Path]) -> tuple[Suite, ...]:
    """The suites of files and folders, in the order of their names.

    Raises UsageError for a path without suites, CorpusError with file and line of the first fault.
    """
    files = [file for path in paths for file in _files(path)]
    suites = [load_suite(file) for file in files]
    seen: dict[str, Case] = {}
    for case in (case for suite in suites for case in suite.cases):
        if first := seen.get(case.id):
            raise CorpusError(f'the case "{case.id}" stands here again', where=case.where, do=f"First: {first.where}")
        seen[case.id] = case
    return tuple(sorted(suites, key=lambda suite: suite.name))


def load_suite(file: Path) -> Suite:
    """One suite file. Raises CorpusError with its first fault and the number of others."""
    checked = check_shape(file, SuiteShape)
    problems = list(checked.problems)
    if checked.value is not None:
        problems += _problems(checked.value, checked.file)
    if problems or checked.value is None:
        first, *others = sorted(problems)
        more = f" ({len(others)} more in this file)" if others else ""
        raise CorpusError(f"{first.what}{more}", where=first.where, do=first.do)
    return suite_from(checked.value, [f"{file}:{checked.file.line_of(('cases', n))}" for n in _numbers(checked.value)])


def chosen(suites: Iterable[Suite], names: Collection[str]) -> tuple[Suite, ...]:
    """The suites of those names, all when none is named. Raises UsageError for an unknown name."""
    held = tuple(suites)
    known = {suite.name for suite in held}
    if unknown := sorted(set(names) - known):
        raise UsageError(f'there is no suite "{unknown[0]}"', do=f"Suites: {', '.join(sorted(known))}")
    return tuple(suite for suite in held if not names or suite.name in names)


def suite_from(shape: SuiteShape, places: Sequence[str]) -> Suite:
    """The noun; `places` say where each case stands."""
    cases = (_case(case, shape, where) for case, where in zip(shape.cases, places, strict=True))
    titles = {"en": shape.title.en, "zh": shape.title.zh}
    return Suite(shape.suite, titles, tuple(cases), shape.scheme, shape.written, shape.corpus)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")]) if path.is_dir() else []
    if not found:
        raise UsageError("there is no suite file", where=str(path), do="Give a YAML file of cases or a folder of them")
    return found


def _numbers(shape: SuiteShape) -> range:
    return range(len(shape.cases))


def _problems(shape: SuiteShape, file: YamlFile) -> Iterator[Problem]:
    """What the shape alone cannot see."""
    first: dict[str, int] = {}
    for number, case in enumerate(shape.cases):
        line = file.line_of(("cases", number))
        if case.id in first:
            yield Problem(
                str(file.path), line, f'the case "{case.id}" stands here again', f"First: line {first[case.id]}"
            )
        first.setdefault(case.id, line)
        if not (case.as_of or shape.defaults.as_of):
            yield Problem(
                str(file.path), line, f'the case "{case.id}" has no day', "Write as_of here or under defaults"
            )


def _case(shape: CaseShape, suite: SuiteShape, where: str) -> Case:
    day = shape.as_of or suite.defaults.as_of
    assert day is not None
    return Case(
        id=shape.id,
        suite=suite.suite,
        question=shape.question.strip(),
        as_of=day,
        expect=expected_from(shape.expect),
        scheme=suite.scheme,
        batch=shape.batch or suite.defaults.batch,
        group=shape.group,
        held=shape.held,
        tags=tuple(shape.tags),
        turns=tuple(shape.turns),
        written=shape.written or suite.written,
        corpus=shape.corpus or suite.corpus,
        where=where,
    )


def expected_from(shape: ExpectShape) -> Expected:
    """The noun."""
    return Expected(
        outcomes=frozenset(shape.outcome),
        figures=tuple(shape.figures),
        facts=tuple(map(tuple, shape.facts)),
        clauses=tuple(tuple(ClauseRef(c.document, c.clause, c.policy) for c in group) for group in shape.clauses),
        rule=_rule(shape.rule) if shape.rule else None,
        absent=tuple(shape.absent),
        notices=tuple(shape.notices),
        needs=shape.needs,
    )


def _rule(shape: RuleExpectShape) -> ExpectedRule:
    stated = frozenset(shape.model_fields_set)
    return ExpectedRule(shape.name, dict(shape.inputs), shape.verdict, shape.value, shape.unit, stated)
