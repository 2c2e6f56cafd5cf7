"""What an officer runs on the rules before publishing: quotes, figures, worked cases, places, templates.

Every fault of rules.yaml, examples.yaml, places.csv, calendar.yaml and prompts/rules.yaml with its file and line.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.corpus_files.load import load_corpus
from assistant.corpus_files.problems import Problem
from assistant.corpus_files.reading import Checked, check_shape
from assistant.corpus_files.rule_shapes import (
    CalendarShape,
    ExampleShape,
    ExamplesShape,
    QuotedShape,
    QuoteShape,
    RulesShape,
    RuleWordsShape,
    ValueShape,
)
from assistant.corpus_files.rules import CALENDAR, RULES, WORDS, load_rulebook
from assistant.corpus_files.strict_yaml import Place as Spot
from assistant.corpus_files.strict_yaml import YamlFile
from assistant.documents.clauses import find_clauses
from assistant.documents.figures import Figure, figures_in
from assistant.errors import AssistantError, CorpusError, DocumentError
from assistant.model import as_json
from assistant.ports import ReadLimits
from assistant.rules.finding_writer import exact
from assistant.rules.parameters import RuleData
from assistant.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from assistant.model import Clause
    from assistant.ports import DocumentReader

EXAMPLES = "examples.yaml"
FEWEST_ASKS = 10
PER_UNIT = {"year": 12}
"""Figures hold durations in months."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document of a policy as it is read."""

    text: str
    clauses: tuple[Clause, ...]


def check_rules(home: Path, readers: Sequence[DocumentReader]) -> tuple[Problem, ...]:
    """All that is wrong with the rules of home/corpus, by file and line; empty when all is well."""
    return tuple(sorted(set(_problems(home, readers))))


def _problems(home: Path, readers: Sequence[DocumentReader]) -> Iterator[Problem]:
    folder = home / "corpus"
    sheets = [check_shape(file, RulesShape) for file in sorted(folder.rglob(RULES))]
    if not sheets:
        return
    examples = [check_shape(file, ExamplesShape) for file in sorted(folder.rglob(EXAMPLES))]
    calendar, words = check_shape(folder / CALENDAR, CalendarShape), check_shape(home / WORDS, RuleWordsShape)
    found = [*(sheet.problems for sheet in sheets), *(one.problems for one in examples)]
    faults = [problem for problems in (*found, calendar.problems, words.problems) for problem in problems]
    yield from faults
    for sheet in sheets:
        if sheet.value:
            yield from _quote_faults(sheet.value, sheet.file, readers)
    yield from _digits(words)
    if faults:
        return
    try:
        rulebook = load_rulebook(home, load_corpus(home))
    except CorpusError as error:
        yield _as_problem(error)
        return
    for sheet in sheets:
        if sheet.value:
            yield from _ask_faults(sheet.value, sheet.file, rulebook)
    for worked in examples:
        if worked.value:
            yield from _example_faults(worked.value, worked.file, rulebook)
    yield from _threshold_faults(sheets, examples, rulebook)


def _as_problem(error: CorpusError) -> Problem:
    file, _, line = error.where.rpartition(":")
    return Problem(file or error.where, int(line) if line.isdigit() else 0, error.what, error.do)


# ---- quotes and figures ----------------------------------------------------------------------------------------------


def quoted_in(shape: RulesShape) -> Iterator[tuple[Spot, QuotedShape]]:
    """Everything of a rules.yaml that carries a quote, with its place in the file."""
    for name, parameter in shape.parameters.items():
        for day, value in parameter.values.items():
            if value:
                yield ("parameters", name, "values", day), value
    for name, places in shape.lists.items():
        for number, group in enumerate(places.groups):
            yield ("lists", name, "groups", number), group
    for name, items in shape.items.items():
        for number, item in enumerate(items):
            yield ("items", name, number), item
    for number, entry in enumerate(shape.not_calculable):
        yield ("not_calculable", number), entry


