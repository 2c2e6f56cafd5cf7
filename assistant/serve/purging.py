"""The purge that servers do on their own: once a period, of however many processes share the store."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import platform
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final

import anyio
import anyio.to_thread

from assistant.errors import AssistantError
from assistant.kept import AuditRecord
from assistant.serve.desk import new_id
from assistant.serve.logs import LOG
from assistant.wiring import purge

if TYPE_CHECKING:
    from assistant.serve.parts import Parts

SERVER: Final = "server"
"""Stands in the audit where no person did something."""
AGAIN_SECONDS: Final = 600.0
"""After which a purge that could not be done, such as during an ingest, is tried again."""


class Purging:
    """Purges when it is due. Of the processes with one data folder the first to claim a period does it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._every = parts.settings.purge_every_hours * 3600
        self._name = new_id()
        self._done: float | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Purges meanwhile, unless the settings leave that to the command."""
        if not self._every:
            yield
            return
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._run)
            yield
            tasks.cancel_scope.cancel()

    def when_due(self, now: dt.datetime) -> float:
        """Purges unless that was done in this period; how many seconds later to look again."""
        period, into = divmod(now.timestamp(), self._every)
        try:
            if period != self._done and self._claims(int(period)):
                self._purge(now)
                self._done = period
        except AssistantError as error:
            LOG.warning("the purge could not be done", error=error.message)
            return AGAIN_SECONDS
        return self._every - into

    async def _run(self) -> None:
        while True:
            now = self._parts.desk.now()
            await anyio.sleep(await anyio.to_thread.run_sync(self.when_due, now, abandon_on_cancel=True))

    def _claims(self, period: int) -> bool:
        """Whether the period is this process's: texts lie in the data folder, so each folder has a purge of its own."""
        folder = f"{platform.node()}:{self._parts.settings.data_dir}"
        key = f"purge:{period}:{hashlib.sha256(folder.encode()).hexdigest()[:16]}"
        return self._parts.store.once(SERVER, key, self._name) == self._name

    def _purge(self, now: dt.datetime) -> None:
        purged = dict(purge(self._parts.settings, self._parts.store, now))
        self._parts.store.record(AuditRecord(new_id(), now, SERVER, "purge", details={"purged": purged}))
        LOG.info("purged", **purged)
