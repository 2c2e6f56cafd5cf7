"""What speaks for a candidate passage: one number each from meaning, words, phrases and its best sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from assistant.search.wanted import STOP_WEIGHT, needle, wording

if TYPE_CHECKING:
    from assistant.model import Language, Passage
    from assistant.search.wanted import Wanted

FUSED = ("dense", "sentence", "bm25", "phrase", "coverage", "brevity", "document")
"""The signals that are fused, each standardised over the candidates of its question."""
CHINESE_TERMS = 2.5
"""Terms of a Chinese word, its characters and pairs among them, for one of an English word."""
NO_SPREAD = 1e-6
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
    """What is looked for in a wording with how much each is worth: the question's terms, the glossary's, the phrases.

    `content` counts the terms that are no stop words; `largest` is the inverse document frequency of worth 1.
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
        own = _held(self.terms, words)
        added = _held(self.widened, words)
        missing = max(0.0, total - own)
        return min(1.0, (own + min(added, missing / 2 if language == self.language else missing)) / total)

    def phrase_share(self, words: str) -> float:
        """The part of the question's phrases, by worth, that stand in a wording: 0 to 1."""
        total = sum(self.phrases.values())
        return _held(self.phrases, words) / total if total else 0.0


def _held(worth: Mapping[str, float], words: str) -> float:
    return sum([value for needle, value in worth.items() if needle in words])


def looked_for(wanted: Wanted, language: Language, rarity: Rarity) -> Looked:
    """The worth of each term is its weight times its rarity; that of a phrase is the mean of its words'."""
    worth = {term: weight * rarity(term) for term, weight in wanted.all_terms.items()}
    terms = {needle(term): worth[term] for term in wanted.terms}
    widened = {needle(term): worth[term] for term in wanted.widened}
    phrases = {phrase: fmean(worth.get(part, 0.0) for part in parts) for phrase, parts in wanted.phrases.items()}
    content = sum(weight > STOP_WEIGHT for weight in wanted.terms.values())
    return Looked(language, terms, widened, phrases, content, rarity.largest)


def word_signals(passage: Passage, looked: Looked) -> dict[str, float]:
    """The signals that need nothing but the passage's own words, its heading among them."""
    words = wording(passage.indexed_text)
    return {
        "phrase": looked.phrase_share(words),
        "coverage": looked.coverage(words, passage.language),
        "brevity": -math.log(1 + len(passage.text)),
    }


def document_support(documents: Sequence[str], bm25: Sequence[float]) -> list[float]:
    """For each candidate, how much of what was found by words lies in its document, counted from the lowest score."""
    least = min(bm25, default=0.0)
    support: dict[str, float] = {}
    for document, score in zip(documents, bm25, strict=True):
        support[document] = support.get(document, 0.0) + score - least
    return [support[document] for document in documents]


def standardised(values: Iterable[float]) -> list[float]:
    """The values less their mean, in standard deviations; all 0 when they are equal."""
    numbers = list(values)
    if not numbers:
        return []
    middle = fmean(numbers)
    spread = math.sqrt(fmean([(number - middle) ** 2 for number in numbers]))
    if spread < NO_SPREAD:
        return [0.0] * len(numbers)
    return [(number - middle) / spread for number in numbers]
