"""The labels of the screens, from wording.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.corpus_files.strict_yaml import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.model import Language

FILE: Final = Path(__file__).with_name("wording.yaml")


@cache
def labels(language: Language) -> Mapping[str, str]:
    """Every label in a language, by its name in wording.yaml."""
    return {name: texts[language] for name, texts in read_yaml(FILE).data.items()}


def clause_name(path: str, title: str) -> str:
    """A clause as people name it: its path with its title, once."""
    return path if path.endswith(title) else " ".join(filter(None, (path, title)))
