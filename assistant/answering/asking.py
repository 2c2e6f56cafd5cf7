"""What kind of thing a question asks for, and how a sentence shows that it holds one: soft signals, never a filter."""

from __future__ import annotations

from typing import Literal, cast

from assistant.answering.cues import cues
from assistant.answering.modality import bounds_of
from assistant.documents.figures import Figure, FigureKind, figures_in

AnswerKind = Literal[
    "deadline",
    "who",
    "when",
    "how_long",
    "how_many",
    "money",
    "where",
    "may",
    "why",
    "definition",
    "list",
    "how",
    "what",
]

_ASKED = cues("asked")
_SHOWN = cues("shown")
_DAYS = frozenset({"date", "time", "duration"})
_ENDS = frozenset({"before", "at most"})
_FIGURES: dict[str, frozenset[FigureKind]] = {
    "when": frozenset({"date", "time", "duration"}),
    "how_long": frozenset({"duration", "date"}),
    "how_many": frozenset({"number", "percent", "money", "duration"}),
    "money": frozenset({"money", "percent"}),
}


def kinds_asked(text: str) -> tuple[AnswerKind, ...]:
    """The kinds of things the text asks for, the most telling first; "what" when nothing tells."""
    found = tuple(cast("AnswerKind", name) for name, pattern in _ASKED.items() if pattern.search(text))
    return found or ("what",)


def kind_shown(kinds: tuple[AnswerKind, ...], text: str, *, is_list: bool = False) -> float:
    """How far a sentence shows what is asked for: 0..1 over the kinds, 0 when none says anything."""
    telling = [kind for kind in kinds if kind in _SHOWN or kind in _FIGURES]
    if not telling:
        return 0.0
    figures = figures_in(text) if any(kind in _FIGURES for kind in telling) else ()
    return sum(_shows(kind, text, figures, is_list) for kind in telling) / len(telling)


def lacks_figure(kinds: tuple[AnswerKind, ...], text: str, *, is_row: bool = False) -> float:
    """1 when the question asks for a figure or a day above all, and the sentence has none of that kind.

    The figures of a table row are of any kind: their unit stands in the header.
    """
    wanted = _FIGURES.get(kinds[0])
    if wanted is None:
        return 0.0
    return float(not any(is_row or figure.kind in wanted for figure in figures_in(text)))


def ends_shown(kinds: tuple[AnswerKind, ...], text: str) -> float:
    """1 when a deadline is asked for and the sentence gives a day or a time that something must be done before."""
    if "deadline" not in kinds:
        return 0.0
    return float(any(figure.kind in _DAYS and bounds_of(text, figure) & _ENDS for figure in figures_in(text)))


def _shows(kind: AnswerKind, text: str, figures: tuple[Figure, ...], is_list: bool) -> float:
    if kind == "list" and is_list:
        return 1.0
    wanted = _FIGURES.get(kind)
    if wanted is not None and any(figure.kind in wanted for figure in figures):
        return 1.0
    if kind not in _SHOWN or not _SHOWN[kind].search(text):
        return 0.0
    return 0.5 if wanted is not None else 1.0
