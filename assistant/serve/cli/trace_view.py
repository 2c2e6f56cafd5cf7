"""How an answer came about, as a person reads it on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from rich.text import Text

from assistant.serve.cli.screen import screen, shown
from assistant.serve.wording import clause_name

if TYPE_CHECKING:
    from assistant.answering.pipeline import Trace
    from assistant.answering.scores import Candidate
    from assistant.model import Retrieval, Retrieved

SENTENCES: Final = 8
"""Sentences shown of those that could have been quoted."""
EXCERPT: Final = 110


def show_trace(trace: Trace) -> None:
    """Step by step: what was understood, found, kept, left out and dropped, and how long it took."""
    out = screen()
    out.gap()
    for line in _lines(trace):
        indent = len(line) - len(line.lstrip())
        out.show(Text(shown(line), style="dim" if indent else "bold"), indent=indent)


def _lines(trace: Trace) -> Iterator[str]:
    understood = trace.understood
    yield "understood"
    yield f"  language {understood.language}, {understood.intent}"
    chosen = understood.batch
    if chosen.batch or chosen.compared:
        yield f"  batch {', '.join(chosen.compared) or chosen.batch} ({chosen.source})"
    for asked in understood.asked:
        yield f"  asked: {asked.query.text}"
        if asked.query.widened:
            yield f"    widened by {', '.join(asked.query.widened)}"
    for missing in understood.missing:
        yield f"  rests on a text that is not held: {missing.text.title[understood.language]}"
    for finding in trace.calculated.findings:
        yield f"calculated {finding.rule}: {finding.verdict} {finding.value}"
    for retrieval in trace.retrievals:
        yield from _retrieved(retrieval)
    if trace.scored:
        yield "sentences that could be quoted"
        yield from map(_sentence, sorted(trace.scored, key=lambda item: -item.score)[:SENTENCES])
    for failure in trace.failures:
        yield f"dropped by the check of {failure.check}: {failure.why}"
        yield f"  {_excerpt(failure.sentence)}"
    yield f"time in ms: {_values(trace.timings_ms)}"


def _retrieved(retrieval: Retrieval) -> Iterator[str]:
    yield f"found for: {retrieval.query.text}"
    yield f"  answerable {retrieval.answerable:.2f} ({_values(retrieval.signals)})"
    for item in retrieval.kept:
        yield f"  kept {_passage(item)}"
    for item in retrieval.rejected:
        yield f"  left out {_passage(item)}: {item.rejected}"


def _passage(item: Retrieved) -> str:
    clause = item.passage.clause
    place = f"{item.passage.document} {clause_name(clause.path, clause.title)}"
    return f"{item.score:.3f} {place} ({_values(item.signals)})"


def _sentence(candidate: Candidate) -> str:
    return f"  {candidate.score:.3f} {_excerpt(candidate.sentence.text)} ({_values(candidate.features)})"


def _values(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in values.items())


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
