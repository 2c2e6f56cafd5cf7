"""Rule forms: one for each rule of a batch, made from the rule's own schema; filled in, it is computed and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.kept import Person
from assistant.model import Answer, Language
from assistant.rules.form import rule_schema
from assistant.serve.web.tabs.talk import no_day
from assistant.serve.wording import error_words

if TYPE_CHECKING:
    from assistant.rules.rulebook import RuleInfo
    from assistant.serve.desk import Desk
    from assistant.serve.web.tabs.deeds import Deed
    from assistant.wiring import Assistant

AS_OF = "as_of"
"""The field beside those of the rule."""


@dataclass(frozen=True, slots=True)
class Filling:
    """The form on the page: rule, batch, what was filled in, and what came of it."""

    rule: str | None = None
    batch: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    answer: Answer | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class RuleForms:
    """What happens on the page of rule forms."""

    assistant: Assistant
    desk: Desk

    def rules(self, batch: str | None) -> tuple[RuleInfo, ...]:
        """The rules of a batch, or of the default one."""
        return self.assistant.rules(batch)

    def schema(self, filling: Filling, language: Language) -> dict[str, Any] | None:
        """The form's fields; None when no rule is chosen, or the batch has none of that name."""
        info = next((one for one in self.rules(filling.batch) if one.name == filling.rule), None)
        return rule_schema(info, language) if info else None

    def choose(self, filling: Filling, deed: Deed) -> Filling:
        """Another rule, or the rules of another batch; what fits stays filled in."""
        if deed.verb == "batch":
            return Filling(filling.rule, deed["value"] or None, filling.given)
        return Filling(deed["rule"], filling.batch)

    def compute(self, person: Person, filling: Filling, deed: Deed, language: Language) -> Filling:
        """The form with its result, which is kept like any answer; or with what is wrong with the fields."""
        schema = self.schema(filling, language)
        if schema is None or filling.rule is None:
            return filling
        names = schema["properties"]
        filled = replace(filling, given={**{n: deed[n] for n in names if deed[n]}, AS_OF: deed[AS_OF]})
        given = {name: filled.given[name] for name in names if name in filled.given}
        try:
            day = dt.date.fromisoformat(deed[AS_OF]) if deed[AS_OF] else self.desk.today()
            batch, rule = filling.batch, filling.rule
            answer = self.desk.rule(
                person, lambda: self.assistant.rule(rule, given, as_of=day, batch=batch, language=language)
            )
        except ValueError:
            return replace(filled, answer=None, problem=error_words(no_day(deed[AS_OF]), language))
        except AssistantError as error:
            wrong = names.get(str(error.facts.get("input")), {})
            return replace(filled, answer=None, problem=error_words(error, language, input=wrong.get("title", "")))
        return replace(filled, answer=answer, problem=None)

    def complete(self, person: Person, filling: Filling, deed: Deed, language: Language) -> Filling:
        """The form computed again with the fact that the rule asked for."""
        asked = filling.answer.clarification if filling.answer else None
        if asked is None:
            return filling
        values = {**filling.given, asked.needs: deed["text"]}
        return self.compute(person, filling, replace(deed, values=values), language)
