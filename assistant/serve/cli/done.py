"""What the command line writes into the audit: who sat there, and what was done."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Any

from assistant.kept import AuditRecord
from assistant.serve.desk import new_id, utc_now

if TYPE_CHECKING:
    from assistant.ports import AnswerStore


def who() -> str:
    """The person at this terminal, by the account that runs the command."""
    try:
        return f"local:{getpass.getuser()}"
    except (KeyError, OSError):
        return "local"


def record(store: AnswerStore, action: str, **details: Any) -> None:
    """Writes down what was done just now."""
    store.record(AuditRecord(new_id(), utc_now(), who(), action, details=details))
