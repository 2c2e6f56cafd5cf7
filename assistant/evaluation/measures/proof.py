"""What the words of an answer rest on, worked out again without the code that made the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.answering.quotes import plain_text
from assistant.documents.figures import OF_CLAUSES, Figure, clause_numbers, figures_in, supports
from assistant.evaluation.measures.saying import letters, share, without_markers
from assistant.model import as_json
from assistant.search.tokens import tokens_of

if TYPE_CHECKING:
    from assistant.model import Answer, Citation, Finding

LEAST_SHARED = 0.2
"""The share of a sentence's words from which on a quote has to do with it."""


def figure_fidelity(answer: Answer) -> float | None:
    """The share of the figures and dates shown that stand in a quote cited beside them or in a finding named there."""
    cited = {citation.marker: citation for citation in answer.citations}
    proven: list[bool] = []
    for sentence in answer.sentences:
        quotes = [cited[marker] for marker in sentence.citations if marker in cited]
        findings = [finding for finding in answer.findings if finding.id in sentence.findings]
        unproven = unproven_figures(sentence.text, quotes, findings)
        shown = sum(figure.kind != "marker" for figure in figures_in(without_markers(sentence.text)))
        proven += [False] * len(unproven) + [True] * (shown - len(unproven))
    return share(proven) if proven else None


def unproven_figures(text: str, quotes: Sequence[Citation], findings: Sequence[Finding]) -> list[Figure]:
    """The figures of a text that stand in none of the quotes and findings."""
    texts = [plain_text(quote.quote) for quote in quotes] + [quote.clause_title for quote in quotes]
    held = [figure for said in (*texts, *_said_by(findings)) for figure in figures_in(said)]
    clauses = {number for quote in quotes for number in clause_numbers(quote.clause)}

    def is_proven(figure: Figure) -> bool:
        names_clause = figure.kind == "label" and figure.unit in OF_CLAUSES and figure.value in clauses
        return names_clause or any(supports(one, figure) for one in held)

    shown = figures_in(without_markers(text))
    return [figure for figure in shown if figure.kind != "marker" and not is_proven(figure)]


def _said_by(findings: Iterable[Finding]) -> Iterator[str]:
    """Every text and number of the findings; a value also with its unit."""
    for finding in findings:
        parts = list(_scalars(as_json([finding.inputs, finding.value, finding.computed, finding.explanation])))
        yield from (*parts, *finding.reasons, finding.counterfactual or "", finding.as_of.isoformat())
        yield from (f"{part} {finding.unit}" for part in _scalars(as_json(finding.value)) if finding.unit)


def _scalars(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _scalars(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def is_quoted(text: str, quotes: Sequence[str]) -> bool:
    """Whether the text is one of the quotes or several in their order, but for markup and white space."""
    rest = letters(without_markers(text))
    if not rest:
        return False
    for quote in map(letters, quotes):
        if quote and rest.startswith(quote):
            rest = rest[len(quote) :]
    return not rest


def shares_words(text: str, quote: str) -> bool:
    """Whether they share a figure, or enough of the text's words."""
    held = figures_in(quote)
    if any(supports(one, figure) for figure in figures_in(without_markers(text)) for one in held):
        return True
    said, words = set(tokens_of(without_markers(text))), set(tokens_of(quote))
    return len(said & words) >= LEAST_SHARED * len(said)
