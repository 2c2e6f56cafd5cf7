"""Turns that lean on the one before: "And Guizhou?", "and on 12 May?", or a bare answer to a question back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from assistant.answering.cues import cue
from assistant.answering.named_days import named_days, names_year
from assistant.answering.target_counts import counts_again
from assistant.answering.words import content_terms
from assistant.documents.language import language_of
from assistant.rules.places import Place

if TYPE_CHECKING:
    from assistant.answering.situation import Facts, Situation
    from assistant.ports import Segmenter
    from assistant.rules.case import Input

FOLLOWS: Final = re.compile(
    r"^\W*(?:and|or|but|what about|how about|what if|then|same for)\b|^(?:那|那么|还有|换成|如果)|呢\W*$", re.I
)
CORRECTS: Final = re.compile(
    r"\b(?:sorry|correction|my mistake|i (?:mean|meant|misread|misspoke|mistyped)|i was wrong|not \S+ but)\b"
    r"|搞错|弄错|看错|说错|记错|写错|更正|口误|笔误|不是\S{1,12}[，,]?(?:而)?是",
    re.I,
)
"""What shows that a turn corrects what was said before."""
CHANGES: Final = re.compile(
    r"^\W*(?:(?:and|or|but|then|ok(?:ay)?|well|oh|wait|no),?\s+)*(?:what if|if|suppose|supposing|assum(?:e|ing)"
    r"|say\b|should"
    r"|make (?:it|that)|let(?:[’']s| us) say|change|instead|rather|actually|it (?:was|is)|it[’']s|that (?:was|is))\b"
    r"|^\W*(?:那么?|哦|嗯|不好意思|对不起|抱歉)?[，,]?\s*(?:要是|如果|假如|假设|万一|若|把|[改换调]|不对|抱歉"
    r"|其实|应该是)",
    re.I,
)
"""How a turn begins that changes a fact of the turn before."""
ASKS: Final = cue("leaning", "asks")
MOST_WORDS: Final = {"en": 3, "zh": 4}
MOST_WORDS_OF_CHANGE: Final = 6
SAYS_WHAT: Final = 2
"""From so many words beside its facts, a turn may ask for another rule than the one before."""
POINTS_TO_PLACE: Final = re.compile(
    r"\bits\b|\b(?:that|this|the same) (?:city|place|district|prefecture)\b"
    r"|(?<=\bfor )it(?=\W*$)|(?<=\bto )it(?=\W*$)|[该这那](?:个)?(?:市|城市|地方)|它",
    re.I,
)
POINTS_TO_PART: Final = re.compile(
    r"^\W*(?:(?:and|or|but|what about|how about|then|so)\s+)*(?:(?:the|one of (?:the|its)|a|any)\s+)?"
    r"(?P<en>(?:districts?|count(?:y|ies)|(?:high-tech )?zones?))(?: there| then| in it| inside)?\W*$"
    r"|^\W*(?:那么?|还有)?(?:它|他们|市里|其)?(?:的|(?:所|下)辖的?|下面的?|底下的?|里面的?)?"
    r"(?P<zh>区县|区|县|县级市|高新区|开发区|经开区)里?(?:呢|可以吗|行吗|能报吗|能申报吗)?\W*$",
    re.I,
)
"""A turn that asks for a part of the place before: "and the districts?", 那区里呢."""
NUMERIC: Final = ("count", "percent", "score")
ORDINALS: Final = {"first": 1, "former": 1, "second": 2, "latter": 2, "third": 3, "fourth": 4, "前者": 1, "后者": 2}
ORDINAL: Final = re.compile("|".join(ORDINALS), re.I)
NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def leans_back(situation: Situation, segmenter: Segmenter, asked_back: bool, *, gives_facts: bool = False) -> bool:
    """Whether a turn only gives a fact: in answer to a question back, or in place of the one before.

    `gives_facts` says that it holds one that is neither a place nor a day nor a figure, such as "another project".
    """
    text = situation.text
    rest = words_beside_facts(situation, segmenter)
    if asked_back and not text.rstrip().endswith(("?", "？")) and rest <= MOST_WORDS[language_of(text)]:
        return True
    if not (gives_facts or situation.places or situation.days or situation.figures):
        return False
    if CHANGES.search(text) or CORRECTS.search(text):
        return rest <= MOST_WORDS_OF_CHANGE
    return rest <= (MOST_WORDS[language_of(text)] if FOLLOWS.search(text) else 0)


def asks_nothing(text: str) -> bool:
    """Whether a turn only gives a fact and asks nothing of its own: "what if it was the 20th?"."""
    return not ASKS.search(FOLLOWS.sub("", CHANGES.sub("", text)))


def words_beside_facts(situation: Situation, segmenter: Segmenter) -> int:
    """How many words with a meaning a turn has beside its places, days and numbers."""
    return len(content_terms(FOLLOWS.sub("", without_facts(situation)), segmenter))


def without_facts(situation: Situation) -> str:
    """The turn without its places, days and numbers."""
    spans = [(m.start, m.end) for m in situation.places] + [(d.start, d.end) for d in situation.days]
    spans += [(f.start, f.end) for f in situation.figures if f.kind in ("number", "percent", "money")]
    text, before = situation.text, len(situation.text)
    for start, end in sorted(spans, reverse=True):
        if end <= before:
            text, before = text[:start] + " " + text[end:], start
    return NUMBER.sub(" ", text)


def near_day(situation: Situation, known: Facts) -> Situation:
    """The situation with a bare day, or one without a year, read near the day that is known: "it was the 20th"."""
    day = next((value for value in known.values() if isinstance(value, dt.date)), None)
    if day is None or not situation.days or any(one.assumed not in ("month", "year") for one in situation.days):
        return situation
    return situation if names_year(situation.text) else replace(situation, days=named_days(situation.text, day))


def named_again(text: str, facts: Facts) -> str:
    """The turn with the place of the facts where it only points back to one: "the cap of its award", 该市."""
    place = facts.get("place")
    if not isinstance(place, Place):
        return text
    name = place.zh if language_of(text) == "zh" else place.en
    if part := POINTS_TO_PART.search(text):
        kind = (
            re.sub(r"^(?:the|one of the|one of its|a|any) ", "", part["en"], flags=re.I) if part["en"] else part["zh"]
        )
        return f"And {name}'s {kind}?" if part["en"] else f"那{name}的{kind}呢？"
    return POINTS_TO_PLACE.sub(lambda found: f"{name}'s" if found[0].lower() == "its" else name, text, count=1)


def counted_again(rule: str, situation: Situation, known: Facts, new: tuple[Facts, ...]) -> tuple[Facts, ...]:
    """New facts of a turn; one count of enterprises alone is of the group that it names: 小巨人只有7家呢."""
    again = counts_again(situation, known) if rule == "end_targets" else {}
    return (again,) if again else new


def value_alone(text: str, inputs: Sequence[Input], known: Facts, *, asked_back: bool = True) -> Facts:
    """The whole turn as the first fact that is missing; a number is taken out of it where one is wanted.

    When nothing was asked back, a number stands in the place of the last one given: "and 59.5?".
    """
    number = NUMBER.search(text)
    if not asked_back and number:
        given = [one for one in inputs if one.name in known and one.type in NUMERIC]
        shares = [one for one in given if one.type != "count"]
        instead = next(iter(shares), given[-1] if given else None)
        return {instead.name: number.group()} if instead else {}
    missing = [one for one in inputs if one.name not in known]
    wanted = next((one for one in missing if one.required), missing[0] if missing else None)
    if wanted is None:
        return {}
    if wanted.type in (*NUMERIC, "choice") and number:
        return {wanted.name: number.group()}
    words = text.strip(" .。!！?？,，")
    return {wanted.name: words} if wanted.type in ("place", "text") else {}


def carried_over(known: Facts, names: Collection[str]) -> Facts:
    """The facts of the turn before as another rule takes them: a province or one city to recommend as the place asked
    about, and the other way round."""
    same = {name: value for name, value in known.items() if name in names}
    if same:
        return same
    cities = known.get("cities", ())
    place = known.get("place") or (cities[0] if len(cities) == 1 else None) or known.get("province")
    wanted = next((name for name in ("place", "province") if name in names), None)
    return {wanted: place} if wanted and place else {}


def as_cities(new: Sequence[Facts]) -> Facts:
    """Cities to be recommended together, where the turn before named such; a province stays one."""
    named = [facts["province"] for facts in new if "province" in facts]
    cities = [place for place in named if not (isinstance(place, Place) and place.level in ("province", "corps"))]
    return {"cities": tuple(cities)} if cities and len(cities) == len(named) else new[0]


def number_of_choice(situation: Situation) -> int | None:
    """Which of several choices a turn means by "2", "the first one" or 第二个; None when it names none."""
    numbers = [
        one for one in situation.figures if one.kind in ("number", "ordinal", "marker") and one.value.isdecimal()
    ]
    if len(numbers) == 1:
        return int(numbers[0].value)
    named = ORDINAL.search(situation.text)
    return ORDINALS[named.group().lower()] if named else None
