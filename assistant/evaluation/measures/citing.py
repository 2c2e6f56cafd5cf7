"""Whether citations are verbatim, of the right clause, needed, and enough.

Recall and precision follow ALCE (Gao et al., 2023), with support decided on figures and words in place of a model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.answering.support import unsupported
from assistant.documents.language import language_of
from assistant.evaluation.measures.proof import is_quoted, shares_words, unproven_figures
from assistant.evaluation.measures.saying import letters, share, without_markers

if TYPE_CHECKING:
    from assistant.evaluation.cases import ClauseRef
    from assistant.model import Answer, AnswerSentence, Citation


def verbatim(citations: Sequence[Citation], texts: Mapping[str, str]) -> float | None:
    """The share of quotes that equal the characters of the text they name; None when a text is not held."""
    if not citations or any(citation.sha256 not in texts for citation in citations):
        return None
    return share(texts[c.sha256][c.start : c.end] == c.quote for c in citations)


def right_clause(citations: Sequence[Citation], groups: Sequence[Sequence[ClauseRef]]) -> float:
    """The share of the expected clauses that are cited; of each group any one is enough."""
    places = [(citation.policy, citation.document, citation.clause) for citation in citations]
    return share(any(ref.holds(*place) for ref in group for place in places) for group in groups)


def citation_recall(answer: Answer) -> float:
    """The share of sentences that their citations, taken together, support."""
    cited = _by_marker(answer)
    return share(supported(s, [cited[m] for m in s.citations if m in cited], answer) for s in answer.sentences)


def citation_precision(answer: Answer) -> float | None:
    """The share of citations that support their sentence alone, or without which the others do not support it."""
    cited, needed = _by_marker(answer), []
    for sentence in answer.sentences:
        quotes = [cited[marker] for marker in sentence.citations if marker in cited]
        for quote in quotes:
            others = [other for other in quotes if other is not quote]
            needed.append(bears_on(sentence, quote) or not supported(sentence, others, answer))
    return share(needed) if needed else None


def supported(sentence: AnswerSentence, quotes: Sequence[Citation], answer: Answer) -> bool:
    """Whether quotes and findings bear a sentence out: word for word, by each figure, of a model's also by words."""
    if sentence.origin == "quoted":
        return is_quoted(sentence.text, [quote.quote for quote in quotes])
    if sentence.origin == "model" and unsupported(without_markers(sentence.text), [quote.quote for quote in quotes]):
        return False
    findings = [finding for finding in answer.findings if finding.id in sentence.findings]
    return bool(quotes or findings) and not unproven_figures(sentence.text, quotes, findings)


def bears_on(sentence: AnswerSentence, quote: Citation) -> bool:
    """Whether a quote alone has to do with a sentence: its words, one of its figures, or a third of its words.

    Between two languages only figures can be held against each other; a sentence without figures passes there.
    """
    if sentence.origin == "quoted":
        said, held = letters(without_markers(sentence.text)), letters(quote.quote)
        if held in said or said in held:
            return True
    if language_of(sentence.text) != language_of(quote.quote):
        return True
    return shares_words(sentence.text, quote.quote)


def _by_marker(answer: Answer) -> dict[int, Citation]:
    return {citation.marker: citation for citation in answer.citations}
