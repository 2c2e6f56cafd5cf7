"""The scores of a question about digital levels, and the edition of the indicators that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from assistant.answering.situation import Situation
    from assistant.documents.figures import Figure

_NOUN: Final = (
    r"(?:editions?|versions?|indicators?|yardsticks?|sheets?|tables?|tests?|rules?|standards?|criteria|scales?|methods?"
    r"|one)\b"
)
_YEAR: Final = r"(?<!\d)(?:20\d\d|\d\d(?=\s*年?\s*[旧老新]?版))"
EDITION: Final = re.compile(
    rf"(?P<year>{_YEAR})(?:\s*年)?(?:的|那)?\s*(?:[旧老新]?版|[旧老新]?(?:评测)?(?:指标|标准|办法)"
    rf"|(?:['’]s\s+)?(?:(?:score|scoring|old|older|new|newer)\s+)?{_NOUN})"
    rf"|(?:{_NOUN}|版|指标)\s*(?:(?:of|from)\s+)?[（(]?\s*(?P<of>20\d\d)(?!\d)"
    r"|(?:\b(?:by|under|per|according to)\s+(?:the\s+)?|按照?|依照?)(?P<by>20\d\d)(?!\d|[-/.]\d|\s*年\s*\d)",
    re.I,
)
OLDER: Final = re.compile(
    rf"\b(?:old|older|oldest|previous|earlier|former|prior)\s+{_NOUN}|[旧老]版|[旧老](?:指标|标准|评测"
    rf"|的?(?:那[一张套份个]|表))|[上前]一版|原版",
    re.I,
)
NEWER: Final = re.compile(
    rf"\b(?:new|newer|newest|latest|current)\s+{_NOUN}|[新]版|最新版?|现行版?|新(?:指标|标准|评测"
    rf"|的?(?:那[一张套份个]|表))",
    re.I,
)
SCORE: Final = re.compile(
    r"(?:score[ds]?|scoring|得分|得了|自测|评分|打了|考了)(?: is| of| was| at|为|是|:|：)?\s*(?P<a>\d+(?:\.\d+)?)"
    r"|(?P<b>\d+(?:\.\d+)?)\s*(?:points?\b|分(?!之|钟|标))",
    re.I,
)
NOUGHT: Final = re.compile(
    r"(?<![一二三四五六七八九十点.\d])[零〇](?=分)|\bnought\b|\bnil\b|\bno points at all\b", re.I
)
AND_A_HALF: Final = re.compile(r"\s+and\s+a\s+half\b", re.I)
NO_SCORE_BEFORE: Final = re.compile(
    r"(?:\bout of|\d\s*of|\bmaximum(?: of)?|\btop|\blevels?|\bgrades?|\btiers?|\bat least|差|缺|满分|百分制|相差"
    r"|\bshort by|\bmissing|[高低多少])\s*(?:the\s+)?$",
    re.I,
)
NO_SCORE_BEHIND: Final = re.compile(
    r"\s*(?:[家户个级项批类条版年月日%]|(?:more\s+)?points?\s+(?:short|away|missing|below|more|off)|(?:firms"
    r"|enterprises|companies|SMEs|suppliers|levels?|indicators|editions?|factories|questions)\b|分制)",
    re.I,
)
HIGHEST: Final = Decimal(1000)
"""No score is as high; a figure that is counts something else."""


def levels_of(situation: Situation) -> tuple[Mapping[str, Any], ...]:
    """Edition and score as inputs of the rule, once for each score; one set without a score when none is named."""
    edition = edition_of(situation)
    named = {"edition": edition} if edition else {}
    return tuple({**named, "score": score} for score in scores_of(situation)) or (named,)


def edition_of(situation: Situation) -> str | None:
    """The edition as its year, else the words for an older or newer one, as said."""
    if match := EDITION.search(situation.text):
        year = match["year"] or match["of"] or match["by"]
        return year if len(year) == 4 else f"20{year}"
    numbers = [figure for figure in situation.figures if figure.kind == "document_number"]
    if numbers:
        return numbers[0].value[:4]
    words = OLDER.search(situation.text) or NEWER.search(situation.text)
    return words[0] if words else None


def scores_of(situation: Situation) -> tuple[str, ...]:
    """The scores in the order of the words, each once."""
    text = situation.text
    found = [(*match.span("a" if match["a"] else "b"), match["a"] or match["b"]) for match in SCORE.finditer(text)]
    found += [(match.start(), match.end(), "0") for match in NOUGHT.finditer(text)]
    found += [_of_figure(text, figure) for figure in situation.figures if _may_be_score(text, figure)]
    taken = [match.span() for match in EDITION.finditer(text)] + [(day.start, day.end) for day in situation.days]
    kept = [
        score
        for start, end, score in sorted(found)
        if not any(first <= start < last for first, last in taken)
        and not NO_SCORE_BEFORE.search(text[:start])
        and not NO_SCORE_BEHIND.match(text, end)
    ]
    return tuple(dict.fromkeys(kept))


def _may_be_score(text: str, figure: Figure) -> bool:
    """Whether a figure is a plain number that is not too high; "one" may be a pronoun."""
    if figure.kind != "number" or "/" in figure.value or text[figure.start : figure.end].lower() == "one":
        return False
    return Decimal(figure.value) < HIGHEST


def _of_figure(text: str, figure: Figure) -> tuple[int, int, str]:
    half = AND_A_HALF.match(text, figure.end)
    return figure.start, half.end() if half else figure.end, figure.value + (".5" if half else "")
