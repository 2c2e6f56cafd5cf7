"""What a question asks for by name: the "copies" of "how many copies", the 税率 of "税率是多少"."""

from __future__ import annotations

import re

from assistant.answering.cues import words

UNNAMED = 0.6
"""The share that counts when a question names nothing: neither for a sentence nor against it."""

_ENGLISH = re.compile(
    r"\b(?:how many|how much|which|what(?:'s| is| are| was| were)?(?: the| a| an| our| my| your| their)?)\s+"
    r"((?:[a-z][\w'-]*\s*){1,6})",
    re.IGNORECASE,
)
_ENGLISH_END = re.compile(
    r"\b(?:is|are|was|were|be|been|am|do|does|did|can|could|may|might|must|shall|should|will|would|has|have|had|needs?|"
    r"of|for|to|in|on|at|by|from|with|about|under|between|since|before|after|per|as|if|when|that|which|who|and|or|not|"
    r"i|we|you|they|he|she|it|the|a|an|this|these|those|there|my|our|your|their|appl(?:y|ies)|using|used)\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(?:哪些|哪个|哪种|哪类|哪几[个种类]|什么|多少[个家项种名])(?P<after>[\u4e00-\u9fff]{2})"
    r"|(?P<before>[\u4e00-\u9fff]{2})(?:是|为|有)(?:多少|什么|哪些|几)"
)
_LOOSE = words("loose_names")


def asked_for(question: str) -> tuple[str, ...]:
    """The words that name what is asked for, at most three for each thing; none when the question names nothing."""
    found: list[str] = []
    for match in _ENGLISH.finditer(question):
        found += _ENGLISH_END.split(match.group(1), maxsplit=1)[0].lower().split()[:3]
    for match in _CHINESE.finditer(question):
        found += [word for word in match.groups() if word]
    return tuple(word for word in found if word not in _LOOSE)
