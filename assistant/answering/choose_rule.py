"""Which rule a question asks for, by how near it comes to the asks of each rule and of all else, and by its facts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from assistant.answering.batches import without_batches
from assistant.answering.chances import chance
from assistant.answering.known_asks import TEXT
from assistant.answering.situation import RECOMMENDING, Situation, facts_for, read_situation
from assistant.documents.language import language_of

if TYPE_CHECKING:
    from assistant.answering.known_asks import Near
    from assistant.model import Scheme
    from assistant.rules.places import Places

LEAST: Final = 0.1
"""The least chance for a rule to be taken."""
LEAST_WITHOUT_FACTS: Final = 0.15
"""The same for one that runs without any fact."""
HALF_KNOWN: Final = 0.5
"""Where no more than this share of the words is known to asks, a rule that needs no fact must be likelier."""
LEAST_FOR_SEVERAL: Final = 0.005
"""The same for several cities that are to be recommended: lists that hold their names come near, and say nothing."""
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


def choose(near: Near, rules: Iterable[str], situation: Situation, context: Situation) -> tuple[str | None, float]:
    """The likeliest of the rules, None when none is likely enough, and its chance.

    `context` gives the facts, which may stand beside the thing asked.
    """
    language = language_of(situation.text)
    chances = {name: chance("rule", language, features(name, near, situation, context)) for name in rules}
    best = max(chances, key=lambda name: chances[name], default=None)
    if best is None:
        return None, 0.0
    return (best if chances[best] >= _least(best, near, context) else None), chances[best]


def _least(rule: str, near: Near, context: Situation) -> float:
    """The chance from which a rule is taken."""
    if rule.startswith("#") or (rule in NEEDS_NO_FACT and near.known <= HALF_KNOWN):
        return LEAST_TO_SAY_NO
    if rule == "recommendation_quota" and _recommends_several(context):
        return LEAST_FOR_SEVERAL
    return LEAST_WITHOUT_FACTS if rule in NEEDS_NO_FACT and not gives_facts(rule, context) else LEAST


def features(rule: str, near: Near, situation: Situation, context: Situation) -> Mapping[str, float]:
    """What speaks for a rule and against it."""
    score = near.rules.get(rule, 0.0)
    others = (other for name, other in near.rules.items() if name not in (rule, TEXT))
    elsewhere = (near.not_held, near.off_subject, near.rules.get(TEXT, 0.0))
    facts, own = gives_facts(rule, context), own_case(situation.text)
    return {
        "near": score,
        "ahead": score - max(near.best, *elsewhere),
        "ahead_masked": score - max(near.best_masked, *elsewhere),
        "ahead_of_rules": score - max(others, default=0.0),
        "facts": float(facts),
        "own": float(own),
        "nothing": float(not facts and not own and rule not in NEEDS_NO_FACT),
        "asked_otherwise": float(_asked_otherwise(rule, situation)),
        "several": float(rule == "recommendation_quota" and _recommends_several(situation)),
        "not_computed": float(rule.startswith("#")),
        "off_subject": near.off_subject,
        "closest": near.closest,
        "known": near.known,
    }


def _asked_otherwise(rule: str, situation: Situation) -> bool:
    """Whether the form of the question fits no rule, or not this one."""
    text = situation.text
    return bool(NOT_OF_RULES.search(text) or (rule in POLAR and OPEN.search(text)))


def _recommends_several(situation: Situation) -> bool:
    return len(situation.places) > 1 and RECOMMENDING.search(situation.text) is not None


def own_case(text: str) -> bool:
    """Whether a question is about the person's own city, province or enterprise."""
    return bool(OWN_CASE.search(text))


def gives_facts(rule: str, situation: Situation) -> bool:
    """Whether the question gives a fact of the kind that the rule is about."""
    if rule.startswith("#"):
        return False
    if rule in ("eligibility", "award_cap", "recommendation_quota"):
        return bool(situation.places)
    if rule in ("pilot_period", "submission_deadline"):
        return bool(situation.days)
    if rule == "digital_level":
        return bool(facts_for(rule, situation)[0].get("score"))
    if rule in ("end_targets", "fund_split"):
        return bool(facts_for(rule, situation)[0])
    return rule != "materials"


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
    return _replaced(text, sorted(spans, key=lambda span: (span[0], -span[1])))


def _replaced(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, word in spans:
        if start >= at:
            parts += [text[at:start], word]
            at = end
    return "".join([*parts, text[at:]])
