"""Completeness and contradiction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from assistant.evaluation.measures.saying import says, says_figures, share

if TYPE_CHECKING:
    from assistant.evaluation.cases import ClauseRef
    from assistant.model import Answer


def figure_recall(text: str, figures: Sequence[str]) -> float:
    """The share of the expected figures and dates that the answer's text gives."""
    return share(says_figures(text, figure) for figure in figures)


def key_facts(texts: Collection[str], facts: Sequence[Sequence[str]]) -> float:
    """The share of key facts of which one wording stands in the answer's text or in one of its quotes."""
    return share(any(says(text, words) for text in texts for words in alternatives) for alternatives in facts)


def contradicted(answer: Answer, absent: Sequence[str], clauses: Sequence[Sequence[ClauseRef]]) -> float:
    """1 when a sentence says what must not be said.

    A sentence may hold the words as a quote from a clause that the case itself expects: then the policy says them, in
    the place where they belong.
    """
    cited = {citation.marker: citation for citation in answer.citations}
    refs = [ref for group in clauses for ref in group]

    def is_expected(marker: int) -> bool:
        found = cited.get(marker)
        return found is not None and any(ref.holds(found.policy, found.document, found.clause) for ref in refs)

    own = [
        sentence.text
        for sentence in answer.sentences
        if not (sentence.origin == "quoted" and any(map(is_expected, sentence.citations)))
    ]
    return float(any(says(text, words) for text in own or [answer.text] * (not answer.sentences) for words in absent))
