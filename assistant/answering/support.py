"""Whether a model's sentence says what its quotes say: names, figures, bounds, modality, negation, content words.

Works on words, English and Chinese. Each sentence is laid beside the part of its quotes that shares most words with
it, each figure beside the one whose surroundings are most alike; there they have to agree. A sentence whose quotes are
all in the other language is held against them by figures and the terms of the glossary.

What it does not see: a subject and an object that change places, two names of one quote that do, an ordinary word for
another one within the share that may differ, and a true sentence that is beside the point.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.answering.alignment import Beside, Part, beside, in_place, parts_of
from assistant.answering.cues import words
from assistant.answering.modality import bounds_of, modality_of, negations_of
from assistant.answering.sense import content_of, stem
from assistant.answering.words import holds_word
from assistant.documents.figures import figures_in, supports
from assistant.documents.language import language_of
from assistant.documents.sentences import split_sentences
from assistant.search.tokens import fold, is_chinese

if TYPE_CHECKING:
    from assistant.documents.figures import Figure
    from assistant.model import Term

LEAST_COVERED = 0.7
"""The share of a sentence's content words that its quotes must hold."""
LEAST_TERMS = 0.5
"""The share of its letters that terms of the glossary must carry when all its quotes are in the other language."""
_NO_AMOUNT = frozenset({"marker", "label", "document_number"})
_NAME = re.compile(r"(?<![.!?:\"“(]\s)(?<!^)\b(?:[A-Z][\w&]*[A-Z]\w*|[A-Z][a-z]{2,})\b")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_ANSWER = re.compile(r"(?:(?P<no>no|不能|不可以?|不行|否)|yes|能|可以|是的?)[,，。.;；]\s*", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]+")
_BODY = re.compile(r"[\u4e00-\u9fff](?:部|局|委|厅|署|省|市|区|县|州|盟|旗|院)")
_NO_BODY = words("no_name")
NEW_IN_A_ROW = 4
"""Pairs of Chinese characters in a row that no quote has: a name or a statement of its own."""


@dataclass(frozen=True, slots=True)
class Known:
    """What helps to read a sentence: terms in both languages, and names of places in their usual spelling."""

    glossary: Sequence[Term] = ()
    names: Collection[str] = frozenset()


NOTHING_KNOWN = Known()


def unsupported(sentence: str, quotes: Sequence[str], known: Known = NOTHING_KNOWN) -> str | None:
    """Why the quotes do not bear the sentence out, None when they do; each of several sentences has to be."""
    if not quotes:
        return None
    spans = split_sentences(sentence) or []
    for span in spans:
        if why := _unsupported(sentence[span.start : span.end], quotes, known):
            return why
    return None


def _unsupported(sentence: str, quotes: Sequence[str], known: Known) -> str | None:
    same = [quote for quote in quotes if language_of(quote) == language_of(sentence)]
    if why := _names(sentence, quotes, known):
        return why
    if not same:
        return _bounds_anywhere(sentence, quotes) or _foreign(sentence, quotes, known)
    parts = parts_of(same)
    laid = beside(sentence, parts)
    return (
        _content(sentence, same) or _figures(sentence, parts) or _modality(sentence, laid) or _negation(sentence, laid)
    )


def _names(sentence: str, quotes: Sequence[str], known: Known) -> str | None:
    """Names and acronyms of the sentence stand in a quote, where one is in its language."""
    held = " ".join(quotes)
    if language_of(sentence) == "zh":
        if not any(is_chinese(char) for char in held):
            return None
        missing = [name for name in _chinese_names(sentence, known.names) if name not in held]
    else:
        if not any(language_of(quote) == "en" for quote in quotes):
            return None
        stems = {stem(word) for word in _WORD.findall(fold(held))}
        days = {fold(word) for one in figures_in(sentence) for word in _LETTERS.findall(sentence[one.start : one.end])}
        said = [*_NAME.findall(sentence), *(word for word in _LETTERS.findall(sentence) if word in known.names)]
        missing = [name for name in said if stem(fold(name)) not in stems and fold(name) not in days]
    return f"its quotes do not name {', '.join(missing)}" if missing else None


def _chinese_names(text: str, names: Collection[str]) -> list[str]:
    """Places of the list, and the ends of what reads as the name of a body or a place."""
    found = [text[at : at + size] for size in (2, 3, 4, 5) for at in range(len(text) - size + 1)]
    bodies = [match[0] for match in _BODY.finditer(text) if match[0] not in _NO_BODY and match[0][0] not in _NO_BODY]
    return [name for name in found if name in names] + bodies


def _content(sentence: str, quotes: Sequence[str]) -> str | None:
    said = content_of(sentence)
    missing = said - frozenset().union(*(content_of(quote) for quote in quotes))
    if len(missing) > (1 - LEAST_COVERED) * len(said):
        return f"its quotes do not hold: {', '.join(sorted(missing))}"
    for at in range(len(sentence) - NEW_IN_A_ROW):
        if all(sentence[place : place + 2] in missing for place in range(at, at + NEW_IN_A_ROW)):
            return f"its quotes do not hold: {sentence[at : at + NEW_IN_A_ROW + 1]}"
    return None


