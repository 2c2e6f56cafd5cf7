"""Which rule a question asks for, by the examples in rules.yaml; none when the text is as near, or nothing is near."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.answering.situation import RECOMMENDING, Situation, facts_for, read_situation
from assistant.documents.language import language_of
from assistant.search.tokens import terms_of

if TYPE_CHECKING:
    from assistant.model import Language
    from assistant.ports import Embedder, Segmenter, Vectors
    from assistant.rules.places import Places

TEXT: Final = ""
"""The name under which the questions stand that the text answers."""

BY_MEANING: Final = {"en": 0.75, "zh": 0.0}
"""How much of a score is closeness in meaning; the rest is words. The default model knows almost no Chinese."""
COMPUTABLE_AHEAD: Final = 0.06
"""How much nearer a thing that cannot be computed must be than a rule."""
NEEDED: Final = {"en": 0.48, "zh": 0.26}
AHEAD: Final = {"en": 0.04, "zh": 0.06}
"""The least score, and the least distance to the best question of the text and to the best other rule."""

WITH_FACTS: Final = 0.06
WITHOUT_FACTS: Final = -0.15
"""A question that gives what a rule is about is nearer to it; one that gives nothing and is not about the person's own
case ("Who may apply?") is one for the text."""
OWN_CASE: Final = re.compile(r"\b(?:we|our|ours|us|my|mine|i|i'm)\b|我|本(?:市|省|区|县|企业|公司)|咱", re.I)

NOT_OF_RULES: Final = re.compile(r"^\W*(?:who|whom|whose|where|why)\b|谁|为什么|为何|哪里|什么意思|是指什么", re.I)
"""No rule says who, where or why."""
POLAR: Final = frozenset({"eligibility", "double_funding"})
OPEN: Final = re.compile(r"^\W*(?:what|which|how|when)\b(?! about)|哪些|多少|什么(?!时候)", re.I)
"""Rules that answer yes or no are not asked with what and which."""

NEAREST, NEAREST_OF_A_RULE = 32, 3
"""How many examples are compared in meaning."""
ANY_DAY: Final = dt.date(2000, 1, 1)
"""Days are masked, so it does not matter from which one they are counted."""
MASKS: Final = {
    "en": {
        "place": "our city",
        "province": "our province",
        "day": "that day",
        "number": "some",
        "percent": "some percent",
    },
    "zh": {"place": "我市", "province": "我省", "day": "某日", "number": "若干", "percent": "某比例"},
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The rule that fits best with its score, those of all others, and whether it is close enough to be taken."""

    rule: str | None
    score: float
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asks:
    """The examples of every rule and of the text, ready to be compared with.

    `vectors` fills as examples are compared: to embed all of them would make the first question slow.
    """

    rules: tuple[str, ...]
    masked: tuple[str, ...]
    language: Language
    terms: tuple[Mapping[str, float], ...]
    rarity: Mapping[str, float]
    vectors: dict[int, Vectors] = field(default_factory=dict)

    def meanings(self, numbers: Sequence[int], embedder: Embedder) -> Vectors:
        """The vectors of those examples, shape (n, dimensions)."""
        if new := [number for number in numbers if number not in self.vectors]:
            self.vectors.update(zip(new, embedder.embed([self.masked[number] for number in new]), strict=True))
        return np.stack([self.vectors[number] for number in numbers])


def prepare(asks: Mapping[str, Iterable[str]], language: Language, segmenter: Segmenter, places: Places) -> Asks:
    """The examples in one language by rule (TEXT for those of the text), masked and cut into weighted terms."""
    pairs = [
        (rule, masked_by(read_situation(ask, ANY_DAY, places)))
        for rule, examples in asks.items()
        for ask in dict.fromkeys(examples)
        if language_of(ask) == language
    ]
    cut = [Counter(terms_of(ask, segmenter)) for _, ask in pairs]
    seen = Counter(term for terms in cut for term in terms)
    rarity = {term: math.log(1 + len(cut) / count) for term, count in seen.items()}
    weighted = tuple(_weighted(terms, rarity) for terms in cut)
    return Asks(tuple(rule for rule, _ in pairs), tuple(ask for _, ask in pairs), language, weighted, rarity)