def _quote_faults(shape: RulesShape, file: YamlFile, readers: Sequence[DocumentReader]) -> Iterator[Problem]:
    texts: dict[str, Text | str] = {}
    for spot, entry in quoted_in(shape):
        quotes: list[tuple[Spot, QuoteShape]] = [(spot, entry)]
        quotes += [((*spot, "also", number), other) for number, other in enumerate(entry.also)]
        for place, quote in quotes:
            held = texts.setdefault(quote.document, _text(file.path.parent / quote.document, readers))
            yield from _not_found(place, quote, held, file)
        if isinstance(entry, ValueShape):
            yield from _figure_faults(spot, entry, shape.parameters[str(spot[1])].unit, file)
    for name, known in shape.lists.items():
        for number, group in enumerate(known.groups):
            for code, title in group.places.items():
                if title not in group.quote:
                    what = f'"{title}" does not stand in the quote of its group'
                    do = "Quote the words that name it, or take it out"
                    yield _at(file, ("lists", name, "groups", number, "places", code), what, do)


def _text(path: Path, readers: Sequence[DocumentReader]) -> Text | str:
    """The document as it is read, or what is wrong with it."""
    reader = next((reader for reader in readers if path.suffix.lower() in reader.suffixes), None)
    if reader is None or not path.is_file():
        return f"{path.name} is not there or cannot be read"
    try:
        extracted = reader.read(path, ReadLimits())
    except DocumentError as error:
        return error.what
    return Text(extracted.text, find_clauses(extracted))


def _not_found(spot: Spot, quote: QuoteShape, held: Text | str, file: YamlFile) -> Iterator[Problem]:
    if isinstance(held, str):
        yield _at(file, (*spot, "document"), held, "Name a document of this folder")
        return
    clause = next((clause for clause in held.clauses if clause.path == quote.clause), None)
    if clause is None:
        known = ", ".join(clause.path for clause in held.clauses if clause.path)
        yield _at(file, (*spot, "clause"), f'{quote.document} has no clause "{quote.clause}"', f"It has {known}")
    elif quote.quote.strip() not in held.text[clause.start : clause.end]:
        what = f'clause "{quote.clause}" of {quote.document} does not hold these words: "{quote.quote.strip()[:60]}"'
        yield _at(file, (*spot, "quote"), what, "Copy the words of the document, character by character")


def _figure_faults(spot: Spot, entry: ValueShape, unit: str | None, file: YamlFile) -> Iterator[Problem]:
    """Every number of the value stands in the quote and in all that say the same, or reads_as says how it is read."""
    if entry.reads_as:
        return
    for quote in (entry, *entry.also):
        held = figures_in(quote.quote)
        for number in _numbers(entry.value):
            if not any(_same(number, figure, unit) for figure in held):
                what = f'{number} does not stand in the quote "{quote.quote.strip()[:60]}"'
                yield _at(
                    file, (*spot, "value"), what, "Correct it, or say under reads_as how it is read from the words"
                )
        for word in _names(entry.value):
            if word not in quote.quote and quote is entry:
                yield _at(
                    file, (*spot, "value"), f'"{word}" does not stand in the quote', "Correct it, or write reads_as"
                )


def _numbers(value: Any) -> list[Any]:
    parts = value if isinstance(value, list) else [value]
    return [part for part in parts if isinstance(part, int | float | dt.date) and not isinstance(part, bool)]


def _names(value: Any) -> list[str]:
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, str)]


def _same(number: Any, figure: Figure, unit: str | None) -> bool:
    if isinstance(number, dt.date):
        return figure.kind == "date" and figure.value == number.isoformat()
    try:
        found = Decimal(figure.value)
    except ArithmeticError:
        return False
    return found in (Decimal(str(number)), Decimal(str(number)) * PER_UNIT.get(unit or "", 1))


# ---- wording, asks, worked cases -------------------------------------------------------------------------------------


def _digits(words: Checked[RuleWordsShape]) -> Iterator[Problem]:
    if words.value is None:
        return
    groups: list[tuple[Spot, Mapping[str, Any]]] = [(("shared",), words.value.shared)]
    groups += [(("kinds", name, "lines"), kind.lines) for name, kind in words.value.kinds.items()]
    for spot, lines in groups:
        for name, line in lines.items():
            if re.search(r"[0-9０-９]", line.en + line.zh):
                what = f"the template {name} holds a digit"
                yield _at(words.file, (*spot, name), what, "Let a slot give the number")


def _ask_faults(shape: RulesShape, file: YamlFile, rulebook: Rulebook) -> Iterator[Problem]:
    examples = rulebook.examples()
    for key in shape.rules:
        name = key.split(".")[0]
        if len(examples.get(name, ())) < FEWEST_ASKS:
            what = f"{name} has {len(examples.get(name, ()))} examples of how it is asked for"
            yield _at(file, ("rules", key), what, f"Write at least {FEWEST_ASKS} under asks, English and Chinese")


