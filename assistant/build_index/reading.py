"""A source -> a document with its clauses and passages, and the key by which it is known again."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.documents.clauses import find_clauses
from assistant.documents.health import Health, examine, failed, sketch_of
from assistant.documents.language import language_of
from assistant.documents.passages import make_passages
from assistant.documents.reading import Reading
from assistant.errors import AssistantError, CorpusError, EmptyDocument, LimitExceeded, UnreadableDocument
from assistant.model import Document, DocumentKind, Extracted, as_json

if TYPE_CHECKING:
    from assistant.build_index.sources import Source
    from assistant.ports import DocumentReader, ReadLimits


@dataclass(frozen=True, slots=True)
class SourceReader:
    """Reads sources of every format; `version` changes whenever the same file could be read differently."""

    readers: Mapping[str, DocumentReader]
    limits: ReadLimits
    count_tokens: Callable[[str], int]
    passage_tokens: int
    version: str

    def key(self, source: Source) -> str:
        """A hash of all that the reading is made of: the file, what its policy says of it, this version.

        Raises DocumentError when the file is too large, OSError when it is not readable.
        """
        if not source.file.is_file():
            raise UnreadableDocument(
                "this is not a file, or a link that leads nowhere", do="Remove it or mend the link"
            )
        size = source.file.stat().st_size
        if size > self.limits.bytes:
            raise LimitExceeded(
                f"the file has {size:,} bytes, more than {self.limits.bytes:,}",
                do="Split it or raise ASSISTANT_READ_MAX_BYTES",
            )
        with source.file.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
        described = as_json(_document(source, Extracted(""), ""))
        facts = [content, described, self.version, self.passage_tokens]
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

    def read(self, source: Source, key: str) -> tuple[Reading, Extracted]:
        """The document with its parts, and the text it was found in. Raises DocumentError."""
        began = time.perf_counter()
        extracted = self.readers[source.file.suffix.lower()].read(source.file, self.limits)
        digest = hashlib.sha256(extracted.text.encode("utf-8")).hexdigest()
        document = _document(source, extracted, digest)
        clauses = find_clauses(extracted)
        passages = make_passages(document, extracted, clauses, self.count_tokens, self.passage_tokens)
        if not passages:
            raise EmptyDocument("the file holds no text", do="If it is a scan, run character recognition on it first")
        health = examine(source.shown, extracted, time.perf_counter() - began)
        health = replace(health, clauses=len(clauses), passages=len(passages))
        return Reading(key, document, clauses, passages, health, sketch_of(extracted.text)), extracted


def failed_health(source: Source, error: Exception) -> Health:
    """The report of a file that could not be read."""
    known = isinstance(error, AssistantError | OSError)
    what = str(error) if known else f"the file cannot be read ({type(error).__name__}: {error})"
    return failed(source.shown, what.replace(str(source.file), source.shown), 0.0)


def fault_health(fault: CorpusError) -> Health:
    """The report of a policy file that cannot be used; the documents that it describes are left out."""
    return failed(fault.where, fault.message, 0.0)


def _document(source: Source, extracted: Extracted, sha256: str) -> Document:
    """The document as its policy describes it, or as the file itself does."""
    policy, entry = source.policy, source.entry
    if policy is None or entry is None:
        return Document(
            id=source.id,
            policy=source.policy_id,
            name=source.name,
            path=source.shown,
            title=extracted.title or source.file.stem,
            kind=DocumentKind.OFFICIAL,
            language=language_of(extracted.text),
            sha256=sha256,
            pages=len(extracted.pages),
        )
    language = entry.language
    return Document(
        id=source.id,
        policy=policy.id,
        name=entry.file,
        path=source.shown,
        title=entry.title or policy.titles.get(language) or extracted.title,
        kind=entry.kind,
        language=language,
        sha256=sha256,
        scheme=policy.scheme,
        batch=entry.batch or policy.batch,
        jurisdiction=policy.jurisdiction,
        in_force_from=policy.in_force_from,
        in_force_to=policy.in_force_to,
        superseded_by=policy.superseded_by,
        restates=entry.restates,
        source=entry.source,
        confidence=entry.confidence,
        restated_clauses=entry.restated_clauses,
        repeated_clauses=entry.repeated_clauses,
        issuer=policy.issuer.get(language),
        number=policy.number,
        published=policy.published,
        pages=len(extracted.pages),
    )
