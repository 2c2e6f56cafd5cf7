"""Asking: a question becomes sentences as they are verified, then an answer to rate, repeat and build on."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError, NotFound, UsageError
from assistant.kept import Feedback, Person, Rating
from assistant.model import Answer, Language, Shown
from assistant.serve.desk import TITLE, Asked, new_id
from assistant.serve.question_files import printable
from assistant.serve.wording import error_words, labels

if TYPE_CHECKING:
    from assistant.serve.desk import Desk
    from assistant.serve.web.tabs.deeds import Deed

LONGEST_QUESTION: Final = 2_000
KEPT: Final = 40
"""Exchanges of a conversation that stay on the page."""
REASONS: Final = ("wrong", "incomplete", "not_understood", "out_of_date", "unclear")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question; its answer, or what went wrong, or the sentences so far."""

    question: str
    answer: Answer | None = None
    problem: str | None = None
    pieces: tuple[Shown, ...] = ()
    rating: Feedback | None = None
    stopped: bool = False

    @property
    def open(self) -> bool:
        """Whether more of it is to come."""
        return not (self.answer or self.problem or self.stopped)


@dataclass(frozen=True, slots=True)
class Conversing:
    """What the page knows of the conversation on it. `focus` is the exchange whose rating was just taken."""

    name: str | None = None
    exchanges: tuple[Exchange, ...] = ()
    focus: int | None = None

    def last(self, exchange: Exchange) -> Conversing:
        """The same with its last exchange as given."""
        return replace(self, exchanges=(*self.exchanges[:-1], exchange))


@dataclass(frozen=True, slots=True)
class Talk:
    """What happens on the first page; every method gives the conversation as it is then."""

    desk: Desk

    def ask(self, person: Person, talk: Conversing, deed: Deed, language: Language) -> Iterator[Conversing]:
        """First with the question, then with each sentence, then with the answer."""
        text = printable(deed["text"]).strip()
        if not text:
            yield talk
            return
        if len(text) > LONGEST_QUESTION:
            problem = labels(language)["error_long_question"].format(limit=LONGEST_QUESTION)
            yield _with(talk, Exchange(text[:200] + "…", problem=problem))
            return
        try:
            asked = asked_of(deed, text)
            if talk.name is None:
                begun = self.desk.begin(person, text[:TITLE])
                talk = replace(talk, name=begun.id)
            talk = _with(talk, Exchange(text))
            yield talk
            yield from self._answered(person, talk, replace(asked, conversation=talk.name))
        except Exception as error:
            if not isinstance(error, AssistantError):
                log.exception("a question failed")
            yield _ended(talk, text, error_words(error, language))

    def again(self, person: Person, talk: Conversing, deed: Deed, language: Language) -> Iterator[Conversing]:
        """The last question once more; it takes the place of one that was not answered."""
        if not talk.exchanges:
            yield talk
            return
        last = talk.exchanges[-1]
        if last.answer is None:
            talk = replace(talk, exchanges=talk.exchanges[:-1])
        yield from self.ask(person, talk, replace(deed, values={**deed.values, "text": last.question}), language)

    def late(self, talk: Conversing, deed: Deed, language: Language) -> Conversing:
        """A question that is one too many for now."""
        return _with(talk, Exchange(printable(deed["text"]).strip(), problem=labels(language)["too_often"]))

    def _answered(self, person: Person, talk: Conversing, asked: Asked) -> Iterator[Conversing]:
        exchange = talk.exchanges[-1]
        for piece in self.desk.stream(person, asked):
            if isinstance(piece, Shown):
                exchange = replace(exchange, pieces=(*exchange.pieces, piece))
            else:
                exchange = replace(exchange, answer=piece, pieces=())
            yield talk.last(exchange)

    def stop(self, talk: Conversing) -> Conversing:
        """The question that is being answered, given up; what was shown of it stays."""
        if talk.exchanges and talk.exchanges[-1].open:
            return talk.last(replace(talk.exchanges[-1], stopped=True))
        return talk

    def open(self, person: Person, name: str) -> Conversing:
        """An earlier conversation of the person. Raises NotFound."""
        self.desk.conversation(person, name)
        kept = self.desk.store.answers(name, person.id)
        rated = {one.answer: one for one in self.desk.store.ratings(name, person.id)}
        shown = tuple(
            Exchange(one.answer.question or "", one.answer, rating=rated.get(one.answer.id)) for one in kept[-KEPT:]
        )
        return Conversing(name, shown)

    def rate(self, person: Person, talk: Conversing, deed: Deed) -> Conversing:
        """What the person thinks of an answer of this conversation, kept. Raises NotFound for any other."""
        number = next((n for n, e in enumerate(talk.exchanges) if e.answer and e.answer.id == deed["answer"]), None)
        if number is None or self.desk.store.answer(deed["answer"], person.id) is None:
            raise NotFound("this answer is not in the conversation", do="Ask the question again", code="no_answer")
        reason = deed["reason"] if deed["reason"] in REASONS else ""
        rating: Rating = "up" if deed["rating"] == "up" else "down"
        comment = printable(deed["comment"])[:1_000]
        feedback = Feedback(new_id(), deed["answer"], person.id, rating, self.desk.now(), reason, comment)
        self.desk.store.keep_feedback(feedback)
        rated = replace(talk.exchanges[number], rating=feedback)
        return replace(talk, exchanges=(*talk.exchanges[:number], rated, *talk.exchanges[number + 1 :]), focus=number)


def asked_of(deed: Deed, text: str) -> Asked:
    """The question with what was chosen beside it. Raises UsageError for a day that is none."""
    try:
        as_of = dt.date.fromisoformat(deed["as_of"]) if deed["as_of"] else None
    except ValueError:
        raise no_day(deed["as_of"]) from None
    return Asked(text, as_of, deed["scheme"] or None, deed["batch"] or None)


def no_day(text: str) -> UsageError:
    """What is wrong with a text in place of a day."""
    return UsageError(f'"{text}" is not a day', do="Choose a day, such as 2025-05-20", code="no_day", value=text)


def _with(talk: Conversing, exchange: Exchange) -> Conversing:
    return replace(talk, exchanges=(*talk.exchanges, exchange)[-KEPT:], focus=None)


def _ended(talk: Conversing, text: str, problem: str) -> Conversing:
    """The conversation with the problem in place of the answer, or of the question that did not get so far."""
    ended = Exchange(text, problem=problem)
    if talk.exchanges and talk.exchanges[-1].open:
        return talk.last(ended)
    return _with(talk, ended)
