"""The words of our own pages: those of every screen and those of wording.yaml here."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.corpus_files.strict_yaml import read_yaml
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.model import Language

FILE: Final = Path(__file__).with_name("wording.yaml")


@cache
def page_words(language: Language) -> Mapping[str, str]:
    """Every label in a language, by its name."""
    return {**labels(language), **{name: texts[language] for name, texts in read_yaml(FILE).data.items()}}


def language_asked(given: str | None, accepted: str) -> Language:
    """The language of a page: the one asked for, else the first of an Accept-Language header that is held."""
    if given in ("en", "zh"):
        return "zh" if given == "zh" else "en"
    first = next((part[:2].lower() for part in accepted.split(",") if part.strip()[:2].lower() in ("en", "zh")), "en")
    return "zh" if first.strip() == "zh" else "en"
