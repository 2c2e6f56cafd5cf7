"""Progress on stderr, with an estimate: a bar on a screen, a line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

T = TypeVar("T")
STAGES: Final = {"read": "Reading", "embed": "Embedding", "write": "Writing", "export": "Preparing"}
QUIET_SECONDS: Final = 5.0
"""How long a log is left in peace between two lines."""


class StageProgress:
    """Told how far each stage of a run is; used in a `with`, so that the screen is given back."""

    def __init__(self) -> None:
        self._show: _Bars | _Lines | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` of a stage, in units of the stage."""
        if self._show is None:
            self._show = _Bars() if sys.stderr.isatty() else _Lines()
        self._show.update(STAGES.get(stage, stage.capitalize()), done, total)

    def __enter__(self) -> StageProgress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._show:
            self._show.stop()


def with_progress(items: Sequence[T], stage: str) -> Iterator[T]:
    """The items, with progress as they are taken."""
    with StageProgress() as progress:
        for done, item in enumerate(items):
            progress(stage, done, len(items))
            yield item
        progress(stage, len(items), len(items))


class _Bars:
    """One bar a stage."""

    def __init__(self) -> None:
        self._screen = _progress_bars()
        self._screen.start()
        self._tasks: dict[str, TaskID] = {}

    def update(self, label: str, done: int, total: int) -> None:
        if label not in self._tasks:
            self._tasks[label] = self._screen.add_task(label, total=total)
        self._screen.update(self._tasks[label], completed=done, total=total)

    def stop(self) -> None:
        self._screen.stop()


class _Lines:
    """A line at the end of a stage that took long, and one every few seconds of it."""

    def __init__(self) -> None:
        self._started: dict[str, float] = {}
        self._told: dict[str, float] = {}

    def update(self, label: str, done: int, total: int) -> None:
        now = time.monotonic()
        spent = now - self._started.setdefault(label, now)
        if now - self._told.setdefault(label, now) < QUIET_SECONDS or not done:
            return
        self._told[label] = now
        left = f", about {spent / done * (total - done):.0f} s left" if done < total else ""
        print(f"{label} {done}/{total}{left}", file=sys.stderr, flush=True)

    def stop(self) -> None:
        """Nothing to give back."""


def _progress_bars() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
    )
