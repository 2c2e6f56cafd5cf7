"""The suite "boundary": for every parameter a question at each of its boundaries; the engine says what is right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import Field

from assistant.corpus_files import load_corpus
from assistant.corpus_files.reading import read_shape
from assistant.corpus_files.rules import load_rulebook
from assistant.corpus_files.shapes import BothLanguages, Shape, Text, Texts
from assistant.errors import CorpusError
from assistant.evaluation.cases import Case, Expected, ExpectedRule, Suite
from assistant.model import Language, Outcome
from assistant.rules.parameters import RuleData

if TYPE_CHECKING:
    from assistant.rules.places import Places
    from assistant.rules.rulebook import Rulebook

NAME: Final = "boundary"
TITLES: Final = {"en": "Every boundary of every rule", "zh": "各项规则的边界"}
STATED: Final = frozenset({"name", "inputs", "verdict", "value", "unit"})
Number = int | float


class VaryShape(Shape):
    """The values that an input takes: those written, or a parameter's own and one step to each side of it."""

    around: Text | None = Field(None, description="the role of a parameter")
    step: Number = 1
    values: list[Any] = Field(default_factory=list)
    places: Literal["provinces"] | None = None


class QuestionShape(Shape):
    """One question with what is varied in it."""

    rule: Text
    batch: Text
    as_of: dt.date
    parameters: Texts = Field(description="the roles whose boundaries these questions stand on")
    given: dict[str, Any] = Field(default_factory=dict)
    vary: dict[str, VaryShape] = Field(default_factory=dict)
    ask: BothLanguages


class BoundariesShape(Shape):
    """boundaries.yaml."""

    questions: Annotated[list[QuestionShape], Field(min_length=1)]
    without: dict[str, Text] = Field(default_factory=dict, description='"rule.role": why no question stands on it')


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The suite with the roles of rules that no question stands on, as "rule.role" of a batch."""

    suite: Suite
    uncovered: tuple[str, ...]


def boundaries(home: Path, file: Path) -> Boundaries:
    """The questions of the file, each with what the engine says. Raises CorpusError for a role or rule unknown."""
    rulebook = load_rulebook(home, load_corpus(home))
    shape, lines = read_shape(file, BoundariesShape)
    cases: list[Case] = []
    for number, question in enumerate(shape.questions):
        where = f"{file}:{lines.line_of(('questions', number))}"
        cases += _cases(question, number, rulebook, where)
    suite = Suite(NAME, TITLES, tuple(cases))
    covered = {f"{q.rule}.{role}" for q in shape.questions for role in q.parameters} | set(shape.without)
    return Boundaries(suite, tuple(sorted(roles_of(rulebook) - covered)))


def roles_of(rulebook: Rulebook) -> set[str]:
    """Every parameter that a rule uses, as "rule.role"."""
    return {f"{rule.name}.{role}" for sheet in rulebook.sheets for rule in sheet.rules for role in rule.parameters}


def _cases(question: QuestionShape, number: int, rulebook: Rulebook, where: str) -> Iterator[Case]:
    data = rulebook.rule(question.rule, question.batch)
    if not isinstance(data, RuleData):
        raise CorpusError(f'the batch has no rule "{question.rule}"', where=where, do="Name a batch that has it")
    names = list(question.vary)
    values = [list(values_of(question.vary[name], data, question.as_of, rulebook.places, where)) for name in names]
    for turn, chosen in enumerate(product(*values)):
        inputs = {**question.given, **dict(zip(names, chosen, strict=True))}
        expect = expected(rulebook, question, inputs)
        for language in ("en", "zh"):
            words = {name: spoken(value, language, rulebook.places) for name, value in inputs.items()}
            text = (question.ask.en if language == "en" else question.ask.zh).format(**words)
            group = f"boundary-{number + 1:02d}-{turn + 1:02d}"
            yield Case(
                id=f"{group}-{language}",
                suite=NAME,
                question=text,
                as_of=question.as_of,
                expect=expect,
                batch=question.batch,
                group=group,
                where=where,
                made=True,
            )


def expected(rulebook: Rulebook, question: QuestionShape, inputs: Mapping[str, Any]) -> Expected:
    """What the engine says of the inputs."""
    result = rulebook.run(question.rule, inputs, day=question.as_of, batch=question.batch)
    finding = result.finding
    outcome = Outcome.CLARIFICATION if result.clarification else Outcome.ANSWERED
    rule = ExpectedRule(question.rule, inputs, finding.verdict, finding.value, finding.unit, STATED)
    return Expected(frozenset({outcome}), rule=None if result.clarification else rule)


def values_of(vary: VaryShape, data: RuleData, day: dt.date, places: Places, where: str) -> Iterator[Any]:
    """The values that an input takes."""
    yield from vary.values
    if vary.places == "provinces":
        yield from (place.code for place in places.by_code.values() if place.level == "province")
    if vary.around is None:
        return
    if vary.around not in data.parameters:
        known = ", ".join(data.parameters)
        raise CorpusError(f'the rule {data.name} has no parameter "{vary.around}"', where=where, do=f"Known: {known}")
    held = data.parameters[vary.around].on(day).value
    for value in held if isinstance(held, list | tuple) else [held]:
        yield from around(value, vary.step)


def around(value: Any, step: Number) -> tuple[Any, Any, Any]:
    """The value, and one step to each side of it."""
    if isinstance(value, dt.date):
        return value - dt.timedelta(days=int(step)), value, value + dt.timedelta(days=int(step))
    exact, by = Decimal(str(value)), Decimal(str(step))
    below, same, above = (number(part) for part in (exact - by, exact, exact + by))
    return below, same, above


def number(value: Decimal) -> Number:
    """A decimal as data files write it."""
    return int(value) if value == int(value) else float(value)


def spoken(value: Any, language: Language, places: Places) -> str:
    """The value as a person writes it."""
    if isinstance(value, dt.date):
        return f"{value.day} {value:%B %Y}" if language == "en" else f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, Sequence) and not isinstance(value, str):
        parts = [spoken(part, language, places) for part in value]
        return (
            "、".join(parts) if language == "zh" else " and ".join([", ".join(parts[:-1]), parts[-1]][len(parts) < 2 :])
        )
    if isinstance(value, str) and value.isdigit() and value in places.by_code:
        place = places.by_code[value]
        return place.zh if language == "zh" else place.english or place.en
    return str(value)
