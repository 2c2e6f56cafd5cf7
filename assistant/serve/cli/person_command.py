"""`policy-assistant person`."""

from __future__ import annotations

import json
import os
from contextlib import closing
from typing import TYPE_CHECKING

from assistant.errors import NotFound, UsageError
from assistant.serve.cli.call import settings_of
from assistant.serve.cli.done import record

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from pathlib import Path

    from assistant.ports import AnswerStore


def run(arguments: argparse.Namespace) -> int:
    """Writes everything kept of a person to a file, or erases it."""
    from assistant.wiring import open_store

    with closing(open_store(settings_of(arguments))) as store:
        if arguments.way == "export":
            return _export(store, arguments.person, arguments.output)
        return _erase(store, arguments.person)


def _export(store: AnswerStore, person: str, output: Path) -> int:
    kept = store.export(person)
    counts = {kind: len(rows) for kind, rows in kept.items() if kind != "person"}
    _refuse_nobody(person, sum(counts.values()))
    try:
        # what it holds is for that person alone
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False, indent=1)
    except OSError as error:
        raise UsageError(f"the file cannot be written: {error.strerror}", where=str(output)) from None
    record(store, "person_export", person=person)
    print(f"{output}: {_told(counts)}")
    return 0


def _erase(store: AnswerStore, person: str) -> int:
    counts = store.erase(person)
    _refuse_nobody(person, sum(counts.values()))
    record(store, "person_erase", erased=dict(counts))
    print(f"erased: {_told(counts)}")
    return 0


def _refuse_nobody(person: str, rows: int) -> None:
    if not rows:
        raise NotFound(f"nothing is kept of {person}", do="Take the id as the audit has it")


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.items() if count)
