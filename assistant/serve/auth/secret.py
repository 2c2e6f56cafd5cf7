"""The secret that signs cookies and form tokens."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from assistant.settings import Settings

FILE: Final = "secret"


def secret_of(settings: Settings) -> str:
    """The setting's, or the one kept in the data folder."""
    return settings.secret_key.get_secret_value() if settings.secret_key else _kept(settings.data_dir / FILE)


@cache
def _kept(file: Path) -> str:
    """What the file holds; made on first use, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as output:
        output.write(made := secrets.token_urlsafe(48))
    return made
