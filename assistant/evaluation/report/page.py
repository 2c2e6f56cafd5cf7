"""A run as one HTML page, in English or Chinese, that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assistant.evaluation.report import charts
from assistant.evaluation.report.worst_cases import worst_cases
from assistant.evaluation.summary import ALL, HELD
from assistant.model import Language, Outcome, as_json

if TYPE_CHECKING:
    from assistant.evaluation.gates import Gate, GateResult
    from assistant.evaluation.judging import Judged
    from assistant.evaluation.results import Results

HERE: Final = Path(__file__).parent
TILES: Final = (
    "citation_verbatim",
    "figure_fidelity",
    "right_clause",
    "key_facts",
    "rule_right",
    "refused",
    "over_refused",
    "contradicted",
)
TREND: Final = ("right", "rule_right", "over_refused")
FILES: Final[Mapping[Language, str]] = {"en": "report.html", "zh": "report.zh.html"}
Kept = Sequence[tuple[str, Mapping[str, Any]]]
"""Earlier runs with their figures, the oldest first."""


def report_page(results: Results, language: Language, kept: Kept = (), judged: Judged | None = None) -> str:
    """The page."""
    import jinja2

    words = Words(language)
    titles = {suite.name: suite.titles[language] for suite in results.run.suites}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters.update(share=share, points=points, suite=lambda name: titles.get(name, name))
    everything = results.summary.slices[ALL].measures
    held = results.summary.slices[HELD].measures if HELD in results.summary.slices else {}
    shown = [name for name in words.measures() if name in everything]
    differences = results.against or {}
    return environment.get_template("page.html.j2").render(
        language=language,
        css=(HERE / "page.css").read_text(encoding="utf-8"),
        w=words,
        measure=words.measure,
        other=FILES["en" if language == "zh" else "zh"],
        run=results.run,
        right=everything["right"],
        against=results.other,
        change=differences.get("right"),
        differences=differences,
        gates=results.gates,
        gate_rows=_gate_rows(results),
        fallen=results.fallen,
        fell={result.gate.measure for result in results.fallen},
        tiles=[(name, everything[name]) for name in TILES if name in everything],
        groups=charts.bars(_groups(results, titles), words("sections.groups")),
        trend=_trend(results, kept, words),
        confusion=results.summary.confusion,
        outcomes=_outcomes(results),
        curve=_curve(results, words),
        worst=worst_cases(results.scored),
        documents=results.summary.documents,
        measures=[(name, everything[name]) for name in shown],
        held=held,
        judged=judged,
        card=_card(results, words),
        suites=[_suite(suite, titles) for suite in results.run.suites],
    )


class Words:
    """The words of the report in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **filled: Any) -> str:
        """The words under "section.name", filled in."""
        section, name = key.split(".", 1)
        return str(_words()[section][name][self.language]).format(**filled)

    def measure(self, name: str) -> str:
        """The title of a measure, its name where it has none."""
        return str(_words()["measures"].get(name, {}).get(self.language, name))

    def measures(self) -> Iterable[str]:
        """Every measure with a title, in the order of the report."""
        return tuple(_words()["measures"])


@cache
def _words() -> Mapping[str, Any]:
    from assistant.corpus_files.strict_yaml import read_yaml

    file = read_yaml(HERE / "words.yaml")
    assert not file.problems, file.problems
    words: Mapping[str, Any] = file.data
    return words


def share(value: float) -> str:
    """A share as a percentage; only all is 100% and only nothing is 0%."""
    rounded = f"{value:.0%}"
    return f"{value:.1%}" if rounded in ("100%", "0%") and value not in (0.0, 1.0) else rounded


def points(value: float) -> str:
    """A difference in percentage points."""
    return f"{value * 100:+.1f}"


def _groups(results: Results, titles: Mapping[str, str]) -> list[tuple[str, Any]]:
    parts = results.summary.slices.items()
    found = [(n.removeprefix("suite:"), part.measures["right"]) for n, part in parts if n.startswith("suite:")]
    return [(titles.get(name, name), right) for name, right in sorted(found, key=lambda part: part[1].mean)]


def _trend(results: Results, kept: Kept, words: Words) -> str | None:
    """Runs over the same cases, as far as their number tells, this one the last; None while there is only one."""
    suites = asked_in(as_json(results.summary))
    runs = [
        (name, {measure: found["mean"] for measure, found in figures["slices"][ALL]["measures"].items()})
        for name, figures in kept
        if name < results.run.id and asked_in(figures) == suites
    ][-19:]
    if not runs:
        return None
    ours = {measure: found.mean for measure, found in results.summary.slices[ALL].measures.items()}
    names = {measure: words.measure(measure) for measure in TREND}
    shown = [
        (name[5:16].replace("T", " ").replace("-", "."), values) for name, values in (*runs, (results.run.id, ours))
    ]
    return charts.trend(shown, names, words("sections.trend"))


def asked_in(figures: Mapping[str, Any]) -> dict[str, int]:
    """How many cases of each suite a run asked."""
    return {name: part["cases"] for name, part in figures["slices"].items() if name.startswith("suite:") or name == ALL}


def _curve(results: Results, words: Words) -> str | None:
    if len(results.summary.curve) < 2:
        return None
    labels = words("labels.coverage"), words("labels.accuracy")
    return charts.curve(results.summary.curve, words("sections.curve"), *labels)


def _gate_rows(results: Results) -> list[tuple[Gate, dict[str, GateResult]]]:
    """Each gate with what it found, by part."""
    rows: dict[Gate, dict[str, GateResult]] = {}
    for result in results.gates:
        rows.setdefault(result.gate, {})[result.part] = result
    return list(rows.items())


def _outcomes(results: Results) -> list[str]:
    """The outcomes that occur, in the order of the model."""
    rows = results.summary.confusion
    seen = {*rows, *(got for row in rows.values() for got in row)}
    return [str(outcome) for outcome in Outcome if outcome in seen]


def _card(results: Results, words: Words) -> list[tuple[str, str]]:
    about, latency = results.run.about, results.summary.latency
    cases = results.run.cases
    english = sum(case.language == "en" for case in cases)
    moved = sum(case.corpus not in (None, about.get("corpus")) for case in cases)
    corpus = f"{about.get('corpus')} ({about.get('documents')} {words('labels.files')})"
    rows = [
        ("run", results.run.id),
        ("target", f"{about.get('target')}"),
        ("version", f"{about.get('version')}, {about.get('embedding_model')}"),
        ("corpus", corpus + (f". {words('labels.corpus_moved', n=moved)}" if moved else "")),
        ("cases", str(len(cases))),
        ("held", str(sum(case.held for case in cases))),
        ("languages", f"{english} / {len(cases) - english}"),
        ("latency", f"{latency.p50:.3f} / {latency.p95:.3f}"),
    ]
    if latency.first_p50 is not None:
        rows.append(("first", f"{latency.first_p50:.3f} / {latency.first_p95:.3f}"))
    if refusing := results.summary.refusing:
        rows.append(("refusing", f"{share(refusing.precision)} / {share(refusing.recall)} / {refusing.f1:.2f}"))
    return [*rows, ("faults", str(results.summary.faults))]


def _suite(suite: Any, titles: Mapping[str, str]) -> dict[str, Any]:
    english = sum(case.language == "en" for case in suite.cases)
    return {
        "name": suite.name,
        "title": titles[suite.name],
        "cases": len(suite.cases),
        "held": sum(case.held for case in suite.cases),
        "en": english,
        "zh": len(suite.cases) - english,
        "written": suite.written,
    }
