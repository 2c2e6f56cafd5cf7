"""The seconds that reading one file may take."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from assistant.errors import LimitExceeded

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.ports import ReadLimits


class Deadline:
    """Begins when it is made; a reader asks it between the parts of a file."""

    def __init__(self, path: Path, limits: ReadLimits) -> None:
        self._path = path
        self._seconds = limits.seconds
        self._end = time.monotonic() + limits.seconds

    def check(self) -> None:
        """Raises LimitExceeded when the time is over."""
        if time.monotonic() > self._end:
            raise too_slow(self._path, self._seconds)


def too_slow(path: Path, seconds: float) -> LimitExceeded:
    """The error for a file that takes too long."""
    return LimitExceeded(
        f"reading took more than {seconds:g} seconds",
        where=str(path),
        do="Save or print the file anew, split it, or raise the limit in the settings.",
    )
