"""A question that asks for several things -> the things it asks for, each with the words it shares with the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.asking import AnswerKind, kinds_asked
from assistant.answering.cues import cue
from assistant.answering.words import content_of, content_terms
from assistant.documents.language import language_of

if TYPE_CHECKING:
    from assistant.ports import Segmenter

MOST_PARTS = 6
SAYS_ENOUGH = 2
"""From so many words with a meaning, a question can be looked for without the sentences before it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked: its own words, the words of the whole question that it leans on, and the kinds of answer.

    `bare` is the text without the sentences that stand before the question ("We are a county. ..."), where that says
    enough to be looked for alone; else empty.
    """

    text: str
    context: str
    kinds: tuple[AnswerKind, ...]
    bare: str = ""

    @property
    def search_text(self) -> str:
        """What to look for."""
        return f"{self.text} {self.context}".strip()


_WH = r"(?:who|whom|whose|what|when|where|which|why|how)\b"
_PREPOSITION = r"(?:by|to|in|on|at|for|from|with|of|under|within|until|since|about|through)\s+"
_ASKING = rf"(?:(?:{_PREPOSITION})?{_WH})"
_INVERTED = r"(?:can|may|could|is|are|was|were|do|does|did|must|should|shall|will|would|has|have)\s+\w+"
_VERB = r"(?:is|are|was|were|has|have|had|should|shall|will|would|must|may|can|could)\b"
_RELATIVE = rf"(?:which|who|where|when|whose)\s+{_VERB}"
_ENGLISH_CUT = re.compile(
    rf"[,;]?\s+(?:and|or|as well as|plus|and also)\s+(?:also\s+|then\s+)?(?=(?:{_ASKING}))"
    rf"|[,;]\s*(?=(?:{_ASKING}))(?!{_RELATIVE})"
    rf"|,?\s+(?:and|or)\s+(?=(?:{_INVERTED}\b))"
    rf"|;\s+(?=\w)",
    re.IGNORECASE,
)
_STARTS_ASKING = re.compile(rf"(?:{_ASKING}|{_INVERTED}|tell|list|give|explain|describe|name|show)\b", re.IGNORECASE)
_ENGLISH_END = re.compile(r"(?<=[?!])\s+|(?<=[a-z)\"”][.])\s+(?=[A-Z\"“])|\n+")
_CHINESE_END = re.compile(r"(?<=[？?；;。！!])|\n+")
_CHINESE_ASKING = cue("leaning", "asks_chinese")
_CHINESE_CUT = re.compile(
    r"(?:[，,；;、]\s*(?:以及|并且|还有|同时|和|又)?|以及|并且|还有|(?<!.[总调缓饱])和|及(?!时|以|其)|且)"
)
_THING = r"[\u4e00-\u9fff0-9A-Za-z“”]{2,12}"
_RESPECTIVELY = re.compile(rf"^(?P<head>.*?)(?P<a>{_THING})(?:和|与|以及|、)(?P<b>{_THING})(?P<tail>(?:各自?|分别).+)$")
_LEAD = re.compile(rf"\s*(?:{_PREPOSITION}|(?:if|given|as|after|before|unless|because|according)\b)", re.IGNORECASE)
_COLON = re.compile(r"[:：]\s*(?=\S.{5,})")
_ONLY_ASKS = re.compile(rf"\s*(?:{_PREPOSITION})?{_WH}[\s?]*", re.IGNORECASE)
_QUESTION_HEAD = re.compile(rf"^{_ASKING}", re.IGNORECASE)


def parts_of(text: str, segmenter: Segmenter) -> tuple[Part, ...]:
    """The things asked, in order; at least one."""
    pieces = _chinese_pieces(text) if language_of(text) == "zh" else _english_pieces(text)
    asked = _joined([piece for piece in pieces if piece.strip(" ,，;；。.?？!！")])
    asked = asked[:MOST_PARTS] or [text]
    if len(asked) == 1:
        return (Part(asked[0], "", kinds_asked(asked[0]), _bare(asked[0], segmenter)),)
    lead = next((piece for piece in asked if content_terms(piece, segmenter)), asked[0])
    return tuple(_part(piece, lead, segmenter) for piece in asked)


def _part(piece: str, lead: str, segmenter: Segmenter) -> Part:
    """The piece, leaning on the first one when it has few words of its own."""
    own = content_terms(piece, segmenter)
    needed = 2 if language_of(piece) == "en" else 4
    context = content_of(lead, segmenter) if piece != lead and len(own) < needed else ""
    return Part(piece, context, kinds_asked(piece), _bare(piece, segmenter))


def _bare(piece: str, segmenter: Segmenter) -> str:
    """The last sentence of a piece, or what stands behind its colon, which is what asks."""
    ends = _CHINESE_END if language_of(piece) == "zh" else _ENGLISH_END
    last = [sentence for sentence in ends.split(piece) if sentence.strip()][-1:]
    bare = _COLON.split(last[0])[-1].strip() if last else ""
    return bare if bare != piece.strip() and len(content_terms(bare, segmenter)) >= SAYS_ENOUGH else ""


def _english_pieces(text: str) -> list[str]:
    pieces: list[str] = []
    background = ""
    for sentence in _ENGLISH_END.split(text.strip()):
        if not sentence.strip():
            continue
        if not sentence.rstrip().endswith("?") and not _asks_english(sentence):
            background = f"{background} {sentence}".strip()
            continue
        found = _ENGLISH_CUT.split(sentence)
        pieces += [f"{background} {found[0]}".strip(), *found[1:]]
        background = ""
    return pieces if pieces else [text]


def _asks_english(sentence: str) -> bool:
    return bool(_STARTS_ASKING.match(sentence.strip()) or re.search(rf"\b{_WH}", sentence, re.IGNORECASE))


def _chinese_pieces(text: str) -> list[str]:
    pieces: list[str] = []
    background = ""
    for sentence in _CHINESE_END.split(text.strip()):
        if not sentence or not sentence.strip():
            continue
        if not _CHINESE_ASKING.search(sentence) and not sentence.rstrip().endswith(("？", "?")):
            background += sentence
            continue
        found = _chinese_cut(sentence)
        pieces += [background + found[0], *found[1:]]
        background = ""
    return pieces + ([background] if background and not pieces else [])


def _chinese_cut(sentence: str) -> list[str]:
    """The sentence cut where both sides ask something, or where it asks the same of two things "respectively"."""
    if match := _RESPECTIVELY.match(sentence):
        first, second = match["a"], match["b"]
        if "的" in second and "的" not in first:
            first += second[second.index("的") :]
        return [f"{match['head']}{thing}{match['tail']}" for thing in (first, second)]
    begin, found = 0, []
    for cut in _CHINESE_CUT.finditer(sentence):
        left, right = sentence[begin : cut.start()], sentence[cut.end() :]
        if _CHINESE_ASKING.search(left) and _CHINESE_ASKING.search(right):
            found.append(left)
            begin = cut.end()
    return [*found, sentence[begin:]]


def _with_leads(pieces: list[str]) -> list[str]:
    found: list[str] = []
    lead = ""
    for piece in pieces:
        if _LEAD.match(piece) and not _asks_english(piece) and piece is not pieces[-1]:
            lead += f"{piece.strip()}, "
            continue
        found.append(lead + piece)
        lead = ""
    return found


def _joined(pieces: list[str]) -> list[str]:
    """The pieces, where a lone question word ("when and how must ...") borrows the words of the piece after it, and
    words that only say when or where ("In the first batch, ...") go with the piece after them.
    """
    joined: list[str] = []
    pieces = _with_leads(pieces)
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else ""
        if not joined and following and _ONLY_ASKS.fullmatch(piece):
            rest = _QUESTION_HEAD.sub("", following.strip())
            joined.append(f"{piece.strip()} {rest.strip()}")
        else:
            joined.append(piece.strip())
    return joined
