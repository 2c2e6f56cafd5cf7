"""Answers written by a language model over the same passages and findings: claim by claim, each verified first.

A claim that fails is dropped and counted, and the model may mend those once. Where it is down, too slow,
off its form or silent on a part of the question, the extracted sentences stand in.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.answering.budget import ModelLimits, OffFormError
from assistant.answering.claim_check import Checker
from assistant.answering.claims import REPLY_SCHEMA, Claim, ClaimReader
from assistant.answering.evidence import Evidence
from assistant.answering.quotes import Draft
from assistant.answering.read_follow_up import Reading, read_follow_up
from assistant.answering.support import NOTHING_KNOWN, Known
from assistant.answering.tools import Tools
from assistant.answering.verify import Failure, Verified
from assistant.errors import NotInForce, Unavailable, UsageError
from assistant.model import AnswerSentence, ModelUse
from assistant.ports import Calculated, Message, ToolCall

if TYPE_CHECKING:
    from assistant.answering.budget import Budget
    from assistant.answering.calculate import Calculator
    from assistant.answering.find import Finder, Found
    from assistant.answering.understand import Understood
    from assistant.corpus_files import Prompts
    from assistant.model import Passage, Question
    from assistant.ports import ChatModel, DailyTokens, Entails

MOST_PASSAGES = 8
MOST_SENTENCES = 8
MOST_FAULTS_TOLD = 6
LANGUAGES = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True, slots=True)
class Composed:
    """What may be shown, verified, and which model had a part in it."""

    verified: Verified
    use: ModelUse


@dataclass(frozen=True)
class Composer:
    """Writes with a language model; safe to be used by several threads."""

    chat: ChatModel
    prompts: Prompts
    limits: ModelLimits = field(default_factory=ModelLimits)
    calculator: Calculator | None = None
    known: Known = NOTHING_KNOWN
    entails: Entails | None = None
    daily: DailyTokens | None = None

    def read(self, question: Question, batch: str | None, budget: Budget) -> Reading | None:
        """A follow-up said in full; None when it is none, or the model is of no help."""
        return read_follow_up(question, self.chat, self.prompts, budget, self.calculator, batch)

    def computed(self, reading: Reading, understood: Understood) -> Calculated | None:
        """What the rule says that the model named for a follow-up; None when there is none to be said."""
        if self.calculator is None or reading.rule is None:
            return None
        day, batch, language = understood.question.as_of, understood.batch.batch, understood.language
        try:
            result = self.calculator.run(reading.rule, reading.facts, day, batch, language)
        except (NotInForce, UsageError):
            return None
        if result is None:
            return None
        if result.clarification:
            return Calculated(clarification=result.clarification)
        return self.calculator.told([result], language, ())

    def compose(
        self, understood: Understood, found: Found, extracted: Verified, finder: Finder, budget: Budget
    ) -> Generator[Draft, None, Composed]:
        """Yields the draft as it is after each sentence that passed; returns it with what extraction adds.

        Sentences of a yielded draft keep their place and their citations in every later one.
        """
        language = understood.language
        evidence = Evidence(finder.shelf.catalog, extracted.draft, language)
        tools = Tools(understood, evidence, finder, self.calculator)
        checker = Checker(evidence, language, finder.shelf.catalog.text, self.known, self.entails)
        talk = self._opening(understood, found, evidence)
        kept: list[AnswerSentence] = []
        failures: list[Failure] = []
        fault: str | None = None
        for turn in ("write", "mend"):
            wrong: list[Failure] = []
            calls = self.limits.tool_calls if turn == "write" else 0
            fault = None
            try:
                for claim in self._claims(talk, tools, calls, budget):
                    checked = checker.check(claim)
                    if isinstance(checked, Failure):
                        wrong.append(checked)
                    elif all(one.text != checked.text for one in kept):
                        kept.append(checked)
                        yield _draft(kept, evidence)
                    if len(kept) == MOST_SENTENCES:
                        break
            except OffFormError as error:
                fault = str(error)
            except Unavailable as error:
                failures += [*wrong, Failure("", "form", error.message)]
                fault = error.message
                break
            failures += wrong
            if fault and not wrong:
                failures.append(Failure("", "form", fault))
            if not (wrong or fault) or len(kept) == MOST_SENTENCES:
                break
            talk.append(self._mending(wrong, fault, language))
        return self._ended(understood, found, extracted, evidence, kept, failures, whole=fault is None)

    def _claims(self, talk: list[Message], tools: Tools, calls_left: int, budget: Budget) -> Iterator[Claim]:
        """The claims as they complete, with the tools that the model calls run in between."""
        while True:
            specs = tools.specs if calls_left > 0 else ()
            schema = None if specs else REPLY_SCHEMA
            reader, said = ClaimReader(), []
            calls: list[ToolCall] = []
            for piece in budget.ask(self.chat, talk, tools=specs, schema=schema):
                if isinstance(piece, str):
                    said.append(piece)
                    yield from reader.feed(piece)
                elif isinstance(piece, ToolCall):
                    calls.append(piece)
            talk.append(Message("assistant", "".join(said), tuple(calls)))
            if reader.complete and not reader.unreadable:
                return
            if not calls or not specs:
                raise OffFormError(
                    "it calls tools without end" if calls else "the reply is not the JSON that was asked for"
                )
            for call in calls:
                told = tools.run(call) if calls_left > 0 else "No more calls. Reply with the claims."
                talk.append(Message("tool", told, call=call.id))
                calls_left -= 1

    def _opening(self, understood: Understood, found: Found, evidence: Evidence) -> list[Message]:
        passages = evidence.offer(_passages(found))
        batch = next((b for b in (understood.scheme.batches if understood.scheme else ())
                      if b.id == understood.batch.batch), None)  # fmt: skip
        filled = self.prompts.compose.filled(
            language=LANGUAGES[understood.language],
            day=understood.question.as_of.isoformat(),
            batch=batch.titles[understood.language] if batch else "",
            passages=evidence.shown_passages(passages),
            findings=evidence.shown_findings(tuple(evidence.findings)),
            question=understood.text,
        )
        return list(filled)

    def _mending(self, wrong: Sequence[Failure], fault: str | None, language: str) -> Message:
        faults = [f'- "{one.sentence}": {one.why}' for one in wrong[:MOST_FAULTS_TOLD]]
        faults += [f"- {fault}"] if fault else []
        return self.prompts.mend.filled(language=LANGUAGES[language], faults="\n".join(faults))[-1]

    def _ended(
        self,
        understood: Understood,
        found: Found,
        extracted: Verified,
        evidence: Evidence,
        kept: list[AnswerSentence],
        failures: list[Failure],
        *,
        whole: bool,
    ) -> Composed:
        """The sentences kept, and those extracted ones that still have to be said."""
        added = to_add(understood, found, extracted.draft, evidence, kept, whole=whole and bool(kept))
        draft = _draft([*kept, *added], evidence)
        dropped = sum(1 for one in failures if one.sentence)
        use = ModelUse(
            self.chat.name,
            self.prompts.sha256,
            {**self.chat.settings, "tokens": self.limits.tokens, "tool_calls": self.limits.tool_calls},
            fallback=not (whole and kept),
            dropped=dropped,
        )
        return Composed(Verified(draft, (*extracted.failures, *failures)), use)


def to_add(
    understood: Understood,
    found: Found,
    extracted: Draft,
    evidence: Evidence,
    kept: Sequence[AnswerSentence],
    *,
    whole: bool,
) -> list[AnswerSentence]:
    """The extracted sentences beside the model's: all when it did not come to its end, else those of what it left out.

    Left out is a finding that no claim names, and a part of the question of which no claim cites a clause.
    """
    cited = {marker for sentence in kept for marker in sentence.citations}
    if not whole:
        return [
            one
            for one in extracted.sentences
            if one.origin == "computed" or not set(one.citations) <= cited or not cited
        ]
    named = {name for sentence in kept for name in sentence.findings}
    added = [one for one in extracted.sentences if one.findings and not set(one.findings) <= named]
    if len(understood.asked) < 2:
        return added
    clauses = {(item.policy, item.document, item.clause) for item in evidence.citations if item.marker in cited}
    by_marker = {item.marker: item for item in extracted.citations}
    parts = {choice.part for choice in found.chosen}
    for part in sorted(parts):
        places = {
            (quote.document.policy, quote.document.name, quote.clause.path)
            for choice in found.chosen
            if choice.part == part
            for quote in (*choice.shown, *choice.beside)
        }
        if places & clauses:
            continue
        added += [
            one
            for one in extracted.sentences
            if one.origin == "quoted"
            and one not in added
            and any((by_marker[m].policy, by_marker[m].document, by_marker[m].clause) in places for m in one.citations)
        ]
    return added


def _passages(found: Found) -> list[Passage]:
    """The best passages of each thing asked in turn, those first from which sentences were chosen."""
    chosen = {(quote.document.id, quote.clause.path) for item in found.chosen for quote in item.shown}
    ranked = [[hit.passage for hit in retrieval.kept] for retrieval in found.retrievals]
    mixed = [row[place] for place in range(max(map(len, ranked), default=0)) for row in ranked if place < len(row)]
    first = [passage for passage in mixed if (passage.document, passage.clause.path) in chosen]
    unique = {passage.id: passage for passage in (*first, *mixed)}
    return list(unique.values())[:MOST_PASSAGES]


def _draft(sentences: Sequence[AnswerSentence], evidence: Evidence) -> Draft:
    """The sentences with only the citations and findings that they use."""
    named = {name for sentence in sentences for name in sentence.findings}
    findings = tuple(finding for finding in evidence.findings.values() if finding.id in named)
    used = {marker for sentence in sentences for marker in sentence.citations}
    used |= {marker for finding in findings for marker in finding.citations}
    return Draft(tuple(sentences), tuple(item for item in evidence.citations if item.marker in used), findings)
