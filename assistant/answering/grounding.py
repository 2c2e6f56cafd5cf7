"""Arguments that a model gives to a rule: taken only where they stand in the person's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assistant.answering.level_scores import edition_of, scores_of
from assistant.answering.situation import Situation, facts_for, read_situation
from assistant.errors import UsageError
from assistant.rules.inputs import read_inputs
from assistant.rules.places import Place
from assistant.search.tokens import fold

if TYPE_CHECKING:
    import datetime as dt

    from assistant.model import Question
    from assistant.rules.case import Input
    from assistant.rules.parameters import Item
    from assistant.rules.places import Places


@dataclass(frozen=True, slots=True)
class Grounded:
    """The arguments that the person gave, and why others were refused, by name."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said in a conversation: each turn with its places, days and figures."""

    situations: tuple[Situation, ...]
    as_of: dt.date

    @property
    def places(self) -> frozenset[Place]:
        """Every place named, also each that an ambiguous name may be."""
        return frozenset(place for one in self.situations for mention in one.places for place in mention.places)

    @property
    def days(self) -> frozenset[dt.date]:
        """Every day named, and the day that is asked for."""
        return frozenset({self.as_of, *(named.day for one in self.situations for named in one.days)})

    @property
    def numbers(self) -> frozenset[Decimal]:
        """Every number and percentage, with what a percentage leaves of the whole."""
        plain = {Decimal(figure.value) for one in self.situations for figure in one.figures
                 if figure.kind in ("number", "percent", "money") and "/" not in figure.value}  # fmt: skip
        shares = {100 - share for one in self.situations for _, share in one.percents()}
        scores = {Decimal(score) for one in self.situations for score in scores_of(one)}
        return frozenset(plain | shares | scores)

    def holds(self, words: str) -> bool:
        """Whether the words stand in a turn."""
        wanted = fold(words).strip()
        return bool(wanted) and any(wanted in fold(one.text) for one in self.situations)


def said_by(question: Question, places: Places) -> Said:
    """What the person said, the last turn first."""
    texts = [question.text, *(turn.question for turn in reversed(question.earlier))]
    return Said(tuple(read_situation(text, question.as_of, places) for text in texts), question.as_of)


def grounded(
    rule: str, inputs: Sequence[Input], raw: Mapping[str, Any], said: Said, places: Places, items: Sequence[Item] = ()
) -> Grounded:
    """The arguments that fit the rule's inputs and stand in the person's turns."""
    wanted = {one.name: one for one in inputs}
    facts: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for name, value in raw.items():
        if value is None or value in ("", [], ()):
            continue
        if name not in wanted:
            refused[name] = "the rule takes no such input"
            continue
        try:
            given = read_inputs([wanted[name]], {name: value}, places)
        except UsageError as error:
            refused[name] = error.what
            continue
        if name in given.open:
            read: Any = given.open[name]
            facts_value = value
        else:
            read = given.values.get(name)
            facts_value = read
        if read is None or not _is_said(rule, wanted[name], read, said, items):
            refused[name] = "the person did not say it"
        else:
            facts[name] = facts_value
    return Grounded(facts, refused)


def _is_said(rule: str, wanted: Input, value: Any, said: Said, items: Sequence[Item]) -> bool:
    if wanted.type in ("place", "places"):
        named = value if isinstance(value, tuple) else (value,)
        return bool(named) and all(place in said.places for place in named)
    if wanted.type == "date":
        return value in said.days
    read = {facts.get(wanted.name) for one in said.situations for facts in facts_for(rule, one, items)}
    if wanted.type in ("count", "percent", "score"):
        return Decimal(value) in said.numbers or value in read
    if wanted.type == "flag":
        return value in read
    return str(value) in {edition_of(one) for one in said.situations} or said.holds(str(value))
