"""A rule asked for by name, not in a person's words: its finding in the shape of every answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.answering.batches import choose_batch
from assistant.answering.ending import NO_DRAFT, Ending, source_notices
from assistant.answering.quotes import Draft
from assistant.answering.reply import reply
from assistant.answering.understand import Understood
from assistant.answering.verify import verify
from assistant.model import Answer, Language, Outcome, Question, as_json

if TYPE_CHECKING:
    import datetime as dt

    from assistant.answering.calculate import Calculator
    from assistant.corpus_files import Corpus, Replies


@dataclass(frozen=True, slots=True)
class RuleCall:
    """The rule by its name, what it is given, and for which day, batch and language."""

    rule: str
    given: Mapping[str, Any]
    as_of: dt.date
    batch: str | None = None
    language: Language = "en"


def rule_answer(call: RuleCall, calculator: Calculator, corpus: Corpus, replies: Replies, generation: str) -> Answer:
    """The answer, with `question` null and one finding. Raises UsageError and NotInForce."""
    asked = Question(f"{call.rule} {json.dumps(as_json(call.given), sort_keys=True)}", call.as_of, batch=call.batch)
    batch = choose_batch(replace(asked, text=""), "", corpus.schemes)
    scheme = next((known for known in corpus.schemes if known.id == batch.scheme), None)
    understood = Understood(
        asked, call.language, "question", asked.text, batch=batch, scheme=scheme, about_applying=True
    )
    result = calculator.rulebook.run(call.rule, call.given, day=call.as_of, batch=batch.batch, language=call.language)
    told = calculator.told([result], call.language, ())
    if result.clarification:
        end = Ending(Outcome.CLARIFICATION, NO_DRAFT, clarification=result.clarification)
        findings = tuple(replace(finding, citations=()) for finding in told.findings)
        return replace(reply(end, understood, replies, generation, {}), question=None, findings=findings)
    verified = verify(Draft(told.sentences, told.citations, told.findings), calculator.catalog.text)
    notices = tuple(source_notices(understood, verified.draft.citations, calculator.catalog))
    end = Ending(Outcome.NOT_SUPPORTED) if verified.failures else Ending(Outcome.ANSWERED, verified.draft, notices)
    return replace(reply(end, understood, replies, generation, {}), question=None)
