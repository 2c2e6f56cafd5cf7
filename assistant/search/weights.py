"""The coefficients of search, one set a language, made by bench/ and kept in weights.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.model import Language

FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class LanguageWeights:
    """Coefficients by signal: of the fused score, of the answerable score, and the least answerable to answer at."""

    fusion: Mapping[str, float]
    answerable: Mapping[str, float]
    threshold: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The coefficients of every language of questions."""

    languages: Mapping[Language, LanguageWeights]

    def of(self, language: Language) -> LanguageWeights:
        """Those for questions of that language."""
        return self.languages[language]


def load_weights(file: Path = FILE) -> Weights:
    """The weights kept in a file, by default those that come with the product."""
    data = json.loads(file.read_text(encoding="utf-8"))
    return Weights(
        {
            lang: LanguageWeights(data[lang]["fusion"], data[lang]["answerable"], data[lang]["threshold"])
            for lang in ("en", "zh")
        }
    )