def _figures(sentence: str, parts: Sequence[Part]) -> str | None:
    """Each figure stands where the quote has the same one, with the same bound: "up to 2" is not "2"."""
    every = [figure for one in dict.fromkeys(part.sentence for part in parts) for figure in figures_in(one)]
    amounts = list(_amounts(sentence))
    for said in amounts:
        shown = sentence[said.start : said.end]
        times = sum((one.kind, one.value, one.unit) == (said.kind, said.value, said.unit) for one in amounts)
        if times > 1 and times > sum(supports(figure, said) for figure in every):
            return f"it says {shown} more often than its quotes"
        held = in_place(sentence, said, parts)
        if not held:
            continue
        if not any(supports(figure, said) for _, figure in held):
            others = ", ".join(dict.fromkeys(text[figure.start : figure.end] for text, figure in held))
            return f"where it says {shown} its quote says {others}"
        mine = bounds_of(sentence, said)
        theirs = [bounds_of(text, figure) for text, figure in held if supports(figure, said)]
        if mine not in theirs:
            return f"the bound of {shown} is {_listed(mine)} here and {_listed(theirs[0])} in the quote"
    return None


def _bounds_anywhere(sentence: str, quotes: Sequence[str]) -> str | None:
    """The bounds of the figures, in quotes of the other language: in some place that has the same figure."""
    held = [(quote, figure) for quote in quotes for figure in figures_in(quote)]
    for said in figures_in(sentence):
        theirs = [bounds_of(quote, figure) for quote, figure in held if supports(figure, said)]
        if said.kind not in _NO_AMOUNT and theirs and bounds_of(sentence, said) not in theirs:
            shown = sentence[said.start : said.end]
            return f"the bound of {shown} is {_listed(bounds_of(sentence, said))} here and {_listed(theirs[0])} there"
    return None


def _modality(sentence: str, laid: Beside) -> str | None:
    """What is commanded, allowed or qualified is so in the part of the quote beside it, no more and no less.

    The word may also stand in the nearest part that has one: before, as in "Cities should do this, do that", or, where
    the part itself has none, behind: "The plan, the list and the letter should be sent".
    """
    said, held = modality_of(_without_days(sentence)), modality_of(_without_days(laid.told))
    governing = _first_modality(laid.before) | (frozenset() if held else _first_modality(laid.behind))
    if held <= said <= held | governing:
        return None
    return f"it says {_listed(said)} and its quote {_listed(held)}"


def _first_modality(parts: Sequence[str]) -> frozenset[str]:
    return next((found for part in parts if (found := modality_of(_without_days(part)))), frozenset())


def _without_days(text: str) -> str:
    """The text without its days: May is a month there."""
    for figure in reversed(figures_in(text)):
        if figure.kind == "date":
            text = text[: figure.start] + text[figure.end :]
    return text


def _negation(sentence: str, laid: Beside) -> str | None:
    """As many negations as in the part of the quote beside it; the "No," that answers a question is none."""
    plain = _ANSWER.sub("", sentence)
    mine, theirs = negations_of(plain), negations_of(laid.told)
    if (answer := _ANSWER.match(sentence)) and bool(answer["no"]) != bool(mine):
        return "its yes or no and the rest of it contradict each other"
    if mine == theirs:
        return None
    return "it lacks a negation of its quote" if theirs > mine else "it has a negation that its quote has not"


def _foreign(sentence: str, quotes: Sequence[str], known: Known) -> str | None:
    """A sentence whose quotes are in the other language is carried by terms that both have."""
    held = " ".join(quotes)
    said = modality_of(sentence)
    if extra := said - modality_of(held):
        return f"it says {_listed(extra)} and its quotes do not"
    if bool(negations_of(sentence)) != bool(negations_of(held)):
        return "it has a negation where its quotes have none, or none where they have one"
    carried = [False] * len(sentence)
    for term in known.glossary:
        mine, theirs = (term.zh, term.en) if language_of(sentence) == "zh" else (term.en, term.zh)
        if any(holds_word(held, word) for word in theirs):
            for word in mine:
                for match in re.finditer(re.escape(word), sentence, re.IGNORECASE):
                    carried[match.start() : match.end()] = [True] * (match.end() - match.start())
    for figure in _amounts(sentence):
        carried[figure.start : figure.end] = [True] * (figure.end - figure.start)
    letters = [place for place, char in enumerate(sentence) if char.isalnum() and not _is_filler(sentence, place)]
    share = sum(carried[place] for place in letters) / (len(letters) or 1)
    if share < LEAST_TERMS:
        return "its quotes are in the other language, and too little of it can be held against them"
    return None


def _amounts(text: str) -> Iterable[Figure]:
    return (figure for figure in figures_in(text) if figure.kind not in _NO_AMOUNT)


@lru_cache(maxsize=2048)
def _fillers(text: str) -> frozenset[int]:
    """The places of letters that belong to words that only join or ask."""
    places: set[int] = set()
    for word in re.finditer(r"[A-Za-z']+", text):
        if word[0].lower() in _JOINING:
            places.update(range(word.start(), word.end()))
    places.update(place for place, char in enumerate(text) if char in _JOINING_CHARACTERS)
    return frozenset(places)


_JOINING = frozenset(word for word in words("asking") if word.isascii())
_JOINING_CHARACTERS = frozenset("的了是在和与及或等对为以于由将并且而其该此本个各这那有从到向按应可不得需须要")


def _is_filler(text: str, place: int) -> bool:
    return place in _fillers(text)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
