"""What every way in does with a question: what was said before, the answer, what is kept and what is told of it.

The chat, the API, the embed, the tools for agents: all ask here, so that none of them can do less than the others.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assistant.answering.reply import shown_one_by_one
from assistant.documents.language import language_of
from assistant.errors import NotFound, Unavailable, UsageError
from assistant.kept import AuditRecord, Conversation, KeptAnswer, Person, Switch
from assistant.model import Answer, Notice, Outcome, Question, Shown, Turn
from assistant.serve.embed.bounds import OPEN, Bounds
from assistant.serve.metrics import ASKING
from assistant.serve.personal_data import answer_to_keep, masked
from assistant.serve.turns import Turns

if TYPE_CHECKING:
    from assistant.ports import AnswerStore
    from assistant.wiring import Assistant

TITLE = 80
"""Characters of the first question that name a conversation."""
SWITCHED_OFF = "Answering is switched off"
POLL = 0.05
OTHERS_SECONDS = 2.0
"""How long a claim of an idempotency key may be another process's before it is taken over."""
LONGEST_WAIT = 60.0
RUNNING: set[str] = set()
CLAIMED: set[str] = set()
"""Ids of answers that this process works on under an idempotency key; of these, those not begun yet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person sends: the words, and what was chosen beside them. Without `as_of` it is the clock's day."""

    text: str
    as_of: dt.date | None = None
    scheme: str | None = None
    batch: str | None = None
    conversation: str | None = None
    idempotency_key: str | None = None
    earlier: tuple[Turn, ...] = ()


def new_id() -> str:
    """An id that cannot be guessed."""
    return secrets.token_urlsafe(15)


