"""The suite "mutation": the same question before and after the corpus is changed in a copy of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from assistant.corpus_files.reading import read_shape
from assistant.corpus_files.shapes import BothLanguages, Shape, Text
from assistant.evaluation.cases import Case, Suite
from assistant.evaluation.suite_shapes import ExpectShape
from assistant.evaluation.suites import expected_from

NAME: Final = "mutation"
TITLES: Final = {"en": "After the corpus is changed", "zh": "语料改动之后"}


class ChangeShape(Shape):
    """Words of a file of the corpus that are replaced, wherever they stand in it."""

    file: Text
    find: Annotated[str, Field(min_length=1)]
    put: str


class AskShape(Shape):
    """A question with what is right before the change and after it."""

    question: Text
    as_of: dt.date
    batch: Text | None = None
    before: ExpectShape
    after: ExpectShape


class MutationShape(Shape):
    """A change to the corpus, and the questions asked before and after it."""

    id: Text
    title: BothLanguages
    changes: list[ChangeShape] = Field(default_factory=list)
    add: dict[str, str] = Field(default_factory=dict, description="files of the corpus with their text")
    asks: Annotated[list[AskShape], Field(min_length=1)]


class MutationsShape(Shape):
    """mutations.yaml."""

    mutations: Annotated[list[MutationShape], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a file beneath corpus/ and what takes their place."""

    file: str
    find: str
    put: str


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change to the corpus: words that are replaced, and files with their text that are added."""

    id: str
    changes: tuple[Change, ...] = ()
    added: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mutations:
    """The suite, and for each case that is asked after a change, that change."""

    suite: Suite
    after: dict[str, Mutation] = field(default_factory=dict)


def load_mutations(file: Path) -> Mutations:
    """The changes of the file. Raises CorpusError with its line."""
    shape, lines = read_shape(file, MutationsShape)
    cases: list[Case] = []
    after: dict[str, Mutation] = {}
    for number, one in enumerate(shape.mutations):
        where = f"{file}:{lines.line_of(('mutations', number))}"
        changes = tuple(Change(change.file, change.find, change.put) for change in one.changes)
        mutation = Mutation(one.id, changes, tuple(one.add.items()))
        for name, case in _cases(one, where):
            cases.append(case)
            if name == "after":
                after[case.id] = mutation
    return Mutations(Suite(NAME, TITLES, tuple(cases)), after)


def _cases(mutation: MutationShape, where: str) -> Iterator[tuple[str, Case]]:
    for turn, ask in enumerate(mutation.asks, start=1):
        for name, expect in (("before", ask.before), ("after", ask.after)):
            yield (
                name,
                Case(
                    id=f"mutation-{mutation.id}-{turn}-{name}",
                    suite=NAME,
                    question=ask.question,
                    as_of=ask.as_of,
                    batch=ask.batch,
                    expect=expected_from(expect),
                    tags=(name,),
                    where=where,
                    made=True,
                ),
            )
