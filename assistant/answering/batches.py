"""Which batch of which scheme a question is about, and whether it compares batches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.answering.cues import cue
from assistant.answering.words import holds_word
from assistant.errors import UsageError
from assistant.search.tokens import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from assistant.model import Batch, Question, Scheme

Source = Literal["given", "named", "conversation", "window", "default"]


@dataclass(frozen=True, slots=True)
class ChosenBatch:
    """The batch of a question and how it came about; `compared` are two or more batches to set side by side."""

    scheme: str | None = None
    batch: str | None = None
    source: Source | None = None
    compared: tuple[str, ...] = ()


NO_BATCH = ChosenBatch()
_COMPARES, _EARLIER, _AGAIN, _APPLIES = (cue("batches", name) for name in ("compares", "earlier", "again", "applies"))
_COMPARISON, _NOW, _GOES_IN = (cue("batches", name) for name in ("comparison", "now", "goes_in"))
_YEAR = re.compile(r"(?:\d\d)?\d\d年?")
_AFTER_OTHER_YEAR = re.compile(
    r"[-—–~～至/.]\s?\d|\s?[-—–~～至]\s?20\d\d|\s?年\s?\d{1,2}\s?月|[〕\]］]|[)）]\s?(?:no\.|第|\d)"
    r"|\s?(?:editions?|indicators?|versions?)\b|\s?年?(?:版|评测|指标)"
    r"|\s?年?(?:底|末|度?的?(?:统计|数据|产值|营收|营业收入|规上))"
    r"|\s(?:year[- ]end|statistics|stats|data|figures?|revenues?|turnover|output|census)\b"
)
_BEFORE_OTHER_YEAR = re.compile(
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s(?:\d{1,2},?\s)?|\d\s?[-—–~～至/.]\s?|[〔\[［]"
    r"|\b(?:end|close) of |\b(?:fiscal|financial|business) (?:year )?|\bfy ?|\b(?:statistics|stats|data|figures"
    r"|census) (?:for|of|from) )$"
)
_SENTENCE_END = re.compile(r"(?<=[.!;。！；])\s*(?=\S)")
_CLAUSE_END = re.compile(r"[,;，；。.!！]\s*(?!\d)")
_JOINED = r"(?:\s*(?:,|、|and|or|to|vs\.?|versus|&|/|the|with|和|与|及|同)\s*)+"


def choose_batch(question: Question, text: str, schemes: Sequence[Scheme]) -> ChosenBatch:
    """Given, else named in the text, else the conversation's, else the open window's, else the scheme's default.

    Raises UsageError for a scheme or batch that is given and not known.
    """
    scheme = _scheme_of(question, text, schemes)
    if scheme is None:
        return NO_BATCH
    named = named_batches(text, scheme)
    standing, source = _standing(question, scheme)
    compares = _COMPARES.search(text) is not None
    if question.batch:
        given = given_batch(question.batch, (scheme,))
        others = tuple(batch for batch in named if batch != given)
        return ChosenBatch(scheme.id, given, "given", (*others, given) if others and compares else ())
    if compares and (named or _EARLIER.search(text)):
        return _comparison(scheme, named, standing, source)
    if named and _asks_of_now(text, scheme):
        return ChosenBatch(scheme.id, standing, source)
    if named and _turns_to_now(text, scheme, named):
        return ChosenBatch(scheme.id, standing, source)
    if named and _only_describes(text, scheme, named):
        return (
            ChosenBatch(scheme.id, named[-1], "named") if len(named) > 1 else ChosenBatch(scheme.id, standing, source)
        )
    if named:
        return ChosenBatch(scheme.id, named[-1], "named", named if len(named) > 1 else ())
    return ChosenBatch(scheme.id, standing, source)


def batches_of_parts(
    parts: Sequence[str], question: Question, whole: ChosenBatch, scheme: Scheme | None
) -> list[tuple[str | None, ...]]:
    """The batches that each of several things asked is about: those it names, else those of the thing before it.

    One that speaks of now, or stands first, is about the batch of a question that names none.
    """
    named = [named_batches(part, scheme) if scheme else () for part in parts]
    of_whole = whole.compared or (whole.batch,)
    all_named = [batch for one in named for batch in one]
    if scheme is None or len(parts) == 1 or whole.source == "given" or not all_named:
        return [of_whole] * len(parts)
    if _only_describes(" ".join(parts), scheme, all_named):
        return [of_whole] * len(parts)
    standing: tuple[str | None, ...] = (_standing(question, scheme)[0],)
    found: list[tuple[str | None, ...]] = []
    for part, own in zip(parts, named, strict=True):
        before = found[-1] if found and not _NOW.search(part) else standing
        found.append(own or before)
    return found


def named_batches(text: str, scheme: Scheme) -> tuple[str, ...]:
    """The batches that the text names, in the scheme's order; a year inside a date or a range names none."""
    folded = fold(text)
    return tuple(batch.id for batch in scheme.batches if any(_names(folded, name) for name in batch.names))


