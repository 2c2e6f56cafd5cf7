"""What the texts hold for a question: passages and sentences for each thing asked, from each batch asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answering.compare import compare
from assistant.answering.extract import Extraction, extract, unlike
from assistant.answering.known_asks import NOWHERE, Near, Target
from assistant.answering.missing import Pointed, pointed
from assistant.answering.quotes import Chosen, find_words
from assistant.answering.scores import Candidate, Shelf
from assistant.answering.words import content_terms
from assistant.documents.language import language_of
from assistant.model import Jurisdiction, Language, Retrieval

if TYPE_CHECKING:
    from assistant.answering.known_asks import KnownAsks
    from assistant.answering.understand import Asked, Understood
    from assistant.model import Query
    from assistant.search.retrieve import Retriever

BESIDE_A_MISSING_TEXT = 0.2
"""How sure a sentence must be to stand beside the one that points to a text that is not held."""
BESIDE_AN_ANSWER = 0.5
"""What one thing asked may score, as a part of the threshold, once another one of the same question has an answer."""

AGREES, LEAST, HELD_BACK = 0.12, 0.3, 0.4
"""What a known ask must score to confirm what was extracted, to point to an answer of its own, to hold one back."""
WORDS_KNOWN = 0.5
"""The share of a question's words that the asks must hold for them to say anything of it."""
BEHIND = 0.15
"""How far behind the nearest known ask one may be and still confirm."""


