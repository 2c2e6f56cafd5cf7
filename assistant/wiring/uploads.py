"""Documents that people bring: kept apart until described, checked and approved, then a policy folder like any other.

<data_dir>/uploads/<id>/   upload.json    what is known of it and what became of it
                           original/      the file, never changed
                           policy/        the policy folder that it would become, where `check` reads it
<data_dir>/added/          the approved policy folders, laid out like corpus/ and indexed with it

Nothing under uploads/ is ever searched. What is taken out of search again leaves added/ and stays here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import secrets
import shutil
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from assistant.check_corpus import check_corpus
from assistant.corpus_files.write import lacking, policy_yaml
from assistant.documents.health import examine
from assistant.documents.language import language_of
from assistant.errors import DocumentError, NotFound, UnreadableDocument, UsageError
from assistant.wiring.corpus import added_folder
from assistant.wiring.indexing import document_readers, ingest

if TYPE_CHECKING:
    from assistant.build_index import Progress
    from assistant.model import Extracted
    from assistant.ports import DocumentReader
    from assistant.settings import Settings

State = Literal["incomplete", "ready", "approved", "withdrawn"]
NAME: Final = re.compile(r"[0-9]{8}-[0-9a-f]{8}")
"""Of an upload: the day and a random part."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that was brought. `problems` are those of its facts, `warnings` those of the file; `policy` its id."""

    id: str
    file: str
    sha256: str
    size: int
    by: str
    at: str
    state: State = "incomplete"
    facts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    characters: int = 0
    beginning: str = ""
    policy: str = ""
    approved_by: str = ""