def choose(
    asks: Asks, embedder: Embedder, segmenter: Segmenter, situation: Situation, context: Situation | None = None
) -> Choice:
    """The rule whose examples come nearest to a question and whose facts it gives, or the `context` it stands in."""
    masked = masked_by(situation)
    terms = _weighted(Counter(terms_of(masked, segmenter)), asks.rarity)
    words = [_cosine(terms, known) for known in asks.terms]
    weight = BY_MEANING[asks.language]
    near = _near(words, asks.rules) if weight else list(range(len(words)))
    scores = {number: (1 - weight) * words[number] for number in near}
    if weight and near:
        meaning = asks.meanings(near, embedder) @ embedder.embed([masked])[0]
        scores = {number: scores[number] + weight * float(close) for number, close in zip(near, meaning, strict=True)}
    best: dict[str, float] = {}
    for number, score in scores.items():
        rule = asks.rules[number]
        best[rule] = max(best.get(rule, 0.0), score + evidence(rule, context or situation))
    return decide(best, asks.language)


def _near(words: Sequence[float], rules: Sequence[str]) -> list[int]:
    """The examples that share most words with the question, and of every rule its nearest few."""
    order = sorted(range(len(words)), key=lambda number: -words[number])
    of_rule: Counter[str] = Counter()
    near = []
    for rank, number in enumerate(order):
        of_rule[rules[number]] += 1
        if rank < NEAREST or of_rule[rules[number]] <= NEAREST_OF_A_RULE:
            near.append(number)
    return near


def evidence(rule: str, situation: Situation) -> float:
    """What the facts of the question add to a rule's score."""
    if rule == TEXT:
        return 0.0
    if NOT_OF_RULES.search(situation.text) or (rule in POLAR and OPEN.search(situation.text)):
        return WITHOUT_FACTS
    if rule.startswith("#"):
        return -WITH_FACTS if situation.places else 0.0
    if rule == "materials":
        return 0.0
    if rule == "recommendation_quota" and len(situation.places) > 1 and RECOMMENDING.search(situation.text):
        return 2 * WITH_FACTS
    if rule == "submission_deadline":
        return WITH_FACTS if situation.days else 0.0
    if gives_facts(rule, situation):
        return WITH_FACTS
    return 0.0 if own_case(situation.text) else WITHOUT_FACTS


def own_case(text: str) -> bool:
    """Whether a question is about the person's own city, province or enterprise."""
    return bool(OWN_CASE.search(text))


def gives_facts(rule: str, situation: Situation) -> bool:
    """Whether the question gives a fact of the kind that the rule is about."""
    if rule.startswith("#"):
        return False
    if rule in ("eligibility", "award_cap", "recommendation_quota"):
        return bool(situation.places)
    if rule == "pilot_period":
        return bool(situation.days)
    if rule == "digital_level":
        return bool(facts_for(rule, situation)[0].get("score"))
    if rule in ("end_targets", "fund_split"):
        return bool(facts_for(rule, situation)[0])
    return True


def decide(scores: Mapping[str, float], language: Language) -> Choice:
    """The best rule, if it is near enough and ahead of the text; what can be computed goes before what cannot."""
    rules = sorted(((score, rule) for rule, score in scores.items() if rule != TEXT), reverse=True)
    if not rules:
        return Choice(None, 0.0, scores)
    score, rule = next(
        (pair for pair in rules if not pair[1].startswith("#") and pair[0] >= rules[0][0] - COMPUTABLE_AHEAD), rules[0]
    )
    taken = score >= NEEDED[language] and score - scores.get(TEXT, 0.0) >= AHEAD[language]
    return Choice(rule if taken else None, score, scores)


def masked_by(situation: Situation) -> str:
    """The question with its places, days and figures replaced, so that only what is asked is compared."""
    text = situation.text
    words = MASKS["zh" if language_of(text) == "zh" else "en"]
    spans: list[tuple[int, int, str]] = []
    for mention in situation.places:
        province = any(place.level == "province" for place in mention.places)
        spans.append((mention.start, mention.end, words["province" if province else "place"]))
    spans += [(named.start, named.end, words["day"]) for named in situation.days]
    for figure in situation.figures:
        if figure.kind in ("number", "percent", "money"):
            spans.append((figure.start, figure.end, words["percent" if figure.kind == "percent" else "number"]))
    return _replaced(text, sorted(spans))


def _replaced(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, word in spans:
        if start >= at:
            parts += [text[at:start], word]
            at = end
    return "".join([*parts, text[at:]])


def _weighted(terms: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """Terms with weights of length 1; a term that no example has counts as the rarest."""
    unknown = max(rarity.values(), default=1.0)
    weights = {term: count * rarity.get(term, unknown) for term, count in terms.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    return sum(weight * longer.get(term, 0.0) for term, weight in shorter.items())
