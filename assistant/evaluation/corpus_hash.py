"""The state of a corpus in sixteen characters, so that a case tells which texts it was written from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assistant.corpus_files import find_policies, load_policy

LENGTH = 16
"""Characters of the hash that are kept."""


def corpus_hash(home: Path) -> str:
    """The beginning of a sha256 over the documents that the policies under home/corpus/ name.

    One line for each document, "<policy id>/<file> <sha256 of its bytes>", policies in the order of their paths and
    documents in the order of policy.yaml. Raises CorpusError for a policy that cannot be read.
    """
    lines = (line for file in find_policies(home / "corpus") for line in _lines(file))
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()[:LENGTH]


def _lines(file: Path) -> list[str]:
    policy = load_policy(file)
    return [
        f"{policy.id}/{document.file} {hashlib.sha256((file.parent / document.file).read_bytes()).hexdigest()}\n"
        for document in policy.documents
    ]
