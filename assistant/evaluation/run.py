"""Suites -> a run: every case is asked, in order, by one or several threads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.evaluation.records import Run

if TYPE_CHECKING:
    from assistant.evaluation.cases import Case, Suite
    from assistant.evaluation.records import Record
    from assistant.evaluation.targets import LocalTarget, Target

Progress = Callable[[str, int, int], None]
"""Stage, done, total."""
TextOf = Callable[[str], str]
EVERY = 10
"""Of how many cases one is asked again to time its first sentence."""


def unheard(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def run_suites(
    suites: Sequence[Suite],
    target: Target,
    *,
    started: dt.datetime,
    about: Mapping[str, Any],
    text_of: TextOf,
    jobs: int = 1,
    progress: Progress = unheard,
) -> Run:
    """The run, named by the time it started."""
    cases = [case for suite in suites for case in suite.cases]
    records = []
    for record in asked(cases, target, jobs):
        records.append(record)
        progress("ask", len(records), len(cases))
    run_id = started.strftime("%Y-%m-%dT%H-%M-%S")
    return Run(run_id, started.date(), dict(about), tuple(suites), tuple(records), texts_of(records, text_of))


def asked(cases: Sequence[Case], target: Target, jobs: int) -> Iterator[Record]:
    """The record of each case, in the order of the cases."""
    if jobs == 1:
        yield from map(target.ask, cases)
        return
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(target.ask, cases)


def time_first_sentences(run: Run, target: LocalTarget, progress: Progress = unheard) -> Run:
    """The run with the time until the first sentence of every tenth case, asked once more as a stream."""
    again = [case for case in run.cases if not case.turns][::EVERY]
    timed = {}
    for case in again:
        timed[case.id] = target.first_sentence(case)
        progress("stream", len(timed), len(again))
    records = (replace(record, first_sentence=timed.get(record.case)) for record in run.records)
    return replace(run, records=tuple(records))


def texts_of(records: Sequence[Record], text_of: TextOf) -> dict[str, str]:
    """Every text cited, by sha256, where it is held."""
    cited = {citation.sha256 for record in records if record.answer for citation in record.answer.citations}
    texts = {}
    for sha256 in sorted(cited):
        try:
            texts[sha256] = text_of(sha256)
        except KeyError:
            continue
    return texts
