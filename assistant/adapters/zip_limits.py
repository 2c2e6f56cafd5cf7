"""Refuses zip containers that would unpack to far more than their size."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from assistant.errors import LimitExceeded, UnreadableDocument

if TYPE_CHECKING:
    from pathlib import Path


def check_unzipped_size(path: Path, most: int) -> None:
    """Raises LimitExceeded when the parts of a DOCX or XLSX unpack to more than that many bytes."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableDocument("the file is broken", where=str(path), do="Open and save it anew.") from error
    if size > most:
        raise LimitExceeded(
            f"the file unpacks to {size:,} bytes, over the limit of {most:,}",
            where=str(path),
            do="Split the file, or raise the limit in the settings.",
        )
