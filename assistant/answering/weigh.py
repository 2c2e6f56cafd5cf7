"""Which words to show for one thing asked: those that known asks point to, those extracted, or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.answering.chances import chance, log_odds
from assistant.answering.extract import unlike

if TYPE_CHECKING:
    from assistant.answering.known_asks import Near
    from assistant.answering.quotes import Chosen
    from assistant.model import Language

LEAST: Final = {"en": 0.45, "zh": 0.45}
"""The least chance for words to be shown."""
ALONGSIDE: Final = 0.35
"""The least chance for words to be shown behind others that are likelier."""


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words that a known ask points to, the score of that ask, and whether the extraction found them too."""

    chosen: Chosen
    score: float
    agrees: bool


def weigh(
    known: Sequence[tuple[Chosen, float]], extracted: Sequence[Chosen], own: float, near: Near, language: Language
) -> tuple[tuple[Chosen, ...], float]:
    """The words to show, likelier ones first, and how sure they are: 1 where just sure enough.

    `known` are words with the score of their ask, `own` is the confidence of the extraction by itself.
    """
    found = [KnownWords(choice, score, shares_words(choice, extracted)) for choice, score in known]
    likely_known = [(chance("known", language, known_features(one, near, own)), one) for one in found]
    best, first = max(likely_known, key=lambda pair: pair[0], default=(0.0, None))
    likely = chance("extracted", language, extracted_features(found, near, own)) if extracted else 0.0
    sure = max(best, likely) / LEAST[language]
    if first is None or (best < likely and best < ALONGSIDE):
        return tuple(extracted), sure
    if first.agrees or best < likely:
        return tuple(unlike([*extracted, first.chosen])), sure
    return tuple(unlike([first.chosen, *(extracted[:1] if likely >= ALONGSIDE else ())])), sure


def known_features(one: KnownWords, near: Near, own: float) -> Mapping[str, float]:
    """What speaks for words that a known ask points to, and against them."""
    others = [score for _, score in near.answers if score != one.score]
    return {
        "score": one.score,
        "ahead": one.score - max(others, default=0.0),
        "not_held": near.not_held,
        "rules": max(near.rules.values(), default=0.0),
        "agrees": float(one.agrees),
        "agreed_score": one.score * one.agrees,
        "own": log_odds(own),
        "own_agreed": log_odds(own) * one.agrees,
        "known": near.known,
    }


def extracted_features(found: Sequence[KnownWords], near: Near, own: float) -> Mapping[str, float]:
    """What speaks for what was extracted, and against it."""
    return {
        "own": log_odds(own),
        "agrees": float(any(one.agrees for one in found)),
        "agreed_score": max((one.score for one in found if one.agrees), default=0.0),
        "best": near.best,
        "not_held": near.not_held,
        "rules": max(near.rules.values(), default=0.0),
        "known": near.known,
    }


def shares_words(choice: Chosen, others: Sequence[Chosen]) -> bool:
    """Whether others quote some of the same words as a choice, or restate them."""
    return any(
        quote.overlaps(known)
        for other in others
        for quote in (*other.shown, *other.beside)
        for known in (*choice.shown, *choice.beside)
    )
