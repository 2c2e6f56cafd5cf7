"""The answer in its one shape: wording of outcomes and notices, numbers in order, nearest clauses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.quotes import Draft
from assistant.model import Answer, AnswerSentence, Language, ModelUse, Notice, Outcome, Shown

if TYPE_CHECKING:
    from assistant.answering.ending import Ending
    from assistant.answering.understand import Understood
    from assistant.corpus_files import Replies
    from assistant.model import Scheme


SEPARATOR = "\n\n"
"""What stands between the sentences of an answer's text."""


def reply(
    ending: Ending,
    understood: Understood,
    replies: Replies,
    generation: str,
    timings: Mapping[str, float],
    use: ModelUse | None = None,
) -> Answer:
    """The answer to show; `use` says what part a language model had in it."""
    question, language = understood.question, understood.language
    draft = renumbered(ending.draft)
    topic = _topic(understood.scheme, language, replies)
    notices = tuple(
        Notice(code.partition(".")[0], _filled(replies.notices[code], language, {"topic": topic, **words}))
        for code, words in ending.notices
        if code in replies.notices
    )
    text = _text(ending, draft, understood, replies, notices)
    return Answer(
        id=answer_id(understood, generation, (use.name, use.prompt_sha256, text) if use else ()),
        question=question.text,
        question_id=question.id,
        language=language,
        as_of=question.as_of,
        scheme=understood.batch.scheme,
        batch=understood.batch.batch,
        conversation=question.conversation,
        outcome=ending.outcome,
        text=text,
        sentences=draft.sentences,
        citations=draft.citations,
        findings=draft.findings,
        nearest=ending.nearest,
        clarification=ending.clarification,
        notices=notices,
        model=use,
        timings_ms=timings,
    )


def answer_id(understood: Understood, generation: str, written: Sequence[str] = ()) -> str:
    """The same for the same question, day, batch and earlier turns over the same index.

    `written` is what a language model made of it, which may be another thing each time.
    """
    question = understood.question
    said = [question.text, question.as_of.isoformat(), understood.batch.scheme or "", understood.batch.batch or ""]
    said += [question.conversation or "", generation, *(turn.question for turn in question.earlier), *written]
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def renumbered(draft: Draft) -> Draft:
    """The draft with its citations numbered from 1 in the order in which they are used."""
    used = [marker for sentence in draft.sentences for marker in sentence.citations]
    used += [marker for finding in draft.findings for marker in finding.citations]
    number = {marker: place for place, marker in enumerate(dict.fromkeys(used), start=1)}
    citations = sorted((replace(item, marker=number[item.marker]) for item in draft.citations), key=lambda c: c.marker)
    sentences = tuple(
        replace(item, citations=tuple(number[marker] for marker in item.citations)) for item in draft.sentences
    )
    findings = tuple(
        replace(item, citations=tuple(number[marker] for marker in item.citations)) for item in draft.findings
    )
    return Draft(sentences, tuple(citations), findings)


def shown_one_by_one(draft: Draft | Answer, shown: int = 0) -> Iterator[Shown]:
    """The sentences after those already shown, each with the citations that no earlier one has brought."""
    brought: set[int] = set()
    for place, sentence in enumerate(draft.sentences):
        new = tuple(
            item for item in draft.citations if item.marker in sentence.citations and item.marker not in brought
        )
        brought |= {item.marker for item in new}
        if place >= shown:
            yield Shown(sentence, new)


def as_text(sentence: AnswerSentence) -> str:
    """A sentence with its markers, as it stands in the text of an answer."""
    return " ".join([sentence.text, "".join(f"[{marker}]" for marker in sentence.citations)]).strip()


def contact_of(scheme: Scheme | None, language: Language, replies: Replies) -> str:
    """Whom to ask."""
    if scheme and language in scheme.contact:
        return scheme.contact[language]
    return replies.labels["no_contact"][language]


def _text(ending: Ending, draft: Draft, understood: Understood, replies: Replies, notices: Sequence[Notice]) -> str:
    if ending.clarification:
        return ending.clarification.question
    if ending.outcome is Outcome.ANSWERED:
        return SEPARATOR.join(map(as_text, draft.sentences))
    language = understood.language
    if any(notice.code in _SAYS_IT_ALL for notice in notices):
        return next(notice.text for notice in notices if notice.code in _SAYS_IT_ALL)
    words = {
        "contact": contact_of(understood.scheme, language, replies),
        "topic": _topic(understood.scheme, language, replies),
    }
    said = _filled(replies.outcomes[ending.outcome.value], language, words)
    return f"{said} {replies.labels['see_nearest'][language]}" if ending.nearest else said


_SAYS_IT_ALL = frozenset({"greeting", "thanks", "identity", "empty"})


def _topic(scheme: Scheme | None, language: Language, replies: Replies) -> str:
    return scheme.titles[language] if scheme else replies.labels["your_documents"][language]


def _filled(texts: Mapping[str, str], language: Language, words: Mapping[str, str]) -> str:
    said = texts[language]
    for name, word in words.items():
        said = said.replace("{" + name + "}", word)
    return said
