"""Which rule a question asks for, by how near it comes to the asks of each rule and of all else, and by its facts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.answering.asked_places import RECOMMENDING, number_of_cities
from assistant.answering.award_split import HOW_MUCH
from assistant.answering.batches import without_batches
from assistant.answering.chances import chance
from assistant.answering.known_asks import TEXT
from assistant.answering.quantities import quantities
from assistant.answering.situation import Facts, Situation, read_situation
from assistant.documents.language import language_of

if TYPE_CHECKING:
    from assistant.answering.known_asks import Near, Target
    from assistant.model import Scheme
    from assistant.rules.places import Places

LEAST: Final = 0.1
"""The least chance for a rule to be taken."""
LEAST_WITHOUT_FACTS: Final = 0.15
"""The same for one whose fact is not given."""
HALF_KNOWN: Final = 0.5
"""Where no more than this share of the words is known to asks, a rule that needs no fact must be likelier."""
LEAST_FOR_SEVERAL: Final = 0.005
"""The same for several cities that are to be recommended, or a number of them: lists that hold their names come near,
and say nothing.
"""
LEAST_APPLIED: Final = 0.005
"""The same for a rule that rests on the words which the question comes nearest to, and is given its fact."""
LEAST_NEAR: Final = 0.3
"""The least score of these words."""
SURELY_OFF: Final = -0.5
"""How far off the subject no rule about days is taken: without its day, today's weather is asked as a deadline is."""
LEAST_TO_SAY_NO: Final = 0.3
"""The least chance for telling that a thing cannot be computed: a text may still answer."""

OWN_CASE: Final = re.compile(
    r"(?<!tell )(?<!give )(?<!show )(?<!let )\b(?:we|our|ours|us|my|mine|i|i'm)\b"
    r"|(?<![诉跟给帮教让请])我|本(?:市|省|区|县|企业|公司)|咱",
    re.I,
)
"""A question about the person's own city, province or enterprise."""
NOT_OF_RULES: Final = re.compile(r"^\W*(?:who|whom|whose|where|why)\b|谁|为什么|为何|哪里|什么意思|是指什么", re.I)
"""No rule says who, where or why."""
POLAR: Final = frozenset({"eligibility", "double_funding"})
OPEN: Final = re.compile(r"^\W*(?:what|which|how|when)\b(?! about)|哪些|多少|什么(?!时候)", re.I)
"""Rules that answer yes or no are not asked with what and which."""
NEEDS_NO_FACT: Final = frozenset({"submission_deadline", "materials"})
OF_DAYS: Final = NEEDS_NO_FACT | {"pilot_period"}
IS_ABOUT: Final = {"digital_level": "score", "double_funding": "programme"}
"""The fact that a rule is about, where it takes several kinds."""

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
class Offer:
    """A rule that a batch has, and whether a question gives the fact that it is about, or only that of another one.

    `rests_on` says whether known words are ones that the rule reads its values from.
    """

    name: str
    gives_fact: bool = False
    fact_of_another: bool = False
    rests_on: Callable[[Target], bool] = lambda _: False


def choose(near: Near, offers: Iterable[Offer], situation: Situation) -> tuple[str | None, float]:
    """The likeliest of the rules, None when none is likely enough, and its chance."""
    language = language_of(situation.text)
    chances = {offer: chance("rule", language, features(offer, near, situation)) for offer in offers}
    best = max(chances, key=lambda offer: chances[offer], default=None)
    if best is None or (best.name in OF_DAYS and near.on_subject < SURELY_OFF):
        return None, 0.0
    if chances[best] >= _least(best, near, situation):
        return best.name, chances[best]
    applied = max(_applied(chances, near), key=lambda offer: chances[offer], default=None)
    return (applied.name if applied else None), chances[applied or best]


def _applied(chances: Mapping[Offer, float], near: Near) -> list[Offer]:
    """The rules that rest on the very words which the question comes nearest to, and whose fact it gives."""
    if near.best < max(LEAST_NEAR, near.not_held, near.off_subject):
        return []
    words = near.answers[0][0]
    return [
        offer
        for offer, likely in chances.items()
        if offer.gives_fact and likely >= LEAST_APPLIED and offer.rests_on(words)
    ]


