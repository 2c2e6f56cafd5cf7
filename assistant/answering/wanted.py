"""Which rules a conversation wants, and the facts for them: chosen, carried on from turn to turn, or asked back for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from assistant.answering.batches import named_batches, without_batches
from assistant.answering.changed_cities import Change, change_in, changed
from assistant.answering.choose_rule import choose, own_case
from assistant.answering.follow_up import (
    CHANGES,
    CORRECTS,
    FOLLOWS,
    SAYS_WHAT,
    as_cities,
    asks_nothing,
    carried_over,
    counted_again,
    leans_back,
    named_again,
    near_day,
    number_of_choice,
    value_alone,
    words_beside_facts,
)
from assistant.answering.offered_rules import OfferedRules
from assistant.answering.parts import parts_of
from assistant.answering.programmes import money_of_it
from assistant.answering.situation import Facts, Situation, read_situation
from assistant.answering.words import content_terms
from assistant.documents.language import language_of
from assistant.errors import NotInForce, UsageError
from assistant.model import Outcome
from assistant.rules.places import Place
from assistant.rules.rulebook import KINDS, Rulebook, RuleResult

if TYPE_CHECKING:
    import datetime as dt

    from assistant.answering.known_asks import KnownAsks
    from assistant.model import Language, Question, Scheme
    from assistant.ports import Segmenter
    from assistant.rules.case import Input

TURNS_BACK = 4
WORDS_KNOWN = 0.4
"""The share of a question's words that asks must hold for a rule to be chosen by them."""
SURE_OF_ANOTHER = 0.6
"""The least chance of another rule at which a turn that only gives facts is taken for asking that one instead."""
SEVERAL = 2
SAID_APART = frozenset({"double_funding"})
"""Rules whose facts often stand in another sentence than the question: "This is a new project."."""
SURE_TO_ASK_BACK = 0.5
"""The least chance of a rule for a missing fact to be asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule that is asked for, with its facts, once for each thing asked about.

    `asks_back` says that a fact which is missing is asked for; else the texts answer.
    """

    rule: str
    facts: tuple[Facts, ...]
    asks_back: bool = False