@dataclass(frozen=True, slots=True)
class Found:
    """The retrievals, the quotes chosen, every sentence scored, and the parts of the question without an answer.

    `pointed` is the text that the question rests on and that is not held; `near` how close the question comes to any
    known one, with or without an answer.
    """

    retrievals: tuple[Retrieval, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    scored: tuple[Candidate, ...] = ()
    unanswered: tuple[str, ...] = ()
    pointed: Pointed | None = None
    near: float = 0.0


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds in the texts of one index generation."""

    retriever: Retriever
    shelf: Shelf
    known: KnownAsks | None = None

    def find(self, understood: Understood) -> Found:
        """The quotes for each thing asked, as far as they are sure enough."""
        rests_on = pointed(understood, self.shelf) if understood.missing else None
        if understood.batch.compared:
            return self._compared(understood, rests_on)
        retrievals = [self.retrieve(asked.query) for asked in understood.asked]
        nears = [self._near(asked) for asked in understood.asked]
        extractions = []
        for number, (asked, near, retrieval) in enumerate(zip(understood.asked, nears, retrievals, strict=True)):
            extraction = extract(asked, retrieval, self.shelf, number)
            own = extraction.confidence(retrieval.answerable)
            extractions.append(self._pointed_at(asked, near, extraction, number, own))
        confidences = [
            item.confidence(retrieval.answerable) for item, retrieval in zip(extractions, retrievals, strict=True)
        ]
        least = self._least(understood, confidences)
        if rests_on and rests_on.chosen:
            least = max(least, BESIDE_A_MISSING_TEXT)
        answered = [
            item.chosen if confidence >= least else ()
            for item, confidence in zip(extractions, confidences, strict=True)
        ]
        return Found(
            tuple(retrievals),
            tuple(choice for chosen in answered for choice in chosen),
            tuple(candidate for item in extractions for candidate in item.scored),
            tuple(asked.part.text for asked, chosen in zip(understood.asked, answered, strict=True) if not chosen),
            rests_on,
            max((value for near in nears for value in (near.best, near.not_held)), default=0.0),
        )

    def _near(self, asked: Asked) -> Near:
        """The known questions nearest to a thing asked."""
        if self.known is None:
            return NOWHERE
        query, text = asked.query, asked.part.text
        if self.known.knows(content_terms(text, self.shelf.segmenter), language_of(text)) < WORDS_KNOWN:
            return NOWHERE
        return self.known.near(text, [query.batch] if query.batch else (), query.jurisdiction)

    def _pointed_at(self, asked: Asked, near: Near, found: Extraction, number: int, own: float) -> Extraction:
        """What was extracted, sure where a near known ask points to it too.

        A known ask that points elsewhere puts its words first, and what was extracted behind them if it is sure of
        itself; a question nearer to what no text answers is held back. `own` is the confidence of the extraction.
        """
        if self.known is None or found.named:
            return found
        language = asked.query.language
        if near.not_held >= HELD_BACK and near.not_held > near.best:
            return replace(found, chosen=())
        pointed = [(self._chosen(target, language, number), score) for target, score in near.answers]
        agreed = [
            score
            for choice, score in pointed
            if choice and score >= AGREES and any(_shares(choice, other) for other in found.chosen)
        ]
        if agreed and max(agreed) >= near.best - BEHIND:
            return replace(found, named=True)
        first = pointed[0][0] if pointed else None
        if first is None or near.best < LEAST:
            return found
        behind = found.chosen[:1] if own >= self.retriever.weights.of(language).threshold else ()
        return replace(found, chosen=tuple(unlike([first, *behind])), named=True)

    def _chosen(self, target: Target, language: Language, number: int) -> Chosen | None:
        """The words that a target points to, in the language where they are held in it, the others beside them."""
        if target.policy is None or target.known is None:
            return None
        quotes = [
            quote
            for one in target.known.answers
            if (quote := find_words(self.shelf.catalog, f"{target.policy.id}/{one.document}", one.clause, one.quote))
        ]
        quotes.sort(key=lambda quote: quote.document.language != language)
        return Chosen((quotes[0],), tuple(quotes[1:]), number, 1.0) if quotes else None

    def threshold(self, understood: Understood) -> float:
        """The least that search must say for a question in its language to be answered."""
        return self.retriever.weights.of(understood.language).threshold

    def _least(self, understood: Understood, confidences: Sequence[float]) -> float:
        """What a part must reach to be answered: less once another one is, or the question as a whole."""
        least = self.threshold(understood)
        if len(confidences) == 1:
            return least
        if max(confidences) >= least:
            return least * BESIDE_AN_ANSWER
        whole = self.retrieve(replace(understood.asked[0].query, text=understood.text))
        return least * BESIDE_AN_ANSWER if whole.answerable >= least else least

    def _compared(self, understood: Understood, rests_on: Pointed | None) -> Found:
        """What the batches say of each thing asked, side by side."""
        sides = [compare(asked, understood.batch.compared, self.retrieve, self.shelf) for asked in understood.asked]
        least = self.threshold(understood) * BESIDE_AN_ANSWER
        chosen: list[Chosen] = []
        for side in sides:
            if not side.by_topic or max(item.answerable for item in side.retrievals) >= least:
                chosen += side.chosen
        return Found(tuple(item for side in sides for item in side.retrievals), tuple(chosen), pointed=rests_on)

    def retrieve(self, query: Query) -> Retrieval:
        """The passages for a query; of a place with rules of its own, beside those that hold everywhere."""
        found = self.retriever.retrieve(query)
        if query.jurisdiction is None or query.jurisdiction == Jurisdiction():
            return found
        everywhere = self.retriever.retrieve(replace(query, jurisdiction=Jurisdiction()))
        merged = {item.passage.id: item for item in (*everywhere.kept, *found.kept)}
        kept = sorted(merged.values(), key=lambda item: (-item.score, item.passage.id))[: query.k]
        best = max(found, everywhere, key=lambda item: item.answerable)
        rejected = tuple(item for item in found.rejected if item.passage.id not in merged)
        return replace(best, query=query, kept=tuple(kept), rejected=rejected)


def _shares(one: Chosen, other: Chosen) -> bool:
    """Whether two choices quote some of the same words, or restate them."""
    quotes = (*other.shown, *other.beside)
    return any(quote.overlaps(known) for quote in quotes for known in (*one.shown, *one.beside))
