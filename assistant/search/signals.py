"""What speaks for a candidate passage: one number each from meaning, words, phrases and its best sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

from assistant.search.wanted import STOP_WEIGHT, stands_in, wording

if TYPE_CHECKING:
    from assistant.model import Language, Passage
    from assistant.search.wanted import Wanted

FUSED = ("dense", "sentence", "bm25", "phrase", "coverage")
"""The signals that are fused, each standardised over the candidates of its question."""
CHINESE_TERMS = 2.5
"""Terms of a Chinese word, its characters and pairs among them, for one of an English word."""
SATURATED = 2.2
"""What BM25 gives a term that occurs without end, for each unit of its inverse document frequency: k1 + 1."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling terms are in one index: 0 for a term in every passage, about 1 for one in none."""

    passages: int
    frequency: Callable[[str], int]

    def __call__(self, term: str) -> float:
        """BM25's inverse document frequency over its largest value, so that the size of the index hardly matters."""
        found = self.frequency(term)
        return math.log(1 + (self.passages - found + 0.5) / (found + 0.5)) / self.largest

    @property
    def largest(self) -> float:
        """The inverse document frequency of a term that occurs nowhere."""
        return math.log(2 * self.passages + 2)


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked for with how much each is worth: the question's terms, the glossary's, the phrases.

    `content` counts the terms that are no stop words; `largest` is the inverse document frequency that worth 1 stands for.
    """

    language: Language
    terms: Mapping[str, float]
    widened: Mapping[str, float]
    phrases: Mapping[str, float]
    content: int
    largest: float

    def amount(self, language: Language) -> float:
        """The worth of the whole question, in terms of a passage's language."""
        total = sum(self.terms.values())
        if language == self.language:
            return total
        return total / CHINESE_TERMS if self.language == "zh" else total * CHINESE_TERMS

    def ideal(self, language: Language) -> float:
        """The BM25 of a passage of that language that holds all that is looked for without end."""
        return SATURATED * self.largest * self.amount(language)

    def coverage(self, words: str, language: Language) -> float:
        """The part of what is looked for, by worth, that stands in a wording: 0 to 1.

        The glossary's words may make up for half of what is missing, in a passage of another language for all of it.
        """
        total = self.amount(language)
        if not total:
            return 0.0
        own = sum(worth for term, worth in self.terms.items() if stands_in(term, words))
        added = sum(worth for term, worth in self.widened.items() if stands_in(term, words))
        missing = max(0.0, total - own)
        return min(1.0, (own + min(added, missing / 2 if language == self.language else missing)) / total)

    def phrase_share(self, words: str) -> float:
        """The part of the question's phrases, by worth, that stand in a wording: 0 to 1."""
        total = sum(self.phrases.values())
        return sum(worth for phrase, worth in self.phrases.items() if phrase in words) / total if total else 0.0


def looked_for(wanted: Wanted, language: Language, rarity: Rarity) -> Looked:
    """The worth of each term is its weight times its rarity; that of a phrase is the mean of its words'."""
    terms = {term: weight * rarity(term) for term, weight in wanted.terms.items()}
    widened = {term: weight * rarity(term) for term, weight in wanted.widened.items()}
    phrases = {phrase: _worth(phrase, terms) for phrase in wanted.phrases}
    content = sum(weight > STOP_WEIGHT for weight in wanted.terms.values())
    return Looked(language, terms, widened, phrases, content, rarity.largest)


def _worth(phrase: str, terms: Mapping[str, float]) -> float:
    words = phrase.split() if phrase[0] == " " else [phrase[:2], phrase[1:]]
    return fmean(terms.get(word, 0.0) for word in words)


def word_signals(passage: Passage, looked: Looked) -> dict[str, float]:
    """The signals that need nothing but the passage's own words, its heading among them."""
    words = wording(passage.indexed_text)
    return {"phrase": looked.phrase_share(words), "coverage": looked.coverage(words, passage.language)}


def standardised(values: Iterable[float]) -> list[float]:
    """The values less their mean, in standard deviations; all 0 when they are equal."""
    numbers = list(values)
    if len(numbers) < 2 or (spread := pstdev(numbers)) < 1e-6:
        return [0.0] * len(numbers)
    middle = fmean(numbers)
    return [(number - middle) / spread for number in numbers]
