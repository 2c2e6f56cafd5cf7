"""What may be shown: each sentence is held against its quotes and findings, and what fails is dropped.

The same checks for quoted, computed and model-written sentences; a model's own words are also held against support.py.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

from assistant.answering.quotes import Draft, plain_text
from assistant.answering.support import NOTHING_KNOWN, Known, unsupported
from assistant.documents.figures import OF_CLAUSES, Figure, clause_numbers, figures_in, supports
from assistant.model import AnswerSentence, as_json

if TYPE_CHECKING:
    from assistant.model import Citation, Finding

Check = Literal[
    "marker", "quote", "words", "figure", "support", "slot", "language", "form", "instruction", "entailment"
]
"""The last five are of claims only, see claim_check.py."""
TextOf = Callable[[str], str]
"""The text of a document version by its sha256; KeyError when it was never held."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a sentence was dropped: the check that failed, and what it found."""

    sentence: str
    check: Check
    why: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The sentences that passed, with only the citations and findings that they use, and what failed."""

    draft: Draft
    failures: tuple[Failure, ...] = ()


def verify(draft: Draft, text_of: TextOf) -> Verified:
    """The draft without the sentences that fail; numbers of citations are kept as they were issued."""
    bad_quotes = {item.marker: why for item in draft.citations if (why := quote_fault(item, text_of))}
    kept: list[AnswerSentence] = []
    failures: list[Failure] = []
    for sentence in draft.sentences:
        failure = check_sentence(sentence, draft, bad_quotes)
        if failure is None:
            kept.append(replace(sentence, verified=True))
        else:
            failures.append(failure)
    used = {marker for sentence in kept for marker in sentence.citations}
    named = {name for sentence in kept for name in sentence.findings}
    findings = tuple(item for item in draft.findings if item.id in named)
    used |= {marker for item in findings for marker in item.citations}
    citations = tuple(item for item in draft.citations if item.marker in used)
    return Verified(Draft(tuple(kept), citations, findings), tuple(failures))


def check_sentence(
    sentence: AnswerSentence, draft: Draft, bad_quotes: Mapping[int, str], known: Known = NOTHING_KNOWN
) -> Failure | None:
    """The first check that the sentence fails, None when it may be shown."""
    cited = {item.marker: item for item in draft.citations}
    findings = {item.id: item for item in draft.findings}
    if why := marker_fault(sentence, cited, findings):
        return Failure(sentence.text, "marker", why)
    named = [findings[name] for name in sentence.findings]
    markers = [*sentence.citations, *(marker for item in named for marker in item.citations)]
    if wrong := [bad_quotes[marker] for marker in markers if marker in bad_quotes]:
        return Failure(sentence.text, "quote", wrong[0])
    quotes = [cited[marker] for marker in sentence.citations]
    computed = sentence.origin == "computed"
    proof = [cited[marker] for marker in dict.fromkeys(markers)] if computed else quotes
    if sentence.origin == "quoted" and not is_quoted(sentence.text, [item.quote for item in quotes]):
        return Failure(sentence.text, "words", "the sentence is not what its citations say, word for word")
    if lacking := figures_without_proof(sentence.text, proof, named, computed=computed):
        return Failure(sentence.text, "figure", f"in no quote or finding: {', '.join(lacking)}")
    if sentence.origin == "model":
        bearing = [*(plain_text(item.quote) for item in quotes), *(line for item in named for line in lines_of(item))]
        if why := unsupported(without_markers(sentence.text), bearing, known):
            return Failure(sentence.text, "support", why)
    return None


def lines_of(finding: Finding) -> tuple[str, ...]:
    """The sentences that a rule wrote of its finding."""
    return (*finding.explanation, *finding.reasons, *([finding.counterfactual] if finding.counterfactual else []))


def marker_fault(
    sentence: AnswerSentence, cited: Mapping[int, Citation], findings: Mapping[str, Finding]
) -> str | None:
    """What is wrong with the numbers and findings that a sentence names."""
    if not sentence.citations and not sentence.findings:
        return "it cites nothing"
    written = {int(number) for number in _MARKER.findall(sentence.text)} if sentence.origin == "model" else set()
    for marker in (*sentence.citations, *sorted(written)):
        if marker not in cited:
            return f"[{marker}] was not issued"
    if stray := written - set(sentence.citations):
        return f"[{min(stray)}] stands in the text and not among its citations"
    for name in sentence.findings:
        if name not in findings:
            return f"finding {name} was not issued"
        for marker in findings[name].citations:
            if marker not in cited:
                return f"finding {name} cites [{marker}], which was not issued"
    return None


def quote_fault(citation: Citation, text_of: TextOf) -> str | None:
    """What is wrong with a quote: another text version, another place, other characters."""
    where = f"[{citation.marker}] {citation.policy}/{citation.document} {citation.start}-{citation.end}"
    try:
        text = text_of(citation.sha256)
    except KeyError:
        return f"{where}: the text {citation.sha256[:12]} is not held"
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != citation.sha256:
        return f"{where}: the text is not the one that was cited"
    if not 0 <= citation.start < citation.end <= len(text):
        return f"{where}: outside the text of {len(text)} characters"
    if text[citation.start : citation.end] != citation.quote:
        return f"{where}: the text says otherwise there"
    return None


MONTHS: Final = 12
"""In a year."""
_MARKER = re.compile(r"\[(\d{1,3})\]")


def without_markers(text: str) -> str:
    """The text without the numbers of its citations."""
    return _MARKER.sub("", text)


def is_quoted(text: str, quotes: Iterable[str]) -> bool:
    """Whether the text is one of the quotes or several of them in order, but for markup and white space."""
    wanted = _letters(text)
    if not wanted:
        return False
    for quote in quotes:
        said = _letters(plain_text(quote))
        if said and wanted.startswith(said):
            wanted = wanted[len(said) :]
        if not wanted:
            return True
    return False


def _letters(text: str) -> str:
    return "".join(text.split())


def figures_without_proof(
    text: str, quotes: Iterable[Citation], findings: Iterable[Finding], *, computed: bool = False
) -> list[str]:
    """The figures of a sentence that stand in none of its quotes and findings, as written.

    A finding bears out its value, inputs, parameters and what it computed, never its own words. In a `computed`
    sentence, which code has filled in, a bare number may stand with any unit.
    """
    held: list[Figure] = []
    clauses: set[str] = set()
    for citation in quotes:
        held += figures_in(plain_text(citation.quote))
        held += figures_in(citation.clause_title)
        clauses |= clause_numbers(citation.clause)
    for finding in findings:
        held += [figure for said in _values_of(finding) for figure in figures_in(said)]
    plain = without_markers(text)
    return [
        plain[figure.start : figure.end]
        for figure in figures_in(plain)
        if figure.kind != "marker"
        and not any(supports(other, figure) or (computed and _same_number(other, figure)) for other in held)
        and not (figure.kind == "label" and figure.unit in OF_CLAUSES and figure.value in clauses)
    ]


def _same_number(held: Figure, said: Figure) -> bool:
    """Whether a bare number stands with a unit that the rule's wording gave it; years are held as months."""
    if held.kind != "number" or said.kind not in ("percent", "money", "duration", "ordinal"):
        return False
    return held.value == said.value or (said.unit == "month" and said.value == str(Decimal(held.value) * MONTHS))


def _values_of(finding: Finding) -> list[str]:
    """Every value of a finding: given, set by a policy, or computed; the value itself with its unit, too."""
    said: list[str] = [finding.as_of.isoformat()]
    for held in (finding.inputs, finding.parameters, finding.computed):
        _collect(as_json(held), said)
    values: list[str] = []
    _collect(as_json(finding.value), values)
    return said + values + [f"{value} {finding.unit}" for value in values if finding.unit]


def _collect(value: Any, into: list[str]) -> None:
    if isinstance(value, dict):
        for item in value.values():
            _collect(item, into)
    elif isinstance(value, list):
        for item in value:
            _collect(item, into)
    elif value is not None and not isinstance(value, bool):
        into.append(str(value))
