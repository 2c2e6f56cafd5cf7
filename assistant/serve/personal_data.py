"""Masks personal data in what people typed, before it is kept: ID cards, phones, e-mails and bank cards of China.

Only what its own check digit, area code or form gives away is masked: figures, dates, document numbers and division
codes are what questions are about, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from assistant.model import Answer, AnswerSentence, Finding

KINDS: Final = ("id_card", "bank_card", "email", "phone")
MARKS: Final[Mapping[str, str]] = {
    "id_card": "[ID card]",
    "bank_card": "[bank card]",
    "email": "[e-mail]",
    "phone": "[phone]",
}
NARROW: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Full-width characters as ASCII, one for one."""
PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"

GAP = r"[ \-]?"
AREA = r"0(?:10|2\d|[3-9]\d\d)"
NO_AMOUNT = (
    r"(?!\d|[.,]\d|[A-Za-z]|\s{0,2}(?:元|圆|万|亿|千|百|人民币|家|户|个|人|项|吨|%))"
    r"(?!\s?(?i:yuan|rmb|cny|usd|dollars))"
)
BEFORE_A_PHONE = r"(?<![0-9¥$€])(?<![0-9][.,])"
BEFORE_A_CARD = rf"(?<![A-Za-z]){BEFORE_A_PHONE}"


def _id_card(found: str) -> bool:
    """GB 11643: the last character checks the seventeen before it."""
    digits = re.sub(r"[ \-]", "", found).upper()
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return CHECKS[total % 11] == digits[-1]


def _bank_card(found: str) -> bool:
    """ISO/IEC 7812: the Luhn sum ends in 0."""
    digits = [int(char) for char in reversed(found) if char.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0 and len(set(digits)) > 2


def _always(_found: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Pattern:
    """One form of a kind of personal data, and what it must prove beyond its form."""

    kind: str
    form: re.Pattern[str]
    holds: Callable[[str], bool] = _always


PATTERNS: Final = (
    Pattern(
        "id_card",
        re.compile(
            rf"(?<![0-9A-Za-z]){PROVINCE}\d{{4}}{GAP}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
            rf"{GAP}\d{{3}}[\dXx](?![0-9A-Za-z])",
            re.ASCII,
        ),
        _id_card,
    ),
    Pattern(
        "bank_card",
        re.compile(rf"{BEFORE_A_CARD}[3-6]\d{{3}}(?:{GAP}\d{{4}}){{3}}(?:{GAP}\d{{1,3}})?{NO_AMOUNT}", re.ASCII),
        _bank_card,
    ),
    Pattern(
        "email",
        re.compile(
            r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}@(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])"
        ),
    ),
    Pattern(
        "phone",
        re.compile(
            rf"{BEFORE_A_PHONE}(?:(?:\+|00)86{GAP}|86[ \-])?1[3-9]\d{GAP}\d{{4}}{GAP}\d{{4}}{NO_AMOUNT}",
            re.ASCII,
        ),
    ),
    Pattern(
        "phone",
        re.compile(
            rf"{BEFORE_A_PHONE}(?<![/\-])(?:(?:\+|00)86{GAP})?(?:\({AREA}\) ?|{AREA}[ \-]?)"
            rf"[2-8]\d{{2,3}}{GAP}\d{{4}}(?:\s?(?:转|ext\.?|-)\s?\d{{1,5}})?{NO_AMOUNT}",
            re.ASCII,
        ),
    ),
)


def masked(text: str, kinds: Collection[str] = KINDS) -> str:
    """The text with a mark such as "[phone]" in place of each piece of personal data of those kinds."""
    for start, end, kind in sorted(_spans(text, kinds), reverse=True):
        text = f"{text[:start]}{MARKS[kind]}{text[end:]}"
    return text


def personal_data(text: str, kinds: Collection[str] = KINDS) -> dict[str, str]:
    """Each piece of personal data in the text, as written, with its mark."""
    return {text[start:end]: MARKS[kind] for start, end, kind in _spans(text, kinds)}


def answer_to_keep(answer: Answer, kinds: Collection[str] = KINDS) -> Answer:
    """The answer with personal data masked in the question, in what repeats it, and in text given to rules.

    Quotes stay word for word: what stands in a policy text is public, and is masked in the question alone.
    """
    inputs = [value for finding in answer.findings for value in finding.inputs.values() if isinstance(value, str)]
    found = {
        part: mark for said in (answer.question or "", *inputs) for part, mark in personal_data(said, kinds).items()
    }
    if not found:
        return answer
    quoted = "\0".join(cited.quote for cited in (*answer.citations, *answer.nearest))
    private = {part: mark for part, mark in found.items() if part not in quoted}
    return replace(
        answer,
        question=None if answer.question is None else masked(answer.question, kinds),
        text=_without(answer.text, private),
        sentences=tuple(_sentence(one, private) for one in answer.sentences),
        findings=tuple(_finding(one, private, kinds) for one in answer.findings),
        clarification=_within(answer.clarification, private),
        notices=tuple(_within(one, private) for one in answer.notices),
    )


def _spans(text: str, kinds: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Where personal data stands; what an earlier pattern found is not found again."""
    narrow = text.translate(NARROW)
    for pattern in PATTERNS:
        if pattern.kind not in kinds:
            continue
        spans = [match.span() for match in pattern.form.finditer(narrow) if pattern.holds(match[0])]
        for start, end in spans:
            narrow = f"{narrow[:start]}{'#' * (end - start)}{narrow[end:]}"
            yield start, end, pattern.kind


def _without(text: str, private: Mapping[str, str]) -> str:
    for part in sorted(private, key=len, reverse=True):
        text = text.replace(part, private[part])
    return text


def _sentence(sentence: AnswerSentence, private: Mapping[str, str]) -> AnswerSentence:
    return sentence if sentence.origin == "quoted" else replace(sentence, text=_without(sentence.text, private))


def _finding(finding: Finding, private: Mapping[str, str], kinds: Collection[str]) -> Finding:
    """Its verdict, value and receipt stay as the rule gave them."""
    inputs = {name: masked(given, kinds) if isinstance(given, str) else given for name, given in finding.inputs.items()}
    return replace(
        finding,
        inputs=inputs,
        reasons=_within(finding.reasons, private),
        explanation=_within(finding.explanation, private),
        counterfactual=_within(finding.counterfactual, private),
    )


def _within(value: Any, private: Mapping[str, str]) -> Any:
    """The same noun or tuple with every text in it masked."""
    if isinstance(value, str):
        return _without(value, private)
    if isinstance(value, tuple):
        return tuple(_within(one, private) for one in value)
    if value is None:
        return None
    return replace(value, **{name: _within(getattr(value, name), private) for name in value.__dataclass_fields__})
