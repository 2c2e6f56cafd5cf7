"""Many people at once: each asks a question every ten seconds, through the API, then through the chat's queue.

    python -m bench.load http://127.0.0.1:7860 --people 50 --seconds 60

The server must trust this machine's header (`auth = ["header"]`, `trusted_proxies = ["127.0.0.1"]`), so that each is
somebody. The chat is asked as its page does it: the page's settings, a live connection, an event put into the queue,
and the replies to it read until the last. Its seconds are those from sending to the whole answer.
Prints p50, p95, errors, answers that went to the wrong person, and answers a second when nobody pauses.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from bench.chat_queue import ChatQueue, QueueError

PAUSE = 10.0
AT_SATURATION = 8
"""People who do not pause."""
TOPICS = ("materials", "funds", "cities", "deadline", "evaluation", "enterprises", "platforms", "supervision")
MARK = re.compile(r"p\d+-\d+")
Ask = Callable[[str], Awaitable[str]]
"""What is asked in, and all that came back out."""


@dataclass
class Tally:
    """What was seen."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    crossed: int = 0

    def line(self, name: str, took: float) -> str:
        """One row of the table."""
        done = sorted(self.seconds) or [0.0]
        p50, p95 = (done[min(len(done) - 1, int(share * len(done)))] for share in (0.5, 0.95))
        rate = len(self.seconds) / took
        counts = f"{len(self.errors)} | {self.crossed} | {rate:.1f}"
        return f"| {name} | {len(self.seconds)} | {p50:.3f} | {p95:.3f} | {counts} |"


@asynccontextmanager
async def by_api(client: httpx.AsyncClient) -> AsyncIterator[Ask]:
    """Asks by POST /api/v1/ask."""

    async def ask(question: str) -> str:
        reply = await client.post("/api/v1/ask", json={"question": question})
        reply.raise_for_status()
        return reply.text

    yield ask


@asynccontextmanager
async def by_chat(client: httpx.AsyncClient) -> AsyncIterator[Ask]:
    """Asks as the chat page does."""
    async with ChatQueue(client).opened() as ask:
        yield ask


WAYS = {"API": by_api, "chat": by_chat}


async def person(address: str, way: str, number: int, until: float, pause: float, tally: Tally) -> None:
    """One person's questions; each holds a mark that must come back with its answer, and no mark of anybody else."""
    headers = {"x-forwarded-user": f"person-{number}"}
    await asyncio.sleep(random.uniform(0, pause))
    async with (
        httpx.AsyncClient(base_url=address, timeout=60, headers=headers) as client,
        WAYS[way](client) as ask,
    ):
        while time.monotonic() < until:
            mark = f"p{number}-{random.randrange(10**9)}"
            began = time.monotonic()
            try:
                said = await ask(f"What does the notice say about {random.choice(TOPICS)}? ({mark})")
                tally.seconds.append(time.monotonic() - began)
                marks = set(MARK.findall(said))
                tally.crossed += mark not in marks or any(not one.startswith(f"p{number}-") for one in marks)
            except (httpx.HTTPError, QueueError) as error:
                tally.errors.append(repr(error))
            await asyncio.sleep(max(0.0, pause - (time.monotonic() - began)))


async def run(address: str, way: str, people: int, seconds: float, pause: float) -> tuple[Tally, float]:
    """Everybody at once."""
    tally, began = Tally(), time.monotonic()
    await asyncio.gather(*(person(address, way, n, began + seconds, pause, tally) for n in range(people)))
    return tally, time.monotonic() - began


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    chosen = parser.parse_args()
    print("| way | answers | p50 s | p95 s | errors | crossed | answers/s |\n|---|---|---|---|---|---|---|")
    for way in chosen.ways:
        for people, pause, how in ((chosen.people, PAUSE, "one question per 10 s"), (AT_SATURATION, 0.0, "no pause")):
            tally, took = asyncio.run(run(chosen.address, way, people, chosen.seconds, pause))
            print(tally.line(f"{way}, {people} people, {how}", took), flush=True)
            for error in sorted(set(tally.errors))[:3]:
                print(error)


if __name__ == "__main__":
    main()
