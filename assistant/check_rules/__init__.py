"""What an officer runs on the rules before publishing; every fault with its file and line.

Quotes are held against the documents (quotes.py) and values against their quotes (figures.py), worked cases against
what the rules say (examples.py), and each threshold needs a case just below it, at it and just above it
(thresholds.py). Templates hold no digit and every rule has examples of how it is asked for (wording.py). Days and
places are checked by the loader of corpus_files/.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.check_rules.examples import EXAMPLES, example_faults
from assistant.check_rules.figures import figure_faults
from assistant.check_rules.quotes import quote_faults
from assistant.check_rules.thresholds import threshold_faults
from assistant.check_rules.wording import ask_faults, template_faults
from assistant.corpus_files.calendar import CALENDAR
from assistant.corpus_files.load import load_corpus
from assistant.corpus_files.problems import Problem
from assistant.corpus_files.reading import Checked, check_shape
from assistant.corpus_files.rule_shapes import CalendarShape, ExamplesShape, RulesShape, RuleWordsShape
from assistant.corpus_files.rule_words import WORDS
from assistant.corpus_files.rules import RULES, load_rulebook
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from assistant.ports import DocumentReader

__all__ = ["check_rules"]


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
    shaped: list[tuple[Problem, ...]] = [calendar.problems, words.problems]
    shaped += [sheet.problems for sheet in sheets]
    shaped += [worked.problems for worked in examples]
    of_shape = [problem for problems in shaped for problem in problems]
    yield from of_shape
    for sheet in sheets:
        if sheet.value:
            yield from quote_faults(sheet.value, sheet.file, readers)
            yield from figure_faults(sheet.value, sheet.file)
    if words.value:
        yield from template_faults(words.value, words.file)
    if not of_shape:
        yield from _of_rulebook(home, sheets, examples)


def _of_rulebook(
    home: Path, sheets: Sequence[Checked[RulesShape]], examples: Sequence[Checked[ExamplesShape]]
) -> Iterator[Problem]:
    """What only shows when the rules are loaded; the first fault of loading stops it."""
    try:
        rulebook = load_rulebook(home, load_corpus(home))
    except CorpusError as error:
        file, _, line = error.where.rpartition(":")
        yield Problem(file or error.where, int(line) if line.isdigit() else 0, error.what, error.do)
        return
    for sheet in sheets:
        if sheet.value:
            yield from ask_faults(sheet.value, sheet.file, rulebook)
    for worked in examples:
        if worked.value:
            yield from example_faults(worked.value, worked.file, rulebook)
    cases = [case for worked in examples if worked.value for case in worked.value.examples]
    of_policy = {sheet.file.path.parent.relative_to(home / "corpus").as_posix(): sheet for sheet in sheets}
    yield from threshold_faults(cases, of_policy, rulebook)
