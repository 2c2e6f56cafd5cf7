"""Lays a sentence beside its quotes: which part of them it tells again, and which of their figures it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.sense import content_of, stem
from assistant.documents.figures import Figure, figures_in, supports
from assistant.documents.language import language_of
from assistant.documents.sentences import split_sentences

TOLD_AGAIN = 0.6
"""The share of a part's words that a sentence must have to tell it again."""
CLEARLY_NEARER = 0.85
"""A figure may also be one whose surroundings are nearly as alike as those of the likest."""
_REACH = 60
_SHORTEST = {"en": 25, "zh": 8}
_CUT = re.compile(r"[;；，:：]|,(?=\s)|(?<=\w)(?= (?:and|but|or) )")


@dataclass(frozen=True, slots=True)
class Part:
    """A half sentence of a quote, in the sentence it stands in."""

    text: str
    sentence: str
    start: int


def parts_of(quotes: Sequence[str]) -> tuple[Part, ...]:
    """The half sentences of the quotes in order, each sentence once; together they hold every word."""
    parts: list[Part] = []
    for sentence in dict.fromkeys(quote[one.start : one.end] for quote in quotes for one in split_sentences(quote)):
        begin = 0
        least = _SHORTEST[language_of(sentence)]
        for cut in (*(match.end() for match in _CUT.finditer(sentence)), len(sentence)):
            if cut - begin < least and begin and sentence[begin - 1] not in ";；":
                last = parts.pop()
                parts.append(Part(sentence[last.start : cut], sentence, last.start))
                begin = cut
            elif cut - begin >= least or cut == len(sentence):
                parts.append(Part(sentence[begin:cut], sentence, begin))
                begin = cut
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Beside:
    """What of a quote a sentence tells again, and the parts around it in the same sentence, the nearest first."""

    told: str
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


def beside(sentence: str, parts: Sequence[Part]) -> Beside:
    """The parts of one sentence of the quotes that this one tells again; the likest part if it tells none.

    A part whose figures are all others is not told again.
    """
    said = content_of(sentence)
    figures = _amounts(sentence)
    told = [part for part in parts if _is_told(part, said) and (not (own := _amounts(part.text)) or own & figures)]
    if not told and parts:
        told = [max(parts, key=lambda part: _alike(said, content_of(part.text)))]
    likest = max((part.sentence for part in told), key=lambda one: _alike(said, content_of(one)), default="")
    chosen = [part for part in told if part.sentence == likest]
    around = [part for part in parts if part.sentence == likest and part not in chosen]
    first, last = (chosen[0].start, chosen[-1].start) if chosen else (0, 0)
    before = tuple(part.text for part in reversed(around) if part.start < first)
    behind = tuple(part.text for part in around if part.start > last)
    return Beside(" ".join(part.text for part in chosen), before, behind)


def _is_told(part: Part, said: frozenset[str]) -> bool:
    words = content_of(part.text)
    return bool(words) and len(words & said) >= TOLD_AGAIN * len(words)


@lru_cache(maxsize=4_000)
def _amounts(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((figure.kind, figure.value) for figure in figures_in(text) if figure.kind != "marker")


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one | other) or 1)


def in_place(sentence: str, said: Figure, parts: Sequence[Part]) -> list[tuple[str, Figure]]:
    """The figures of the quotes that stand where this one does: with the likest words around them."""
    held = [(one, figure) for one in dict.fromkeys(part.sentence for part in parts) for figure in figures_in(one)]
    same_kind = [(one, figure) for one, figure in held if figure.kind == said.kind or supports(figure, said)]
    if not same_kind:
        return []
    mine = _around(sentence, said)
    scores = [_nearness(mine, _around(one, figure)) for one, figure in same_kind]
    best = max(scores)
    return [pair for pair, score in zip(same_kind, scores, strict=True) if score >= best * CLEARLY_NEARER]


@lru_cache(maxsize=8_000)
def _around(text: str, figure: Figure) -> Mapping[tuple[str, str], float]:
    """The words before and behind a figure, those next to it weighing most."""
    before = text[max(0, figure.start - _REACH) : figure.start]
    behind = text[figure.end : figure.end + _REACH]
    found: dict[tuple[str, str], float] = {}
    for side, run in (("before", list(reversed(_ordered(before)))), ("behind", _ordered(behind))):
        for place, word in enumerate(run):
            found.setdefault((side, word), 1 / (1 + place))
    return found


@lru_cache(maxsize=8_000)
def _ordered(text: str) -> list[str]:
    """The words of content in their order."""
    words = content_of(text)
    if language_of(text) == "zh":
        return [text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2] in words]
    return [stem(word) for word in re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower()) if stem(word) in words]


def _nearness(mine: Mapping[tuple[str, str], float], theirs: Mapping[tuple[str, str], float]) -> float:
    shared = sum(min(weight, theirs[word]) for word, weight in mine.items() if word in theirs)
    return shared / (sum(max(mine.get(word, 0.0), theirs.get(word, 0.0)) for word in {*mine, *theirs}) or 1)
