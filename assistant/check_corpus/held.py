"""A policy together with the texts of its documents, as the readers see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.corpus_files.load import document_faults
from assistant.corpus_files.problems import Problem, facts_of
from assistant.corpus_files.shapes import DocumentShape, MissingShape, PolicyShape
from assistant.corpus_files.strict_yaml import Place, YamlFile
from assistant.documents.clauses import find_clauses
from assistant.errors import DocumentError
from assistant.ports import ReadLimits

if TYPE_CHECKING:
    from assistant.model import Clause, Extracted
    from assistant.ports import DocumentReader


@dataclass(frozen=True, slots=True)
class HeldText:
    """A document that could be read; `number` is its place in the policy's list."""

    number: int
    entry: DocumentShape
    path: Path
    extracted: Extracted
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        return self.extracted.text

    def clause(self, path: str) -> Clause | None:
        """The clause of that path."""
        return next((clause for clause in self.clauses if clause.path == path), None)

    def lacks(self, path: str) -> str:
        """What to tell of a clause that is not there."""
        known = ", ".join(clause.path for clause in self.clauses if clause.path)
        return f'{self.entry.file} has no clause "{path}"; it has {known}'

    def body(self, clause: Clause) -> str:
        """The words of a clause below its heading."""
        return self.text[clause.body : clause.end]

    def line_of(self, position: int) -> int:
        """The line, from 1, of a position of the text as it was extracted."""
        return self.text.count("\n", 0, position) + 1

    def problem(self, position: int, what: str, do: str = "", code: str = "", **facts: object) -> Problem:
        """A fault in the document itself."""
        line = self.line_of(position)
        return Problem(str(self.path), line, what, do, code, facts_of({"line": line, **facts}))


@dataclass(frozen=True, slots=True)
class HeldPolicy:
    """A policy that has the right shape, and its readable documents by file name."""

    shape: PolicyShape
    file: YamlFile
    texts: dict[str, HeldText]
    problems: tuple[Problem, ...]

    def problem(self, keys: Place, what: str, do: str = "", code: str = "", **facts: object) -> Problem:
        """A fault in policy.yaml, at the value of those keys."""
        return Problem(str(self.file.path), self.file.line_of(keys), what, do, code, facts_of(facts))

    def entries(self) -> list[tuple[Place, DocumentShape]]:
        """The documents with their keys in policy.yaml."""
        return [(("documents", number), entry) for number, entry in enumerate(self.shape.documents)]

    def missing(self) -> list[tuple[Place, MissingShape]]:
        """The missing texts with their keys in policy.yaml."""
        return [(("missing", number), entry) for number, entry in enumerate(self.shape.missing)]


def hold(shape: PolicyShape, file: YamlFile, readers: Sequence[DocumentReader]) -> HeldPolicy:
    """Reads every document of the policy; what cannot be read becomes a problem."""
    problems = document_faults(shape, file)
    folder = file.path.parent.resolve()
    texts: dict[str, HeldText] = {}
    for number, entry in enumerate(shape.documents):
        path = file.path.parent / entry.file
        if not path.is_file() or not path.resolve().is_relative_to(folder):
            continue
        reader = next((r for r in readers if path.suffix.lower() in r.suffixes), None)
        if reader is None:
            line = file.line_of(("documents", number, "file"))
            known = ", ".join(sorted(suffix for r in readers for suffix in r.suffixes))
            problems.append(Problem(str(file.path), line, f"no reader for {entry.file}", f"Formats read: {known}"))
            continue
        try:
            extracted = reader.read(path, ReadLimits())
        except DocumentError as error:
            problems.append(Problem(str(path), 0, error.what, error.do))
            continue
        texts[entry.file] = HeldText(number, entry, path, extracted, find_clauses(extracted))
    return HeldPolicy(shape, file, texts, tuple(problems))
