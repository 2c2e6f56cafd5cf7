"""The quotes of a rule, found in the indexed texts and numbered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.answering.quotes import Quote, cite, find_words, plain_text
from assistant.model import AnswerSentence

if TYPE_CHECKING:
    from assistant.model import Citation, Language
    from assistant.ports import Catalog
    from assistant.rules.parameters import Quote as RuleQuote

MOST_SHOWN = 2


class Sources:
    """Citations as they are issued, one number for each stretch of text."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._issued: dict[tuple[str, int, int], Citation] = {}

    def citations(self) -> tuple[Citation, ...]:
        """All that were issued, in order."""
        return tuple(self._issued.values())

    def cite_all(self, quotes: Iterable[RuleQuote]) -> tuple[int, ...]:
        """The numbers of the quotes that stand in the indexed texts; what is not indexed is left out."""
        found = [self.marker(stretch) for quote in quotes if (stretch := self.find(quote))]
        return tuple(dict.fromkeys(found))

    def quoted(self, groups: Sequence[Sequence[RuleQuote]], language: Language) -> list[AnswerSentence]:
        """The first words that the finding rests on, in the language of the question where they are held in it."""
        sentences = []
        for group in groups[:MOST_SHOWN]:
            best = next((quote for quote in group if quote.language == language), group[0])
            if stretch := self.find(best):
                sentences.append(AnswerSentence(plain_text(stretch.text), "quoted", (self.marker(stretch),)))
        return sentences

    def marker(self, quote: Quote) -> int:
        """The number of a stretch, a new one when it has none."""
        if quote.key not in self._issued:
            self._issued[quote.key] = cite(quote, len(self._issued) + 1)
        return self._issued[quote.key].marker

    def find(self, quote: RuleQuote) -> Quote | None:
        """The whole sentences around the words, in the clause that is named."""
        return find_words(self.catalog, f"{quote.policy}/{quote.document}", quote.clause, quote.quote)
