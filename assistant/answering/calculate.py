"""What the rules say of a question: take those it wants, run them on its facts, cite what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answering.cite_rules import Sources
from assistant.answering.situation import Facts, read_situation
from assistant.answering.wanted import Wants, run_rule
from assistant.documents.language import language_spoken
from assistant.errors import NotInForce, UsageError
from assistant.model import AnswerSentence
from assistant.ports import Calculated
from assistant.rules.case import line
from assistant.rules.rulebook import Rulebook, RuleResult

if TYPE_CHECKING:
    import datetime as dt

    from assistant.answering.known_asks import KnownAsks
    from assistant.model import Citation, Finding, Language, Question, Scheme
    from assistant.ports import Catalog, Segmenter

MOST_FINDINGS = 6


@dataclass(frozen=True)
class Calculator:
    """The rules of a corpus, as the pipeline asks them."""

    rulebook: Rulebook
    segmenter: Segmenter
    catalog: Catalog
    known: KnownAsks
    schemes: Sequence[Scheme] = ()

    @cached_property
    def wants(self) -> Wants:
        """What reads which rules are asked for."""
        return Wants(self.rulebook, self.segmenter, self.schemes, self.known)

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
        for wanted in self.wants.of(question, text, batch):
            for facts in wanted.facts:
                try:
                    result = self.run(wanted.rule, facts, question.as_of, batch, language)
                except (NotInForce, UsageError) as error:
                    notices.append(("rule_not_run", {"what": self.why_not(error, language)}))
                    continue
                if result and result.clarification and wanted.asks_back:
                    return Calculated(clarification=result.clarification)
                if result and not result.clarification:
                    results.append(self.with_readings(result, facts, question, language))
        return self.told(results[:MOST_FINDINGS], language, notices)

    def why_not(self, error: NotInForce | UsageError, language: Language) -> str:
        """Why a rule could not be run, in the language where there are words for it."""
        if error.code == "not_out_yet":
            return self.rulebook.say(line(error.code, **error.facts), language)
        return error.message

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
        return run_rule(self.rulebook, rule, facts, day, batch, language)

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
