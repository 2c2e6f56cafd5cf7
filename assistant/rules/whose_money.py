"""Whose money words speak of, or whether they speak of taking part in a pilot: the central budget's, a province's or city's."""

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
_GAP: Final = (
    r"(?:(?!(?:gets?|getting|got|receiv\w+|obtain\w*|appl\w+|takes?|took|have|has|had|can|may|could|also|still|for|from"
    r"|if|when|that|which|who|and|or|but|is|are|was|were|be|in|into|to|does|do|did|central|national)\b)[\w’'-]+\s+){0,4}"
)
_TAKEN: Final = (
    r"(?:pa(?:id|ys)|pay(?=\b)|funded|financed|subsidi[sz]e[ds]?|reimbursed|refunded|covered|sponsored|bankrolled)\b"
)
_PAYERS: Final = (
    r"(?:provinc(?:e|ial(?:ly)?)|(?<!pilot )(?<!recommended )cit(?:y|ies)|municipal(?:ity|ities|ly)?|count(?:y|ies)"
    r"|districts?|prefectures?|local(?:ly)?(?: governments?)?|local authorit(?:y|ies)|town(?:ship)?|(?:industrial )?park"
    r"|autonomous region)"
)
_LOCAL_ENGLISH: Final = re.compile(
    rf"\b{_PAYERS}(?:['’]s?)?(?:[- ]level)?\s+{_GAP}{_MONEY}"
    rf"|\b{_MONEY}(?:\s+(?!for\b)[\w-]+){{0,2}}?\s+(?:from|of|by|out of)\s+(?:the |our |its |a |their )?(?:own )?(?:\w+ )?{_PAYERS}\b(?! pilots?)"
    rf"|\b{_PAYERS}(?:\s+(?:\w+\s+)?(?:government|bureau|department|office|finance department|authorities))?"
    rf"\s+(?:(?:has|have|had|already|also|itself|once|later|even|partly|first|will|would)\s+)*"
    rf"(?:{_TAKEN}|(?:gave|given|gives|grants|granted|chipped|topped|put up|reward\w*|support(?:s|ed)|contribut\w+|help\w* pay)\b)"
    rf"|\b{_TAKEN}(?:\s+\w+){{0,4}}?\s+(?:by|from|out of)\s+(?:the |our |its |a |their )?(?:own )?{_PAYERS}\b(?! pilots?)",
    re.I,
)
_CENTRAL_ENGLISH: Final = re.compile(
    rf"\b(?:central(?:ly)?|national(?:ly)?|state|ministry|ministries|ministerial|treasury bonds?)(?:['’]s)?\s+"
    rf"(?:government(?:['’]s)?\s+)?(?:level\s+)?(?:{_GAP}{_MONEY}|{_TAKEN})"
    rf"|\b{_MONEY}\s+(?:from|of|by)\s+(?:the )?(?:cent(?:re|er)|central (?:government|budget)|ministr(?:y|ies)|state)\b"
    r"|\b(?:ministry|ministries|central government|centre)\s+(?:(?:has|have|had|already|also)\s+)*"
    rf"(?:{_TAKEN}|(?:gave|granted|given)\b)"
    rf"|\b(?:{_TAKEN})(?:\s+\w+){{0,4}}?\s+(?:by|from|out of)\s+(?:the )?(?:cent(?:re|er)|central\b|ministr(?:y|ies)|state\b)",
    re.I,
)
_MONEY_ENGLISH: Final = re.compile(rf"\b(?:{_MONEY}|{_TAKEN})", re.I)

_SUM: Final = "(?:资金|补助|补贴|奖补|奖励|奖金|经费|钱|拨款|款项|补款|券|贴息|贷款贴息|扶持|资助|专项|国债|财政|补(?=[,，。;；、!！?？]|$))"
_NOT_BETWEEN: Final = "(?:(?!国家|中央|能|可以|还|再|拿|申|获|得|报|领|享)[^,，。;；!！?？]){0,8}"
_LEVEL: Final = (
    "(?:(?:(?<!城)市|(?<!外)省|(?<!地)(?<!小)区|县|州|盟)(?=级|里|内|本级|财政|政府|自己|的|自|技|数|智|专项|配套|补|奖|给|出|拨|发|也|已|又|先"
    "|早|曾|中小|工|经|发改|科|商|另|这边|上)|地方|本地|当地|街道|园区|管委会|属地|镇里|自治区)"
)
_PAID: Final = "(?:给|补|拨|发|奖|出|掏|垫|投|配套)"
_LOCAL_CHINESE: Final = re.compile(
    f"{_LEVEL}{_NOT_BETWEEN}{_SUM}"
    f"|{_LEVEL}{_NOT_BETWEEN}(?:{_PAID}(?:过|了|的)[^,，。;；!！?？]{{0,6}}(?:钱|资金|补|奖|款|一笔|一部分|[万亿]|大头|小头)"
    f"|(?:补贴|补助|资助|奖励|{_PAID})(?:过|了)|(?:给|拨|出|掏|发)钱)"
    f"|(?:{_SUM}|钱)是?由?(?:我们)?(?:省|市|区|县|地方)(?:里|级)?(?:财政|政府)?(?:自己)?(?:出|给|掏|拨|发|负担|安排)"
)
_CENTRAL_CHINESE: Final = re.compile(
    f"(?:中央|国家|部里|国拨|财政部|工信部|部委|上头)(?:(?!省|市|县|能|可以|还|再|申)[^,，。;；!！?？]){{0,8}}{_SUM}|国拨|中央(?:财政|预算)|(?:国家|中央|部里)给(?:过|了)"
)
_MONEY_CHINESE: Final = re.compile(f"{_SUM}|(?:拿|领|享受|获得?|批)(?:到|过|了|的)")

_THIS_PILOT: Final = re.compile(
    r"\b(?:the|this|that|our)\s+(?:(?:national|central|state|same|sme|smes|city|urban|digital|transformation)\s+)*"
    r"(?:pilots?|scheme|programme|program|notice|one)\b(?!\s+(?:for|of|that|which|in|by|under|through|with|on|run)\b)"
    rf"(?:['’]s)?(?:\s+{_MONEY})?"
    rf"|\b(?:this|the)\s+(?:central|national)\s+{_MONEY}"
    r"|(?:国家级?|中央|全国|本次?|这个?|该|此|数改|数字化转型)的?(?:中小企业|数字化转型|数字化|数改|城市|这个|级)*试点(?!省|市级)(?:城市)?的?"
    f"{_SUM}?",
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