def without_batches(text: str, scheme: Scheme | None) -> str:
    """The text without the words that name batches; the text itself when nothing else would be left."""
    names = sorted(
        (name for batch in (scheme.batches if scheme else ()) for name in batch.names), key=len, reverse=True
    )
    if not names:
        return text
    stripped = re.sub("|".join(map(_whole, names)), " ", text, flags=re.IGNORECASE)
    return stripped if any(char.isalnum() for char in stripped) else text


def without_comparison(text: str) -> str:
    """The text without the words that only compare, and without batches named beside others."""
    return " ".join(_COMPARISON.sub(" ", text).split())


def _whole(name: str) -> str:
    return rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])" if name.isascii() else re.escape(name)


def _names(folded: str, name: str) -> bool:
    if not _YEAR.fullmatch(name):
        return holds_word(folded, name) or _names_joined(folded, fold(name))
    return any(
        not _AFTER_OTHER_YEAR.match(folded[match.end() :]) and not _BEFORE_OTHER_YEAR.search(folded[: match.start()])
        for match in re.finditer(rf"(?<!\d){re.escape(fold(name))}(?!\d)", folded)
    )


def _names_joined(folded: str, name: str) -> bool:
    """Whether a name shares its noun with another one: "the first and third batch", "第一、三批"."""
    if name.isascii():
        word, _, noun = name.rpartition(" ")
        if re.search(rf"\b{re.escape(word)}(?:e?s)\s+(?:\w+{_JOINED})*{re.escape(noun)}\b", folded):
            return bool(word)
        return bool(word) and re.search(rf"\b{re.escape(word)}{_JOINED}\w+ {re.escape(noun)}", folded) is not None
    if len(name) != 3:
        return False
    first = f"{name[:2]}{_JOINED}第?[一二三四五六七八九十]{name[2]}"
    return re.search(f"{first}|第[一二三四五六七八九十]{_JOINED}{name[1:]}", folded) is not None


def _only_describes(text: str, scheme: Scheme, named: Sequence[str]) -> bool:
    """Whether a batch is named only to say who asks or who applies: "may a city of the first batch apply again?"."""
    if _AGAIN.search(text):
        return True
    if not _APPLIES.search(text):
        return False
    asked = _SENTENCE_END.split(text.strip())[-1]
    if asked != text.strip() and _APPLIES.search(asked) and not named_batches(asked, scheme):
        return True
    names = "|".join(_whole(name) for batch in scheme.batches if batch.id in named for name in batch.names)
    noun = r"(?:pilot )?(?:cit(?:y|ies)|districts?|pilots?)"
    described = (
        rf"{noun} (?:of|from|in) (?:the )?(?:{names})|(?:{names})[- ]?{noun}|(?:{names})的?(?:试点)?(?:城市|区县)"
    )
    return re.search(described, text, re.IGNORECASE) is not None


