"""How long keeping an answer takes, on SQLite and on PostgreSQL.

    python -m bench.store_speed [--answers 400] [--database URL]

Both write to disk for real. The PostgreSQL is one of its own, made in a temporary folder as in the tests, unless a URL
names an empty database. An answer here has the size of a usual one: 3 sentences, 3 citations, 1 finding.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.adapters.sql_store import open_sql_store
from assistant.adapters.stored_nouns import encoded
from assistant.kept import AuditRecord, KeptAnswer
from assistant.model import Answer, AnswerSentence, Citation, DocumentKind, Finding, Outcome

if TYPE_CHECKING:
    from assistant.adapters.sql_store import SqlStore

THREADS = (1, 8)
QUOTE = "The central finance gives each city a fixed award of no more than 150 million yuan, paid in two parts. " * 2


@dataclass(frozen=True)
class Speed:
    """Milliseconds of one call, and calls a second of all threads together."""

    p50: float
    p95: float
    rate: float


def usual_answer(name: str) -> Answer:
    """An answer of the usual size."""
    day = dt.date(2025, 5, 12)
    citation = Citation(
        1, "a/b", "notice.md", "Notice", DocumentKind.OFFICIAL, "IV > (2)", "Support", None, 0, 200, QUOTE, "", "/d"
    )
    return Answer(
        id=name,
        question="How much does a pilot city get, and when is it paid?",
        language="en",
        as_of=day,
        outcome=Outcome.ANSWERED,
        text=f"{QUOTE} [1] {QUOTE} [2] {QUOTE} [3]",
        conversation=f"c{name.partition('-')[0]}",
        sentences=tuple(AnswerSentence(QUOTE, "quoted", (marker,), verified=True) for marker in (1, 2, 3)),
        citations=tuple(replace(citation, marker=marker, sha256=f"{marker:064d}") for marker in (1, 2, 3)),
        findings=(Finding("f1", "award_cap", "a/b", "third", day, "info", value=150, explanation=(QUOTE,)),),
    )


def measure(call: Callable[[str], None], threads: int, count: int) -> Speed:
    """Calls with different names from so many threads, `count` in all."""

    def work(thread: int) -> list[float]:
        spent = []
        for number in range(count // threads):
            started = time.perf_counter()
            call(f"{threads}t{thread}-{number}")
            spent.append(1_000 * (time.perf_counter() - started))
        return spent

    started = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        spent = [one for part in pool.map(work, range(threads)) for one in part]
    seconds = time.perf_counter() - started
    cuts = statistics.quantiles(spent, n=20)
    return Speed(statistics.median(spent), cuts[-1], len(spent) / seconds)


def keeps_answer(store: SqlStore) -> Callable[[str], None]:
    """keep_answer alone."""
    now = dt.datetime.now(dt.UTC)
    return lambda name: store.keep_answer(KeptAnswer(usual_answer(name), "p", now))


def keeps_all(store: SqlStore) -> Callable[[str], None]:
    """What one question costs: the earlier turns read, the answer kept, the audit written."""
    now = dt.datetime.now(dt.UTC)

    def call(name: str) -> None:
        store.answers(f"d{name}", "p")
        store.keep_answer(KeptAnswer(usual_answer(f"all-{name}"), "p", now))
        store.record(AuditRecord(f"all-{name}", now, "p", "ask", "answered", documents={"a/b/notice.md": "0" * 64}))

    return call


@contextlib.contextmanager
def databases(postgres: str | None) -> Iterator[dict[str, str]]:
    """URLs by name."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        if postgres is None:
            from tests.postgres import cluster

            postgres = stack.enter_context(cluster(durable=True))
        yield {"SQLite": f"sqlite:///{Path(folder) / 'answers.db'}", "PostgreSQL": postgres}


def main(argv: list[str] | None = None) -> None:
    """Prints the table of docs/decisions/0008-store.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=400, metavar="N", help="how many are kept for each row")
    parser.add_argument("--database", metavar="URL", help="an empty PostgreSQL database")
    arguments = parser.parse_args(argv)
    print(f"an answer: {len(encoded(usual_answer('x')).encode()):,} bytes of JSON, {arguments.answers} a row")
    print("| store | threads | call | p50 ms | p95 ms | calls/s |")
    print("|---|---|---|---|---|---|")
    with databases(arguments.database) as urls:
        for name, url in urls.items():
            with contextlib.closing(open_sql_store(url)) as store:
                keeps_answer(store)("warm")
                for threads in THREADS:
                    for label, call in (("keep_answer", keeps_answer(store)), ("a whole question", keeps_all(store))):
                        speed = measure(call, threads, arguments.answers)
                        print(
                            f"| {name} | {threads} | {label} | {speed.p50:.1f} | {speed.p95:.1f} | {speed.rate:.0f} |"
                        )


if __name__ == "__main__":
    main()
