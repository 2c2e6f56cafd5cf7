"""What a server keeps: answers, feedback, audit, keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from assistant.kept import (
        ApiKey,
        AuditRecord,
        Conversation,
        Feedback,
        KeptAnswer,
        Listed,
        Switch,
    )


class AnswerStore(Protocol):
    """What a server keeps. Ids are made by the caller; a list is newest first; `person` None means anybody's."""

    # answers and conversations
    def keep_answer(self, kept: KeptAnswer) -> None:
        """Under the id of its answer, once; keeping an id again changes nothing."""
        ...

    def answer(self, name: str, person: str | None = None) -> KeptAnswer | None: ...

    def answers(self, conversation: str, person: str | None = None) -> tuple[KeptAnswer, ...]:
        """Those of a conversation, oldest first."""
        ...

    def keep_conversation(self, conversation: Conversation) -> None:
        """New, or with its title, scheme, batch and time changed."""
        ...

    def conversation(self, name: str, person: str | None = None) -> Conversation | None: ...

    def conversations(
        self, person: str, *, search: str = "", cursor: str | None = None, limit: int = 20
    ) -> Listed[Conversation]:
        """`search` looks in titles and questions. Raises UsageError for a cursor that was never given out."""
        ...

    def delete_conversation(self, name: str, person: str | None = None) -> bool:
        """With its answers and their feedback; whether it was there."""
        ...

    def once(self, person: str, key: str, answer: str) -> str:
        """The answer id first kept under this idempotency key of the person: the one given, or the earlier one."""
        ...

    # feedback, audit, switch, budget
    def keep_feedback(self, feedback: Feedback) -> None:
        """Raises NotFound when the answer is not kept."""
        ...

    def feedback(
        self,
        *,
        rating: str | None = None,
        since: dt.datetime | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Listed[Feedback]: ...

    def ratings(self, conversation: str, person: str) -> tuple[Feedback, ...]:
        """What the person thought of the answers of a conversation."""
        ...

    def record(self, audit: AuditRecord) -> None: ...

    def audit(
        self,
        *,
        person: str | None = None,
        action: str | None = None,
        since: dt.datetime | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Listed[AuditRecord]: ...

    def switch(self) -> Switch: ...

    def set_switch(self, switch: Switch) -> None: ...

    def spend_tokens(self, day: dt.date, tokens: int) -> int:
        """Adds to what models used that day, or gives back when negative; gives the day's sum, also for 0."""
        ...

    # keys
    def keep_key(self, key: ApiKey, hashed: str) -> None: ...

    def key_of(self, hashed: str) -> ApiKey | None: ...

    def keys(self) -> tuple[ApiKey, ...]: ...

    def change_key(self, key: ApiKey) -> None:
        """Its name, role, scopes, expiry, revocation and last use. Raises NotFound."""
        ...

    def use_key(self, name: str, at: dt.datetime) -> None:
        """Its last use alone, so that a revocation meanwhile is not undone."""
        ...

    # keeping no longer than needed
    def purge(self, kind: str, before: dt.datetime) -> int:
        """Deletes what of a kind of KINDS_KEPT is older; how many. Raises UsageError for another kind."""
        ...

    def older(self, kind: str, before: dt.datetime) -> int:
        """How many `purge` would delete."""
        ...

    def texts_cited(self, since: dt.datetime | None = None) -> frozenset[str]:
        """sha256 of the texts that kept answers cite, with `since` only those given then or later."""
        ...

    def export(self, person: str) -> Mapping[str, Any]:
        """Everything kept of one person, ready for JSON."""
        ...

    def erase(self, person: str) -> Mapping[str, int]:
        """Deletes everything of one person, in the audit replaces who it was; how many of each kind."""
        ...
