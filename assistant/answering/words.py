"""The words of a question that carry its content, and what they weigh."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.answering.cues import words
from assistant.documents.language import CJK
from assistant.search.tokens import fold, is_chinese, numerals_in, terms_of, tokens_of

if TYPE_CHECKING:
    from assistant.model import Term
    from assistant.ports import KeywordIndex, Segmenter

_STOP = words("asking")
_STOP_TERMS = frozenset(term for word in _STOP if word.isascii() for term in tokens_of(word))
_RUN = re.compile(rf"[{CJK}]+|[^{CJK}]+")


@dataclass(frozen=True, slots=True)
class Weighed:
    """Terms with the share of a question's content that each carries (they add up to 1)."""

    shares: Mapping[str, float]

    def covered(self, terms: Iterable[str]) -> float:
        """The share of the content found among `terms`, 0..1."""
        found = terms if isinstance(terms, frozenset | set) else frozenset(terms)
        return sum(share for term, share in self.shares.items() if term in found)


def content_of(text: str, segmenter: Segmenter) -> str:
    """The text without the words that only ask or join, in order."""
    return " ".join("".join(run) if is_chinese(run[0]) else " ".join(run) for run in _content_runs(text, segmenter))


def content_terms(text: str, segmenter: Segmenter) -> tuple[str, ...]:
    """The folded terms of the text that carry content, each once, in order."""
    terms: list[str] = []
    for run in _content_runs(text, segmenter):
        terms += _chinese_terms(run) if is_chinese(run[0]) else tokens_of(" ".join(run))
    return tuple(dict.fromkeys(term for term in terms if term not in _STOP_TERMS))


def _content_runs(text: str, segmenter: Segmenter) -> list[list[str]]:
    """Words that carry content, those that stand side by side in one run."""
    runs: list[list[str]] = []
    for part in _RUN.findall(fold(text)):
        joined = False
        for word in segmenter.words(part) if is_chinese(part) else part.split():
            bare = word.strip("?!.,;:'\"()")
            if bare in _STOP or not any(char.isalnum() for char in word):
                joined = False
                continue
            if joined:
                runs[-1].append(word)
            else:
                runs.append([word])
            joined = True
    return runs


def _chinese_terms(run: list[str]) -> list[str]:
    """The pairs of characters within words, longer words, and pairs across words of a single character."""
    terms: list[str] = []
    for place, word in enumerate(run):
        terms += [word[at : at + 2] for at in range(len(word) - 1)]
        terms += [word] if len(word) > 2 else []
        before = run[place - 1] if place else ""
        if before and (len(before) == 1 or len(word) == 1):
            terms.append(before[-1] + word[0])
        terms += numerals_in(word)
    return terms


def words_in(text: str, segmenter: Segmenter) -> list[str]:
    """The index terms of a text, without single Chinese characters."""
    return [term for term in terms_of(text, segmenter) if len(term) > 1 or not is_chinese(term)]


def weigh(terms: Iterable[str], frequency: Callable[[str], int], passages: int) -> Weighed:
    """Terms by how rare they are; one that occurs nowhere weighs as the rarest that does."""
    raw = {term: math.log(1 + (passages + 1) / (1 + max(frequency(term), 1))) for term in terms}
    total = sum(raw.values()) or 1.0
    return Weighed({term: value / total for term, value in raw.items()})


def known_share(terms: Iterable[str], keywords: KeywordIndex) -> float:
    """The share of the terms that occur in the index at all."""
    counts = [keywords.document_frequency(term) > 0 for term in terms]
    return sum(counts) / len(counts) if counts else 0.0


def holds_word(text: str, word: str) -> bool:
    """Whether a text holds a word or phrase: whole words in English, anywhere in Chinese."""
    phrase = _spelled(word)
    return bool(phrase.strip()) and (phrase.strip() if _HAN.search(phrase) else phrase) in _spelled(text)


def holds_phrase(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase, or all the words of an English one in some form and order."""
    if holds_word(text, phrase):
        return True
    wanted = set(tokens_of(phrase)) - _STOP_TERMS if phrase.isascii() else set()
    return len(wanted) > 1 and wanted <= set(tokens_of(text))


_HAN = re.compile(f"[{CJK}]")
_MARKS = re.compile(r"[^\w]+")


@lru_cache(maxsize=20_000)
def _spelled(text: str) -> str:
    """The folded words of a text between single spaces, one at each end."""
    return f" {_MARKS.sub(' ', fold(text)).strip()} "


def widened_by(glossary: Iterable[Term], text: str, limit: int = 12) -> tuple[str, ...]:
    """The other language's words for what the text names, longest name first."""
    found: list[tuple[int, tuple[str, ...]]] = []
    for term in glossary:
        for named, others in ((term.en, term.zh), (term.zh, term.en)):
            lengths = [len(word) for word in named if holds_word(text, word)]
            if lengths and not any(holds_word(text, other) for other in others):
                found.append((max(lengths), others[:2]))
    found.sort(key=lambda item: -item[0])
    return tuple(dict.fromkeys(word for _, spelled in found for word in spelled))[:limit]
