"""What a model may call while it writes: the rules of the batch, and one search. Nothing in a passage can call them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from assistant.answering.grounding import Said, grounded, said_by
from assistant.documents.figures import figures_in
from assistant.errors import NotInForce, UsageError
from assistant.ports import ToolCall, ToolSpec
from assistant.rules.form import rule_schema
from assistant.rules.parameters import RuleData

if TYPE_CHECKING:
    from assistant.answering.calculate import Calculator
    from assistant.answering.evidence import Evidence
    from assistant.answering.find import Finder
    from assistant.answering.understand import Understood
    from assistant.model import Language
    from assistant.rules.rulebook import RuleInfo

SEARCH: Final = "search_policies"
MOST_FOUND = 4
MOST_WORDS = 300


@dataclass(frozen=True)
class Tools:
    """The tools of one answer. What they give is added to its evidence."""

    understood: Understood
    evidence: Evidence
    finder: Finder
    calculator: Calculator | None = None

    @cached_property
    def rules(self) -> Mapping[str, RuleInfo]:
        """The rules of the batch by name."""
        if self.calculator is None:
            return {}
        book, batch = self.calculator.rulebook, self.understood.batch.batch
        return {name: info for name in book.names() if (info := book.info(name, batch))}

    @cached_property
    def specs(self) -> tuple[ToolSpec, ...]:
        """How the model sees them."""
        language = self.understood.language
        rules = [
            ToolSpec(name, info.purpose[language], rule_schema(info, language)) for name, info in self.rules.items()
        ]
        text = {"query": {"type": "string", "description": "words to look for"}}
        found = {"type": "object", "properties": text, "required": ["query"], "additionalProperties": False}
        return (*rules, ToolSpec(SEARCH, "Finds further passages of the policy texts.", found))

    def run(self, call: ToolCall) -> str:
        """What the model is told: passages or a finding, or why there is none."""
        if call.arguments is None:
            return "Refused: the arguments are not a JSON object."
        if call.name == SEARCH:
            return self._search(call.arguments)
        if call.name not in self.rules:
            return f"Refused: there is no tool {call.name[:40]}."
        return self._rule(call.name, call.arguments)

    @cached_property
    def _said(self) -> Said | None:
        return said_by(self.understood.question, self.calculator.rulebook.places) if self.calculator else None

    def _rule(self, name: str, arguments: Mapping[str, Any]) -> str:
        if self.calculator is None or self._said is None:
            return "Refused: there are no rules."
        book, language = self.calculator.rulebook, self.understood.language
        batch, day = self.understood.batch.batch, self.understood.question.as_of
        data = book.rule(name, batch)
        items = data.items.get("programmes", ()) if isinstance(data, RuleData) else ()
        given = grounded(name, self.rules[name].inputs, arguments, self._said, book.places, items)
        if given.refused:
            return "Refused: " + "; ".join(f"{one}: {why}" for one, why in given.refused.items())
        try:
            result = self.calculator.run(name, given.facts, day, batch, language)
        except (NotInForce, UsageError) as error:
            return f"Refused: {error.message}"
        if result is None or result.clarification:
            return f"Not computed: {result.clarification.question if result and result.clarification else 'no rule'}"
        names = self.evidence.admit(self.calculator.told([result], language, ()))
        return self.evidence.shown_findings(names)

    def _search(self, arguments: Mapping[str, Any]) -> str:
        text = arguments.get("query")
        if not isinstance(text, str) or not text.strip() or len(text) > MOST_WORDS:
            return "Refused: query has to be a text of a few words."
        if strange := _not_said(text, self.understood):
            return f"Refused: the person did not say {strange}."
        if not self.understood.asked:
            return "Nothing found."
        query = replace(self.understood.asked[0].query, text=" ".join(text.split()), widened=())
        kept = self.finder.retrieve(query).kept[:MOST_FOUND]
        names = self.evidence.offer(hit.passage for hit in kept)
        return self.evidence.shown_passages(names) or "Nothing found."


def _not_said(text: str, understood: Understood) -> str | None:
    """The first figure of a search that stands in no turn of the person."""
    turns = [understood.question.text, *(turn.question for turn in understood.question.earlier)]
    held = {(figure.kind, figure.value) for turn in turns for figure in figures_in(turn)}
    strange = next((one for one in figures_in(text) if (one.kind, one.value) not in held), None)
    return text[strange.start : strange.end] if strange else None


def described(rules: Mapping[str, RuleInfo], language: Language) -> str:
    """The rules in lines, for a prompt."""
    return "\n".join(
        f"{name}({json.dumps(rule_schema(info, language)['properties'], ensure_ascii=False)}): {info.purpose[language]}"
        for name, info in rules.items()
    )
