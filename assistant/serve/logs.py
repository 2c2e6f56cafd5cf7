"""Structured logs: one line of JSON an event, with the request's id, without the words of a question."""

from __future__ import annotations

import hashlib
import hmac
import logging
import sys
from typing import TYPE_CHECKING

import structlog
from structlog.typing import Processor

from assistant.serve.auth.secret import secret_of

if TYPE_CHECKING:
    from assistant.kept import Person
    from assistant.settings import Settings

LOG = structlog.stdlib.get_logger("assistant.serve")


def set_up_logs() -> None:
    """Logs go to stderr as JSON, those of the libraries too."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    out = logging.StreamHandler(sys.stderr)
    last: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    out.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=last))
    logging.basicConfig(handlers=[out], level=logging.WARNING, force=True)
    logging.getLogger("assistant").setLevel(logging.INFO)


def person_in_logs(person: Person, settings: Settings) -> str:
    """Who it was: a name that only this server can tie to the person, unless the setting says otherwise."""
    if settings.log_people == "plain":
        return person.id
    return hmac.digest(secret_of(settings).encode(), person.id.encode(), hashlib.sha256).hex()[:16]
