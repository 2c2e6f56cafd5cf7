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
    """Terms with their weights: the question's own, and those added from the glossary; phrases of its own words."""

    terms: Mapping[str, float]
    widened: Mapping[str, float]
    phrases: tuple[str, ...]

    @property
    def all_terms(self) -> dict[str, float]:
        """What the keyword index is asked for."""
        return {**self.widened, **self.terms}


def wanted_of(query: Query, segmenter: Segmenter) -> Wanted:
    """What a query looks for."""
    terms = {term: weight_of(term) for term in terms_of(query.text, segmenter)}
    added = (term for word in query.widened for term in terms_of(word, segmenter) if len(term) > 1 or not is_chinese(term))
    widened = {term: WIDENED_WEIGHT * weight_of(term) for term in added if term not in terms}
    return Wanted(terms, widened, phrases_of(query.text))


def weight_of(term: str) -> float:
    """1 for a word that carries meaning, less for stop words and for Chinese terms that touch one."""
    if not is_chinese(term):
        return STOP_WEIGHT if term in _ENGLISH_STOPS else 1.0
    stops = sum(character in stop_words.CHINESE for character in term)
    return STOP_WEIGHT if stops == len(term) else TOUCHING_WEIGHT if stops else 1.0


def phrases_of(text: str) -> tuple[str, ...]:
    """Neighbouring words of a text, two English or three Chinese characters, as they stand in `wording`."""
    phrases: dict[str, None] = {}
    before = ""
    for token in tokens_of(text):
        if is_chinese(token):
            phrases.update(dict.fromkeys(token[at : at + 3] for at in range(len(token) - 2)))
            before = ""
        else:
            if before:
                phrases[f" {before} {token} "] = None
            before = token
    return tuple(phrases)


@lru_cache(maxsize=20_000)
def wording(text: str) -> str:
    """The text as one string of tokens with a space on each side, the values of its Chinese numerals at the end."""
    tokens = tokens_of(text)
    numbers = [number for token in tokens if is_chinese(token) for number in numerals_in(token)]
    return f" {' '.join([*tokens, *numbers])} "


def stands_in(term: str, words: str) -> bool:
    """Whether a term occurs in a wording."""
    return (term if is_chinese(term) else f" {term} ") in words
