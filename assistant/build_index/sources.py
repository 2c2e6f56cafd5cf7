"""Which files an ingest takes, what is known of each before it is read, and what it is called."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.corpus_files import load_policy
from assistant.errors import CorpusError, UsageError
from assistant.model import DocumentFile, Policy

POLICY_FILE = "policy.yaml"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to index. `shown` is its path as it was given; a file of a user's own has no policy and no entry."""

    file: Path
    shown: str
    policy_id: str
    policy: Policy | None = None
    entry: DocumentFile | None = None

    @property
    def id(self) -> str:
        """The document id."""
        return f"{self.policy_id}/{self.name}"

    @property
    def name(self) -> str:
        """The document's name within its policy."""
        return self.entry.file if self.entry else _printable(self.file.name)


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found: files to index, the policy files that describe them, files of no readable format, faults."""

    taken: tuple[Source, ...]
    described_by: tuple[Path, ...]
    skipped: tuple[Path, ...]
    faults: tuple[CorpusError, ...]


def find_sources(paths: Sequence[tuple[Path, str]], suffixes: Collection[str]) -> Sources:
    """The files under those paths, each with the way it was given. Raises UsageError for one that is not there."""
    found = _Found(suffixes)
    for path, shown in paths:
        if path.is_dir():
            found.look_into(path, shown)
        elif path.exists():
            found.take(path, shown, path.absolute().parent.name)
        else:
            raise UsageError("no such file or folder", where=shown, do="Give the path of a file or a folder")
    return Sources(_told_apart(found.taken), tuple(found.described_by), tuple(found.skipped), tuple(found.faults))


@dataclass(slots=True)
class _Found:
    """What was found so far."""

    suffixes: Collection[str]
    taken: list[Source] = field(default_factory=list)
    described_by: list[Path] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    faults: list[CorpusError] = field(default_factory=list)

    def look_into(self, path: Path, shown: str) -> None:
        """A folder with all below it: of a policy the documents it lists, elsewhere every file."""
        for folder, files in _walk(path):
            if POLICY_FILE in files:
                self.take_policy(folder, _shown(folder, path, shown))
            elif not _within_policy(folder, path):
                below = folder.relative_to(path).as_posix()
                for name in files:
                    policy_id = below if below != "." else path.absolute().name
                    self.take(folder / name, _shown(folder / name, path, shown), policy_id)

    def take_policy(self, folder: Path, shown: str) -> None:
        """The documents that a policy lists."""
        self.described_by.append(folder / POLICY_FILE)
        try:
            policy = load_policy(folder / POLICY_FILE)
        except CorpusError as fault:
            self.faults.append(fault)
            return
        for entry in policy.documents:
            self.taken.append(Source(folder / entry.file, f"{shown}/{entry.file}", policy.id, policy, entry))

    def take(self, file: Path, shown: str, policy_id: str) -> None:
        """A user's own file; its folder below the path given stands for the policy."""
        if file.suffix.lower() in self.suffixes:
            self.taken.append(Source(file, _printable(shown), _printable(policy_id) or "files"))
        else:
            self.skipped.append(file)


def _walk(path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Folders with their files in order of name, without hidden ones and what office programs leave beside a file."""
    for folder, subfolders, files in os.walk(path):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith((".", "__MACOSX")))
        yield Path(folder), sorted(name for name in files if not name.startswith((".", "~$")))


def _within_policy(folder: Path, path: Path) -> bool:
    """Whether a folder above, up to the path given, is a policy: then that one says which files count."""
    above = [folder, *folder.parents]
    return any((parent / POLICY_FILE).exists() for parent in above[: above.index(path) + 1])


def _shown(file: Path, path: Path, shown: str) -> str:
    return _printable(str(Path(shown) / file.relative_to(path)))


def _printable(name: str) -> str:
    """A file name as text: what is not UTF-8 in it is shown as a question mark."""
    return os.fsencode(name).decode("utf-8", "replace")


def _told_apart(sources: Sequence[Source]) -> tuple[Source, ...]:
    """One source a file, each with an id of its own: a second one of the same id gets a number."""
    seen: dict[str, int] = {}
    by_file: dict[Path, Source] = {}
    for source in sources:
        by_file.setdefault(source.file.absolute(), source)
    told_apart = []
    for source in by_file.values():
        count = seen[source.id] = seen.get(source.id, 0) + 1
        told_apart.append(source if count == 1 else replace(source, policy_id=f"{source.policy_id}~{count}"))
    return tuple(told_apart)