@dataclass(frozen=True)
class Wants:
    """Reads what a conversation wants of the rules."""

    rulebook: Rulebook
    segmenter: Segmenter
    schemes: Sequence[Scheme]
    known: KnownAsks

    @cached_property
    def offered(self) -> OfferedRules:
        """The rules that can be asked for."""
        return OfferedRules(self.rulebook)

    def of(self, question: Question, text: str, batch: str | None) -> tuple[Wanted, ...]:
        """The rules of this question, one for each thing asked, with facts carried over from earlier turns."""
        known: tuple[Wanted, ...] = ()
        turns = question.earlier[-TURNS_BACK:]
        for turn in turns:
            known = (
                self.after_turn(turn.question, known, question.as_of, batch, turn.outcome is Outcome.CLARIFICATION)
                or known
            )
        asked_back = bool(turns) and turns[-1].outcome is Outcome.CLARIFICATION
        return self.after_turn(question.text if known else text, known, question.as_of, batch, asked_back)

    def after_turn(
        self, text: str, before: tuple[Wanted, ...], day: dt.date, batch: str | None, asked_back: bool
    ) -> tuple[Wanted, ...]:
        """What is wanted after a turn, given what was wanted before it."""
        text = named_again(text, before[-1].facts[0]) if before else text
        whole = read_situation(text, day, self.rulebook.places)
        if before and self.continues(before[-1], whole, batch, asked_back):
            return (self.renewed(before[-1], whole, day, batch, asked_back),)
        found: dict[str, Wanted] = {}
        for part in parts_of(text, self.segmenter):
            situation = read_situation(part.text, day, self.rulebook.places)
            context = situation if situation.places or situation.days or situation.figures else whole
            rule, chance = self.chosen(situation, context, batch)
            if part.bare:
                bare = read_situation(part.bare, day, self.rulebook.places)
                rule, chance = max((rule, chance), self.chosen(bare, context, batch), key=lambda one: one[1])
            if rule:
                facts = self.offered.facts(rule, whole if rule in SAID_APART else context, batch)
                concrete = own_case(text) or any(facts)
                found.setdefault(rule, Wanted(rule, facts, concrete and chance >= SURE_TO_ASK_BACK))
        return tuple(self.completed(wanted, before) for wanted in found.values())

    def chosen(self, situation: Situation, context: Situation, batch: str | None) -> tuple[str | None, float]:
        """The rule of the batch that a question asks for, None when it asks for none, and its chance."""
        near = self.known.near(situation.text, [batch] if batch else ())
        if near.known < WORDS_KNOWN:
            return None, 0.0
        return choose(near, self.offered.offers(near, context, batch), situation)

    def continues(self, before: Wanted, situation: Situation, batch: str | None, asked_back: bool) -> bool:
        """Whether a turn leaves the rule as it was: it only gives facts, or only names another batch."""
        if self.only_names_a_batch(situation.text) or self.change(before, situation):
            return True
        if self.names_cities_of_it(before, situation):
            return True
        leads = any(pattern.search(situation.text) for pattern in (FOLLOWS, CHANGES, CORRECTS))
        gives = leads and any(self.offered.facts(before.rule, situation, batch))
        if not leans_back(situation, self.segmenter, asked_back, gives_facts=gives):
            return False
        if asked_back or words_beside_facts(situation, self.segmenter) < SAYS_WHAT:
            return True
        if gives and CORRECTS.search(situation.text):
            return True
        rule, chance = self.chosen(situation, situation, batch)
        return rule in (None, before.rule) or (chance < SURE_OF_ANOTHER and asks_nothing(situation.text))

    def change(self, before: Wanted, situation: Situation) -> Change | None:
        """What a turn does to cities that are to be recommended; None where there are none, or it leaves them."""
        cities = before.facts[0].get("cities", ())
        return change_in(situation, cities) if before.rule == "recommendation_quota" and cities else None

    def names_cities_of_it(self, before: Wanted, situation: Situation) -> bool:
        """Whether a turn names several cities of the province that may recommend, and little else."""
        province = before.facts[0].get("province") if before.rule == "recommendation_quota" else None
        cities = [mention.places for mention in situation.places if not mention.container]
        if not isinstance(province, Place) or len(cities) < SEVERAL:
            return False
        few = words_beside_facts(situation, self.segmenter) <= SAYS_WHAT
        return few and all(any(place.lies_in(province) for place in meanings) for meanings in cities)

    def only_names_a_batch(self, text: str) -> bool:
        """Whether a turn says nothing but which batch is meant."""
        for scheme in self.schemes:
            if named_batches(text, scheme):
                bare = without_batches(text, scheme)
                return bare == text or not content_terms(FOLLOWS.sub("", bare.strip()), self.segmenter)
        return False

    def renewed(
        self, wanted: Wanted, situation: Situation, day: dt.date, batch: str | None, asked_back: bool
    ) -> Wanted:
        """The rule of the turn before, with what this turn says instead: "And Guizhou?", or what was asked back."""
        inputs: Sequence[Input] = KINDS[wanted.rule].INPUTS if wanted.rule in KINDS else ()
        known = wanted.facts[0]
        if self.only_names_a_batch(situation.text):
            return wanted
        if asked_back and (picked := self.picked(wanted, situation, day, batch)):
            return replace(wanted, facts=({**known, **picked},), asks_back=True)
        if change := self.change(wanted, situation):
            return replace(wanted, facts=({**known, "cities": changed(known["cities"], change)},), asks_back=True)
        new = self.offered.facts(wanted.rule, near_day(situation, known), batch)
        new = counted_again(wanted.rule, situation, known, new)
        if wanted.rule == "double_funding" and "programme" not in new[0]:
            new = ({**new[0], **money_of_it(situation, known, self.offered.programmes(wanted.rule, batch))},)
        if "cities" in known:
            new = (as_cities(new),)
        if not any(new):
            new = (value_alone(situation.text, inputs, known, asked_back=asked_back),)
        carried = {name: value for name, value in known.items() if not _replaced(name, new[0])}
        return replace(wanted, facts=tuple({**carried, **facts} for facts in new), asks_back=True)

    def picked(self, wanted: Wanted, situation: Situation, day: dt.date, batch: str | None) -> Facts:
        """The choice that a turn names by its number, or by what the place lies in; empty when it names none."""
        try:
            language = language_of(situation.text)
            result = run_rule(self.rulebook, wanted.rule, wanted.facts[0], day, batch, language)
        except (NotInForce, UsageError):
            return {}
        if result is None or result.clarification is None:
            return {}
        need, choices = result.clarification.needs, result.clarification.choices
        kind = next(one for one in KINDS[wanted.rule].INPUTS if one.name == need)
        name = wanted.facts[0].get(need)
        if isinstance(name, str):
            held = self.rulebook.places.find(name, kind.kinds).places
            named = [place for mention in situation.places for place in mention.places]
            inside = [place for place in held if any(place.lies_in(whole) for whole in named)]
            if len(inside) == 1:
                return {need: inside[0]}
        number = number_of_choice(situation)
        if number is None or str(number) in choices or kind.type in ("count", "percent", "score"):
            return {}
        return {need: choices[number - 1]} if 1 <= number <= len(choices) else {}

    def completed(self, wanted: Wanted, before: tuple[Wanted, ...]) -> Wanted:
        """A rule without its facts, with those that an earlier turn gave; what this turn says wins."""
        if any(wanted.facts) or not before or wanted.rule not in KINDS:
            return wanted
        names = {one.name for one in KINDS[wanted.rule].INPUTS}
        facts = carried_over(before[-1].facts[0], names)
        return replace(wanted, facts=(facts,), asks_back=wanted.asks_back or bool(facts))


def run_rule(
    rulebook: Rulebook, rule: str, facts: Facts, day: dt.date, batch: str | None, language: Language
) -> RuleResult | None:
    """One rule on one set of facts; None where the batch has no such rule. Raises UsageError and NotInForce."""
    if rule.startswith("#"):
        return rulebook.not_calculable(rule[1:], day=day, batch=batch, language=language)
    if rulebook.rule(rule, batch) is None:
        return None
    return rulebook.run(rule, facts, day=day, batch=batch, language=language)


INSTEAD: Final[Mapping[str, frozenset[str]]] = {
    "province": frozenset({"cities"}),
    "cities": frozenset({"province"}),
    "enterprise_share": frozenset({"enterprise_amount"}),
    "enterprise_amount": frozenset({"enterprise_share"}),
    "share": frozenset({"enterprises", "at_level_2"}),
    "enterprises": frozenset({"share"}),
    "at_level_2": frozenset({"share"}),
}
"""Inputs that say the same in another way, by the input whose place they take."""


def _replaced(name: str, new: Facts) -> bool:
    """Whether new facts stand in the place of a carried one: itself, or one that says the same in another way."""
    return name in new or bool(INSTEAD.get(name, frozenset()) & set(new))
