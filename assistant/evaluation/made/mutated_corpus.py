"""Asks the cases that come after a change of a changed copy of the corpus, and all others of the corpus as it is."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import CorpusError
from assistant.evaluation.targets import LocalTarget
from assistant.wiring import ingest, open_assistant

if TYPE_CHECKING:
    from assistant.evaluation.cases import Case
    from assistant.evaluation.made.mutations import Mutation
    from assistant.evaluation.records import Record
    from assistant.evaluation.targets import Target
    from assistant.settings import Settings


class ChangingTarget:
    """The target for whatever is not in `after`; for the others a copy with the change, made in `folder` when needed.

    Only the copy asked last is kept open.
    """

    def __init__(self, target: Target, settings: Settings, after: Mapping[str, Mutation], folder: Path) -> None:
        self.target = target
        self.settings = settings
        self.after = after
        self.folder = folder
        self._lock = threading.Lock()
        self._open: tuple[str, LocalTarget] | None = None
        self._texts: dict[str, str] = {}

    def ask(self, case: Case) -> Record:
        """What the case got."""
        mutation = self.after.get(case.id)
        if mutation is None:
            return self.target.ask(case)
        with self._lock:
            changed = self._changed(mutation)
            record = changed.ask(case)
            for citation in record.answer.citations if record.answer else ():
                self._texts[citation.sha256] = changed.assistant.text(citation.sha256)
        return record

    def text(self, sha256: str) -> str:
        """A text that was cited from a changed copy; KeyError for others."""
        return self._texts[sha256]

    def _changed(self, mutation: Mutation) -> LocalTarget:
        if self._open is None or self._open[0] != mutation.id:
            settings = changed_copy(self.settings, mutation, self.folder / mutation.id)
            self._open = (mutation.id, LocalTarget(open_assistant(settings)))
        return self._open[1]


def changed_copy(settings: Settings, mutation: Mutation, folder: Path) -> Settings:
    """A copy of corpus and index with the change in it, indexed anew; only what changed is embedded.

    Raises CorpusError when the words to be changed do not stand in their file.
    """
    home, data_dir = folder / "home", folder / "data"
    shutil.copytree(settings.corpus, home / "corpus")
    shutil.copytree(settings.prompts, home / "prompts")
    shutil.copytree(settings.data_dir / "index", data_dir / "index")
    for kept in ("texts", "asks"):
        if (settings.data_dir / kept).is_dir():
            shutil.copytree(settings.data_dir / kept, data_dir / kept)
    apply(mutation, home / "corpus")
    copied = settings.model_copy(update={"home": home, "data_dir": data_dir})
    report = ingest(copied)
    if report.failed:
        raise CorpusError(f"the changed corpus cannot be read: {report.failed[0].error}", where=mutation.id)
    return copied


def apply(mutation: Mutation, corpus: Path) -> None:
    """Makes the change. Raises CorpusError when the words are not there."""
    for change in mutation.changes:
        file = corpus / change.file
        text = file.read_bytes().decode("utf-8") if file.is_file() else ""
        if change.find not in text:
            raise CorpusError(
                f'"{change.find}" does not stand in {change.file}', where=mutation.id, do="Mend the change"
            )
        changed = text.replace(change.find, change.put).encode("utf-8")
        record_hash(file, hashlib.sha256(file.read_bytes()).hexdigest(), hashlib.sha256(changed).hexdigest())
        file.write_bytes(changed)
    for name, text in mutation.added:
        (corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / name).write_bytes(text.encode("utf-8"))


def record_hash(file: Path, old: str, new: str) -> None:
    """Writes a document's new sha256 where its policy records the old one, as an officer would."""
    policy = file.with_name("policy.yaml")
    if policy.is_file():
        policy.write_text(policy.read_text(encoding="utf-8").replace(old, new), encoding="utf-8", newline="\n")
