"""Questions whose answer is known: what a question comes near to among the asks that the data keep.

A policy's asks.yaml says how people ask for words of its texts, and what they ask that no text answers; rules.yaml says
how they ask for a rule. A near ask points to the words that answer, or to the rule; the quote still passes every check.
Where a corpus has no asks, nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from assistant.answering.ask_shelf import AskShelf, Keep, made_anew
from assistant.answering.words import content_terms
from assistant.documents.language import language_of

if TYPE_CHECKING:
    from assistant.model import Jurisdiction, KnownAsk, Language, Policy
    from assistant.ports import AskLearner, Embedder, Segmenter, Vectors

NOT_HELD: Final = "not held"
OFF_SUBJECT: Final = "off subject"
TEXT: Final = ""
"""The name, among those of rules, under which the questions stand that the text answers and no rule."""
NEAREST: Final = 3
LEAST_LEFT: Final = 0.5
"""What the scores of targets that count are divided by at least."""


@dataclass(frozen=True, slots=True)
class Target:
    """What asks lead to: words of a policy, or a rule by its name. Both None: no text answers.

    `on_subject` is False for what is not about the scheme at all; `batches` are those that the words name.
    """

    policy: Policy | None = None
    known: KnownAsk | None = None
    rule: str | None = None
    on_subject: bool = True
    batches: tuple[str, ...] = ()

    @property
    def key(self) -> Hashable:
        """What makes it the same target as another."""
        if self.known is not None and self.policy is not None:
            return (self.policy.id, self.known.answers)
        if self.rule is not None:
            return ("rule", self.rule)
        return NOT_HELD if self.on_subject else OFF_SUBJECT


Scored = tuple[Target, float]


@dataclass(frozen=True, slots=True)
class KnownLine:
    """One ask and what it leads to."""

    text: str
    target: Target

    @property
    def key(self) -> Hashable:
        """That of its target."""
        return self.target.key


@dataclass(frozen=True, slots=True)
class Near:
    """Words of policies that a question comes near to, best first with scores; the scores of no text and of rules.

    `off_subject` is the score of being about something else, `known` the share of the question's words that some ask on
    holds, `closest` the likeness of the nearest ask, `masked` the words nearest to the question without its facts: the
    name of a city brings the rules of that city near, whatever is asked. `on_subject` is how much more it is about the
    scheme, in any batch, with or without an answer, than about something else.
    """

    answers: tuple[Scored, ...] = ()
    not_held: float = 0.0
    off_subject: float = 0.0
    rules: Mapping[str, float] = field(default_factory=dict)
    known: float = 0.0
    closest: float = 0.0
    masked: tuple[Scored, ...] = ()
    on_subject: float = 0.0

    @property
    def best(self) -> float:
        """The score of the nearest words, 0 when there are none."""
        return self.answers[0][1] if self.answers else 0.0


NOWHERE: Final = Near()


@dataclass(frozen=True)
class KnownAsks:
    """The asks of all policies and rules, by language.

    `masked` puts common words in the place of the facts that a rule takes: asks of rules are held, and questions also
    compared, without them. `named` gives the batches that words name.
    `keep` keeps what takes seconds to make; `embed` and
    `all_masked` stand in where many texts are embedded or masked at once.
    """

    policies: Sequence[Policy]
    embedder: Embedder
    segmenter: Segmenter
    learner: AskLearner
    rules: Mapping[str, Sequence[str]] = field(default_factory=dict)
    off_subject: Sequence[str] = ()
    masked: Callable[[str], str] = str
    named: Callable[[str], tuple[str, ...]] = lambda _: ()
    keep: Keep = made_anew
    embed: Callable[[Sequence[str]], Vectors] | None = None
    all_masked: Callable[[Sequence[str]], Sequence[str]] | None = None
    _shelves: dict[Language, AskShelf] = field(default_factory=dict, repr=False, compare=False)
    _terms: dict[Language, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def near(self, text: str, batches: Iterable[str | None] = (), jurisdiction: Jurisdiction | None = None) -> Near:
        """Among policies of the batches (none given: of all) and of the jurisdiction; national ones always count."""
        language = language_of(text)
        shelf = self._shelf(language)
        if not shelf.lines:
            return NOWHERE
        wanted = {*batches, None} if batches else None
        masked = self.masked(text)
        plain, bare = shelf.scores(text), shelf.scores(masked)
        targets = [self.targets[key] for key in shelf.keys]
        fits = [counts(target, wanted, jurisdiction) for target in targets]
        scored, masked_scored = (among(zip(targets, scores.targets, strict=True), fits) for scores in (plain, bare))
        return Near(
            _nearest(scored),
            _score_of(NOT_HELD, scored),
            _score_of(OFF_SUBJECT, scored),
            _of_rules(scored, masked_scored),
            self._known(content_terms(masked, self.segmenter), language),
            max(plain.closest, bare.closest),
            _nearest(masked_scored),
            _on_subject(zip(targets, plain.targets, strict=True)),
        )

    def batch_of(self, text: str, jurisdiction: Jurisdiction | None) -> str | None:
        """The one batch of the words that a text comes nearest to in any batch; None where it comes near to none."""
        near = self.near(text, (), jurisdiction)
        if near.best < LEAST_LEFT:
            return None
        target = near.answers[0][0]
        own = target.policy.batch if target.policy else None
        return own or (target.batches[0] if len(target.batches) == 1 else None)

    def _known(self, terms: Sequence[str], language: Language) -> float:
        """The share of the terms that some ask about the scheme holds; 1 for none."""
        if language not in self._terms:
            shelf = self._shelf(language)
            self._terms[language] = shelf.terms_of_lines(lambda line: self.targets[line.key].on_subject)
        return sum(term in self._terms[language] for term in terms) / len(terms) if terms else 1.0

    def speaks_of(self, policy: str) -> bool:
        """Whether the asks were written with a policy in sight: what they call not held may stand in another one."""
        return any(known.id == policy and (known.asks or known.not_held) for known in self.policies)

    def make_ready(self) -> None:
        """Does now what the first question in each language would wait for."""
        for text in ("ready", "好"):
            self.near(text)

    def _shelf(self, language: Language) -> AskShelf:
        """The shelf of a language, made once."""
        return self._shelves.get(language) or self._shelves.setdefault(language, self.shelf(language))

    def shelf(self, language: Language) -> AskShelf:
        """The asks of a language, with what they lead to."""
        lines = tuple(line for line in self.lines if language_of(line.text) == language)
        return AskShelf(lines, language, self.segmenter, self.embedder, self.learner, self.keep, self.embed)

    @cached_property
    def targets(self) -> Mapping[Hashable, Target]:
        """What asks lead to, by its key."""
        return {line.key: line.target for line in self.lines}

    @cached_property
    def lines(self) -> tuple[KnownLine, ...]:
        """Every ask, in the order of the files; the words that answer count as an ask for themselves."""
        lines: list[KnownLine] = []
        for policy in self.policies:
            for known in policy.asks:
                words = (*known.asks, *(answer.quote for answer in known.answers))
                named = self.named(known.answers[0].quote)
                lines += [KnownLine(ask, Target(policy, known, batches=named)) for ask in words]
            lines += [KnownLine(ask, Target()) for ask in policy.not_held]
        lines += [KnownLine(ask, Target(on_subject=False)) for ask in self.off_subject]
        for rule, asks in self.rules.items():
            masked = self.all_masked(asks) if self.all_masked else map(self.masked, asks)
            lines += [KnownLine(ask, Target(rule=rule)) for ask in masked]
        return tuple(lines)


def _score_of(key: str, scored: Iterable[Scored]) -> float:
    return next((score for target, score in scored if target.key == key), 0.0)


def among(scored: Iterable[Scored], fits: Iterable[bool]) -> list[Scored]:
    """The targets without words that do not count, their scores the chances among what is left; where next to nothing
    is left, they stay small.
    """
    left = [pair for pair, counted in zip(scored, fits, strict=True) if counted or pair[0].policy is None]
    total = max(sum(score for _, score in left), LEAST_LEFT)
    return [(target, score / total) for target, score in left]


def _nearest(scored: Iterable[Scored]) -> tuple[Scored, ...]:
    words = [pair for pair in scored if pair[0].policy is not None]
    return tuple(sorted(words, key=lambda pair: -pair[1])[:NEAREST])


def _on_subject(scored: Iterable[Scored]) -> float:
    best = {True: 0.0, False: 0.0}
    for target, score in scored:
        best[target.on_subject] = max(best[target.on_subject], score)
    return best[True] - best[False]


def _of_rules(scored: Iterable[Scored], masked: Iterable[Scored]) -> Mapping[str, float]:
    """The score of each rule for the question as it stands or without its facts, whichever is greater."""
    best: dict[str, float] = {}
    for target, score in (*scored, *masked):
        if target.rule is not None:
            best[target.rule] = max(score, best.get(target.rule, 0.0))
    return best


def counts(target: Target, batches: set[str | None] | None, jurisdiction: Jurisdiction | None) -> bool:
    """Whether words are of those batches, or of all, and hold in that place."""
    if target.policy is None:
        return False
    if batches is not None and target.policy.batch not in batches:
        return False
    place = target.policy.jurisdiction
    if place is not None and place.level != "national":
        return jurisdiction is None or place == jurisdiction
    if batches is None or target.policy.batch is not None or not target.batches:
        return True
    return not batches.isdisjoint(target.batches)