def _example_faults(shape: ExamplesShape, file: YamlFile, rulebook: Rulebook) -> Iterator[Problem]:
    for number, example in enumerate(shape.examples):
        for what in mismatches(example, rulebook):
            do = "Correct what is expected, or the rule's data"
            yield _at(file, ("examples", number), f'the case "{example.name}": {what}', do)


def mismatches(example: ExampleShape, rulebook: Rulebook) -> list[str]:
    """Where the rule says otherwise than a worked case expects."""
    expect = example.expect
    try:
        result = rulebook.run(
            example.rule, example.given, day=example.day, batch=example.batch, language=example.language
        )
    except AssistantError as error:
        return [] if expect.error and expect.error in error.message else [f"it ends with: {error.message}"]
    if expect.error:
        return [f'it does not end with an error that says "{expect.error}"']
    finding = result.finding
    found = {"verdict": finding.verdict, "value": as_json(finding.value), "unit": finding.unit}
    told = [
        f"{name} is {found[name]}, not {wanted}"
        for name in ("verdict", "value", "unit")
        if name in expect.model_fields_set and found[name] != (wanted := as_json(exact(getattr(expect, name))))
    ]
    told += [f"the flag {flag} is missing" for flag in expect.flags if flag not in finding.flags]
    told += [f"it does not ask for {need}" for need in expect.needs if need not in finding.needs]
    return told


# ---- thresholds ------------------------------------------------------------------------------------------------------

THRESHOLDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "submission_deadline": (("deadline", "day"),),
    "end_targets": (("share", "share"),),
    "fund_split": (("least_for_enterprises", "enterprise_share"),),
    "digital_level": (("level_from", "score"),),
    "recommendation_quota": (("named_quota", "cities"), ("other_quota", "cities")),
}
"""By rule: the parameter that is a threshold, and the input that is held against it."""


def _threshold_faults(
    sheets: Sequence[Checked[RulesShape]], examples: Sequence[Checked[ExamplesShape]], rulebook: Rulebook
) -> Iterator[Problem]:
    """For every threshold of a rule's own parameters there is a worked case below it, at it and above it."""
    cases = [case for checked in examples if checked.value for case in checked.value.examples]
    for checked in sheets:
        for key in checked.value.rules if checked.value else ():
            name = key.split(".")[0]
            for data in (rule for sheet in rulebook.sheets for rule in sheet.rules if rule.name == name):
                if Path(str(checked.file.path)).parent.name != data.policy.rsplit("/", 1)[-1] or "." in key:
                    continue
                yield from _uncovered(name, data, cases, checked.file)


def _uncovered(name: str, data: RuleData, cases: Sequence[ExampleShape], file: YamlFile) -> Iterator[Problem]:
    for role, given in THRESHOLDS.get(name, ()):
        bound = data.parameters[role].values[-1].value
        for limit in bound if isinstance(bound, tuple) else (bound,):
            sides = {side for case in cases if (side := _side(case, name, data, given, limit)) is not None}
            for side, word in ((-1, "below"), (0, "at"), (1, "above")):
                if side not in sides:
                    what = f"no worked case {word} the {role.replace('_', ' ')} of {limit}"
                    yield _at(file, ("rules", name), what, f"Add one to {EXAMPLES}")


def _side(case: ExampleShape, name: str, data: RuleData, given: str, limit: Any) -> int | None:
    if case.rule != name or (data.batch and case.batch != data.batch):
        return None
    value = _measured(case, given)
    if value is None:
        return None
    wanted = limit if isinstance(limit, dt.date) else Decimal(str(limit))
    return int(value > wanted) - int(value < wanted)


def _measured(case: ExampleShape, given: str) -> Any:
    """What a worked case holds against a threshold: a day, a share, a score, or a number of cities."""
    value = case.given.get(given)
    if given == "share" and value is None and case.given.get("enterprises"):
        return Decimal(str(case.given.get("at_level_2", 0))) * 100 / Decimal(str(case.given["enterprises"]))
    if value is None:
        return None
    if given == "cities":
        return Decimal(len([part for part in re.split(r"[,，、;；]", str(value)) if part.strip()]))
    return value if isinstance(value, dt.date) else Decimal(str(value).rstrip("%"))


def _at(file: YamlFile, spot: Spot, what: str, do: str) -> Problem:
    return Problem(str(file.path), file.line_of(spot), what, do)
