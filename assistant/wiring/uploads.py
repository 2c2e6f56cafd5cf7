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
import re
import secrets
import shutil
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assistant.check_corpus import Problem, check_corpus
from assistant.corpus_files.problems import facts_of
from assistant.corpus_files.write import FormFile, policy_yaml
from assistant.documents.clauses import find_clauses
from assistant.documents.health import examine
from assistant.errors import AssistantError, DocumentError, EmptyDocument, NotFound, UnreadableDocument, UsageError
from assistant.wiring.corpus import added_folder
from assistant.wiring.indexing import document_readers, ingest
from assistant.wiring.upload_record import Upload, first_facts, read_record, safe_name, write_record

if TYPE_CHECKING:
    from assistant.build_index import Progress
    from assistant.ports import DocumentReader
    from assistant.settings import Settings

NAME: Final = re.compile(r"[0-9]{8}-[0-9a-f]{8}")
"""Of an upload: the day and a random part."""


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
        return tuple(read_record(file) for file in files)

    def get(self, name: str) -> Upload:
        """Raises NotFound."""
        file = self._folder / name / "upload.json"
        if not NAME.fullmatch(name) or not file.exists():
            raise NotFound("there is no such upload", do="Look at the list again", code="no_upload")
        return read_record(file)

    def original(self, upload: Upload) -> Path:
        """The file as it was brought."""
        return self._folder / upload.id / "original" / upload.file

    def bring(self, file: Path, shown: str, by: str, at: dt.datetime) -> Upload:
        """Keep a file that can be read. Raises DocumentError with what is wrong; then nothing is kept."""
        name = safe_name(shown)
        reader = document_readers().get(Path(name).suffix.lower())
        if reader is None:
            known = ", ".join(self.formats())
            do = f"Bring one of these: {known}"
            raise UnreadableDocument("this format is not read", where=shown, do=do, code="no_reader", known=known)
        try:
            extracted = reader.read(file, self._settings.limits)
        except DocumentError as error:
            raise error.at(shown) from None
        if not extracted.text.strip():
            do = "If it is a scan, run character recognition on it first"
            raise EmptyDocument("the file holds no text", where=shown, do=do)
        health = examine(name, extracted, 0.0)
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if twin := next((one for one in self.list() if one.sha256 == digest and one.state != "withdrawn"), None):
            told = {"file": twin.file, "day": twin.at[:10]}
            what = f"this very file was brought before ({twin.file}, {twin.at[:10]})"
            raise UsageError(what, where=shown, do="Use that one", code="brought_before", **told)
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
            facts=first_facts(extracted),
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
            raise UsageError("this document is in use", do="Take it out of search first", code="in_use")
        given = {key: value.strip() for key, value in facts.items() if value.strip()}
        described = replace(upload, facts=given, policy="", faults=(), state="incomplete")
        if not described.lacking:
            described = replace(described, policy=self._policy_id(described))
            faults = tuple(self._checked(described))
            described = replace(described, faults=faults, state="incomplete" if faults else "ready")
        self._keep(described)
        return described

    def approve(self, name: str, by: str, progress: Progress | None = None) -> Upload:
        """Lay the policy folder into the corpus and index it; when that fails, everything is as it was."""
        with self._lock:
            upload = self.get(name)
            if upload.state == "approved":
                return upload
            if not upload.policy or (faults := tuple(self._checked(upload))):
                self._keep(replace(upload, state="incomplete", faults=faults if upload.policy else ()))
                do = "Complete the form and check it again"
                raise UsageError("this cannot be approved: its facts are not in order", do=do, code="not_in_order")
            target = added_folder(self._settings) / upload.policy
            if target.exists():
                what = f"the policy {upload.policy} is there already"
                raise UsageError(what, do="Change its title", code="policy_there", policy=upload.policy)
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

    def _checked(self, upload: Upload) -> Sequence[Problem]:
        """Makes the policy folder anew, and what `check` finds wrong with it."""
        staged = self._staged(upload)
        shutil.rmtree(staged, ignore_errors=True)
        folder = staged / upload.policy
        folder.mkdir(parents=True)
        shutil.copyfile(self.original(upload), folder / upload.file)
        file = FormFile(upload.file, upload.sha256, lambda words: self._clause_of(upload, words))
        try:
            described = policy_yaml(upload.policy, file, upload.facts, self._places())
        except AssistantError as error:
            return [Problem(upload.file, 0, error.what, error.do, error.code, facts_of(error.facts))]
        (folder / "policy.yaml").write_text(described, encoding="utf-8")
        readers: list[DocumentReader] = list({id(one): one for one in document_readers().values()}.values())
        problems = check_corpus(self._settings.home, readers, [added_folder(self._settings), staged])
        return [one for one in problems if Path(one.file).is_relative_to(staged)]

    def _clause_of(self, upload: Upload, words: str) -> str | None:
        """The clause of the file that holds the words, the innermost one; None when no clause does."""
        file = self.original(upload)
        extracted = document_readers()[file.suffix.lower()].read(file, self._settings.limits)
        holding = [one for one in find_clauses(extracted) if words in extracted.text[one.start : one.end]]
        return min(holding, key=lambda one: one.end - one.start).path if holding else None

    def _places(self) -> Any:
        from assistant.corpus_files.places import load_places

        file = self._settings.corpus / "shared" / "places.csv"
        return load_places(file) if file.exists() else None

    def _keep(self, upload: Upload) -> None:
        write_record(upload, self._folder / upload.id / "upload.json")
