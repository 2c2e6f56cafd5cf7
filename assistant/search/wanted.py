"""A query -> what is looked for: weighted terms, and the strings whose presence in a passage counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.search import stop_words
from assistant.search.tokens import is_chinese, numerals_in, terms_of, tokens_of

if TYPE_CHECKING:
    from assistant.model import Query
    from assistant.ports import Segmenter

STOP_WEIGHT = 0.3
TOUCHING_WEIGHT = 0.6
"""Of a Chinese term that holds a stop character beside others."""
WIDENED_WEIGHT = 0.5

_ENGLISH_STOPS = frozenset(token for word in stop_words.ENGLISH for token in tokens_of(word))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Terms with their weights, the question's own and those of the glossary; phrases with the two terms in them."""

    terms: Mapping[str, float]
    widened: Mapping[str, float]
    phrases: Mapping[str, tuple[str, str]]

    @property
    def all_terms(self) -> dict[str, float]:
        """What the keyword index is asked for."""
        return {**self.widened, **self.terms}


def wanted_of(query: Query, segmenter: Segmenter) -> Wanted:
    """What a query looks for."""
    terms = {term: weight_of(term) for term in terms_of(query.text, segmenter)}
    widened: dict[str, float] = {}
    for words in query.widened:
        for term, weight in _of_the_glossary(words, segmenter).items():
            if term not in terms:
                widened[term] = max(weight, widened.get(term, 0.0))
    return Wanted(terms, widened, phrases_of(query.text))


def _of_the_glossary(words: str, segmenter: Segmenter) -> dict[str, float]:
    """The terms of a glossary entry; a name of many English words weighs no more than one of two."""
    terms = [term for term in terms_of(words, segmenter) if len(term) > 1 or not is_chinese(term)]
    english = sum(not is_chinese(term) for term in terms)
    share = min(1.0, 2 / english) if english else 1.0
    return {term: WIDENED_WEIGHT * weight_of(term) * (1.0 if is_chinese(term) else share) for term in terms}


def weight_of(term: str) -> float:
    """1 for a word that carries meaning, less for stop words and for Chinese terms that touch one."""
    if not is_chinese(term):
        return STOP_WEIGHT if term in _ENGLISH_STOPS else 1.0
    stops = sum(character in stop_words.CHINESE for character in term)
    return STOP_WEIGHT if stops == len(term) else TOUCHING_WEIGHT if stops else 1.0


def phrases_of(text: str) -> dict[str, tuple[str, str]]:
    """Neighbouring words of a text as they stand in a `wording`, two English words or three Chinese characters."""
    phrases: dict[str, tuple[str, str]] = {}
    before = ""
    for token in tokens_of(text):
        if is_chinese(token):
            for at in range(len(token) - 2):
                phrases[token[at : at + 3]] = token[at : at + 2], token[at + 1 : at + 3]
            before = ""
        else:
            if before:
                phrases[f" {before} {token} "] = before, token
            before = token
    return phrases


@lru_cache(maxsize=20_000)
def wording(text: str) -> str:
    """The text as one string of tokens with a space on each side, the values of its Chinese numerals at the end."""
    tokens = tokens_of(text)
    numbers = [number for token in tokens if is_chinese(token) for number in numerals_in(token)]
    return f" {' '.join([*tokens, *numbers])} "


def needle(term: str) -> str:
    """The string that stands in a wording when the term occurs in it."""
    return term if is_chinese(term) else f" {term} "
