"""A question that follows an earlier one, said in full by a language model, and held against what the person said."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from assistant.answering.budget import OffFormError
from assistant.answering.grounding import Said, grounded, said_by
from assistant.answering.tools import described
from assistant.documents.figures import figures_in
from assistant.documents.language import language_of
from assistant.errors import Unavailable
from assistant.rules.parameters import RuleData

if TYPE_CHECKING:
    from assistant.answering.budget import Budget
    from assistant.answering.calculate import Calculator
    from assistant.corpus_files import Prompts
    from assistant.model import Question
    from assistant.ports import ChatModel

_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "question": {"type": "string"},
        "rule": {"type": ["string", "null"]},
        "inputs": {"type": "object"},
    },
    "required": ["question"],
}


class _Reply(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]
    rule: str | None = None
    inputs: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """The question in full, and the rule it asks for with the facts that the person gave."""

    text: str
    rule: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def read_follow_up(
    question: Question,
    chat: ChatModel,
    prompts: Prompts,
    budget: Budget,
    calculator: Calculator | None,
    batch: str | None,
) -> Reading | None:
    """What a follow-up asks; None where the model says more than the person did.

    A model that cannot be reached is noted in the budget, so that it is not tried again for this answer.
    """
    book = calculator.rulebook if calculator else None
    rules = {name: info for name in book.names() if (info := book.info(name, batch))} if book else {}
    messages = prompts.follow_up.filled(
        turns="\n".join(turn.question for turn in question.earlier),
        question=question.text,
        day=question.as_of.isoformat(),
        rules=described(rules, language_of(question.text)) or "(none)",
    )
    try:
        said = "".join(piece for piece in budget.ask(chat, messages, schema=_SCHEMA) if isinstance(piece, str))
    except Unavailable as error:
        budget.given_up = error.message
        return None
    except OffFormError:
        return None
    reply = _read(said)
    if reply is None or _adds(reply.question, question, calculator):
        return None
    if calculator is None or reply.rule not in rules:
        return Reading(reply.question)
    data = calculator.rulebook.rule(reply.rule, batch)
    items = data.items.get("programmes", ()) if isinstance(data, RuleData) else ()
    places = calculator.rulebook.places
    given = grounded(reply.rule, rules[reply.rule].inputs, reply.inputs, said_by(question, places), places, items)
    return Reading(reply.question, None if given.refused else reply.rule, given.facts)


def _read(said: str) -> _Reply | None:
    found = _OBJECT.search(said.rpartition("</think>")[2])
    try:
        return _Reply.model_validate(json.loads(found[0])) if found else None
    except (ValueError, ValidationError):
        return None


def _adds(text: str, question: Question, calculator: Calculator | None) -> bool:
    """Whether the full question is in another language, or holds a figure or a place that no turn has."""
    if language_of(text) != language_of(question.text):
        return True
    turns = [question.text, *(turn.question for turn in question.earlier)]
    held = {(figure.kind, figure.value) for turn in turns for figure in figures_in(turn)}
    if any((figure.kind, figure.value) not in held for figure in figures_in(text)):
        return True
    if calculator is None:
        return False
    places = calculator.rulebook.places
    alone = Said(said_by(question, places).situations, question.as_of).places
    new = said_by(type(question)(text, question.as_of), places).places
    return not new <= alone
