"""What is known of one document that was brought, and how it is written down."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from assistant.corpus_files.problems import Problem
from assistant.corpus_files.write import lacking
from assistant.documents.language import language_of

if TYPE_CHECKING:
    from assistant.model import Extracted

State = Literal["incomplete", "ready", "approved", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that was brought. `faults` are those of its facts, `warnings` those of the file; `policy` its id."""

    id: str
    file: str
    sha256: str
    size: int
    by: str
    at: str
    state: State = "incomplete"
    facts: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    characters: int = 0
    beginning: str = ""
    policy: str = ""
    approved_by: str = ""

    @property
    def lacking(self) -> tuple[str, ...]:
        """The names of facts that are needed and not there."""
        return tuple(lacking(self.facts))


def read_record(file: Path) -> Upload:
    """The upload of an upload.json."""
    held = json.loads(file.read_text(encoding="utf-8"))
    known = {name: value for name, value in held.items() if name in Upload.__dataclass_fields__}
    state = held["state"] if held["state"] in get_args(State) else "incomplete"
    faults = tuple(_fault(one) for one in held.get("faults", ()))
    return Upload(**{**known, "state": state, "faults": faults, "warnings": tuple(held["warnings"])})


def write_record(upload: Upload, file: Path) -> None:
    """Replaces the upload.json in one step."""
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(asdict(upload), ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(file)


def _fault(held: Mapping[str, Any]) -> Problem:
    return Problem(**{**held, "facts": tuple((name, fact) for name, fact in held["facts"])})


def first_facts(extracted: Extracted) -> dict[str, str]:
    """What the file says of itself, to begin the form with."""
    language = language_of(extracted.text)
    title = {f"title_{language}": extracted.title.strip()} if extracted.title.strip() else {}
    return {"language": language, **title}


def safe_name(shown: str) -> str:
    """A file name without folders, control characters, or what shells and YAML take for more than a name."""
    name = shown.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    stem = re.sub(r"[^\w.()（）《》〔〕]+", "-", stem).strip("-. ")[:80]
    return f"{stem or 'document'}{dot}{suffix.lower()[:8]}"
