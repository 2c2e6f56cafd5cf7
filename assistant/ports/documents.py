"""Reading the files of a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assistant.model import Extracted


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What one file may cost: bytes on disk, pages, seconds."""

    bytes: int = 50_000_000
    pages: int = 2_000
    seconds: float = 120.0


class DocumentReader(Protocol):
    """Reads one format."""

    suffixes: frozenset[str]

    def read(self, path: Path, limits: ReadLimits) -> Extracted:
        """The file's text and structure. Raises DocumentError when it cannot be read."""
        ...
