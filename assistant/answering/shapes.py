"""What is quoted around a sentence so that it can be understood: its list, its table header, the sentence before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answering.cues import cue
from assistant.answering.quotes import Quote
from assistant.documents.language import language_of
from assistant.documents.sentences import split_sentences
from assistant.model import Span

if TYPE_CHECKING:
    from assistant.answering.asking import AnswerKind
    from assistant.answering.scores import Candidate
    from assistant.model import Sentence

LONGEST_LIST = 2400
SHORT_LIST = 700
_POINTS_BACK = cue("leaning", "sentence_points_back")
_ENDED = re.compile(r"[.!?。！？;；:：][\"'”’」』)）\]*_]*$")
_COMMENT = re.compile(r"<!--")


def shaped(candidate: Candidate, text: str, kinds: tuple[AnswerKind, ...]) -> tuple[Quote, ...]:
    """The stretches to show for a sentence, in order."""
    sentence = candidate.sentence
    if sentence.header is not None:
        spans = [sentence.header, Span(sentence.start, sentence.end)]
    elif sentence.group is not None:
        spans = _list_spans(sentence, sentence.group, text, kinds)
    else:
        spans = _sentence_spans(candidate, text)
    return tuple(_quote(candidate, span, text) for span in spans)


def _quote(candidate: Candidate, span: Span, text: str) -> Quote:
    shown = text[span.start : span.end]
    return Quote(candidate.document, candidate.passage.clause, span.start, span.end, shown, candidate.passage.page)


def _list_spans(sentence: Sentence, group: Span, text: str, kinds: tuple[AnswerKind, ...]) -> list[Span]:
    """The whole list, unless it is long: then its lead-in and the item."""
    limit = LONGEST_LIST if "list" in kinds or sentence.kind == "sentence" else SHORT_LIST
    if group.end - group.start <= limit and not _COMMENT.search(text, group.start, group.end):
        return [group]
    if sentence.start <= group.start:
        return [group] if not _COMMENT.search(text, group.start, group.end) else [Span(sentence.start, sentence.end)]
    lead_in = split_sentences(text, group.start, sentence.start)[:1]
    return [*lead_in, Span(sentence.start, sentence.end)]


def _sentence_spans(candidate: Candidate, text: str) -> list[Span]:
    sentence = candidate.sentence
    span = Span(sentence.start, sentence.end)
    if not _ENDED.search(sentence.text) or sentence.text[:1].islower():
        span = _whole(candidate, text)
    if not points_back(text[span.start : span.end]):
        return [span]
    before = [other for other in candidate.passage.sentences if other.end <= span.start and other.kind == "sentence"]
    if not before or before[-1].group is not None:
        return [span]
    previous = before[-1]
    if text[previous.end : span.start].strip() == "" and text.count("\n", previous.end, span.start) < 2:
        return [Span(previous.start, span.end)]
    return [Span(previous.start, previous.end), span]


def points_back(sentence: str) -> bool:
    """Whether a sentence begins with a word that only the sentence before explains."""
    return _POINTS_BACK.match(sentence.lstrip("“\"'(（*_")) is not None


def _whole(candidate: Candidate, text: str) -> Span:
    """The sentence that a piece cut to a passage's size belongs to."""
    piece, clause = candidate.sentence, candidate.passage.clause
    begin, end = max(clause.body, piece.start - 4000), min(clause.end, piece.end + 4000)
    for span in split_sentences(text, begin, end):
        if span.start <= piece.start and piece.end <= span.end:
            longest = 800 if language_of(piece.text) == "zh" else 2400
            return (
                span
                if span.end - span.start <= longest and not _COMMENT.search(text, span.start, span.end)
                else Span(piece.start, piece.end)
            )
    return Span(piece.start, piece.end)
