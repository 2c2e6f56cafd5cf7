"""What both PDF engines give, and the errors they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import EncryptedDocument, LimitExceeded

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.ports import ReadLimits


@dataclass(frozen=True, slots=True)
class PdfPages:
    """The text of each page, lines as printed, and the title that the file gives itself."""

    pages: tuple[str, ...]
    title: str


def check_page_count(count: int, path: Path, limits: ReadLimits) -> None:
    """Raises LimitExceeded when a file has more pages than allowed."""
    if count > limits.pages:
        raise LimitExceeded(
            f"the file has {count:,} pages, over the limit of {limits.pages:,}",
            where=str(path),
            do="Split the file, or raise the limit in the settings.",
        )


def encrypted_pdf(path: Path) -> EncryptedDocument:
    """The error for a PDF that asks for a password."""
    return EncryptedDocument(
        "the PDF is protected by a password", where=str(path), do="Save it without a password and try again."
    )
