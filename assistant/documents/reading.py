"""What becomes of one file: a document with its clauses, its passages and its health report."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from assistant.documents.health import Health, Sketch
from assistant.model import Clause, Document, Passage


@dataclass(frozen=True, slots=True)
class Reading:
    """A document ready to be indexed. `key` is a hash of all that it was made from: equal keys, equal readings."""

    key: str
    document: Document
    clauses: tuple[Clause, ...]
    passages: tuple[Passage, ...]
    health: Health
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Known:
    """What an index remembers of a reading, to know the file again and to compare others with it."""

    key: str
    health: Health
    sketch: Sketch


def text_hash(text: str) -> bytes:
    """16 bytes that stand for a text that is embedded."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
