"""Whether a model's sentence says what its quotes say: bounds, modality, negation, names and content words.

It works on words. It does not see a swapped subject and object, or a true sentence that is beside the point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.answering.cues import words
from assistant.answering.modality import bounds_of, modality_of, negations_of, without_bounds
from assistant.documents.figures import figures_in, supports
from assistant.documents.language import language_of
from assistant.documents.sentences import split_sentences
from assistant.search.tokens import fold, is_chinese, tokens_of

if TYPE_CHECKING:
    from assistant.model import Term


def _stem(word: str) -> str:
    return (tokens_of(word) or [word])[0]


LEAST_COVERED = 0.6
"""The share of a sentence's content words that its quotes must hold."""
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_NAME = re.compile(r"(?<![.!?:\"“(]\s)(?<!^)\b(?:[A-Z][\w&]*[A-Z]\w*|[A-Z][a-z]{2,})\b")
_FILLER = frozenset(_stem(word) for word in words("asking") if word.isascii())
_CHINESE_FILLER = frozenset("的了是在和与及或等对为以于由将并且而其该此本个各这那有从到向按")


def unsupported(sentence: str, quotes: Sequence[str], glossary: Sequence[Term] = ()) -> str | None:  # noqa: ARG001
    """Why the quotes do not bear the sentence out, None when they do."""
    if not quotes:
        return None
    for check in (_bounds, _modality, _negation, _names, _content):
        if why := check(sentence, quotes):
            return why
    return None


def _bounds(sentence: str, quotes: Sequence[str]) -> str | None:
    """Each figure is bounded in the sentence as in one of its quotes: "up to 2" is not "2"."""
    held = [(quote, figure) for quote in quotes for figure in figures_in(quote)]
    for said in figures_in(sentence):
        if said.kind in ("marker", "label", "document_number", "ordinal"):
            continue
        mine = bounds_of(sentence, said)
        same = [bounds_of(quote, figure) for quote, figure in held if supports(figure, said)]
        if same and mine not in same:
            shown = sentence[said.start : said.end]
            return f"the bound of {shown} is {_listed(mine)} here and {_listed(same[0])} in the quote"
    return None


def _modality(sentence: str, quotes: Sequence[str]) -> str | None:
    said = modality_of(sentence)
    if not said:
        return None
    held = modality_of(_nearest(sentence, quotes)) or frozenset().union(*(modality_of(quote) for quote in quotes))
    if extra := said - held:
        return f"it says {_listed(extra)} and its quote {_listed(held)}"
    return None


def _negation(sentence: str, quotes: Sequence[str]) -> str | None:
    mine, theirs = negations_of(sentence), negations_of(_nearest(sentence, quotes))
    if (mine == 0) != (theirs == 0):
        return "it lacks a negation of its quote" if theirs else "it has a negation that its quote has not"
    return None


def _names(sentence: str, quotes: Sequence[str]) -> str | None:
    """Latin names and acronyms of the sentence stand in a quote."""
    if language_of(sentence) != "en" or not any(language_of(quote) == "en" for quote in quotes):
        return None
    held = {_stem(word) for quote in quotes for word in _WORD.findall(fold(quote))}
    missing = [name for name in _NAME.findall(sentence) if _stem(fold(name)) not in held]
    return f"its quotes do not name {', '.join(missing)}" if missing else None


def _content(sentence: str, quotes: Sequence[str]) -> str | None:
    same = [quote for quote in quotes if language_of(quote) == language_of(sentence)]
    said = _content_words(sentence)
    if not same or not said:
        return None
    held = set().union(*(_content_words(quote) for quote in same))
    missing = said - held
    if len(missing) > (1 - LEAST_COVERED) * len(said):
        return f"its quotes do not hold: {', '.join(sorted(missing))}"
    return None


def _content_words(text: str) -> set[str]:
    folded = fold(without_bounds(text))
    words = {_stem(word) for word in _WORD.findall(folded) if not word[0].isdigit()} - _FILLER
    kept = "".join(char if is_chinese(char) and char not in _CHINESE_FILLER else " " for char in folded)
    return words | {run[i : i + 2] for run in kept.split() for i in range(len(run) - 1)}


def _nearest(sentence: str, quotes: Sequence[str]) -> str:
    """The sentence or half sentence of the quotes that shares most words with this one."""
    words = _content_words(sentence) | {f.value for f in figures_in(sentence)}
    parts = [quote[span.start : span.end] for quote in quotes for span in split_sentences(quote)]
    pieces = [piece for part in parts for piece in _pieces(part)] or list(quotes)

    def shared(piece: str) -> float:
        held = _content_words(piece) | {f.value for f in figures_in(piece)}
        return len(words & held) / (len(words | held) or 1)

    return max(pieces, key=shared)


def _pieces(part: str) -> Iterable[str]:
    """A sentence, and its halves at commas and semicolons that are long enough to say something of their own."""
    least = 6 if language_of(part) == "zh" else 20
    return [part, *(half for half in re.split(r"[;；，]|,(?=\s)", part) if len(half) > least)]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
