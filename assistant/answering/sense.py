"""The words of a sentence that carry what it says, cut so that two ways of saying the same share them."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.answering.cues import words
from assistant.answering.modality import without_bounds
from assistant.search.tokens import fold, is_chinese, tokens_of


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A folded English word without its ending."""
    return (tokens_of(word) or [word])[0]


_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_FILLER = frozenset(stem(word) for word in words("asking") if word.isascii())
_CHINESE_FILLER = frozenset("的了是在和与及或等对为以于由将并且而其该此本个各这那有从到向按")


@lru_cache(maxsize=4_000)
def content_of(text: str) -> frozenset[str]:
    """English stems and pairs of Chinese characters, without fillers, bounds, modal words and figures."""
    folded = fold(without_bounds(text))
    found = {stem(word) for word in _WORD.findall(folded) if not word[0].isdigit()} - _FILLER
    kept = "".join(char if is_chinese(char) and char not in _CHINESE_FILLER else " " for char in folded)
    return frozenset(found | {run[at : at + 2] for run in kept.split() for at in range(len(run) - 1)})
