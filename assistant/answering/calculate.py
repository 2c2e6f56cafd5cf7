"""What the rules say of a question: choose the rule, gather its facts, run it, cite what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.answering.batches import named_batches, without_batches
from assistant.answering.choose_rule import (
    TEXT,
    Asks,
    Choice,
    choose,
    evidence,
    gives_facts,
    masked_by,
    own_case,
    prepare,
)
from assistant.answering.cite_rules import Sources
from assistant.answering.follow_up import (
    FOLLOWS,
    SAYS_WHAT,
    as_cities,
    leans_back,
    number_of_choice,
    value_alone,
    without_facts,
    words_beside_facts,
)
from assistant.answering.parts import parts_of
from assistant.answering.situation import Facts, Situation, facts_for, read_situation
from assistant.answering.words import content_terms
from assistant.documents.language import language_of, language_spoken
from assistant.errors import NotInForce, UsageError
from assistant.model import AnswerSentence, Outcome
from assistant.ports import Calculated
from assistant.rules.case import line
from assistant.rules.parameters import RuleData
from assistant.rules.rulebook import KINDS, Rulebook, RuleResult

if TYPE_CHECKING:
    import datetime as dt

    from assistant.answering.known_asks import KnownAsks
    from assistant.model import Citation, Finding, Language, Question, Scheme
    from assistant.ports import Catalog, Embedder, Segmenter
    from assistant.rules.case import Input

MOST_FINDINGS = 6
TURNS_BACK = 4
TEXT_AHEAD, TEXT_AHEAD_OF_FACTS = 0.1, 0.4
"""How much nearer than to a rule a question must come to known words of the texts to be left to them: without a fact
that the rule takes, and with one."""
RULE_SURE, RULE_AHEAD = 0.3, 0.1
"""What a rule must score by the known asks alone, and how far it must be ahead of known words of the texts."""
RULE_LEAST, CHOICE_SURE, WORDS_KNOWN = 0.2, 0.8, 0.4
"""What it must score beside a choice by examples, unless that is sure; the share of the words that asks hold at all."""
NEEDS_NO_FACT = frozenset({"submission_deadline", "materials"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule that is asked for, with its facts, once for each thing asked about.

    `own` when it is the person's own case.
    """

    rule: str
    facts: tuple[Facts, ...]
    own: bool = False


