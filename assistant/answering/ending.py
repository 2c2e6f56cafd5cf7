"""How an answer ends: its outcome, what may be shown, and what must be told beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.batches import window_closed
from assistant.answering.find import BESIDE_AN_ANSWER, Finder, Found
from assistant.answering.premises import wrong_figure
from assistant.answering.quotes import Draft, Quote, cite
from assistant.answering.words import content_terms, known_share
from assistant.model import DocumentKind, Outcome

if TYPE_CHECKING:
    from assistant.answering.understand import Missing, Understood
    from assistant.answering.verify import Verified
    from assistant.model import Citation, Clarification
    from assistant.ports import Calculated, Catalog

NEAREST = 3
ON_SUBJECT = 0.05
"""How much more a question must be about the scheme than about something else, by the known asks."""
NO_DRAFT = Draft()
Words = tuple[str, Mapping[str, str]]
"""The code of a notice with the words that fill it."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The outcome, what may be shown, the notices, and for a question without an answer the nearest sentences."""

    outcome: Outcome
    draft: Draft = NO_DRAFT
    notices: tuple[Words, ...] = ()
    nearest: tuple[Citation, ...] = ()
    clarification: Clarification | None = None


def ending(
    understood: Understood,
    calculated: Calculated,
    found: Found,
    verified: Verified,
    finder: Finder,
    *,
    fallback: bool = False,
) -> Ending:
    """The named way in which this question ends; `fallback` when extraction stood in for a language model."""
    if understood.intent != "question":
        return Ending(Outcome.OUT_OF_SCOPE, notices=((understood.intent, {}),))
    if calculated.clarification:
        return Ending(Outcome.CLARIFICATION, clarification=calculated.clarification)
    draft = verified.draft
    if draft.citations:
        notices = [*calculated.notices, *(missing_notice(understood, found) or _not_calculable(understood, calculated))]
        if said := wrong_figure(understood.question.text, draft):
            notices.append(("premise", {"figure": said}))
        notices += [("fallback", {})] if fallback else []
        if found.pointed is None and not calculated.sentences:
            notices += [("part_not_found", {"part": part}) for part in found.unanswered]
        return Ending(
            Outcome.ANSWERED, draft, (*notices, *source_notices(understood, draft.citations, finder.shelf.catalog))
        )
    nearest = nearest_sentences(found)
    if verified.failures:
        return Ending(Outcome.NOT_SUPPORTED, notices=calculated.notices, nearest=nearest)
    if calculated.notices or is_related(understood, found, finder):
        told = (*calculated.notices, *missing_notice(understood, found))
        return Ending(Outcome.NOT_IN_CORPUS, notices=told, nearest=nearest)
    return Ending(Outcome.OUT_OF_SCOPE)


def is_related(understood: Understood, found: Found, finder: Finder) -> bool:
    """Whether a question without an answer is at least about what the texts are about."""
    if understood.scheme:
        best = max((item.answerable for item in found.retrievals), default=0.0)
        if understood.in_domain or found.on_subject >= ON_SUBJECT:
            return True
        return best >= finder.threshold(understood) * BESIDE_AN_ANSWER and _words_known(understood, finder) > 0.5
    return _words_known(understood, finder) >= 0.5


def _words_known(understood: Understood, finder: Finder) -> float:
    """The share of the question's words that the texts hold at all."""
    segmenter, keywords = finder.shelf.segmenter, finder.shelf.keywords
    words = [term for asked in understood.asked for term in content_terms(asked.query.text, segmenter)]
    return known_share(words, keywords)


def nearest_sentences(found: Found) -> tuple[Citation, ...]:
    """Up to three sentences from different clauses, the best first."""
    nearest: dict[tuple[str, str], Quote] = {}
    for candidate in sorted(found.scored, key=lambda item: -item.score):
        clause, sentence = candidate.passage.clause, candidate.sentence
        place = (sentence.start, sentence.end, sentence.text, candidate.passage.page)
        nearest.setdefault((candidate.document.id, clause.path), Quote(candidate.document, clause, *place))
        if len(nearest) == NEAREST:
            break
    return tuple(cite(quote, number) for number, quote in enumerate(nearest.values(), start=1))


def missing_notice(understood: Understood, found: Found) -> list[Words]:
    """That the question rests on a text that is not held, if it does."""
    return [_told_missing(found.pointed.missing, understood)] if found.pointed else []


def _not_calculable(understood: Understood, calculated: Calculated) -> list[Words]:
    """The text that is not held and that a rule would need, where the question points to one."""
    if not understood.missing or not any("not_calculable" in finding.flags for finding in calculated.findings):
        return []
    return [_told_missing(understood.missing[0], understood)]


def _told_missing(missing: Missing, understood: Understood) -> Words:
    """Which text is missing and who issues it."""
    text, language = missing.text, understood.language
    return "missing_text", {"title": text.title[language], "issuer": text.issuer[language]}


def source_notices(understood: Understood, citations: Sequence[Citation], catalog: Catalog) -> Iterable[Words]:
    """What must be told of the texts that are quoted, and of the time for applications."""
    language = understood.language
    kinds = {DocumentKind(item.kind) for item in citations}
    yield from ((kind.value, {}) for kind in (DocumentKind.TRANSLATION, DocumentKind.DIGEST) if kind in kinds)
    held = {(document.policy, document.name): document for document in catalog.documents().values()}
    cited = [held[item.policy, item.document] for item in citations if (item.policy, item.document) in held]
    for title in sorted({document.title for document in cited if document.superseded_by}):
        yield "superseded", {"title": title}
    if cited and all(document.language != language for document in cited):
        yield "other_language", {}
    for batch in understood.scheme.batches if understood.scheme and understood.about_applying else ():
        if batch.id == understood.batch.batch and window_closed(batch, understood.question.as_of):
            yield "window_closed", {"batch": batch.titles[language]}
