"""The sentences to quote for one thing asked: whole, verbatim, few, and none twice."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.focus import UNNAMED
from assistant.answering.named_clause import named_clause
from assistant.answering.named_document import holding_number, only_names
from assistant.answering.outline import outline
from assistant.answering.quotes import Chosen, Quote
from assistant.answering.restated import restated, without_repeats
from assistant.answering.scores import WEIGHTS, Candidate, Shelf, Wanted, candidates, wanted_by
from assistant.answering.shapes import shaped
from assistant.answering.understand import Asked
from assistant.model import Retrieval

MOST_SENTENCES = 3
MOST_OF_A_LIST = 6
"""Sentences that may stand for a list: neighbours in one clause that are about equally good."""
_LOOKED_AT = 5
"""Sentences, the best first, of which one may name what is asked for."""
_USUAL = 0.6
_ONE_SENTENCE = 1.5
"""What a covered share above the usual adds to the log-odds, for all of the question's words."""
_NO_FIGURE = 1.0
"""What it takes off that the question asks for a figure or a day and the best sentence has none."""
_DEADLINE = 1.0
"""What it adds that a deadline is asked for and the best sentence gives a day that something must be done before."""
_NOT_NAMED = 2.5
"""What it takes off that no good sentence names what is asked for: no "salary" where the salary is asked for."""
_BEHIND = 0.45
_TEXT_REACH = 0.6
_SAME = 0.7
"""Two sentences that share so much of their words say the same."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was chosen for one thing asked, and the sentences it was chosen from, best first.

    `named` says that the question calls the clause by its title or number, so that it is surely the one.
    """

    chosen: tuple[Chosen, ...] = ()
    scored: tuple[Candidate, ...] = ()
    named: bool = False

    def confidence(self, answerable: float) -> float:
        """How likely the answer is, 0..1: what search says, moved by how much of the question one sentence holds."""
        if not self.scored or not self.chosen:
            return 0.0
        if self.named:
            return 1.0
        best = self.scored[0].features
        odds = math.log(max(answerable, 1e-4) / max(1 - answerable, 1e-4))
        odds += _ONE_SENTENCE * (best["covered"] - _USUAL) - _NO_FIGURE * best["lacks_figure"]
        odds += _DEADLINE * best["ends"] + _NOT_NAMED * min(0.0, self._focus() - UNNAMED)
        return 1 / (1 + math.exp(-odds))

    def _focus(self) -> float:
        """How much of what is asked for by name one of the best sentences in the question's language holds."""
        best = self.scored[:_LOOKED_AT]
        own = [item for item in best if item.features["own_language"]] or best
        return max(item.features["focus"] for item in own)


def extract(asked: Asked, found: Retrieval, shelf: Shelf, part: int = 0, most: int = MOST_SENTENCES) -> Extraction:
    """One to `most` sentences for the thing asked; none when nothing was found."""
    wanted = wanted_by(asked, shelf)
    scored = without_repeats(candidates(found.kept, wanted, shelf), shelf)
    if not scored:
        return Extraction()
    passages = [item.passage for item in found.kept]
    for quotes in (outline(asked, passages, wanted, shelf), named_clause(passages, wanted, shelf)):
        if quotes:
            return Extraction((Chosen(quotes, part=part, score=scored[0].score),), tuple(scored), True)
    holding = holding_number(scored, wanted)
    picked = pick(holding or scored, wanted, most)
    chosen = [as_chosen(candidate, wanted, shelf, part) for candidate in in_reading_order(picked)]
    return Extraction(tuple(unlike(chosen)), tuple(scored), bool(holding) and only_names(wanted, shelf))