def _least(offer: Offer, near: Near, situation: Situation) -> float:
    """The chance from which a rule is taken."""
    if offer.name.startswith("#") or (offer.name in NEEDS_NO_FACT and near.known <= HALF_KNOWN):
        return LEAST_TO_SAY_NO
    if offer.name in NEEDS_NO_FACT and NOT_OF_RULES.search(situation.text):
        return LEAST_TO_SAY_NO
    if offer.name == "recommendation_quota" and (
        _recommends_several(situation) or (offer.gives_fact and number_of_cities(situation))
    ):
        return LEAST_FOR_SEVERAL
    return LEAST if offer.gives_fact else LEAST_WITHOUT_FACTS


def features(offer: Offer, near: Near, situation: Situation) -> Mapping[str, float]:
    """What speaks for a rule and against it.

    Words that the rule rests on are no rivals: it applies them to the facts that the question gives, and quotes them.
    """
    score = near.rules.get(offer.name, 0.0)
    others = (other for name, other in near.rules.items() if name not in (offer.name, TEXT))
    elsewhere = (near.not_held, near.off_subject, near.rules.get(TEXT, 0.0))
    own_words = max((one for target, one in near.answers if offer.rests_on(target)), default=0.0)
    own = own_case(situation.text)
    return {
        "near": score,
        "ahead": score - max(_rivals(near.answers, offer), *elsewhere),
        "ahead_masked": score - max(_rivals(near.masked, offer), *elsewhere),
        "ahead_of_rules": score - max(others, default=0.0),
        "own_words": own_words,
        "own_words_for_fact": own_words * offer.gives_fact,
        "facts": float(offer.gives_fact),
        "fact_of_another": float(offer.fact_of_another),
        "own": float(own),
        "nothing": float(not offer.gives_fact and not own and offer.name not in NEEDS_NO_FACT),
        "asked_otherwise": float(_asked_otherwise(offer.name, situation)),
        "several": float(offer.name == "recommendation_quota" and _recommends_several(situation)),
        "not_computed": float(offer.name.startswith("#")),
        "off_subject": near.off_subject,
        "closest": near.closest,
        "known": near.known,
    }


def _rivals(answers: Iterable[tuple[Target, float]], offer: Offer) -> float:
    """The best score of words that the rule does not rest on."""
    return max((score for target, score in answers if not offer.rests_on(target)), default=0.0)


def _asked_otherwise(rule: str, situation: Situation) -> bool:
    """Whether the form of the question fits no rule, or not this one."""
    text = situation.text
    return bool(NOT_OF_RULES.search(text) or (rule in POLAR and OPEN.search(text)))


def _recommends_several(situation: Situation) -> bool:
    return len(situation.places) > 1 and RECOMMENDING.search(situation.text) is not None


def own_case(text: str) -> bool:
    """Whether a question is about the person's own city, province or enterprise."""
    return bool(OWN_CASE.search(text))


def gives_fact(rule: str, facts: Facts, text: str) -> bool:
    """Whether the facts read from a question hold the one that the rule is about.

    An award alone is split only where it is asked how much of it goes where.
    """
    if rule == "fund_split" and set(facts) == {"award"}:
        return HOW_MUCH.search(text) is not None
    return bool(facts.get(IS_ABOUT[rule]) if rule in IS_ABOUT else facts)


def masking(places: Places, schemes: Sequence[Scheme]) -> Callable[[str], str]:
    """What replaces places, days and figures by common words and leaves out the names of batches."""

    def masked(text: str) -> str:
        for scheme in schemes:
            text = without_batches(text, scheme)
        return masked_by(read_situation(" ".join(text.split()), ANY_DAY, places))

    return masked


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
    spans += [
        (share.start, share.end, words["percent"])
        for share in quantities(text, situation.figures)
        if share.kind == "share"
    ]
    return _replaced(text, sorted(spans, key=lambda span: (span[0], -span[1])))


def _replaced(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, word in spans:
        if start >= at:
            parts += [text[at:start], word]
            at = end
    return "".join([*parts, text[at:]])
