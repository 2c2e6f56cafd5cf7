"""The rules that a batch has, as a question may ask for them: with its facts, and the words that each rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.answering.asked_places import HOW_MANY
from assistant.answering.choose_rule import OF_DAYS, Offer, gives_fact
from assistant.answering.situation import Facts, Situation, facts_for
from assistant.rules.parameters import RuleData
from assistant.rules.rulebook import KINDS, Rulebook

if TYPE_CHECKING:
    from assistant.answering.known_asks import Near, Target
    from assistant.rules.parameters import Item


RECOMMENDS: Final = re.compile(r"\brecommend|\bnominat|推荐|提名", re.IGNORECASE)


@dataclass(frozen=True)
class OfferedRules:
    """The rules of a rulebook, by batch."""

    rulebook: Rulebook

    def offers(self, near: Near, context: Situation, batch: str | None) -> list[Offer]:
        """The rules that asks lead to and the batch has; `context` gives the facts, beside the thing asked too."""
        names = [name for name in near.rules if self.has(name, batch)]
        if "eligibility" in names and asks_of_one_city(context):
            names = [name for name in names if name != "recommendation_quota"]
        given = {name for name in names if gives_fact(name, self.facts(name, context, batch)[0], context.text)}
        telling = given - OF_DAYS
        return [
            Offer(name, name in given, bool(telling) and name not in given, self.rests_on(name, batch))
            for name in names
        ]

    def rests_on(self, rule: str, batch: str | None) -> Callable[[Target], bool]:
        """Whether known words are ones that a rule reads its values from."""
        data = None if rule.startswith("#") else self.rulebook.rule(rule, batch)
        quotes = [(quote.policy, quote.document, quote.quote) for quote in data.all_quotes] if data else []

        def rests(target: Target) -> bool:
            policy, known = target.policy, target.known
            if policy is None or known is None:
                return False
            return any(
                (policy.id, answer.document) == (of, document) and (answer.quote in words or words in answer.quote)
                for answer in known.answers
                for of, document, words in quotes
            )

        return rests

    def has(self, rule: str, batch: str | None) -> bool:
        """Whether the batch has the rule, or says why it cannot be computed."""
        if rule.startswith("#"):
            entries = [entry for sheet in self.rulebook.sheets for entry in sheet.not_calculable]
            return any(entry.name == rule[1:] and entry.batch in (batch, None) for entry in entries)
        return bool(rule) and self.rulebook.rule(rule, batch) is not None

    def facts(self, rule: str, situation: Situation, batch: str | None) -> tuple[Facts, ...]:
        """The facts of a situation for a rule as the batch has it."""
        if rule not in KINDS:
            return ({},)
        found = facts_for(rule, situation, self.programmes(rule, batch))
        return tuple(facts for place, facts in enumerate(found) if facts not in found[:place])

    def programmes(self, rule: str, batch: str | None) -> Sequence[Item]:
        """The other funds and pilots that the batch's rule knows; none for most rules."""
        data = self.rulebook.rule(rule, batch)
        return data.items.get("programmes", ()) if isinstance(data, RuleData) else ()


def asks_of_one_city(situation: Situation) -> bool:
    """Whether one place below a province is named alone, and neither its being recommended nor a number is asked for:
    may it apply, not how many may.
    """
    named = [one for one in situation.places if not one.container and any(place.code for place in one.places)]
    alone = len(named) == 1 and not {place.level for place in named[0].places} & {"province", "corps"}
    return alone and not HOW_MANY.search(situation.text) and not RECOMMENDS.search(situation.text)