@dataclass(frozen=True)
class Calculator:
    """The rules of a corpus, as the pipeline asks them."""

    rulebook: Rulebook
    embedder: Embedder
    segmenter: Segmenter
    catalog: Catalog
    schemes: Sequence[Scheme] = ()
    known: KnownAsks | None = None
    _asks: dict[Language, Asks] = field(default_factory=dict, repr=False, compare=False)

    def asks(self, language: Language) -> Asks:
        """How the rules are asked for in a language, made ready at the first question in it."""
        if language not in self._asks:
            asks = {**self.rulebook.examples(), TEXT: self.rulebook.text_examples()}
            self._asks[language] = prepare(asks, language, self.segmenter, self.rulebook.places)
        return self._asks[language]

    def calculate(self, question: Question, text: str, batch: str | None) -> Calculated:
        """What the rules say. Empty when none fits, and the texts answer.

        Facts are carried from turn to turn one by one; `text` stands in for a turn that leans on one that no rule
        answered.
        """
        if not self.rulebook.sheets:
            return Calculated()
        language = language_spoken((*(turn.question for turn in question.earlier), question.text))
        results: list[RuleResult] = []
        notices: list[tuple[str, Mapping[str, str]]] = []
        for wanted in self.wanted(question, text, batch):
            for facts in wanted.facts:
                try:
                    result = self.run(wanted.rule, facts, question.as_of, batch, language)
                except (NotInForce, UsageError) as error:
                    notices.append(("rule_not_run", {"what": error.message}))
                    continue
                if result and result.clarification and not (wanted.own or any(wanted.facts)):
                    continue
                if result and result.clarification:
                    return Calculated(clarification=result.clarification)
                if result:
                    results.append(self.with_readings(result, facts, question, language))
        return self.told(results[:MOST_FINDINGS], language, notices)

    def with_readings(self, result: RuleResult, facts: Facts, question: Question, language: Language) -> RuleResult:
        """The result, saying how a day without its year, or a misspelt name, was read that it rests on."""
        situation = read_situation(question.text, question.as_of, self.rulebook.places)
        values = [part for value in facts.values() for part in (value if isinstance(value, tuple) else (value,))]
        lines = [line("day_read", day=named.day) for named in situation.days if named.assumed and named.day in values]
        lines += [
            line("name_read", written=mention.written, place=mention.places[0])
            for mention in situation.places
            if mention.written and len(mention.places) == 1 and mention.places[0] in values
        ]
        told = tuple(self.rulebook.say(one, language) for one in lines)
        finding = replace(result.finding, explanation=(*result.finding.explanation, *told))
        return replace(result, finding=finding)

    def run(self, rule: str, facts: Facts, day: dt.date, batch: str | None, language: Language) -> RuleResult | None:
        """One rule on one set of facts; None where the batch has no such rule. Raises UsageError and NotInForce."""
        if rule.startswith("#"):
            return self.rulebook.not_calculable(rule[1:], day=day, batch=batch, language=language)
        if self.rulebook.rule(rule, batch) is None:
            return None
        return self.rulebook.run(rule, facts, day=day, batch=batch, language=language)

    def wanted(self, question: Question, text: str, batch: str | None) -> tuple[Wanted, ...]:
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
        whole = read_situation(text, day, self.rulebook.places)
        if before and self.continues(before[-1], whole, day, batch, asked_back):
            return (self.renewed(before[-1], whole, day, batch, asked_back),)
        found: dict[str, Wanted] = {}
        for part in parts_of(text, self.segmenter):
            situation = read_situation(part.text, day, self.rulebook.places)
            context = situation if situation.places or situation.days or situation.figures else whole
            choice = self.chosen(situation, context, day)
            if rule := self.settled(choice, situation, context, batch):
                facts = self.facts(rule, context, batch)
                own = own_case(text) or gives_facts(rule, context)
                found.setdefault(rule, Wanted(rule, facts, own))
        return tuple(self.completed(wanted, before) for wanted in found.values())

    def chosen(self, situation: Situation, context: Situation, day: dt.date) -> Choice:
        """The rule that a question asks for; the name of a batch, which is a fact too, does not stand in the way."""
        asks = self.asks(language_of(situation.text))
        choice = choose(asks, self.embedder, self.segmenter, situation, context)
        if choice.rule or not (context.places or context.days or context.figures):
            return choice
        bare = situation.text
        for scheme in self.schemes:
            bare = without_batches(bare, scheme)
        if bare == situation.text:
            return choice
        shorter = read_situation(" ".join(bare.split()), day, self.rulebook.places)
        return choose(asks, self.embedder, self.segmenter, shorter, context)

    def settled(self, choice: Choice, situation: Situation, context: Situation, batch: str | None) -> str | None:
        """The rule chosen, unless known asks say that words of the texts are asked for like this, or what none holds.

        Where none was chosen, the rule that known asks point to, if the question gives a fact for it.
        """
        if self.known is None:
            return choice.rule
        batches = [batch] if batch else ()
        near, plain = self.known.near(masked_by(situation), batches), self.known.near(situation.text, batches)
        rules = {name: max(score, plain.rules.get(name, 0.0)) for name, score in near.rules.items()}
        text = max(near.best, near.not_held)
        words = content_terms(without_facts(situation), self.segmenter)
        if self.known.knows(words, language_of(situation.text)) < WORDS_KNOWN:
            return None
        nearest, score = max(rules.items(), key=lambda pair: pair[1], default=("", 0.0))
        if choice.rule:
            rule = self.computable(choice, rules)
            ahead = TEXT_AHEAD_OF_FACTS if gives_facts(rule, context) else TEXT_AHEAD
            sure = bool(context.places) or rules.get(rule, 0.0) >= RULE_LEAST or choice.score >= CHOICE_SURE
            return rule if sure and text <= near.rules.get(rule, 0.0) + ahead else None
        fits = nearest in NEEDS_NO_FACT or gives_facts(nearest, context) or own_case(situation.text)
        sure = score >= RULE_SURE and score > text + RULE_AHEAD and evidence(nearest, context) >= 0
        return nearest if sure and fits else None

    def computable(self, choice: Choice, rules: Mapping[str, float]) -> str:
        """The rule chosen; for something that cannot be computed, one that can and is as near by the known asks."""
        chosen = choice.rule or ""
        if not chosen.startswith("#"):
            return chosen
        real = {name: score for name, score in rules.items() if not name.startswith("#")}
        best = max(real, key=lambda name: real[name], default=chosen)
        return best if real.get(best, 0.0) >= rules.get(chosen, 0.0) else chosen

    def facts(self, rule: str, situation: Situation, batch: str | None) -> tuple[Facts, ...]:
        """The facts of a situation for a rule as the batch has it."""
        if rule not in KINDS:
            return ({},)
        data = self.rulebook.rule(rule, batch)
        items = data.items.get("programmes", ()) if isinstance(data, RuleData) else ()
        return facts_for(rule, situation, items)

    def continues(
        self, before: Wanted, situation: Situation, day: dt.date, batch: str | None, asked_back: bool
    ) -> bool:
        """Whether a turn leaves the rule as it was: it only gives facts, or only names another batch."""
        if self.only_names_a_batch(situation.text):
            return True
        gives = FOLLOWS.search(situation.text) is not None and any(self.facts(before.rule, situation, batch))
        if not leans_back(situation, self.segmenter, asked_back, gives_facts=gives):
            return False
        if asked_back or words_beside_facts(situation, self.segmenter) < SAYS_WHAT:
            return True
        return self.chosen(situation, situation, day).rule in (None, before.rule)

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
            return replace(wanted, facts=({**known, **picked},), own=True)
        new = self.facts(wanted.rule, situation, batch)
        if "cities" in known:
            new = (as_cities(new),)
        if not any(new):
            new = (value_alone(situation.text, inputs, known, asked_back=asked_back),)
        carried = {name: value for name, value in known.items() if not _replaced(name, new[0])}
        return replace(wanted, facts=tuple({**carried, **facts} for facts in new), own=True)

    def picked(self, wanted: Wanted, situation: Situation, day: dt.date, batch: str | None) -> Facts:
        """The choice that a turn names by its number, or by what the place lies in; empty when it names none."""
        try:
            result = self.run(wanted.rule, wanted.facts[0], day, batch, language_of(situation.text))
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
        facts = {name: value for name, value in before[-1].facts[0].items() if name in names}
        return replace(wanted, facts=(facts,), own=wanted.own or bool(facts))

    def told(
        self,
        results: Sequence[RuleResult],
        language: Language,
        notices: Sequence[tuple[str, Mapping[str, str]]],
    ) -> Calculated:
        """Findings as sentences with their citations, each followed by the words of the text that it rests on."""
        sources = Sources(self.catalog)
        sentences: list[AnswerSentence] = []
        findings: list[Finding] = []
        quoted: list[AnswerSentence] = []
        for number, result in enumerate(results, start=1):
            name = f"f{number}"
            markers = sources.cite_all(result.sources)
            finding = replace(result.finding, id=name, citations=markers)
            findings.append(finding)
            lines = [
                *finding.explanation,
                *finding.reasons,
                *([finding.counterfactual] if finding.counterfactual else []),
            ]
            sentences += [
                AnswerSentence(words, "computed", () if place else markers, (name,))
                for place, words in enumerate(lines)
            ]
            quoted += sources.quoted(result.groups, language)
        unique = tuple({sentence.text: sentence for sentence in quoted}.values())
        citations: tuple[Citation, ...] = sources.citations()
        return Calculated((*sentences, *unique), tuple(findings), citations, notices=tuple(notices))


def _replaced(name: str, new: Facts) -> bool:
    """Whether new facts stand in the place of a carried one: a province for cities and the other way round."""
    return name in new or (name in ("province", "cities") and bool({"province", "cities"} & set(new)))
