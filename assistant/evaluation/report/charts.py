"""Charts as SVG that takes the colours of the page, light or dark."""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from assistant.evaluation.measures.deciding import CurvePoint
    from assistant.evaluation.statistics import Estimate

INK, SOFT, LINE, GOOD, BAD = "#010203", "#020304", "#030405", "#040506", "#050607"
COLOURS: Final[Mapping[str, str]] = {
    INK: "var(--ink)",
    SOFT: "var(--soft)",
    LINE: "var(--line)",
    GOOD: "var(--accent)",
    BAD: "var(--bad)",
}
"""What is drawn with, and what the page puts in its place."""


WIDTH: Final = 5.0
"""Inches; so narrow that the words can be read where the page is as narrow as a phone."""
LETTERS: Final = 27
"""Of a label on one line, a Chinese one counting double."""


def bars(parts: Sequence[tuple[str, Estimate]], title: str) -> str:
    """A bar a part, from nought to all, with its interval."""
    figure, axes = _figure(title, height=0.7 + 0.34 * len(parts))
    for row, (_, found) in enumerate(parts):
        axes.barh(row, found.mean, color=GOOD, height=0.6, zorder=2)
        axes.plot([found.low, found.high], [row, row], color=INK, linewidth=1.2, zorder=3)
        axes.text(1.02, row, f"{found.mean:.0%}", va="center", color=INK, fontsize=8)
    axes.set_yticks(range(len(parts)), [_wrapped(f"{name} ({found.n})") for name, found in parts])
    axes.set_ylim(len(parts) - 0.5, -0.5)
    _shares(axes, "x")
    return _svg(figure, title)


def trend(runs: Sequence[tuple[str, Mapping[str, float]]], names: Mapping[str, str], title: str) -> str:
    """A line a measure over the runs, the oldest first; `names` are the words for each measure."""
    figure, axes = _figure(title, height=3.1)
    styles = zip(names.items(), ((GOOD, "-"), (INK, "--"), (BAD, ":")), strict=False)
    for (measure, words), (colour, style) in styles:
        points = [(n, values[measure]) for n, (_, values) in enumerate(runs) if measure in values]
        if points:
            axes.plot(*zip(*points, strict=True), color=colour, linestyle=style, marker="o", markersize=4, label=words)
    shown = range(0, len(runs), max(1, len(runs) // 4))
    axes.set_xticks(list(shown), [runs[n][0] for n in shown])
    axes.legend(frameon=False, fontsize=7, labelcolor=INK, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=3)
    _shares(axes, "y")
    return _svg(figure, title)


def curve(points: Sequence[CurvePoint], title: str, across: str, up: str) -> str:
    """Accuracy against coverage when one answers only what looks answerable enough."""
    figure, axes = _figure(title, height=2.9)
    axes.plot([p.coverage for p in points], [p.accuracy for p in points], color=GOOD, linewidth=1.8)
    axes.set_xlim(0, 1.0)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel(across, color=SOFT, fontsize=9)
    axes.set_ylabel(up, color=SOFT, fontsize=9)
    _shares(axes, "y")
    return _svg(figure, title)


def _wrapped(label: str) -> str:
    """The label in two lines at most, broken near its middle when it is long."""
    wide = sum(2 if char > "\u2e80" else 1 for char in label)
    if wide <= LETTERS or " " not in label:
        return label
    breaks = [at for at, char in enumerate(label) if char == " "]
    middle = min(breaks, key=lambda at: abs(at - len(label) / 2))
    return f"{label[:middle]}\n{label[middle + 1 :]}"


def _figure(title: str, height: float) -> tuple[Figure, Any]:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    mpl.rcParams["svg.fonttype"] = "none"
    mpl.rcParams["svg.hashsalt"] = title
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    axes.tick_params(colors=INK, labelsize=8, length=0)
    return figure, axes


def _shares(axes: Any, which: str) -> None:
    axis = axes.xaxis if which == "x" else axes.yaxis
    (axes.set_xlim if which == "x" else axes.set_ylim)(0, 1.02)
    axis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.grid(axis=which, color=LINE, linewidth=0.8, zorder=0)


def _svg(figure: Figure, title: str) -> str:
    """The drawing alone, with the page's colours and a name for screen readers."""
    file = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    drawing = file.getvalue()
    drawing = drawing[drawing.index("<svg") :]
    for drawn, shown in COLOURS.items():
        drawing = drawing.replace(drawn, shown)
    drawing = re.sub(r"<metadata>.*?</metadata>", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r'font: ([\d.]+px)[^;"]*', r"font: \1 var(--font)", drawing)
    drawing = re.sub(r'(<svg[^>]*?) height="[^"]*"([^>]*?) width="[^"]*"', r"\1\2", drawing, count=1)
    return drawing.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