def _asks_of_now(text: str, scheme: Scheme) -> bool:
    """Whether a batch is named in what is told, and the clause that asks is about going in now.

    For instance 2023年没入选，今年还能报吗.
    """
    clauses = [clause for clause in _CLAUSE_END.split(text) if clause.strip()]
    asked = clauses[-1] if clauses else ""
    if len(clauses) == 1 or named_batches(asked, scheme):
        return False
    return _NOW.search(asked) is not None and _GOES_IN.search(asked) is not None


def _turns_to_now(text: str, scheme: Scheme, named: Sequence[str]) -> bool:
    """Whether a text tells of one batch and then asks of now: "it was in the first batch; may it this year?"."""
    if len(named) > 1:
        return False
    names = "|".join(_whole(name) for batch in scheme.batches if batch.id in named for name in batch.names)
    last = max((match.end() for match in re.finditer(names, text, re.IGNORECASE)), default=len(text))
    return _NOW.search(text, last) is not None


def _scheme_of(question: Question, text: str, schemes: Sequence[Scheme]) -> Scheme | None:
    if question.scheme:
        return given_scheme(question.scheme, schemes)
    if len(schemes) <= 1:
        return schemes[0] if schemes else None
    return max(schemes, key=lambda scheme: sum(holds_word(text, word) for word in scheme.words))


def given_scheme(name: str, schemes: Sequence[Scheme]) -> Scheme:
    """The scheme of that id. Raises UsageError with those that are known."""
    for scheme in schemes:
        if scheme.id == name:
            return scheme
    known = ", ".join(scheme.id for scheme in schemes) or "none"
    what = f'no scheme "{name}"'
    raise UsageError(what, where="scheme", do=f"Known schemes: {known}", code="no_scheme", scheme=name, known=known)


def given_batch(name: str, schemes: Sequence[Scheme]) -> str:
    """The id of the batch of that id or name in the schemes. Raises UsageError with those that are known."""
    folded = fold(name)
    batches = [batch for scheme in schemes for batch in scheme.batches]
    for known in batches:
        if folded == fold(known.id) or folded in {fold(other) for other in (*known.names, *known.titles.values())}:
            return known.id
    where, choices = f"scheme {', '.join(scheme.id for scheme in schemes)}", ", ".join(one.id for one in batches)
    what = f'no batch "{name}"'
    raise UsageError(what, where=where, do=f"Known batches: {choices}", code="no_batch", batch=name, known=choices)


def _standing(question: Question, scheme: Scheme) -> tuple[str, Source]:
    """The batch of a question that names none."""
    known = {batch.id for batch in scheme.batches}
    earlier = next((turn.batch for turn in reversed(question.earlier) if turn.batch in known), None)
    if earlier:
        return earlier, "conversation"
    opened = next((batch.id for batch in reversed(scheme.batches) if window_open(batch, question.as_of)), None)
    return (opened, "window") if opened else (scheme.default_batch, "default")


def _comparison(scheme: Scheme, named: tuple[str, ...], standing: str, source: Source) -> ChosenBatch:
    order = [batch.id for batch in scheme.batches]
    if len(named) > 1:
        return ChosenBatch(scheme.id, named[-1], "named", named)
    if named and named[0] != standing:
        pair = tuple(sorted((named[0], standing), key=order.index))
        return ChosenBatch(scheme.id, pair[-1], "named" if pair[-1] == named[0] else source, pair)
    earlier = order[: order.index(standing)]
    return ChosenBatch(scheme.id, standing, source, (*earlier[-1:], standing) if earlier else ())


def window_open(batch: Batch, day: dt.date) -> bool:
    """Whether applications of the batch are open on that day."""
    return bool(batch.window_from and batch.window_to and batch.window_from <= day <= batch.window_to)


def window_closed(batch: Batch, day: dt.date) -> bool:
    """Whether the time for applications is over on that day."""
    return batch.window_to is not None and batch.window_to < day
