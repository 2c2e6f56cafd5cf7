"""Evaluations from the page: a suite is asked, its report is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.model import Language
from assistant.serve.clock import now
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.build_index import Progress
    from assistant.evaluation.kept_runs import KeptRuns
    from assistant.serve.web.tabs.upload_html import Told
    from assistant.settings import Settings

SHOWN: Final = 10
"""Runs that are listed, the newest."""


@dataclass(frozen=True, slots=True)
class Suites:
    """The suites of the home folder and the runs of the data folder."""

    settings: Settings

    def names(self) -> tuple[str, ...]:
        """Every written suite."""
        return tuple(sorted(file.stem for file in (self.settings.home / "eval" / "suites").glob("*.yaml")))

    def runs(self) -> tuple[str, ...]:
        """The newest runs that have a report, the newest first."""
        runs = self._kept()
        reported = [name for name in runs.names() if self._file(runs, name, "en").is_file()]
        return tuple(reversed(reported[-SHOWN:]))

    def run(self, name: str, progress: Progress) -> str:
        """Asks a suite, keeps the run with its report; the name of the run. Raises UsageError for an unknown suite."""
        from assistant.evaluation.evaluate import Asking, evaluate
        from assistant.evaluation.outputs import write_outputs
        from assistant.evaluation.results import results_of
        from assistant.evaluation.same_place import same_place_in

        found = evaluate(Asking(self.settings, names=(name,)), now(), progress)
        results, runs = results_of(found, same_place_in(self.settings.corpus)), self._kept()
        write_outputs(results, runs.keep(found), runs)
        return found.id

    def report(self, name: str, language: Language) -> str | None:
        """The page of a run; None when there is none of that name."""
        runs = self._kept()
        if name not in runs.names():
            return None
        file = self._file(runs, name, language)
        return file.read_text(encoding="utf-8") if file.is_file() else None

    def _kept(self) -> KeptRuns:
        from assistant.evaluation.kept_runs import KeptRuns

        return KeptRuns(self.settings.data_dir / "runs")

    @staticmethod
    def _file(runs: KeptRuns, name: str, language: Language) -> Path:
        from assistant.evaluation.report.page import FILES

        return runs.folder / name / FILES[language]


def suites_html(names: Sequence[str], runs: Sequence[str], told: Told, *, may_run: bool, language: Language) -> Html:
    """The chooser for those who may run one, and the reports there are."""
    words = labels(language)
    links = (
        tag("li", tag("a", name, href=f"/admin/runs/{name}?lang={language}", target="_blank", rel="noopener"))
        for name in runs
    )
    listed = tag("ul", *links, class_="runs") if runs else tag("p", words["no_runs"], class_="none")
    if not names:
        return joined([tag("p", words["suites_none"], class_="none"), listed])
    options = (tag("option", name.replace("_", " "), value=name) for name in names)
    field = tag(
        "div",
        tag("label", words["suite"], for_="suite"),
        tag("select", *options, name="suite", id="suite"),
        class_="field",
    )
    form = tag("form", field, tag("button", words["run_suite"], type="submit", class_="main"), data_do="run")
    return joined([told.html() or "", form if may_run else "", listed])
