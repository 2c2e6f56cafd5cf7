"""Work of the desk in threads, waited for no longer than the settings say."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import TypeVar

import anyio
import anyio.to_thread

from assistant.errors import Unavailable
from assistant.model import Answer, Shown

Result = TypeVar("Result")


async def in_time(call: Callable[[], Result], seconds: float) -> Result:
    """What the call gives. Raises Unavailable when it takes longer."""
    try:
        with anyio.fail_after(seconds):
            return await anyio.to_thread.run_sync(call, abandon_on_cancel=True)
    except TimeoutError:
        raise Unavailable(f"the answer took longer than {seconds:g} seconds", do="Ask again in a moment") from None


async def rest_of(first: Shown | Answer, pieces: Iterator[Shown | Answer]) -> AsyncIterator[Shown | Answer]:
    """The first piece and those after it, each waited for in a thread."""
    piece: Shown | Answer | None = first
    while piece is not None:
        yield piece
        piece = await anyio.to_thread.run_sync(lambda: next(pieces, None), abandon_on_cancel=True)
