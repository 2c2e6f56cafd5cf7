"""What the texts hold for a question: passages and sentences for each thing asked, from each batch asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from assistant.answering.compare import compare, of_batch
from assistant.answering.extract import Extraction, extract
from assistant.answering.known_asks import NOWHERE, Near, Target
from assistant.answering.missing import Pointed, pointed
from assistant.answering.quotes import Chosen, find_words
from assistant.answering.scores import Candidate, Shelf
from assistant.answering.weigh import Said, weigh
from assistant.answering.words import content_terms
from assistant.model import Jurisdiction, Retrieval

if TYPE_CHECKING:
    from assistant.answering.known_asks import KnownAsks
    from assistant.answering.understand import Asked, Understood
    from assistant.model import Query
    from assistant.search.retrieve import Retriever

BESIDE_A_MISSING_TEXT = 0.2
"""How sure a sentence must be to stand beside the one that points to a text that is not held."""
BESIDE_AN_ANSWER = 0.5
"""What one thing asked may score, as a part of the threshold, once another one of the same question has an answer."""

WORDS_KNOWN: Final = 0.5
"""The share of a question's words that the asks must hold for them to say anything of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """The retrievals, the quotes chosen, every sentence scored, and the parts of the question without an answer.

    `pointed` is the text that the question rests on and that is not held; `on_subject` how much more the question is
    about the scheme than about something else, by the known asks.
    """

    retrievals: tuple[Retrieval, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    scored: tuple[Candidate, ...] = ()
    unanswered: tuple[str, ...] = ()
    pointed: Pointed | None = None
    on_subject: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was found for one thing asked; `sure` is 1 where it is just sure enough to be shown."""

    retrieval: Retrieval
    scored: tuple[Candidate, ...]
    chosen: tuple[Chosen, ...]
    sure: float
    on_subject: float


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds in the texts of one index generation."""

    retriever: Retriever
    shelf: Shelf
    known: KnownAsks | None = None

    def find(self, understood: Understood) -> Found:
        """The quotes for each thing asked, as far as they are sure enough."""
        rests_on = pointed(understood, self.shelf) if understood.missing else None
        if understood.batch.compared and not any(
            content_terms(asked.part.text, self.shelf.segmenter) for asked in understood.asked
        ):
            return self._compared(understood, rests_on)
        weighed = [self._surest(asked, number) for number, asked in enumerate(understood.asked)]
        least = self._least(understood, weighed)
        if rests_on and rests_on.chosen:
            least = max(least, BESIDE_A_MISSING_TEXT)
        answered = [item.chosen if item.sure >= least else () for item in weighed]
        return Found(
            tuple(item.retrieval for item in weighed),
            tuple(choice for chosen in answered for choice in chosen),
            tuple(candidate for item in weighed for candidate in item.scored),
            tuple(asked.part.text for asked, chosen in zip(understood.asked, answered, strict=True) if not chosen),
            rests_on,
            max((item.on_subject for item in weighed), default=0.0),
        )

    def _surest(self, asked: Asked, number: int) -> Weighed:
        """The words for one thing asked. Where they are not sure and no batch is named, those of the batch whose words
        it comes nearest to.
        """
        found = self._whole_or_bare(asked, number)
        if found.sure >= 1.0 or not asked.assumed or self.known is None:
            return found
        batch = self.known.batch_of(asked.part.text, asked.query.jurisdiction)
        if batch in (None, asked.query.batch):
            return found
        other = self._whole_or_bare(replace(asked, query=replace(asked.query, batch=batch)), number)
        return max(found, other, key=lambda item: item.sure)

    def _whole_or_bare(self, asked: Asked, number: int) -> Weighed:
        """The words for the part as it stands; where they are not sure, for it without the sentences before it."""
        whole = self._weighed(asked, number)
        bare = asked.part.bare
        if whole.sure >= 1.0 or not bare:
            return whole
        alone = replace(asked, part=replace(asked.part, text=bare), query=replace(asked.query, text=bare))
        return max(whole, self._weighed(alone, number), key=lambda item: item.sure)

    def _weighed(self, asked: Asked, number: int) -> Weighed:
        """The words for one thing asked, those of known asks and those extracted, and how sure they are."""
        retrieval = self.retrieve(asked.query)
        if asked.compared and asked.query.batch:
            retrieval = of_batch(retrieval, asked.query.batch, self.shelf)
        extraction = extract(asked, retrieval, self.shelf, number)
        own = extraction.confidence(retrieval.answerable)
        near = self.near(asked)
        language = asked.query.language
        known = self.words_near(near, asked, number)
        gone = len(known) < len(near.answers)
        if extraction.named or near.known < WORDS_KNOWN or gone or self._is_new(extraction):
            sure = own / max(self.retriever.weights.of(language).threshold, 1e-6)
            return Weighed(retrieval, extraction.scored, extraction.chosen, sure, near.on_subject)
        said = Said.by(asked.query.text, self.shelf)
        chosen, sure = weigh(known, extraction.chosen, own, near, said, language)
        return Weighed(retrieval, extraction.scored, chosen, sure, near.on_subject)

    def near(self, asked: Asked) -> Near:
        """The known questions nearest to a thing asked."""
        if self.known is None:
            return NOWHERE
        query = asked.query
        return self.known.near(asked.part.text, [query.batch] if query.batch else (), query.jurisdiction)

    def _is_new(self, extraction: Extraction) -> bool:
        """Whether what was extracted stands in a policy that the asks were written without."""
        policies = {quote.document.policy for choice in extraction.chosen for quote in choice.shown}
        return self.known is None or any(not self.known.speaks_of(policy) for policy in policies)

    def words_near(self, near: Near, asked: Asked, number: int) -> list[tuple[Chosen, float]]:
        """The words that the nearest known asks point to, with their scores."""
        found = [(self.words_of(target, asked, number), score) for target, score in near.answers]
        return [(words, score) for words, score in found if words]

    def words_of(self, target: Target, asked: Asked, number: int) -> Chosen | None:
        """The words that a target points to, in the language where they are held in it, the others beside them."""
        if target.policy is None or target.known is None:
            return None
        quotes = [
            quote
            for one in target.known.answers
            if (quote := find_words(self.shelf.catalog, f"{target.policy.id}/{one.document}", one.clause, one.quote))
        ]
        quotes.sort(key=lambda quote: quote.document.language != asked.query.language)
        return Chosen((quotes[0],), tuple(quotes[1:]), number, 1.0) if quotes else None

    def threshold(self, understood: Understood) -> float:
        """The least that search must say for a question in its language to be answered."""
        return self.retriever.weights.of(understood.language).threshold

    def _least(self, understood: Understood, weighed: Sequence[Weighed]) -> float:
        """How sure a part must be to be answered: less once another one is, or the question as a whole."""
        if len(weighed) == 1:
            return 1.0
        if max(item.sure for item in weighed) >= 1.0:
            return BESIDE_AN_ANSWER
        whole = self.retrieve(replace(understood.asked[0].query, text=understood.text))
        return BESIDE_AN_ANSWER if whole.answerable >= self.threshold(understood) else 1.0

    def _compared(self, understood: Understood, rests_on: Pointed | None) -> Found:
        """What changed between batches at all."""
        first = understood.asked[0]
        whole = replace(
            first, part=replace(first.part, text=understood.text), query=replace(first.query, text=understood.text)
        )
        chosen, retrieval = compare(whole, understood.batch.compared, self.retrieve, self.shelf)
        return Found((retrieval,), chosen, pointed=rests_on)

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
