"""Data files to nouns. Each function raises CorpusError with file and line at the first fault."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.corpus_files.problems import Problem, problem_of, refuse
from assistant.corpus_files.reading import read_shape
from assistant.corpus_files.shapes import (
    AsksShape,
    BatchShape,
    DocumentShape,
    GlossaryShape,
    MissingShape,
    PolicyShape,
    QuestionsShape,
    RepliesShape,
    SchemeShape,
)
from assistant.corpus_files.strict_yaml import YamlFile
from assistant.model import Batch, DocumentFile, Jurisdiction, KnownAsk, MissingText, Pointer, Policy, Scheme, Term

GLOSSARY = Path("shared/glossary.yaml")
"""Beneath corpus/."""
ASKS = "asks.yaml"
"""Beside policy.yaml."""
OFF_SUBJECT = "off_subject.yaml"
"""Beside scheme.yaml."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that the data folders say, in the order of their ids."""

    schemes: tuple[Scheme, ...]
    policies: tuple[Policy, ...]
    glossary: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Replies:
    """The fixed wordings: code -> language -> text."""

    outcomes: Mapping[str, Mapping[str, str]]
    notices: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, Mapping[str, str]]


def load_corpus(home: Path, added: Path | None = None) -> Corpus:
    """Everything under home/corpus/, and the policies of another folder laid out in the same way."""
    folder = home / "corpus"
    files = [*find_policies(folder), *(find_policies(added) if added else ())]
    schemes = sorted((load_scheme(file) for file in find_schemes(folder)), key=lambda scheme: scheme.id)
    policies = sorted((load_policy(file) for file in files), key=lambda policy: policy.id)
    glossary = load_glossary(folder / GLOSSARY) if (folder / GLOSSARY).exists() else ()
    return Corpus(tuple(schemes), tuple(policies), glossary)


def find_policies(folder: Path) -> list[Path]:
    """Every policy.yaml in the folder, at any depth."""
    return sorted(folder.rglob("policy.yaml"))


def find_schemes(folder: Path) -> list[Path]:
    """Every scheme.yaml in the folder, at any depth."""
    return sorted(folder.rglob("scheme.yaml"))


def load_policy(file: Path) -> Policy:
    """One policy.yaml; each file it names exists and has the sha256 given for it, if one is given."""
    shape, source = read_shape(file, PolicyShape)
    if faults := document_faults(shape, source):
        refuse(faults)
    return with_asks(policy_from(shape, file.parent))


def with_asks(policy: Policy) -> Policy:
    """The policy with the questions of the asks.yaml beside it, if there is one."""
    file = Path(policy.folder) / ASKS
    if not file.exists():
        return policy
    shape, _ = read_shape(file, AsksShape)
    asks = tuple(
        KnownAsk(
            tuple(Pointer(one.document, one.clause, one.quote) for one in (entry.answer, *entry.also)),
            (*entry.en, *entry.zh),
        )
        for entry in shape.asks
    )
    return replace(policy, asks=asks, not_held=(*shape.not_held.en, *shape.not_held.zh))


def document_faults(shape: PolicyShape, source: YamlFile) -> list[Problem]:
    """What is wrong with the files that a policy names: not there, another sha256."""
    faults = []
    for number, entry in enumerate(shape.documents):
        path = source.path.parent / entry.file
        if not path.resolve().is_relative_to(source.path.parent.resolve()):
            line = source.line_of(("documents", number, "file"))
            what = f"the document {entry.file} lies outside the policy's folder"
            faults.append(Problem(str(source.path), line, what, "Put a copy of it beside policy.yaml"))
            continue
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            line = source.line_of(("documents", number, "file"))
            what = f"the document {entry.file} cannot be read: {problem_of(path, error).what.split(': ', 1)[1]}"
            faults.append(Problem(str(source.path), line, what, "Put it beside policy.yaml or remove its entry"))
            continue
        if entry.sha256 and entry.sha256 != found:
            line = source.line_of(("documents", number, "sha256"))
            what = f"{entry.file} is not the file that was recorded: its sha256 is now {found}"
            faults.append(Problem(str(source.path), line, what, "Restore the file, or write the new sha256 here"))
    return faults


def policy_from(shape: PolicyShape, folder: Path) -> Policy:
    """The noun; each document has its batch, its own or the policy's."""
    place = shape.jurisdiction
    return Policy(
        id=shape.id,
        folder=str(folder),
        titles=shape.titles.by_language(),
        issuer=shape.issuer.by_language(),
        documents=tuple(_document(entry, shape.batch) for entry in shape.documents),
        number=shape.number,
        published=shape.published,
        scheme=shape.scheme,
        batch=shape.batch,
        jurisdiction=Jurisdiction(place.level, place.place, tuple(place.names)),
        in_force_from=shape.in_force.first,
        in_force_to=shape.in_force.last,
        amends=tuple(shape.amends),
        superseded_by=shape.superseded_by,
        missing=tuple(_missing(entry) for entry in shape.missing),
    )


def load_scheme(file: Path) -> Scheme:
    """One scheme.yaml, with the questions of the off_subject.yaml beside it, if there is one."""
    shape, _ = read_shape(file, SchemeShape)
    scheme, beside = scheme_from(shape), file.parent / OFF_SUBJECT
    if not beside.exists():
        return scheme
    questions, _ = read_shape(beside, QuestionsShape)
    return replace(scheme, off_subject=(*questions.en, *questions.zh))


def scheme_from(shape: SchemeShape) -> Scheme:
    """The noun."""
    return Scheme(
        id=shape.id,
        titles=shape.titles.by_language(),
        batches=tuple(_batch(entry) for entry in shape.batches),
        default_batch=shape.default_batch,
        contact=shape.contact.by_language(),
        words=tuple(shape.words),
    )


def load_glossary(file: Path) -> tuple[Term, ...]:
    """The terms of a glossary.yaml, in its order."""
    shape, _ = read_shape(file, GlossaryShape)
    return tuple(Term(tuple(term.en), tuple(term.zh)) for term in shape.terms)


def load_replies(file: Path) -> Replies:
    """The fixed wordings of prompts/replies.yaml."""
    shape, _ = read_shape(file, RepliesShape)
    groups = (shape.outcomes, shape.notices, shape.labels)
    outcomes, notices, labels = ({code: text.by_language() for code, text in group.items()} for group in groups)
    return Replies(outcomes, notices, labels)


def _document(entry: DocumentShape, batch: str | None) -> DocumentFile:
    return DocumentFile(
        file=entry.file,
        kind=entry.kind,
        language=entry.language,
        source=entry.source,
        sha256=entry.sha256,
        restates=entry.restates,
        confidence=entry.confidence,
        title=entry.title,
        batch=entry.batch or batch,
        restated_clauses=dict(entry.clauses),
        repeated_clauses={clause: tuple(others) for clause, others in entry.repeats.items()},
    )


def _missing(entry: MissingShape) -> MissingText:
    return MissingText(
        title=entry.title.by_language(),
        issuer=entry.issuer.by_language(),
        match=tuple(entry.match),
        clause=entry.clause,
        document=entry.document,
        pointer=entry.pointer,
    )


def _batch(entry: BatchShape) -> Batch:
    window = entry.window
    return Batch(
        id=entry.id,
        titles=entry.titles.by_language(),
        names=tuple(entry.names),
        window_from=window.first if window else None,
        window_to=window.last if window else None,
        announced=entry.announced,
    )
