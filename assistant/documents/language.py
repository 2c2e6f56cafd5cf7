"""Which language a text is in, by its letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.model import Language

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK_LETTER = re.compile(f"[{CJK}]")
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+")
_NAMED = re.compile(rf"《[^》]*》|[{CJK}]+[〔\[［(（]\d{{4}}[〕\]］)）]\s*(?:第?\s*\d+\s*号)?")
"""A document named by its Chinese title or number, which an English sentence may hold too."""


def word_set(words: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(words.split())


def language_of(text: str) -> Language:
    """ "zh" when the text, beside the documents it names, has at least as many Chinese characters as words in Latin
    letters.
    """
    beside = beside_documents(text)
    text = beside if any(char.isalpha() for char in beside) else text
    chinese = len(_CJK_LETTER.findall(text))
    return "zh" if chinese and chinese >= len(_WORD.findall(text)) else "en"


def beside_documents(text: str) -> str:
    """The text without the documents that it names by a Chinese title or number."""
    return _NAMED.sub(" ", text)


def language_spoken(texts: Iterable[str]) -> Language:
    """The language of the last text that has letters; a bare number goes on in the language before it."""
    spoken = [text for text in texts if any(char.isalpha() for char in text)]
    return language_of(spoken[-1]) if spoken else "en"


def is_chinese(char: str) -> bool:
    """Whether a character is a Chinese letter, not a mark; "" is none."""
    return _CJK_LETTER.match(char) is not None
