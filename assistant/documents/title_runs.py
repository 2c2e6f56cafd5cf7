"""Titles that run straight into the first sentence of their clause, because the line end between them was lost."""

from __future__ import annotations

import re

from assistant.documents.flattened import SMALL_WORDS
from assistant.documents.headings import heading_words
from assistant.documents.language import word_set

_NORM = re.compile(
    r"\b(?:shall|must|should|may|can|cannot|will|is|are|was|were|has|have|means|apply|applies|does|do not|not)\b"
    r"|应|须|不得|必须|禁止|可以|有权|是指|负责",
    re.IGNORECASE,
)
_STARTS_SENTENCE = word_set(
    "The In For To On At By From With As An If When Where While This That These Those All Each Every "
    "Any No Such It They There According After Before During Since Under Upon Unless Until Through "
    "Given Based Both Where Whoever He She We"
)
_WORD = re.compile(r"[^\s]+")
_CHINESE_RUN = re.compile(r"[ \u3000]*([^\s，。；：、！？,.;:]{2,30})[ \u3000\n]+(?=\S)")
_LONGEST = 120
_MOST_WORDS = 12


def states_norm(words: str) -> bool:
    """Whether words say what is or what must be done, as a title does not."""
    return _NORM.search(words) is not None


def chinese_run(text: str, start: int, end: int) -> tuple[str, int] | None:
    """Words without a mark, set off by a space, before a longer text."""
    run = _CHINESE_RUN.match(text, start, end)
    if run is None or not text[run.end() : end].strip() or states_norm(run[1]):
        return None
    return run[1], run.end()


def english_run(text: str, start: int, end: int, *, sure: bool) -> tuple[str, int] | None:
    """The title before the word that begins the first sentence: "Targets of Support | In 2025, about ...".

    With `sure` that word must be one that only begins sentences; else, after Title Case, the last capitalised word may.
    """
    words = _unstopped_words(text, start, end)
    if len(words) < 2 or words[0][0] in _STARTS_SENTENCE:
        return _found(text, start, _first_starter(words[1:]))
    if starter := _first_starter(words[1:]):
        return _found(text, start, starter)
    if sure:
        return None
    titled = _title_case(words)
    begins = _sentence_start(text, titled) or _small_elsewhere(text, words)
    if begins is None or (begins not in titled and states_norm(text[start : begins.start()])):
        return None
    return _found(text, start, begins)


def _found(text: str, start: int, begins: re.Match[str] | None) -> tuple[str, int] | None:
    if begins is None or text[start : begins.start()].split()[-1] in SMALL_WORDS:
        return None
    return heading_words(text[start : begins.start()]), begins.start()


def _unstopped_words(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The first words up to a mark; the word that carries a full stop or a question mark is not one of them."""
    found: list[re.Match[str]] = []
    for word in _WORD.finditer(text, start, min(end, start + _LONGEST)):
        if word[0][-1] in ".。!?" or len(found) == _MOST_WORDS:
            break
        found.append(word)
        if word[0][-1] in ",，:：;；":
            break
    return found


def _first_starter(words: list[re.Match[str]]) -> re.Match[str] | None:
    return next((word for word in words if word[0].rstrip(",:") in _STARTS_SENTENCE), None)


def _title_case(words: list[re.Match[str]]) -> list[re.Match[str]]:
    """The capitalised words of the Title Case run at the beginning."""
    run: list[re.Match[str]] = []
    for word in words:
        bare = word[0].strip("\"'“”‘’()（）")
        if bare[:1].isupper():
            run.append(word)
        elif bare not in SMALL_WORDS:
            break
    return run


def _sentence_start(text: str, capitals: list[re.Match[str]]) -> re.Match[str] | None:
    """The last capitalised word of a Title Case run, or the first of the name that it ends."""
    place = len(capitals) - 1
    while place > 1 and _is_one_name(text, capitals[place - 1], capitals[place]):
        place -= 1
    return capitals[place] if place >= 1 else None


def _is_one_name(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether two capitalised words are one name: joined by "of", or written so inside another sentence."""
    between = text[left.end() : right.start()].split()
    if between:
        return between[0] == "of" and between[-1] in ("of", "the")
    pair = re.escape(text[left.start() : right.end()].rstrip(",."))
    return re.search(rf"(?<![\w-])[a-z][\w-]*,? {pair}\b", text) is not None


def _small_elsewhere(text: str, words: list[re.Match[str]]) -> re.Match[str] | None:
    """The first word that is capitalised here and small elsewhere in the text: only the sentence makes it so."""
    for word in words[1:]:
        bare = word[0].rstrip(",:")
        if len(bare) > 2 and bare[0].isupper() and bare[1:].islower() and f" {bare.lower()} " in text:
            return word
    return None
