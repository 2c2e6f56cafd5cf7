"""The other fund or pilot that a question names, and whether it is for the same project."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from assistant.documents.language import language_of
from assistant.rules.programmes import CLAUSE_END, programme_in
from assistant.rules.whose_money import sense

if TYPE_CHECKING:
    from assistant.answering.situation import Situation
    from assistant.rules.parameters import Item

_PROJECT: Final = (
    r"(?:projects?|upgrades?|lines?|workshops?|systems?|roll-?outs?|transformations?|retrofits?|renovations?|works?"
    r"|investments?|plants?|equipment|machines?|robots?|machinery|software|mes|erp|jobs?|things?|purchases?|cells?"
    r"|installations?|contracts?|factory|invoices?)\b(?! (?:funds?|funding|money|grants?|subsid))"
)
_WORK: Final = (
    "(?:项目|产线|生产线|车间|系统|改造|设备|软件|工程|技改|合同|发票)"
    "(?!的?(?:中央|国家)?(?:资金|补助|补贴|钱|经费|支持))"
)
_SAME: Final = re.compile(
    r"\b(?:same|identical)\s+(?!(?:name|firm|company|enterprise|city|province|time|year|way|kind|type|sort"
    r"|batch|pilot|programme|rule|department|ministry|day|question|money|funds?|place|as|for|is|goes|applies)\b)[\w-]+"
    r"|\b(?:one|a single) project (?:twice|two times)"
    r"|\b(?:it(?:['’]s| is)|they are) (?:exactly |just )?the (?:very )?same\b(?! (?:name|as))"
    rf"|同一?(?:个|条|项|套|批|笔|台|份)?的?[^，。；？！,;?!企公城省市]{{0,6}}?{_WORK}|(?:一样"
    rf"|相同)的?(?:改造)?项目|还?是原来(?:那|这)?个?项目",
    re.I,
)
_OTHER: Final = re.compile(
    r"\b(?:another|(?:an? )?(?:entirely |completely |totally |quite )?(?:different|separate|distinct|unrelated)"
    r"|other|not the same|isn['’]t the same)\s+"
    rf"(?:(?!technolog|technical|name|pilot|batch|fund|budget|central|money|type)[\w-]+\s+){{0,2}}?{_PROJECT}"
    r"|\b(?:something|a project) (?:else|(?:entirely |completely |quite )?different|that has nothing to do with)"
    r"|\b(?:is|was|are) (?:a |an )?(?:entirely |completely |quite )?(?:different|separate|unrelated"
    r"|another) one\b|\bunrelated to (?:it|that)\b"
    r"|\bproject (?:b|two|no\.? ?2)\b"
    rf"|(?:另外?|别|其他|其它|不同|不相干|无关)(?:一|的)*(?:个|条|项|套"
    rf"|批)?的?[^，。；？！,;?!旧瓶试]{{0,6}}?{_WORK}(?!重复)"
    r"|不是(?:同一|一)(?:个|条|项|套)?|(?:不|没)有?(?:重复|重叠)的?项目|换了?一?(?:个|条|项)?(?:项目|产线|生产线)"
    r"|(?:两|2)(?:个|码)(?:不同的?)?(?:项目|事)|跟(?:它|那个?)(?:没有?关系|无关)",
    re.I,
)
_NEW: Final = re.compile(
    rf"\b(?:new|second|fresh|next) (?:(?!technolog|technical|type)[\w-]+ ){{0,2}}?{_PROJECT}|(?:新|第二)(?!一轮"
    rf"|型|增|瓶)的?(?:一?(?:个|条|项|套))?的?[^，。；？！,;?!旧瓶试技]{{0,4}}?{_WORK}",
    re.I,
)
"""A new project is another one, unless it is the new one that got the money."""
_NOT_OTHER: Final = re.compile(
    r"\b(?:presented|packaged|dressed up|repackaged|passed off|sold|relabel+ed|declared|submitted"
    r"|renamed) as (?:an? )?(?:new|different)(?: \w+)? project"
    r"|\b(?:not|isn['’]t) (?:another|a (?:different|new|separate))\b[^.,;?]*"
    r"|包装成?[^，。]{0,3}新项目|当(?:成|作)新项目|冒充新项目|算(?:作)?新项目|新瓶装旧酒|(?<!是)不是(?:另|别的"
    r"|其他|不同|新)[^，。]*"
    r"|\bsame or (?:a |another )?(?:different|other)?[^.,;?]*|\bdifferent or (?:the )?same[^.,;?]*"
    r"|同一[^，。]{0,6}还是[^，。]*",
    re.I,
)
"""Talk that does not say that it is another project: a finished one shown as new, a denial, an alternative."""


def programme_facts(situation: Situation, items: Sequence[Item]) -> Mapping[str, Any]:
    """The programme by its words in the question, else by the name of its item; whether it is the same project."""
    facts: dict[str, Any] = {}
    text = situation.text
    if found := programme_in(items, payers_named(situation)):
        written = found.written if found.written and found.written in text else ""
        alone = programme_in(items, written) if written else None
        facts["programme"] = written if alone and alone.item == found.item else found.item.words[language_of(text)]
    if (same := same_project(text)) is not None:
        facts["same_project"] = same
    return facts


def money_of_it(situation: Situation, known: Mapping[str, Any], items: Sequence[Item]) -> Mapping[str, Any]:
    """The money of the pilot named before, where a turn speaks of money and names none: "and if it paid for it?"."""
    given = known.get("programme")
    before = programme_in(items, given) if isinstance(given, str) else None
    if before is None or before.item.group != "lookalike" or sense(situation.text) not in ("money", "central"):
        return {}
    money = programme_in(items, f"{given} money" if language_of(situation.text) == "en" else f"{given}的资金")
    return {"programme": money.item.words[language_of(situation.text)]} if money else {}


def same_project(text: str) -> bool | None:
    """Whether the other money is for the same project; None where the question does not say."""
    said = _NOT_OTHER.sub(" ", text)
    if _OTHER.search(said):
        return False
    if _SAME.search(said):
        return True
    new = [clause for clause in CLAUSE_END.split(said) if _NEW.search(clause)]
    return False if new and all(sense(clause) in (None, "pilot") for clause in new) else None


def payers_named(situation: Situation) -> str:
    """The question with each place as what it is: "the province" for Zhejiang, so that its money is known as local."""
    text, parts, at = situation.text, [], 0
    chinese = language_of(text) == "zh"
    for mention in situation.places:
        if mention.start < at or not all(place.code for place in mention.places):
            continue
        level = mention.places[0].level
        word = (
            {"province": "省", "prefecture": "市"}.get(level, "区")
            if chinese
            else {"province": "the province"}.get(level, "the city")
        )
        parts += [text[at : mention.start], word]
        at = mention.end
    return "".join([*parts, text[at:]])
