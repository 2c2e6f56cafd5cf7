"""Which words to show for one thing asked: those that known asks point to, those extracted, or both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.answering.chances import chance, log_odds
from assistant.answering.extract import unlike
from assistant.answering.words import content_terms, words_in
from assistant.answering.words import weigh as weigh_words
from assistant.documents.figures import figures_in

if TYPE_CHECKING:
    from assistant.answering.known_asks import Near
    from assistant.answering.quotes import Chosen
    from assistant.answering.scores import Shelf
    from assistant.answering.words import Weighed as WeighedWords
    from assistant.model import Language
    from assistant.ports import Segmenter

LEAST: Final = {"en": 0.32, "zh": 0.3}
"""The least chance for words to be shown."""
ALONGSIDE: Final = 0.35
"""The least chance for words to be shown behind others that are likelier."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says, for words to be held against: its content words, weighed, and the values of its figures."""

    words: WeighedWords
    figures: frozenset[str]
    segmenter: Segmenter

    @classmethod
    def by(cls, text: str, shelf: Shelf) -> Said:
        """That of a text."""
        terms = content_terms(text, shelf.segmenter)
        words = weigh_words(terms, shelf.keywords.document_frequency, shelf.catalog.size())
        return cls(words, frozenset(figure.value for figure in figures_in(text)), shelf.segmenter)

    def held_by(self, choices: Iterable[Chosen]) -> Mapping[str, float]:
        """The share of its words that quotes, with the titles they stand under, hold; the share of its figures that
        they lack.
        """
        quotes = [quote for choice in choices for quote in (*choice.shown, *choice.beside)]
        text = "\n".join(part for quote in quotes for part in (quote.document.title, *quote.clause.titles, quote.text))
        held = {figure.value for figure in figures_in(text)} if self.figures else set()
        return {
            "covered": self.words.covered(words_in(text, self.segmenter)),
            "lacks_figures": len(self.figures - held) / max(len(self.figures), 1),
        }


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words that a known ask points to, the score of that ask, and whether the extraction found them too."""

    chosen: Chosen
    score: float
    agrees: bool


def weigh(
    known: Sequence[tuple[Chosen, float]],
    extracted: Sequence[Chosen],
    own: float,
    near: Near,
    said: Said,
    language: Language,
) -> tuple[tuple[Chosen, ...], float]:
    """The words to show, likelier ones first, and how sure they are: 1 where just sure enough.

    `known` are words with the score of their ask, `own` is the confidence of the extraction by itself.
    """
    found = [KnownWords(choice, score, shares_words(choice, extracted)) for choice, score in known]
    likely_known = [(chance("known", language, known_features(one, near, own, said)), one) for one in found]
    best, first = max(likely_known, key=lambda pair: pair[0], default=(0.0, None))
    features = extracted_features(found, extracted, near, own, said)
    likely = chance("extracted", language, features) if extracted else 0.0
    sure = max(best, likely) / LEAST[language]
    if first is None or (best < likely and best < ALONGSIDE):
        return tuple(extracted), sure
    if first.agrees or best < likely:
        return tuple(unlike([*extracted, first.chosen])), sure
    return tuple(unlike([first.chosen, *(extracted[:1] if likely >= ALONGSIDE else ())])), sure


def known_features(one: KnownWords, near: Near, own: float, said: Said) -> Mapping[str, float]:
    """What speaks for words that a known ask points to, and against them."""
    others = [score for _, score in near.answers if score != one.score]
    return {
        **said.held_by([one.chosen]),
        "score": one.score,
        "ahead": one.score - max(others, default=0.0),
        "below_not_held": float(near.not_held > one.score),
        "not_held": near.not_held,
        "off_subject": near.off_subject,
        "closest": near.closest,
        "rules": max(near.rules.values(), default=0.0),
        "agrees": float(one.agrees),
        "agreed_score": one.score * one.agrees,
        "own": log_odds(own),
        "own_agreed": log_odds(own) * one.agrees,
        "known": near.known,
    }


def extracted_features(
    found: Sequence[KnownWords], extracted: Sequence[Chosen], near: Near, own: float, said: Said
) -> Mapping[str, float]:
    """What speaks for what was extracted, and against it."""
    return {
        **said.held_by(extracted),
        "own": log_odds(own),
        "agrees": float(any(one.agrees for one in found)),
        "agreed_score": max((one.score for one in found if one.agrees), default=0.0),
        "best": near.best,
        "below_not_held": float(near.not_held > near.best),
        "not_held": near.not_held,
        "off_subject": near.off_subject,
        "closest": near.closest,
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
