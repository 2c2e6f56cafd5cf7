"""The hash of a corpus follows its documents, their order and the policies that hold them, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.evaluation.corpus_hash import corpus_hash

POLICY = """\
id: {id}
titles: {{en: Rules, zh: 规定}}
issuer: {{en: Office, zh: 办公室}}
number: null
published: null
scheme: null
batch: null
jurisdiction: {{level: national, place: CN}}
in_force: {{from: null, to: null}}
documents:
{documents}
"""
ENTRY = "  - {{file: {file}, kind: official, language: en, source: a test}}"


def put(home: Path, folder: str, documents: Mapping[str, str], *, policy: str = "") -> None:
    """A policy in corpus/<folder>/ with its documents, text by file name."""
    place = home / "corpus" / folder
    place.mkdir(parents=True, exist_ok=True)
    entries = "\n".join(ENTRY.format(file=file) for file in documents)
    (place / "policy.yaml").write_text(POLICY.format(id=policy or folder, documents=entries), encoding="utf-8")
    for file, text in documents.items():
        (place / file).write_text(text, encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    put(tmp_path, "lakes", {"rules.md": "# Lakes\n", "digest.md": "# Lakes in short\n"})
    put(tmp_path, "forests", {"rules.md": "# Forests\n"})
    return tmp_path


def test_it_is_a_sha256_over_a_line_for_each_document_in_the_order_of_the_paths(home: Path) -> None:
    told = [
        ("forests/rules.md", "# Forests\n"),
        ("lakes/rules.md", "# Lakes\n"),
        ("lakes/digest.md", "# Lakes in short\n"),
    ]
    lines = "".join(f"{name} {hashlib.sha256(text.encode()).hexdigest()}\n" for name, text in told)

    assert corpus_hash(home) == hashlib.sha256(lines.encode()).hexdigest()[:16]


def test_one_character_in_a_document_changes_it(home: Path) -> None:
    before = corpus_hash(home)

    (home / "corpus" / "lakes" / "digest.md").write_text("# Lakes in Short\n", encoding="utf-8")

    assert corpus_hash(home) != before


def test_the_order_of_the_documents_counts(home: Path) -> None:
    before = corpus_hash(home)

    put(home, "lakes", {"digest.md": "# Lakes in short\n", "rules.md": "# Lakes\n"})

    assert corpus_hash(home) != before


def test_the_id_of_the_policy_counts(home: Path) -> None:
    before = corpus_hash(home)

    put(home, "forests", {"rules.md": "# Forests\n"}, policy="woods")

    assert corpus_hash(home) != before


def test_a_file_that_no_policy_names_does_not_count(home: Path) -> None:
    before = corpus_hash(home)

    (home / "corpus" / "lakes" / "notes.md").write_text("Not a document.\n", encoding="utf-8")

    assert corpus_hash(home) == before


def test_a_document_that_is_not_there_is_named(home: Path) -> None:
    (home / "corpus" / "lakes" / "digest.md").unlink()

    with pytest.raises(CorpusError, match=r"digest\.md cannot be read"):
        corpus_hash(home)