def utc_now() -> dt.datetime:
    """The moment now."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Desk:
    """Asks the assistant for people and keeps what was said. `today` and `now` are the clocks.

    `heard` is told of every answer and of every error, for logs and metrics.
    """

    assistant: Assistant
    store: AnswerStore
    today: Callable[[], dt.date]
    now: Callable[[], dt.datetime] = utc_now
    mask_personal_data: bool = True
    longest: int = 2_000
    bounds_of: Callable[[Person], Bounds] = lambda _: OPEN
    turns: Turns = field(default_factory=lambda: Turns(8, 8, 10.0))
    heard: Callable[[Person, Answer | Exception], None] = lambda *_: None

    def ask(self, person: Person, asked: Asked) -> Answer:
        """The answer, kept. Raises NotFound for a conversation that is not the person's, UsageError, Unavailable."""
        *_, answer = self.stream(person, asked)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, person: Person, asked: Asked) -> Iterator[Shown | Answer]:
        """The verified sentences as they are ready, then the answer, which is kept under an id of its own."""
        question = self.question(person, asked)
        name = new_id()
        if asked.idempotency_key:
            name = self._claimed(person, asked, asked.idempotency_key, name)
            if earlier := self._earlier(person, name):
                yield from shown_one_by_one(earlier)
                yield earlier
                return
        try:
            with ASKING.track_inprogress(), self.turns.taken(person.id):
                yield from self._answered(person, question, name)
        except Exception as error:
            self.heard(person, error)
            raise
        finally:
            RUNNING.discard(name)

    def rule(self, person: Person, call: Callable[[], Answer]) -> Answer:
        """What a rule said when it was asked by name, kept and told like any answer."""
        if (switch := self.store.switch()).off:
            reason = switch.reason or SWITCHED_OFF
            raise Unavailable(reason, do="Ask again later", code="switched_off", reason=reason)
        with self.turns.taken(person.id):
            answer = replace(call(), id=new_id())
        self.keep(person, answer)
        self.heard(person, answer)
        return answer

    def act(self, person: Person, action: str, **details: Any) -> None:
        """Writes down that somebody did something."""
        self.store.record(AuditRecord(new_id(), self.now(), person.id, action, details=details))

    def _answered(self, person: Person, question: Question, name: str) -> Iterator[Shown | Answer]:
        switch = self.store.switch()
        pieces = iter((switched_off(question, switch),)) if switch.off else self.assistant.stream(question)
        for piece in pieces:
            if isinstance(piece, Shown):
                yield piece
            else:
                answer = replace(piece, id=name)
                self.keep(person, answer)
                self.heard(person, answer)
                yield answer

    def _claimed(self, person: Person, asked: Asked, key: str, name: str) -> str:
        """The id that the answer under this key has or will have. Raises UsageError for a key of another question."""
        words = repr((asked.text, asked.as_of, asked.scheme, asked.batch, asked.conversation))
        digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:20]
        if self.store.once(person.id, f"{key}#words", digest) != digest:
            raise UsageError("this idempotency key was used for another question", do="Send a new key")
        RUNNING.add(name)
        held = self.store.once(person.id, f"{key}#answer", name)
        if held != name:
            RUNNING.discard(name)
        else:
            CLAIMED.add(name)
        return held

    def _earlier(self, person: Person, name: str) -> Answer | None:
        """The answer of that id once it is there; None when it is ours to give.

        A claim that nobody works on any more, since its answer failed, is taken over after a moment.
        """
        if name in CLAIMED:
            CLAIMED.discard(name)
            return None
        waited = 0.0
        while (kept := self.store.answer(name, person.id)) is None:
            if name not in RUNNING and waited >= OTHERS_SECONDS:
                RUNNING.add(name)
                return None
            if waited >= LONGEST_WAIT:
                raise Unavailable("the first request with this key is not answered yet", do="Ask again in a moment")
            time.sleep(POLL)
            waited += POLL
        return kept.answer

    def question(self, person: Person, asked: Asked) -> Question:
        """What is asked, with the turns before it."""
        if not asked.text.strip():
            raise UsageError("there is no question", do="Ask one", code="no_question")
        bounds = self.bounds_of(person)
        longest = min(self.longest, bounds.longest or self.longest)
        if len(asked.text) > longest:
            what = f"the question is longer than {longest} characters"
            raise UsageError(what, do="Ask a shorter one", code="long_question", limit=longest)
        scheme, batch = bounds.within(asked.scheme, asked.batch, self.assistant.schemes())
        earlier = asked.earlier
        if asked.conversation:
            self.conversation(person, asked.conversation)
            kept = self.store.answers(asked.conversation, person.id)
            earlier = tuple(Turn(one.answer.question or "", one.answer.batch, one.answer.outcome) for one in kept)
        return Question(
            text=asked.text,
            as_of=asked.as_of or self.today(),
            scheme=scheme,
            batch=batch,
            conversation=asked.conversation,
            earlier=earlier,
        )

    def keep(self, person: Person, answer: Answer) -> None:
        """The answer, its place in the conversation, and who asked."""
        now = self.now()
        answer = answer_to_keep(answer) if self.mask_personal_data else answer
        self.store.keep_answer(KeptAnswer(answer, person.id, now))
        if answer.conversation and (held := self.store.conversation(answer.conversation, person.id)):
            title = held.title or (answer.question or "")[:TITLE]
            self.store.keep_conversation(replace(held, title=title, changed=now))
        self.store.record(audit_of(answer, person, now))

    def begin(self, person: Person, title: str = "") -> Conversation:
        """A new conversation."""
        now = self.now()
        title = masked(title) if self.mask_personal_data else title
        conversation = Conversation(new_id(), person.id, title, now, now)
        self.store.keep_conversation(conversation)
        return conversation

    def conversation(self, person: Person, name: str) -> Conversation:
        """One of the person's own. Raises NotFound."""
        found = self.store.conversation(name, person.id)
        if found is None:
            what = f"there is no conversation {name}"
            raise NotFound(what, do="List your conversations, or begin a new one", code="no_conversation")
        return found


def switched_off(question: Question, switch: Switch) -> Answer:
    """What everybody is told while answering is switched off."""
    text = switch.reason or SWITCHED_OFF
    return Answer(
        id="",
        question=question.text,
        language=language_of(question.text),
        as_of=question.as_of,
        outcome=Outcome.UNAVAILABLE,
        text=text,
        scheme=question.scheme,
        batch=question.batch,
        conversation=question.conversation,
        notices=(Notice("switched_off", text),),
    )


def audit_of(answer: Answer, person: Person, at: dt.datetime) -> AuditRecord:
    """What the audit keeps of an answer: no words of the question."""
    return AuditRecord(
        id=new_id(),
        at=at,
        person=person.id,
        action="ask",
        outcome=answer.outcome.value,
        answer=answer.id,
        documents={f"{item.policy}/{item.document}": item.sha256 for item in answer.citations},
        rules=tuple(finding.rule for finding in answer.findings),
        model=answer.model.name if answer.model else None,
        prompt_sha256=answer.model.prompt_sha256 if answer.model else None,
    )
