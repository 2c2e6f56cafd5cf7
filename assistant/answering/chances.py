"""How likely it is that a rule is asked for, that known words answer, or that what was extracted answers."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from assistant.model import Language

What = Literal["rule", "known", "extracted"]

WEIGHTS: Final[Mapping[str, Mapping[str, Mapping[str, float]]]] = json.loads(
    Path(__file__).with_name("chance_weights.json").read_text(encoding="utf-8")
)
"""Coefficients of the log-odds by language, decision and feature, made by `python -m bench.fit_chances`."""


def chance(what: What, language: Language, features: Mapping[str, float]) -> float:
    """0..1, by the logistic function of the weighed features."""
    weights = WEIGHTS[language][what]
    odds = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-odds))


def log_odds(probability: float) -> float:
    """Of a probability, held within what a thousand cases could show."""
    held = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(held / (1 - held))
