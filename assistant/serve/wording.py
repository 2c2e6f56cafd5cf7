"""The words of the screens: labels from wording.yaml and wording_chat.yaml, errors from wording_errors.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.corpus_files.strict_yaml import read_yaml
from assistant.errors import AssistantError, CorpusError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.corpus_files.problems import Problem
    from assistant.model import Language

FILES: Final = tuple(
    Path(__file__).with_name(name) for name in ("wording.yaml", "wording_chat.yaml", "wording_errors.yaml")
)


@cache
def labels(language: Language) -> Mapping[str, str]:
    """Every label in a language, by its name in the files."""
    return {name: texts[language] for file in FILES for name, texts in read_yaml(file).data.items()}


def error_words(error: Exception, language: Language, **shown: object) -> str:
    """What a page says of an error, by its code or else by its class; `shown` are facts as the page names them."""
    words = labels(language)
    if not isinstance(error, AssistantError):
        return words["error_Exception"]
    names = [error.code, *(kind.__name__ for kind in type(error).__mro__)]
    template = next(words[f"error_{name}"] for name in names if f"error_{name}" in words)
    told = {"what": _sentence(error.what), "do": error.do, "where": error.where, **error.facts, **shown}
    return template.format(**told).strip()


def fault_words(fault: Problem, language: Language) -> str:
    """What a page says of a fault that the check found."""
    return error_words(CorpusError(fault.what, do=fault.do, code=fault.code, **dict(fault.facts)), language)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def clause_name(path: str, title: str) -> str:
    """A clause as people name it: its path with its title, once."""
    return path if path.endswith(title) else " ".join(filter(None, (path, title)))
