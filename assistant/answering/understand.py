"""What a question asks: its language, its parts, its batch, what an earlier turn adds, and which texts it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from assistant.answering.batches import (
    NO_BATCH,
    ChosenBatch,
    batches_of_parts,
    choose_batch,
    named_batches,
    without_batches,
    without_comparison,
)
from assistant.answering.cues import cue
from assistant.answering.parts import Part, parts_of
from assistant.answering.words import content_terms, holds_phrase, holds_word, widened_by
from assistant.documents.figures import figures_in
from assistant.documents.language import language_of, language_spoken
from assistant.model import Jurisdiction, Query

if TYPE_CHECKING:
    from assistant.corpus_files import Corpus
    from assistant.model import Language, MissingText, Policy, Question, Scheme
    from assistant.ports import Segmenter

Intent = Literal["question", "greeting", "thanks", "identity", "empty"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked of one batch, with what is looked for.

    `given` are words that the documents of its batch need not say; `compared` says that the same is asked of another
    batch too, so that only its own documents tell; `assumed` that the question names no batch.
    """

    part: Part
    query: Query
    given: tuple[str, ...] = ()
    compared: bool = False
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that the question rests on and that is not held, with the policy that names it."""

    policy: Policy
    text: MissingText


@dataclass(frozen=True, slots=True)
class Understood:
    """What is understood of a question; `text` is it with the words that an earlier turn adds."""

    question: Question
    language: Language
    intent: Intent
    text: str
    asked: tuple[Asked, ...] = ()
    batch: ChosenBatch = NO_BATCH
    scheme: Scheme | None = None
    in_domain: bool = False
    about_applying: bool = False
    missing: tuple[Missing, ...] = ()


ASSUMED = ("window", "default")
"""Where the batch of a question comes from that names none."""
_GREETING, _THANKS, _IDENTITY = (cue("opening", name) for name in ("greeting", "thanks", "identity"))
_BEFORE_QUESTION = cue("opening", "before_question")
_FOLLOWS, _POINTS_BACK, _PRONOUN, _ASKS = (
    cue("leaning", name) for name in ("follows", "points_back", "pronoun", "asks")
)
_APPLYING = cue("applying", "about")

_USUAL: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("en", "deadline"): ("submitted before", "no later than"),
    ("zh", "deadline"): ("前报送", "日前", "不迟于"),
}
"""How texts say what a question names by another word, by language and kind of answer."""


def understand(question: Question, corpus: Corpus, segmenter: Segmenter, in_full: str | None = None) -> Understood:
    """What the question asks; `in_full` is a follow-up as it reads alone, where that is known.

    Raises UsageError when it names an unknown scheme or batch.
    """
    plain = " ".join(question.text.split())
    language = language_spoken((*(turn.question for turn in question.earlier), plain))
    intent = intent_of(plain)
    if intent != "question":
        return Understood(question, language, intent, plain, scheme=next(iter(corpus.schemes), None))
    text = in_full or carried_over(_BEFORE_QUESTION.sub("", plain) or plain, question, corpus.schemes, segmenter)
    batch = choose_batch(question, text, corpus.schemes)
    scheme = next((known for known in corpus.schemes if known.id == batch.scheme), None)
    missing = missing_texts(text, corpus.policies, batch.batch)
    parts = parts_of(text, segmenter)
    about = batches_of_parts([part.text for part in parts], question, batch, scheme)
    asked = tuple(
        _asked(
            part,
            of,
            place,
            question,
            scheme,
            corpus,
            language,
            compared=len(batches) > 1,
            assumed=batch.source in ASSUMED,
        )
        for part, batches in zip(parts, about, strict=True)
        for of in batches
        for place in jurisdictions(part.search_text, corpus.policies)
    )
    return Understood(
        question=question,
        language=language,
        intent=intent,
        text=text,
        asked=asked,
        batch=batch,
        scheme=scheme,
        in_domain=_in_domain(text, corpus, scheme),
        about_applying=bool(_APPLYING.search(text)),
        missing=missing,
    )


def intent_of(text: str) -> Intent:
    """Whether the text asks anything at all."""
    if not any(char.isalnum() for char in text):
        return "empty"
    if _GREETING.match(text):
        return "greeting"
    if _THANKS.match(text):
        return "thanks"
    return "identity" if _IDENTITY.search(text) else "question"


def carried_over(text: str, question: Question, schemes: Sequence[Scheme], segmenter: Segmenter) -> str:
    """The text, with the words of the earlier question that it leans on: "and for the second batch?"."""
    if not question.earlier or not leans_back(text, schemes, segmenter):
        return text
    earlier = _last_full(question, schemes, segmenter)
    names_batch = any(named_batches(text, scheme) for scheme in schemes)
    for scheme in schemes if names_batch else ():
        earlier = without_batches(earlier, scheme)
    rest = (
        _FOLLOWS.sub("", text).strip(" ?？，,") if language_of(text) == "en" else re.sub(r"^那么?|呢[?？]?$", "", text)
    )
    return f"{' '.join(earlier.split()).rstrip('?？ ')} {rest}".strip()


def follows(text: str) -> bool:
    """Whether a turn begins as one that goes on from the turn before: "and ...", "what about ...", 那……呢."""
    return _FOLLOWS.search(text) is not None


def refers_back(text: str) -> bool:
    """Whether a turn speaks of a thing named before: "when was it issued?", 它的文号是多少."""
    return _PRONOUN.search(text) is not None


def leans_back(text: str, schemes: Sequence[Scheme], segmenter: Segmenter) -> bool:
    """Whether a text asks nothing whole of its own."""
    own = text
    for scheme in schemes:
        own = without_batches(own, scheme) if named_batches(own, scheme) else own
    words = len(content_terms(own, segmenter)) if own != text or content_terms(own, segmenter) else 0
    few = words <= (2 if language_of(text) == "en" else 4)
    if _FOLLOWS.search(text):
        return few or not _ASKS.search(text)
    return (few and bool(_POINTS_BACK.search(text))) or words == 0 or (few and not _ASKS.search(text))


def _last_full(question: Question, schemes: Sequence[Scheme], segmenter: Segmenter) -> str:
    """The last earlier question that stands alone, else the first one."""
    for turn in reversed(question.earlier):
        if intent_of(turn.question) == "question" and not leans_back(turn.question, schemes, segmenter):
            return turn.question
    return question.earlier[0].question


def missing_texts(text: str, policies: Sequence[Policy], batch: str | None) -> tuple[Missing, ...]:
    """The texts not held that the words of a question point to, those of its batch first."""
    found: list[tuple[int, int, Missing]] = []
    for policy in policies:
        if policy.batch and batch and policy.batch != batch:
            continue
        for entry in policy.missing:
            length = max((len(word) for word in entry.match if holds_phrase(text, word)), default=0)
            if length:
                found.append((0 if policy.batch == batch else 1, -length, Missing(policy, entry)))
    found.sort(key=lambda item: item[:2])
    return tuple(item[2] for item in found)


def _asked(
    part: Part,
    batch: str | None,
    place: Jurisdiction | None,
    question: Question,
    scheme: Scheme | None,
    corpus: Corpus,
    language: Language,
    *,
    compared: bool,
    assumed: bool,
) -> Asked:
    """A part asked of a batch; where several are compared, without the words that name and compare them.

    What names a document by its number is asked of all batches and places.
    """
    if compared:
        topic = without_comparison(without_batches(part.search_text, scheme))
        part = replace(part, text=topic, context="", bare="")
    text = part.search_text
    if any(figure.kind == "document_number" for figure in figures_in(text)):
        batch, place = None, None
    query = Query(
        text=text,
        language=language,
        widened=(*widened_by(corpus.glossary, text), *_USUAL.get((language, part.kinds[0]), ())),
        scheme=scheme.id if scheme else None,
        batch=batch,
        in_force_on=question.as_of,
        jurisdiction=place,
    )
    return Asked(part, query, _names_of(batch, scheme), compared, assumed and batch is not None)


def _names_of(batch: str | None, scheme: Scheme | None) -> tuple[str, ...]:
    """The words for the batch that the filter already stands for."""
    return tuple(name for known in (scheme.batches if scheme else ()) if known.id == batch for name in known.names)


def jurisdictions(text: str, policies: Sequence[Policy]) -> tuple[Jurisdiction | None, ...]:
    """The places whose own rules the text names, else the nation; a user's own files have no place."""
    local = dict.fromkeys(
        place
        for policy in policies
        if (place := policy.jurisdiction)
        and place.level != "national"
        and any(holds_word(text, name) for name in place.names)
    )
    return tuple(local) or (Jurisdiction() if policies else None,)


def _in_domain(text: str, corpus: Corpus, scheme: Scheme | None) -> bool:
    """Whether the text names something of the scheme or the glossary."""
    words = list(scheme.words) if scheme else []
    words += [title for policy in corpus.policies for title in policy.titles.values()]
    words += [name for batch in (scheme.batches if scheme else ()) for name in batch.names if not name.isdigit()]
    return any(holds_word(text, word) for word in words)
