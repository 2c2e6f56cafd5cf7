"""Runs on disk, one folder each: what was asked and answered, the texts cited, the figures and the report."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from assistant.adapters.stored_nouns import encoded, from_plain, plain
from assistant.errors import UsageError
from assistant.evaluation.records import Record, Run
from assistant.model import as_json

RUN: Final = "run.json"
RECORDS: Final = "records.jsonl"
TEXTS: Final = "texts"
SUMMARY: Final = "summary.json"


class KeptRuns:
    """The runs of a data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Every run, the oldest first: names begin with their day and time."""
        return sorted(file.parent.name for file in self.folder.glob(f"*/{RUN}"))

    def path(self, name: str) -> Path:
        """The folder of a run, by its name, the name's unique beginning, "last", or a path. Raises UsageError."""
        if (Path(name) / RUN).is_file():
            return Path(name)
        names = self.names()
        found = names[-1:] if name == "last" else [one for one in names if one == name or one.startswith(name)]
        if len(found) != 1:
            what = f'several runs begin with "{name}"' if found else f'there is no run "{name}"'
            raise UsageError(what, where=str(self.folder), do=f"Runs: {', '.join(names[-5:]) or 'none yet'}")
        return self.folder / found[0]

    def keep(self, run: Run) -> Path:
        """Writes the run and gives its folder."""
        folder = self.folder / run.id
        (folder / TEXTS).mkdir(parents=True, exist_ok=True)
        for sha256, text in run.texts.items():
            (folder / TEXTS / f"{sha256}.txt").write_bytes(text.encode("utf-8"))
        (folder / RECORDS).write_text("".join(f"{encoded(record)}\n" for record in run.records), encoding="utf-8")
        about = {name: value for name, value in plain(run).items() if name not in ("records", "texts")}
        write_json(folder / RUN, about)
        return folder

    def load(self, name: str) -> Run:
        """A run as it was kept. Raises UsageError when there is none or it cannot be read."""
        folder = self.path(name)
        try:
            about = json.loads((folder / RUN).read_text(encoding="utf-8"))
            lines = (folder / RECORDS).read_text(encoding="utf-8").split("\n")
            records = [from_plain_record(line) for line in lines if line]
            run = from_plain(Run, {**about, "records": [], "texts": {}})
            texts = {file.stem: file.read_bytes().decode("utf-8") for file in (folder / TEXTS).glob("*.txt")}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"the run cannot be read: {error}", where=str(folder), do="Run it again") from None
        return Run(run.id, run.started, run.about, run.suites, tuple(records), texts)

    def summaries(self) -> Iterable[tuple[str, Any]]:
        """Each run with the figures kept of it, the oldest first."""
        for name in self.names():
            file = self.folder / name / SUMMARY
            if file.is_file():
                yield name, json.loads(file.read_text(encoding="utf-8"))


def from_plain_record(line: str) -> Record:
    """The record of a line."""
    return from_plain(Record, json.loads(line))


def write_json(file: Path, value: Any) -> None:
    """The value as JSON that a person and a version control can read."""
    file.write_text(json.dumps(as_json(value), ensure_ascii=False, indent=1, sort_keys=False) + "\n", encoding="utf-8")
