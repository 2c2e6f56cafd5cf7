"""The labels of the screens, from wording.yaml and, for the chat page, wording_chat.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.corpus_files.strict_yaml import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.model import Language

FILES: Final = tuple(Path(__file__).with_name(name) for name in ("wording.yaml", "wording_chat.yaml"))


@cache
def labels(language: Language) -> Mapping[str, str]:
    """Every label in a language, by its name in the files."""
    return {name: texts[language] for file in FILES for name, texts in read_yaml(file).data.items()}


def clause_name(path: str, title: str) -> str:
    """A clause as people name it: its path with its title, once."""
    return path if path.endswith(title) else " ".join(filter(None, (path, title)))
