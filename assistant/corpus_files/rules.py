"""The rules of a corpus: every rules.yaml with the places, the calendar and the words it is used with.

Raises CorpusError with file and line at the first fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.corpus_files.calendar import CALENDAR, load_calendar
from assistant.corpus_files.load import Corpus
from assistant.corpus_files.places import PLACES, load_places
from assistant.corpus_files.reading import read_shape
from assistant.corpus_files.rule_shapes import RulesShape
from assistant.corpus_files.rule_uses import RuleReader, Shared
from assistant.corpus_files.rule_values import ValueReader
from assistant.corpus_files.rule_words import WORDS, load_rule_words
from assistant.model import Policy
from assistant.rules.parameters import RuleSheet
from assistant.rules.places import Places
from assistant.rules.rulebook import Rulebook

RULES = "rules.yaml"
"""Beside policy.yaml."""


def load_rulebook(home: Path, corpus: Corpus) -> Rulebook:
    """All rules of the corpus with places, calendar and words."""
    folder = home / "corpus"
    places = load_places(folder / PLACES)
    return Rulebook(
        load_sheets(corpus.policies, places),
        places,
        load_calendar(folder / CALENDAR),
        load_rule_words(home / WORDS),
        {batch.id: batch.titles for scheme in corpus.schemes for batch in scheme.batches},
        {batch.id: batch.announced for scheme in corpus.schemes for batch in scheme.batches if batch.announced},
    )


def load_sheets(policies: Iterable[Policy], places: Places) -> tuple[RuleSheet, ...]:
    """The rules.yaml of every policy that has one; rules may use parameters and lists of one another's."""
    held = [policy for policy in policies if (Path(policy.folder) / RULES).exists()]
    read = [(policy, *read_shape(Path(policy.folder) / RULES, RulesShape)) for policy in held]
    own = [ValueReader(policy, shape, file, places).sheet() for policy, shape, file in read]
    shared = Shared(
        {parameter.id: parameter for sheet in own for parameter in sheet.parameters.values()},
        {found.id: found for sheet in own for found in sheet.lists.values()},
        {f"{sheet.policy}#{name}": items for sheet in own for name, items in sheet.items.items()},
        {f"{policy.id}#{name}": rule.asks for policy, shape, _ in read for name, rule in shape.rules.items()},
    )
    return tuple(
        RuleReader(policy, shape, file, sheet, shared).sheet()
        for (policy, shape, file), sheet in zip(read, own, strict=True)
    )
