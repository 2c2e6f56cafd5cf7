"""Index generations on disk. Each ingest makes a new one; a reader sees the old one or the new one, never a mixture.

<data_dir>/index/current               names the published generation; replaced by rename
<data_dir>/index/<generation>/         chroma/ keywords/ catalog.sqlite passages.npy sentences.npy
                                       manifest.json, written last: a folder without it was never finished
<data_dir>/index/ingest.lock           held by the one ingest that runs
<data_dir>/texts/<sha256>.txt          document texts, for good
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.adapters.catalog import StoredCatalog
from assistant.adapters.text_store import TextStore
from assistant.errors import IndexStateError

FORMAT = 1
KEPT = 2
"""Generations that stay: the published one, and the one before it for readers that still hold it."""


class Generations:
    """The generations of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "index"
        self.texts = TextStore(data_dir / "texts")

    def current(self) -> str | None:
        """The name of the published generation; None when there is none."""
        try:
            name = (self.folder / "current").read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return name if (self.folder / name / "manifest.json").exists() else None

    def manifest(self, name: str) -> dict[str, Any]:
        """What a generation says of itself. Raises IndexStateError when this version cannot read it."""
        file = self.folder / name / "manifest.json"
        try:
            manifest = dict(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise IndexStateError(
                "the index is damaged", where=str(file), do="Run `policy-assistant ingest`"
            ) from error
        if manifest.get("format") != FORMAT:
            raise IndexStateError(
                f"the index has format {manifest.get('format')}, this version reads {FORMAT}",
                where=str(file.parent),
                do="Run `policy-assistant ingest` to make it again",
            )
        return manifest

    def catalog(self, name: str) -> StoredCatalog:
        """The catalog of a generation."""
        return StoredCatalog(self.folder / name, self.texts)

    def texts_named(self) -> frozenset[str]:
        """sha256 of the texts of every document that a generation holds, also of one that readers may still have."""
        named: set[str] = set()
        for name in self._finished():
            catalog = self.catalog(name)
            named.update(document.sha256 for document in catalog.documents().values())
            catalog.close()
        return frozenset(named)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write, and remove what killed runs left. Raises IndexStateError when another has it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "ingest.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise IndexStateError(
                    "another ingest is writing this index", where=str(self.folder), do="Wait until it has finished"
                ) from None
            self._remove_all_but(self._finished()[-KEPT:])
            for unfinished in self.folder.glob(".current.*"):
                unfinished.unlink()
            yield

    def draft(self) -> Path:
        """An empty folder for the next generation; call within `writing`."""
        last = max((int(name.split("-")[0]) for name in self._names()), default=0)
        folder = self.folder / f"{last + 1:06d}-{secrets.token_hex(3)}"
        folder.mkdir()
        return folder

    def publish(self, draft: Path, manifest: Mapping[str, Any]) -> None:
        """Make the draft the published generation, in one step; call within `writing`."""
        _write(draft / "manifest.json", json.dumps({"format": FORMAT, **manifest}, ensure_ascii=False, indent=1))
        _write(self.folder / "current", draft.name + "\n")
        self._remove_all_but(self._finished()[-KEPT:])

    def amend(self, name: str, changes: Mapping[str, Any]) -> None:
        """Rewrite some entries of a manifest, in one step."""
        _write(
            self.folder / name / "manifest.json",
            json.dumps({**self.manifest(name), **changes}, ensure_ascii=False, indent=1),
        )

    def _names(self) -> list[str]:
        """Generations, finished or not, oldest first."""
        names = [entry.name for entry in self.folder.iterdir() if entry.is_dir()]
        return sorted(name for name in names if name.split("-")[0].isdigit())

    def _finished(self) -> list[str]:
        """Those that were published, oldest first: none is newer than `current`."""
        current = self.current()
        names = [name for name in self._names() if (self.folder / name / "manifest.json").exists()]
        return [name for name in names if current and name <= current]

    def _remove_all_but(self, kept: list[str]) -> None:
        for name in self._names():
            if name not in kept:
                shutil.rmtree(self.folder / name, ignore_errors=True)


def _write(file: Path, text: str) -> None:
    """Replace the file in one step, on disk before it shows."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
