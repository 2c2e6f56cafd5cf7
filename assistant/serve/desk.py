"""What every way in does with a question: what was said before, the answer, what is kept and what is told of it.

The chat, the API, the embed, the tools for agents: all ask here, so that none of them can do less than the others.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import NotFound
from assistant.kept import AuditRecord, Conversation, KeptAnswer, Person
from assistant.model import Answer, Question, Shown, Turn
from assistant.serve.personal_data import answer_to_keep, masked

if TYPE_CHECKING:
    from assistant.ports import AnswerStore
    from assistant.wiring import Assistant

TITLE = 80
"""Characters of the first question that name a conversation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person sends: the words, and what was chosen beside them. Without `as_of` it is the clock's day."""

    text: str
    as_of: dt.date | None = None
    scheme: str | None = None
    batch: str | None = None
    conversation: str | None = None
    idempotency_key: str | None = None


def new_id() -> str:
    """An id that cannot be guessed."""
    return secrets.token_urlsafe(15)


def utc_now() -> dt.datetime:
    """The moment now."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Desk:
    """Asks the assistant for people and keeps what was said. `today` and `now` are the clocks."""

    assistant: Assistant
    store: AnswerStore
    today: Callable[[], dt.date]
    now: Callable[[], dt.datetime] = utc_now
    mask_personal_data: bool = True

    def ask(self, person: Person, asked: Asked) -> Answer:
        """The answer, kept. Raises NotFound for a conversation that is not the person's."""
        *_, answer = self.stream(person, asked)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, person: Person, asked: Asked) -> Iterator[Shown | Answer]:
        """The verified sentences as they are ready, then the answer, which is kept under an id of its own."""
        question = self.question(person, asked)
        for piece in self.assistant.stream(question):
            if isinstance(piece, Shown):
                yield piece
            else:
                answer = replace(piece, id=new_id())
                self.keep(person, answer)
                yield answer

    def question(self, person: Person, asked: Asked) -> Question:
        """What is asked, with the turns before it."""
        earlier: tuple[Turn, ...] = ()
        if asked.conversation:
            self.conversation(person, asked.conversation)
            kept = self.store.answers(asked.conversation, person.id)
            earlier = tuple(Turn(one.answer.question or "", one.answer.batch, one.answer.outcome) for one in kept)
        return Question(
            text=asked.text,
            as_of=asked.as_of or self.today(),
            scheme=asked.scheme,
            batch=asked.batch,
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
            raise NotFound(f"there is no conversation {name}", do="List your conversations, or begin a new one")
        return found


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
