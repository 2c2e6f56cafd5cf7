"""A pytest plugin: each case of a suite file is a test.

    [pytest]
    policy_suites = suites

Then `pytest suites` asks every case of suites/*.yaml of the assistant that the settings give (ASSISTANT_HOME,
ASSISTANT_DATA_DIR, assistant.toml) and fails those that are not right, with what they lack.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from assistant.evaluation.cases import Case
    from assistant.evaluation.measures.ruling import SamePlace
    from assistant.evaluation.targets import LocalTarget

INI = "policy_suites"
LENT = pytest.StashKey["tuple[LocalTarget, SamePlace]"]()


class WrongAnswerError(Exception):
    """The answer to a case is not right."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The folders that hold suite files."""
    parser.addini(INI, "folders with suites of questions for policy-assistant", type="paths", default=[])
    parser.addoption("--policy-suites", action="append", default=[], metavar="FOLDER", help=f"adds to {INI}")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> SuiteFile | None:
    """A YAML file below one of the folders."""
    if file_path.suffix not in (".yaml", ".yml"):
        return None
    given = [Path(folder).absolute() for folder in parent.config.getoption("--policy-suites")]
    folders = [*parent.config.getini(INI), *given]
    if any(file_path.is_relative_to(folder) for folder in folders):
        return SuiteFile.from_parent(parent, path=file_path)
    return None


class SuiteFile(pytest.File):
    """A suite file."""

    def collect(self) -> Iterable[CaseItem]:
        """A test for each case."""
        from assistant.errors import AssistantError
        from assistant.evaluation.suites import load_suite

        try:
            suite = load_suite(self.path)
        except AssistantError as error:
            raise self.CollectError(error.message) from None
        for case in suite.cases:
            yield CaseItem.from_parent(self, name=case.id, case=case)


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, **more: Any) -> None:
        super().__init__(**more)
        self.case = case
        for tag in case.tags:
            self.keywords[tag] = tag

    def runtest(self) -> None:
        """Asks and measures. Raises WrongAnswerError."""
        from assistant.evaluation.junit import lacking_in
        from assistant.evaluation.run import texts_of
        from assistant.evaluation.scoring import score

        target, same_place = lent(self.config)
        record = target.ask(self.case)
        scored = score(self.case, record, texts_of([record], target.assistant.text), same_place)
        if not scored.is_right:
            raise WrongAnswerError(lacking_in(scored))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The question and what its answer lacks, without a stack of Python."""
        if isinstance(excinfo.value, WrongAnswerError):
            return f"{self.case.question}\n{excinfo.value}\n{self.case.where}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case stands."""
        line = self.case.where.rpartition(":")[2]
        return self.path, int(line) - 1 if line.isdecimal() else None, self.case.id


def lent(config: pytest.Config) -> tuple[LocalTarget, SamePlace]:
    """The assistant of the settings, opened once a session."""
    if LENT not in config.stash:
        from assistant.evaluation.same_place import same_place_in
        from assistant.evaluation.targets import LocalTarget
        from assistant.settings import load_settings
        from assistant.wiring import open_assistant

        settings = load_settings()
        config.stash[LENT] = LocalTarget(open_assistant(settings)), same_place_in(settings.corpus)
    return config.stash[LENT]
