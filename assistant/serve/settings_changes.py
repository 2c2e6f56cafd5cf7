"""Changes of settings go into the audit: what a server was started with, beside what it was started with before."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from pydantic import SecretStr

from assistant.kept import AuditRecord
from assistant.serve.desk import new_id

if TYPE_CHECKING:
    from assistant.ports import AnswerStore
    from assistant.settings import Settings

ACTION: Final = "settings"
SET: Final = "(set)"
"""Stands for a secret: that there is one, never which."""


def record_settings(store: AnswerStore, settings: Settings, person: str, at: dt.datetime) -> AuditRecord | None:
    """Writes down what changed since the last time, and the settings in force; None when nothing did."""
    now = _shown(settings)
    earlier = store.audit(action=ACTION, limit=1).items
    before = earlier[0].details["now"] if earlier else {}
    names = sorted(name for name in {*now, *before} if now.get(name) != before.get(name))
    if not names:
        return None
    changed = {name: {"from": before.get(name), "to": now.get(name)} for name in names} if earlier else {}
    audit = AuditRecord(new_id(), at, person, ACTION, details={"changed": changed, "now": now})
    store.record(audit)
    return audit


def _shown(settings: Settings) -> dict[str, Any]:
    """Every setting as JSON, without the secrets."""
    secrets = {name for name in type(settings).model_fields if isinstance(getattr(settings, name), SecretStr)}
    return {**settings.model_dump(mode="json", exclude=secrets), **dict.fromkeys(sorted(secrets), SET)}
