"""Texts of document versions, a file each, named by sha256; they outlive their removal from search."""

from __future__ import annotations

import os
from pathlib import Path


class TextStore:
    """Keeps a text for good; the same text is kept once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, sha256: str, text: str) -> None:
        """Keep the text; a kill leaves it whole or not there."""
        file = self._file(sha256)
        if file.exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        draft.write_bytes(text.encode("utf-8"))
        draft.replace(file)

    def get(self, sha256: str) -> str:
        """The text with that hash; KeyError when it was never kept or was purged."""
        try:
            return self._file(sha256).read_bytes().decode("utf-8")
        except FileNotFoundError:
            raise KeyError(sha256) from None

    def held(self) -> frozenset[str]:
        """sha256 of every text that is kept."""
        return frozenset(file.stem for file in self._folder.glob("*.txt") if not file.name.startswith("."))

    def remove(self, sha256: str) -> None:
        """Keep the text no longer; no proof that lies in it can be shown from here on."""
        self._file(sha256).unlink(missing_ok=True)

    def _file(self, sha256: str) -> Path:
        if not (len(sha256) == 64 and sha256.isalnum() and sha256.isascii()):
            raise KeyError(sha256)
        return self._folder / f"{sha256}.txt"