class Uploads:
    """The uploads of one data folder."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.data_dir / "uploads"
        self._lock = threading.Lock()

    def formats(self) -> tuple[str, ...]:
        """The suffixes that can be read."""
        return tuple(sorted(document_readers()))

    def list(self) -> tuple[Upload, ...]:
        """All of them, newest first."""
        files = sorted(self._folder.glob("*/upload.json"), key=lambda file: file.stat().st_mtime, reverse=True)
        return tuple(_upload(json.loads(file.read_text(encoding="utf-8"))) for file in files)

    def get(self, name: str) -> Upload:
        """Raises NotFound."""
        file = self._folder / name / "upload.json"
        if not NAME.fullmatch(name) or not file.exists():
            raise NotFound("there is no such upload", do="Look at the list again")
        return _upload(json.loads(file.read_text(encoding="utf-8")))

    def original(self, upload: Upload) -> Path:
        """The file as it was brought."""
        return self._folder / upload.id / "original" / upload.file

    def bring(self, file: Path, shown: str, by: str, at: dt.datetime) -> Upload:
        """Keep a file that can be read. Raises DocumentError with what is wrong; then nothing is kept."""
        name = safe_name(shown)
        reader = document_readers().get(Path(name).suffix.lower())
        if reader is None:
            raise UnreadableDocument(
                f"{shown}: this format is not read", do=f"Bring one of these: {', '.join(self.formats())}"
            )
        try:
            extracted = reader.read(file, self._settings.limits)
        except DocumentError as error:
            raise type(error)(error.what, where=shown, do=error.do) from None
        if not extracted.text.strip():
            raise UnreadableDocument(
                f"{shown}: the file holds no text", do="If it is a scan, run character recognition on it first"
            )
        health = examine(name, extracted, 0.0)
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if twin := next((one for one in self.list() if one.sha256 == digest and one.state != "withdrawn"), None):
            raise UsageError(
                f"{shown}: this very file was brought before ({twin.file}, {twin.at[:10]})", do="Use that one"
            )
        upload = Upload(
            id=f"{at:%Y%m%d}-{secrets.token_hex(4)}",
            file=name,
            sha256=digest,
            size=len(content),
            by=by,
            at=at.isoformat(timespec="seconds"),
            warnings=health.warnings,
            characters=len(extracted.text),
            beginning=extracted.text[:600],
            facts=_guessed(extracted),
        )
        folder = self._folder / upload.id / "original"
        folder.mkdir(parents=True)
        shutil.copyfile(file, folder / name)
        self._keep(upload)
        return upload

    def describe(self, name: str, facts: Mapping[str, str]) -> Upload:
        """Write down what is known of it, and check the policy folder that this makes."""
        upload = self.get(name)
        if upload.state == "approved":
            raise UsageError("this document is in use", do="Take it out of search first")
        given = {key: value.strip() for key, value in facts.items() if value.strip()}
        described = replace(upload, facts=given, policy="", problems=())
        problems: Sequence[str] = lacking(given)
        if not problems:
            described = replace(described, policy=self._policy_id(described))
            problems = self._checked(described)
        described = replace(described, problems=tuple(problems), state="incomplete" if problems else "ready")
        self._keep(described)
        return described

    def approve(self, name: str, by: str, progress: Progress | None = None) -> Upload:
        """Lay the policy folder into the corpus and index it; when that fails, everything is as it was."""
        with self._lock:
            upload = self.get(name)
            if upload.state == "approved":
                return upload
            if problems := self._checked(upload) if upload.policy else ["its facts are not complete"]:
                raise UsageError(f"this cannot be approved: {problems[0]}", do="Complete the form and check it again")
            target = added_folder(self._settings) / upload.policy
            if target.exists():
                raise UsageError(f"the policy {upload.policy} is there already", do="Change its title")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(self._staged(upload) / upload.policy, target)
            try:
                report = ingest(self._settings, progress=progress)
                mine = f"{added_folder(self._settings).name}/{upload.policy}/"
                if failed := next((one for one in report.failed if one.path.startswith(mine)), None):
                    raise UnreadableDocument(failed.error or "the file cannot be read", where=upload.file)
            except BaseException:
                shutil.rmtree(target, ignore_errors=True)
                raise
            approved = replace(upload, state="approved", approved_by=by)
            self._keep(approved)
            return approved

    def withdraw(self, name: str, progress: Progress | None = None) -> Upload:
        """Out of search, or out of the list of what waits; the file stays here."""
        with self._lock:
            upload = self.get(name)
            withdrawn = replace(upload, state="withdrawn")
            if upload.state == "approved":
                target = added_folder(self._settings) / upload.policy
                aside = self._folder / upload.id / "taken-out"
                shutil.rmtree(aside, ignore_errors=True)
                target.rename(aside)
                try:
                    ingest(self._settings, progress=progress)
                except BaseException:
                    aside.rename(target)
                    raise
            self._keep(withdrawn)
            return withdrawn

    def _policy_id(self, upload: Upload) -> str:
        """Beneath its scheme, by its English title and upload."""
        slug = re.sub(r"[^a-z0-9]+", "-", upload.facts["title_en"].lower()).strip("-")[:60].strip("-")
        return "/".join(filter(None, [upload.facts.get("scheme"), f"{slug or 'document'}-{upload.id[-8:]}"]))

    def _staged(self, upload: Upload) -> Path:
        return self._folder / upload.id / "policy"

    def _checked(self, upload: Upload) -> Sequence[str]:
        """Makes the policy folder anew, and what `check` finds wrong with it."""
        staged = self._staged(upload)
        shutil.rmtree(staged, ignore_errors=True)
        folder = staged / upload.policy
        folder.mkdir(parents=True)
        shutil.copyfile(self.original(upload), folder / upload.file)
        try:
            described = policy_yaml(upload.policy, upload.file, upload.sha256, upload.facts, self._places())
        except UsageError as error:
            return [error.message]
        (folder / "policy.yaml").write_text(described, encoding="utf-8")
        readers: list[DocumentReader] = list({id(one): one for one in document_readers().values()}.values())
        problems = check_corpus(self._settings.home, readers, [added_folder(self._settings), staged])
        return [f"{one.what}. {one.do}" for one in problems if Path(one.file).is_relative_to(staged)]

    def _places(self) -> Any:
        from assistant.corpus_files.places import load_places

        file = self._settings.corpus / "shared" / "places.csv"
        return load_places(file) if file.exists() else None

    def _keep(self, upload: Upload) -> None:
        held = {name: getattr(upload, name) for name in Upload.__dataclass_fields__}
        file = self._folder / upload.id / "upload.json"
        draft = file.with_suffix(".new")
        draft.write_text(json.dumps(held, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(file)


def _guessed(extracted: Extracted) -> dict[str, str]:
    """What the file says of itself, to begin the form with."""
    language = language_of(extracted.text)
    title = {f"title_{language}": extracted.title.strip()} if extracted.title.strip() else {}
    return {"language": language, **title}


def _upload(held: Mapping[str, Any]) -> Upload:
    state = held["state"] if held["state"] in get_args(State) else "incomplete"
    lists = {name: tuple(held[name]) for name in ("problems", "warnings")}
    return Upload(**{**held, **lists, "state": state})


def safe_name(shown: str) -> str:
    """A file name without folders, control characters, or what shells and YAML take for more than a name."""
    name = shown.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    stem = re.sub(r"[^\w.()（）《》〔〕]+", "-", stem).strip("-. ")[:80]
    return f"{stem or 'document'}{dot}{suffix.lower()[:8]}"
