"""Turns that lean on the one before: "And Guizhou?", "and on 12 May?", or a bare answer to a question back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from assistant.answering.words import content_terms
from assistant.documents.language import language_of

if TYPE_CHECKING:
    from assistant.answering.situation import Facts, Situation
    from assistant.ports import Segmenter
    from assistant.rules.case import Input

FOLLOWS: Final = re.compile(
    r"^\W*(?:and|or|but|what about|how about|what if|then|same for)\b|^(?:那|那么|还有|换成|如果)|呢\W*$", re.I
)
MOST_WORDS: Final = {"en": 3, "zh": 4}
NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
NUMBERED: Final = ("count", "percent", "score")


def leans_back(situation: Situation, segmenter: Segmenter, asked_back: bool) -> bool:
    """Whether a turn only gives a fact: in answer to a question back, or in place of the one before."""
    text = situation.text
    rest = len(content_terms(FOLLOWS.sub("", _without_facts(situation)), segmenter))
    if asked_back and not text.rstrip().endswith(("?", "？")) and rest <= MOST_WORDS[language_of(text)]:
        return True
    if not (situation.places or situation.days or situation.figures):
        return False
    return rest <= (MOST_WORDS[language_of(text)] if FOLLOWS.search(text) else 0)


def _without_facts(situation: Situation) -> str:
    spans = [(m.start, m.end) for m in situation.places] + [(d.start, d.end) for d in situation.days]
    text = situation.text
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    return NUMBER.sub(" ", text)


def value_alone(text: str, inputs: Sequence[Input], known: Facts) -> Facts:
    """The whole turn as the first fact that is missing; a number is taken out of it where one is wanted.

    Where nothing must be given any more, a lone number takes the place of the last one given: "And with 91?".
    """
    missing = [one for one in inputs if one.name not in known]
    wanted = next((one for one in missing if one.required), None)
    numbers = NUMBER.findall(text)
    if wanted is None and len(numbers) == 1:
        given = [one.name for one in inputs if one.name in known and one.type in NUMBERED]
        return {given[-1]: numbers[0]} if given else {}
    wanted = wanted or next(iter(missing), None)
    if wanted is None:
        return {}
    words = text.strip(" .。!！?？,，")
    if wanted.type in (*NUMBERED, "choice") and (number := NUMBER.search(words)):
        return {wanted.name: number.group()}
    return {wanted.name: words} if wanted.type in ("place", "text") else {}
