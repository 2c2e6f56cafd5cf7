"""Many people at once: each asks a question every ten seconds, through the API.

    python -m bench.load http://127.0.0.1:7860 --people 50 --seconds 60

The server must trust this machine's header (`auth = ["header"]`, `trusted_proxies = ["127.0.0.1"]`), so that each is
somebody.
Prints p50, p95, errors, answers that went to the wrong person, and answers a second when nobody pauses.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from dataclasses import dataclass, field

import httpx

PAUSE = 10.0
TOPICS = ("materials", "funds", "cities", "deadline", "evaluation", "enterprises", "platforms", "supervision")


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


async def person(number: int, client: httpx.AsyncClient, until: float, pause: float, tally: Tally) -> None:
    """One person's questions; each holds a mark that must come back in its own answer."""
    headers = {"x-forwarded-user": f"person-{number}"}
    await asyncio.sleep(random.uniform(0, pause))
    while time.monotonic() < until:
        mark = f"p{number}-{random.randrange(10**9)}"
        question = f"What does the notice say about {random.choice(TOPICS)}? ({mark})"
        began = time.monotonic()
        try:
            reply = await client.post("/api/v1/ask", json={"question": question}, headers=headers)
            reply.raise_for_status()
            tally.seconds.append(time.monotonic() - began)
            tally.crossed += mark not in (reply.json()["question"] or "")
        except httpx.HTTPError as error:
            tally.errors.append(repr(error))
        await asyncio.sleep(max(0.0, pause - (time.monotonic() - began)))


async def run(address: str, people: int, seconds: float, pause: float) -> tuple[Tally, float]:
    """Everybody at once."""
    tally, began = Tally(), time.monotonic()
    limits = httpx.Limits(max_connections=people)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        await asyncio.gather(*(person(n, client, began + seconds, pause, tally) for n in range(people)))
    return tally, time.monotonic() - began


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    chosen = parser.parse_args()
    print("| way | answers | p50 s | p95 s | errors | crossed | answers/s |\n|---|---|---|---|---|---|---|")
    for name, people, pause in (("API, one question per 10 s", chosen.people, PAUSE), ("API, no pause", 8, 0.0)):
        tally, took = asyncio.run(run(chosen.address, people, chosen.seconds, pause))
        print(tally.line(name, took), flush=True)
        for error in sorted(set(tally.errors))[:3]:
            print(error)


if __name__ == "__main__":
    main()
