"""Whose money words speak of, the central budget's or a province's or city's, or whether they speak of a pilot."""

from __future__ import annotations

import re
from typing import Final, Literal

Sense = Literal["local", "central", "money", "pilot"]
"""Money of a province or city, money said to be central, money of a source not said, no money but a pilot."""

_MONEY: Final = (
    r"(?:mone(?:y|ys|ies)|funds?|funding|grants?|subsid(?:y|ies|i[sz]ed?)|awards?|bonus(?:es)?|vouchers?|allowances?"
    r"|aid|coffers|budgets?|treasury|purse|finances?|payments?|payouts?|cash|rewards?|incentives?|support|refunds?"
    r"|bonds?|discounts?)\b"
)
_PAID: Final = r"(?:pa(?:id|ys?)|funded|financed|subsidi[sz]e[ds]?|reimbursed|refunded|covered|sponsored|bankrolled)\b"
_GAVE: Final = (
    r"(?:gave|given|gives|grants|granted|chipped|topped|put up|reward\w*|support(?:s|ed)|contribut\w+|help\w* pay)\b"
)
_NO_VERB: Final = (
    r"(?:(?!(?:gets?|getting|got|receiv\w+|obtain\w*|appl\w+|takes?|took|have|has|had|can|may|could|also|still|for"
    r"|from|if|when|that|which|who|and|or|but|is|are|was|were|be|in|into|to|does|do|did|central|national)\b)"
    r"[\w’'-]+\s+){0,4}"
)
"""Up to four words between whose money it is and the word for it: no verb, nothing that begins another thing."""
_PAYER: Final = (
    r"(?:provinc(?:e|ial(?:ly)?)|(?<!pilot )(?<!recommended )cit(?:y|ies)|municipal(?:ity|ities|ly)?|count(?:y|ies)"
    r"|districts?|prefectures?|local(?:ly)?(?: governments?)?|local authorit(?:y|ies)|town(?:ship)?"
    r"|(?:industrial )?park|autonomous region)"
)
_OFFICE: Final = r"(?:\s+(?:\w+\s+)?(?:government|bureau|department|office|authorities))?"
_THE: Final = r"(?:(?:the|our|its|their|a)\s+)?(?:own\s+)?"
_HAS: Final = r"(?:(?:has|have|had|already|also|itself|once|later|even|partly|first|will|would)\s+)*"
_LOCAL_ENGLISH: Final = re.compile(
    rf"\b{_PAYER}(?:['’]s?)?(?:[- ]level)?\s+{_NO_VERB}{_MONEY}"
    rf"|\b{_MONEY}(?:\s+(?!for\b)[\w-]+){{0,2}}?\s+(?:from|of|by|out of)\s+{_THE}(?:\w+\s+)?{_PAYER}\b(?! pilots?)"
    rf"|\b{_PAYER}{_OFFICE}\s+{_HAS}(?:{_PAID}|{_GAVE})"
    rf"|\b{_PAID}(?:\s+\w+){{0,4}}?\s+(?:by|from|out of)\s+{_THE}{_PAYER}\b(?! pilots?)",
    re.I,
)
_CENTRE: Final = r"(?:the )?(?:cent(?:re|er)|central\b|ministr(?:y|ies)|state\b)"
_CENTRAL_ENGLISH: Final = re.compile(
    r"\b(?:central(?:ly)?|national(?:ly)?|state|ministry|ministries|ministerial|treasury bonds?)(?:['’]s)?\s+"
    rf"(?:government(?:['’]s)?\s+)?(?:level\s+)?(?:{_NO_VERB}{_MONEY}|{_PAID})"
    rf"|\b{_MONEY}\s+(?:from|of|by)\s+{_CENTRE}"
    rf"|\b(?:ministry|ministries|central government|centre)\s+{_HAS}(?:{_PAID}|(?:gave|granted|given)\b)"
    rf"|\b{_PAID}(?:\s+\w+){{0,4}}?\s+(?:by|from|out of)\s+{_CENTRE}",
    re.I,
)
_MONEY_ENGLISH: Final = re.compile(rf"\b(?:{_MONEY}|{_PAID})", re.I)