def pick(scored: Sequence[Candidate], wanted: Wanted, most: int = MOST_SENTENCES) -> list[Candidate]:
    """The best sentence, then those that are nearly as good or say what is still unsaid."""
    weights = WEIGHTS[wanted.language]
    best = preferred(scored[0], scored)
    picked = [best]
    if most > 1 and (text := text_behind(best, scored)):
        picked = [text, best]
    said = {term for item in picked for term in item.covers}
    for candidate in scored:
        room = MOST_OF_A_LIST if most > 1 and "list" in wanted.kinds and _same_clause(candidate, best) else most
        if len(picked) >= room or candidate.score < best.score - weights["reach"]:
            break
        if candidate.features["own_language"] < best.features["own_language"]:
            continue
        if any(candidate is other or same_words(candidate, other) for other in picked):
            continue
        shares = wanted.words[candidate.passage.language].shares
        gain = sum(shares[term] for term in candidate.covers - said)
        if candidate.score + weights["gain"] * gain >= best.score - weights["margin"]:
            picked.append(candidate)
            said |= candidate.covers
    return picked


def text_behind(best: Candidate, scored: Iterable[Candidate]) -> Candidate | None:
    """For a digest's sentence, the one of an official text or a translation that says much the same."""
    for other in scored:
        if other.score < best.score - _TEXT_REACH:
            return None
        higher = other.features["worth"] > best.features["worth"] and other.passage.language == best.passage.language
        if higher and len(other.terms & best.terms) >= _BEHIND * len(other.terms):
            return other
    return None


def in_reading_order(picked: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of one clause in the order of its text, clauses in the order of their best sentence."""
    clauses = list(dict.fromkeys((item.document.id, item.passage.clause.path) for item in picked))
    place = {clause: number for number, clause in enumerate(clauses)}
    return sorted(picked, key=lambda item: (place[item.document.id, item.passage.clause.path], item.sentence.start))


def _same_clause(one: Candidate, other: Candidate) -> bool:
    return one.document.id == other.document.id and one.passage.clause.path == other.passage.clause.path


def preferred(best: Candidate, scored: Iterable[Candidate]) -> Candidate:
    """Of sentences that say the same and score about the same, the one of the more official text."""
    equal = [other for other in scored if other.score >= best.score - 0.1 and same_words(best, other)]
    return max(equal, key=lambda other: (other.features["own_language"], other.features["worth"]), default=best)


def same_words(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences share most of their words, or the words of the shorter one."""
    if one.sentence == other.sentence and one.document.id == other.document.id:
        return True
    shared = len(one.terms & other.terms)
    return shared >= _SAME * max(len(one.terms | other.terms), 1) or (
        shared >= 0.9 * max(min(len(one.terms), len(other.terms)), 1) and min(len(one.terms), len(other.terms)) > 5
    )


def as_chosen(candidate: Candidate, wanted: Wanted, shelf: Shelf, part: int) -> Chosen:
    """The sentence with what it needs to be understood, and beside it the text that it restates."""
    text = shelf.catalog.text(candidate.document.sha256)
    shown = shaped(candidate, text, wanted.kinds)
    return Chosen(shown, restated(candidate, shelf), part, candidate.score)


def unlike(chosen: Iterable[Chosen]) -> list[Chosen]:
    """The choices without those whose text another one shows or cites; a longer quote takes a shorter one's place."""
    kept: list[Chosen] = []
    for choice in chosen:
        place = next((place for place, other in enumerate(kept) if _within(other, choice)), None)
        if place is not None:
            kept[place] = replace(choice, part=kept[place].part)
            continue
        new = tuple(quote for quote in choice.shown if not _held(quote, kept))
        if new:
            kept.append(choice if new == choice.shown else replace(choice, shown=new))
    return kept


def _within(short: Chosen, long: Chosen) -> bool:
    """Whether the one quote of a choice is a part of the one quote of another."""
    if len(short.shown) != 1 or len(long.shown) != 1:
        return False
    one, other = short.shown[0], long.shown[0]
    return one.key != other.key and one.overlaps(other) and other.start <= one.start and one.end <= other.end


def _held(quote: Quote, kept: Iterable[Chosen]) -> bool:
    return any(quote.overlaps(other) for choice in kept for other in (*choice.shown, *choice.beside))
