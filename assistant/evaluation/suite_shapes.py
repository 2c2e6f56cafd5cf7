"""What may stand in a suite file: the door between YAML, CSV or XLSX and the cases."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from assistant.corpus_files.shapes import BothLanguages, Shape, Text, Texts
from assistant.model import Outcome

OUTCOMES = [outcome.value for outcome in Outcome]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Outcomes = Annotated[
    list[Annotated[Outcome, Field(strict=False)]],
    Field(min_length=1),
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"enum": OUTCOMES}, {"type": "array", "items": {"enum": OUTCOMES}, "minItems": 1}]}),
]


class ClauseShape(Shape):
    """A clause that may be cited."""

    document: Text = Field(description="the file's name, such as notice.md")
    clause: Text = Field(description='the path of the clause, such as "IV > (2)"')
    policy: Text | None = Field(
        None, description="the policy's id or the end of it, where the file's name is not enough"
    )


class RuleExpectShape(Shape):
    """What a rule must have said; only the keys that are written are looked at."""

    name: Text | None = None
    inputs: dict[str, Any] = Field({}, description="by name; a place by its code or English name")
    verdict: Literal["yes", "no", "undetermined", "info"] | None = None
    value: Any = None
    unit: Text | None = None


class ExpectShape(Shape):
    """What a right answer must hold."""

    outcome: Outcomes
    figures: list[Text] = Field([], description="figures and dates that must appear, however they are written")
    facts: list[Texts] = Field([], description="key facts; of each list any one wording must appear")
    clauses: list[Annotated[list[ClauseShape], Field(min_length=1)]] = Field(
        [], description="clauses that must be cited; of each list any one"
    )
    rule: RuleExpectShape | None = None
    absent: list[Text] = Field([], alias="not", description="what must not be said")
    notices: list[Text] = Field([], description="codes of notices that must be given")
    needs: Text | None = Field(None, description="the fact that must be asked back for")


class CaseShape(Shape):
    """One question."""

    id: Text
    group: Text | None = Field(None, description="one name for all wordings and translations of a question")
    held: bool = Field(False, description="kept apart: reports show only totals of these")
    tags: list[Text] = Field(default_factory=list)
    question: Text
    as_of: dt.date | None = None
    batch: Text | None = None
    written: dt.date | None = None
    corpus: Text | None = None
    turns: list[Text] = Field([], description="asked before, in one conversation")
    expect: ExpectShape


class DefaultsShape(Shape):
    """What holds for every case that does not say otherwise."""

    as_of: dt.date | None = None
    batch: Text | None = None


class SuiteShape(Shape):
    """A suite file."""

    suite: Text
    title: BothLanguages
    scheme: Text | None = None
    written: dt.date | None = None
    corpus: Text | None = Field(None, description="the start of the hash of the corpus the cases were written for")
    defaults: DefaultsShape = DefaultsShape()
    cases: Annotated[list[CaseShape], Field(min_length=1)]
