"""How many questions are answered at the same time, of everybody and of one person."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator

from assistant.errors import Unavailable

LATER = "Ask again in a moment"


class Turns:
    """Lets `at_once` in, the others wait for their turn; one person may have `of_person` in or waiting."""

    def __init__(self, at_once: int, of_person: int, wait_seconds: float) -> None:
        self._free = threading.BoundedSemaphore(at_once)
        self._of_person = of_person
        self._wait = wait_seconds
        self._lock = threading.Lock()
        self._here: Counter[str] = Counter()

    @contextlib.contextmanager
    def taken(self, person: str) -> Iterator[None]:
        """A turn. Raises Unavailable when the person has too many, or when none comes free in time."""
        with self._lock:
            if self._here[person] >= self._of_person:
                raise Unavailable("too many of your questions are being answered", do=LATER, code="many_of_yours")
            self._here[person] += 1
        try:
            if not self._free.acquire(timeout=self._wait):
                raise Unavailable("too many questions are being answered", do=LATER, code="many_questions")
            try:
                yield
            finally:
                self._free.release()
        finally:
            with self._lock:
                self._here[person] -= 1
                if not self._here[person]:
                    del self._here[person]
