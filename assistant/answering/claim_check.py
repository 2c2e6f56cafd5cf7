"""A model's claim becomes a sentence that may be shown, or a failure: nothing of it is trusted.

Names are looked up, slots filled, figures printed with the characters of the quote; then the checks of verify.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.quotes import Draft, plain_text
from assistant.answering.slots import SLOT, fill, named_in
from assistant.answering.support import NOTHING_KNOWN, Known
from assistant.answering.verify import Check, Failure, check_sentence, figures_without_proof, lines_of, quote_fault
from assistant.documents.figures import Figure, figures_in
from assistant.documents.injection import instructions_in
from assistant.documents.language import language_of
from assistant.model import AnswerSentence

if TYPE_CHECKING:
    from assistant.answering.claims import Claim
    from assistant.answering.evidence import Evidence
    from assistant.answering.verify import TextOf
    from assistant.model import Citation, Finding, Language
    from assistant.ports import Entails

_INLINE = re.compile(r"\s*\[\s*([cf]\d{1,3}(?:\s*,\s*[cf]\d{1,3})*)\s*\]")
_LINK = re.compile(r"https?://|www\.|\[[^\]]*\]\([^)]*\)|\[\d+\]|【\d+")
_MARKUP = re.compile(r"[<>`]|^\s*#|\*\*|^\s*[-*] ", re.MULTILINE)
_SLOT_STANDS_FOR = "~"


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks the claims of one answer against its evidence."""

    evidence: Evidence
    language: Language
    text_of: TextOf
    known: Known = NOTHING_KNOWN
    entails: Entails | None = None

    def check(self, claim: Claim) -> AnswerSentence | Failure:
        """The sentence to show, verified; else the first thing that is wrong."""
        failed = _Failing(claim)
        text, names = _names(claim)
        held = self.evidence
        if unknown := [name for name in names if name not in held.passages and name not in held.findings]:
            return failed("marker", f"{unknown[0]} was not given")
        if not names:
            return failed("marker", "it cites nothing")
        if _LINK.search(text) or _MARKUP.search(text):
            return failed("form", "it holds links, numbers in brackets or markup, which only code writes")
        findings = [held.findings[name] for name in names if name in held.findings]
        filled, unknown_slot = fill(text, findings, self.language)
        if unknown_slot:
            return failed("slot", f"the slot {unknown_slot} is not one of its findings'")
        if language_of(filled) != self.language:
            return failed("language", f"it is not in {_LANGUAGES[self.language]}")
        cited = self._cited(claim, names)
        if isinstance(cited, str):
            return failed("quote", cited)
        if not cited and not findings:
            return failed("quote", "no passage that it cites holds its quote word for word")
        if any(instructions_in(item.quote) for item in cited):
            return failed("instruction", "its quote speaks to an assistant and states no policy")
        proven = [*cited, *self._of_findings(findings)]
        if own := figures_without_proof(SLOT.sub(_SLOT_STANDS_FOR, text), proven, ()):
            return failed("figure", f"in no quote, and no slot: {', '.join(own)}")
        shown = printed_as_quoted(text, cited, self.language)
        shown, _ = fill(shown, findings, self.language)
        markers = tuple(dict.fromkeys(item.marker for item in proven))
        sentence = AnswerSentence(shown, "model", markers, tuple(item.id for item in findings), verified=True)
        return self._verified(sentence, findings, cited)

    def _cited(self, claim: Claim, names: Sequence[str]) -> list[Citation] | str:
        """The citations of the quote, or what is wrong with it; none when it is empty and a finding is cited."""
        passages = [name for name in names if name in self.evidence.passages]
        if not claim.quote.strip():
            return [] if not passages or len(names) > len(passages) else "it has no quote"
        found = [item for name in passages if (item := self.evidence.cite(name, claim.quote))]
        if passages and not found:
            return "no passage that it cites holds its quote word for word"
        faults = [why for item in found if (why := quote_fault(item, self.text_of))]
        return faults[0] if faults else found

    def _of_findings(self, findings: Sequence[Finding]) -> list[Citation]:
        by_marker = {item.marker: item for item in self.evidence.citations}
        return [by_marker[marker] for finding in findings for marker in finding.citations if marker in by_marker]

    def _verified(
        self, sentence: AnswerSentence, findings: Sequence[Finding], cited: Sequence[Citation]
    ) -> AnswerSentence | Failure:
        draft = Draft((sentence,), self.evidence.citations, tuple(self.evidence.findings.values()))
        own = cited or self._of_findings(findings)
        bearing = AnswerSentence(sentence.text, "model", tuple(item.marker for item in own), sentence.findings)
        if failure := check_sentence(bearing, draft, {}, self.known):
            return failure
        if self.entails and not self.entails(
            "\n".join(
                [*(plain_text(item.quote) for item in own), *(line for one in findings for line in lines_of(one))]
            ),
            sentence.text,
        ):
            return Failure(sentence.text, "entailment", "its quotes do not entail it")
        return sentence


_LANGUAGES = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True, slots=True)
class _Failing:
    claim: Claim

    def __call__(self, check: Check, why: str) -> Failure:
        return Failure(self.claim.text, check, why)


def _names(claim: Claim) -> tuple[str, tuple[str, ...]]:
    """The text without its inline markers, and every passage and finding that the claim names."""
    inline = [name.strip() for found in _INLINE.findall(claim.text) for name in found.split(",")]
    text = _INLINE.sub("", claim.text).strip()
    cites = [name.strip().strip("[]") for name in claim.cites]
    return text, tuple(dict.fromkeys([*cites, *inline, *named_in(text)]))


def printed_as_quoted(text: str, cited: Sequence[Citation], language: Language) -> str:
    """The text with each figure in the characters of a quote in its language, where that writes it otherwise."""
    quotes = [quote for item in cited if language_of(quote := plain_text(item.quote)) == language]
    held = [(quote, figure) for quote in quotes for figure in figures_in(quote)]
    slots = [match.span() for match in SLOT.finditer(text)]
    for said in reversed(figures_in(text)):
        if any(start <= said.start < end for start, end in slots):
            continue
        same = [quote[figure.start : figure.end] for quote, figure in held if _is_same(figure, said)]
        if same and text[said.start : said.end] not in same:
            text = text[: said.start] + same[0] + text[said.end :]
    return text[:1].upper() + text[1:]


def _is_same(held: Figure, said: Figure) -> bool:
    kind = ("number", "percent", "money", "date")
    return said.kind in kind and (held.kind, held.value, held.unit) == (said.kind, said.value, said.unit)