_OPEN: Final = "[^,，。;；!！?？]"
_SUM: Final = (
    "(?:资金|补助|补贴|奖补|奖励|奖金|经费|钱|拨款|款项|补款|券|贴息|扶持|资助|专项|国债|财政"
    "|补(?=[,，。;；、!！?？]|$))"
)
_NO_VERB_CHINESE: Final = f"(?:(?!国家|中央|能|可以|还|再|拿|申|获|得|报|领|享){_OPEN}){{0,8}}"
_PAYER_CHINESE: Final = (
    "(?:(?:(?<!城)市|(?<!外)省|(?<!地)(?<!小)区|县|州|盟)(?=级|里|内|本级|财政|政府|自|的|技|数|智|专项|配套|补|奖|给"
    "|出|拨|发|也|已|又|先|早|曾|中小|工|经|科|商|另|这边|上)|地方|本地|当地|街道|园区|管委会|属地|镇里|自治区)"
)
"""省, 市 and the like only before what shows that they are no part of a longer word."""
_PAYS: Final = "(?:给|补|拨|发|奖|出|掏|垫|投|配套)"
_LOCAL_CHINESE: Final = re.compile(
    f"{_PAYER_CHINESE}{_NO_VERB_CHINESE}(?:{_SUM}"
    f"|{_PAYS}(?:过|了|的){_OPEN}{{0,6}}(?:钱|资金|补|奖|款|一笔|一部分|[万亿]|大头|小头)"
    f"|(?:补贴|补助|资助|奖励|{_PAYS})(?:过|了)|(?:给|拨|出|掏|发)钱)"
    f"|(?:{_SUM}|钱)是?由?(?:我们)?(?:省|市|区|县|地方)(?:里|级)?(?:财政|政府)?(?:自己)?(?:出|给|掏|拨|发|负担|安排)"
)
_CENTRAL_CHINESE: Final = re.compile(
    "(?:中央|国家|部里|国拨|财政部|工信部|部委|上头)"
    f"(?:(?!省|市|县|能|可以|还|再|申){_OPEN}){{0,8}}{_SUM}"
    "|国拨|中央(?:财政|预算)|(?:国家|中央|部里)给(?:过|了)"
)
_MONEY_CHINESE: Final = re.compile(f"{_SUM}|(?:拿|领|享受|获得?|批)(?:到|过|了|的)")

_THIS_PILOT: Final = re.compile(
    r"\b(?:the|this|that|our)\s+(?:(?:national|central|state|same|smes?|city|urban|digital|transformation)\s+)*"
    r"(?:pilots?|scheme|programme|program|notice|one)\b"
    r"(?!\s+(?:for|of|that|which|in|by|under|through|with|on|run)\b)"
    rf"(?:['’]s)?(?:\s+{_MONEY})?"
    rf"|\b(?:this|the)\s+(?:central|national)\s+{_MONEY}"
    r"|(?:国家级?|中央|全国|本次?|这个?|该|此|数改|数字化转型)的?(?:中小企业|数字化转型|数字化|数改|城市|这个|级)*"
    f"试点(?!省|市级)(?:城市)?的?{_SUM}?",
    re.I,
)
"""Words for the pilot that is asked about, with its money."""
_PILOT: Final = re.compile(r"\b(?:pilots?|programmes?|programs?|schemes?)\b|试点|示范|引导区", re.I)


def sense(clause: str) -> Sense | None:
    """What one clause speaks of; the pilot asked about and its own money are left aside."""
    rest = _THIS_PILOT.sub(" ", clause)
    if _LOCAL_ENGLISH.search(rest) or _LOCAL_CHINESE.search(rest):
        return "local"
    if _CENTRAL_ENGLISH.search(rest) or _CENTRAL_CHINESE.search(rest):
        return "central"
    if _MONEY_ENGLISH.search(rest) or _MONEY_CHINESE.search(rest):
        return "money"
    return "pilot" if _PILOT.search(clause) else None
