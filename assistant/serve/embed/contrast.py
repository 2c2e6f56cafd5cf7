"""How well two colours can be told apart, by the formula of WCAG 2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEAST_CONTRAST: Final = 4.5
"""For text of normal size, WCAG 2 level AA."""
SHEETS: Final[Mapping[str, str]] = {"light": "#f4f2ec", "dark": "#1c2229"}
"""The background, in look/theme.css, on which an accent is hardest to read."""


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white); colours as #rrggbb."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return float(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
