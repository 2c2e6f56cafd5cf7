"""What the product adds to the time of a language model, and how soon a verified sentence leaves after its claim.

    python -m bench.model_overhead              # the table
    python -m bench.model_overhead --rounds 50

A scripted server on this machine sends good claims at the pace of a real model. Added is the time of an answer less what
the server takes for its reply and less the rules and the search, which run without a model, too. Late is the time from the
last brace of a claim, as sent, to its sentence at the reader. Server and product share one process here, so both figures
are a little high.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.model import Answer, Question
from assistant.settings import load_settings
from assistant.wiring import Assistant, open_assistant
from tests.integration.model_server import ModelServer, Reply, claim, finds

DAY = dt.date(2025, 5, 12)
CASES: Mapping[str, Sequence[dict[str, Any]]] = {
    "How many copies of the materials are needed?": (
        claim(
            "Two copies each of the paper version with official seals should be submitted.",
            [],
            "two copies each of the paper version with official seals, the PDF version (burned on CD-ROM), and the "
            "recommendation letter, should be submitted by the provincial financial departments",
        ),
        claim(
            "The provincial financial departments should submit the materials to the two departments before May 20, 2025.",
            [],
            "should be submitted by the provincial financial departments together with the counterpart SME competent "
            "departments to the two departments before May 20, 2025",
        ),
    ),
    "前两批试点城市可以再次申报吗？": (
        claim("前两批已纳入试点的城市不得重复申报第三批试点。", [], "前两批已纳入试点的城市不得重复申报第三批试点"),
    ),
    "May cities of the first two batches apply again?": (
        claim(
            "Cities already included in the first two batches of pilots are not allowed to apply repeatedly.",
            [],
            "Cities already included in the first two batches of pilots are not allowed to apply repeatedly.",
        ),
    ),
}


@dataclass
class Taken:
    """Milliseconds of each answer: the steps before the model, the server's part, what is added, how late a sentence is."""

    before: list[float] = field(default_factory=list)
    model: list[float] = field(default_factory=list)
    added: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    shown: int = 0
    expected: int = 0


def measure(assistant: Assistant, server: ModelServer, rounds: int) -> Taken:
    """Every case so many times, after one round that is not counted."""
    taken = Taken()
    for number in range(rounds + 1):
        for question, claims in CASES.items():
            server.sent.clear()
            server.spent.clear()
            start = time.perf_counter()
            arrived: list[float] = []
            timings: Mapping[str, float] = {}
            for piece in assistant.stream(Question(question, DAY)):
                if isinstance(piece, Answer):
                    timings = piece.timings_ms
                elif piece.sentence.origin == "model":
                    arrived.append(time.perf_counter())
            whole = (time.perf_counter() - start) * 1000
            if number == 0:
                continue
            model = sum(server.spent) * 1000
            before = timings["total"] - timings["compose"]
            taken.before.append(before)
            taken.model.append(model)
            taken.added.append(whole - before - model)
            taken.shown += len(arrived)
            taken.expected += len(claims)
            ends = _ends(server.sent)
            taken.late += [(there - end) * 1000 for there, end in zip(arrived, ends, strict=False)]
    return taken


def _ends(sent: Sequence[tuple[float, str]]) -> list[float]:
    """When the last brace of each claim was sent."""
    times, text = [], ""
    for when, piece in sent:
        before = text.count("}")
        text += piece
        times += [when] * (text.count("}") - before)
    return times


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=30)
    arguments.add_argument("--data-dir")
    given = arguments.parse_args()
    print(
        "| pace of the model | rules and search before it, median | the model, median | added, median (p95) | late, median (p95) | shown |"
    )
    print("|---|---|---|---|---|---|")
    for pause, name in ((0.0, "at once"), (0.005, "5 ms a piece of 12 characters"), (0.02, "20 ms a piece")):
        write = {question: finds(*claims, size=12, pause=pause) for question, claims in CASES.items()}

        def reply(request: Mapping[str, Any], write: Mapping[str, Any] = write) -> Reply:
            said = str(request["messages"][-1]["content"])
            made: Reply = next(script for question, script in write.items() if question in said)(request)
            return made

        with ModelServer(reply) as server:
            settings = load_settings(data_dir=given.data_dir, chat_model="openai:scripted", chat_base_url=server.url)
            taken = measure(
                open_assistant(settings), server, given.rounds if pause < 0.02 else max(3, given.rounds // 5)
            )
        print(
            f"| {name} | {_median(taken.before)} ms | {_median(taken.model)} ms | {_median(taken.added)} ms "
            f"({_high(taken.added)}) | {_median(taken.late)} ms ({_high(taken.late)}) | {taken.shown} of {taken.expected} |"
        )


def _median(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.1f}"


def _high(values: Sequence[float]) -> str:
    return f"{statistics.quantiles(values, n=20)[-1]:.1f}"


if __name__ == "__main__":
    main()
