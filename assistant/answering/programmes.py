"""The other fund or pilot that a question names, and whether it is for the same project."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from assistant.documents.language import language_of
from assistant.rules.programmes import programme_in

if TYPE_CHECKING:
    from assistant.answering.situation import Situation
    from assistant.rules.parameters import Item

_PROJECT: Final = (
    r"(?:projects?|upgrades?|lines?|workshops?|systems?|roll-?outs?|transformations?|retrofits?|renovations?|investments?|works?|plants?"
    r"|equipment|machines?|robots?|machinery|software|mes|erp|jobs?|things?|purchases?|installations?|contracts?|factory|invoices?)\b"
)
_SAME: Final = re.compile(
    rf"\b(?:(?:very |one and the )?same|identical)\s+(?:(?!name|firm|company|enterprise|city|province)[\w-]+\s+){{0,3}}?{_PROJECT}"
    r"|\b(?:one|a single) project (?:twice|two times)|\b(?:it(?:'s| is)|they are|still) (?:exactly |just )?the (?:very )?same(?: one)?\b(?! (?:name|as))"
    r"|同一?(?:个|条|项|套|批|笔|台|份)?(?:的)?(?:[^，。；？！,;?!企公城省市]{0,6}?)(?:项目|产线|生产线|车间|系统|改造|设备|软件|工程|技改|合同|发票)"
    r"|(?:一样|相同)的?(?:改造)?项目|还?是(?:原来)?(?:那|这)个项目",
    re.I,
)
_OTHER: Final = re.compile(
    r"\b(?:another|(?:an?(?:other)? )?(?:entirely |completely |totally |quite )?(?:different|separate|distinct|unrelated|new|second|fresh|next)"
    rf"|some other|other|not the same|isn['’]t the same)\s+(?:(?!technolog|technical|name|pilot|batch|fund|central|money|type)[\w-]+\s+){{0,2}}?{_PROJECT}"
    r"|\b(?:something|a project) (?:else|(?:entirely |completely |quite )?(?:different|new)|that has nothing to do with)"
    r"|\b(?:is|was|are) (?:a |an )?(?:entirely |completely |quite )?(?:different|separate|unrelated|another) one\b|\bunrelated to (?:it|that)\b"
    r"|\bproject (?:b|two|no\.? ?2)\b"
    r"|(?:另外?|别|其他|其它|不同|新|第二|不相干|无关)(?:一|的)*(?:个|条|项|套|批)?(?:的)?(?:[^，。；？！,;?!旧瓶试]{0,6}?)(?:项目|产线|生产线|车间|系统|改造|设备)(?!重复)"
    r"|不是(?:同一|一)(?:个|条|项|套)?|(?:不|没)(?:有)?(?:重复|重叠)的?项目|换(?:了)?(?:一)?(?:个|条|项)?(?:项目|产线|生产线)|(?:两|2)(?:个|码)(?:不同的?)?(?:项目|事)|跟(?:它|那个?)(?:没有?关系|无关)",
    re.I,
)
_NOT_OTHER: Final = re.compile(
    r"\b(?:presented|packaged|dressed up|repackaged|passed off|sold|relabel+ed|declared|submitted|renamed) as (?:an? )?(?:new|different)(?: \w+)? project"
    r"|包装成?[^，。]{0,3}新项目|当(?:成|作)新项目|冒充新项目|算(?:作)?新项目|新瓶装旧酒",
    re.I,
)
"""Talk of a finished project shown as a new one, which says nothing of another project."""


def programme_facts(situation: Situation, items: Sequence[Item]) -> Mapping[str, Any]:
    """The programme by its words in the question, else by the name of its item; whether it is the same project."""
    facts: dict[str, Any] = {}
    text = situation.text
    if found := programme_in(items, payers_named(situation)):
        written = found.written if found.written and found.written in text else ""
        alone = programme_in(items, written) if written else None
        facts["programme"] = written if alone and alone.item == found.item else found.item.words[language_of(text)]
    said = _NOT_OTHER.sub(" ", text)
    if _OTHER.search(said):
        facts["same_project"] = False
    elif _SAME.search(said):
        facts["same_project"] = True
    return facts


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
