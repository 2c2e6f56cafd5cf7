"""What all tests stand on: no network, a small real index, and a count of what was not run."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

    from assistant.wiring import Assistant

HOME = Path(__file__).parent.parent
OFFLINE = Path(__file__).parent / "offline"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

os.environ["HF_HUB_OFFLINE"] = "1"
for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
    del os.environ[name]

sys.path.insert(0, str(OFFLINE))
import sitecustomize  # noqa: E402, F401 - blocks the network of this process

sys.path.remove(str(OFFLINE))

LACKING = "Skipped: this machine has "
_not_run: list[str] = []


def not_run(what: str) -> NoReturn:
    """Skips a test that this machine cannot run, as it has `what`; with CI=true that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"this machine has {what}", pytrace=False)
    pytest.skip(f"this machine has {what}")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keeps what each test lacked that was not run."""
    if report.skipped and isinstance(report.longrepr, tuple) and report.longrepr[2].startswith(LACKING):
        _not_run.append(report.longrepr[2].removeprefix(LACKING))


def pytest_unconfigure(config: pytest.Config) -> None:
    """The very last line: how many tests this machine could not run, and why."""
    if config.option.collectonly or hasattr(config, "workerinput"):
        return
    why = ", ".join(f"{_not_run.count(what)} as there is {what}" for what in sorted(set(_not_run)))
    print(f"not run: {len(_not_run)}{f' ({why})' if why else ''}")


# ---- no network ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _offline_subprocesses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Every Python process that a test starts is offline, too."""
    log = tmp_path_factory.mktemp("offline") / "tried.txt"
    log.touch()
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(OFFLINE), os.environ.get("PYTHONPATH"))))
    os.environ["OFFLINE_LOG"] = str(log)
    yield log
    del os.environ["OFFLINE_LOG"]


@pytest.fixture(autouse=True)
def _nothing_leaves(_offline_subprocesses: Path) -> Iterator[None]:
    """Fails a test during which something tried to leave this machine."""
    before = _offline_subprocesses.read_text()
    yield
    tried = _offline_subprocesses.read_text().removeprefix(before)
    if tried:
        pytest.fail(f"tried to leave this machine: {tried.strip()}", pytrace=False)


# ---- a small real index ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def home() -> Path:
    """The folder with corpus/ and prompts/."""
    return HOME


@pytest.fixture(scope="session")
def corpus_data_dir(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """A data folder with the index of corpus/, made once."""
    from assistant.settings import load_settings
    from assistant.wiring import ingest

    data_dir = tmp_path_factory.mktemp("corpus-index")
    report = ingest(load_settings(home=home, data_dir=data_dir))
    assert not report.failed, [health.error for health in report.failed]
    return data_dir


@pytest.fixture(scope="session")
def assistant(corpus_data_dir: Path, home: Path) -> Assistant:
    """The real assistant over corpus/."""
    from assistant.settings import load_settings
    from assistant.wiring import open_assistant

    return open_assistant(load_settings(home=home, data_dir=corpus_data_dir))


# ---- a browser -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; closed with the module, since Playwright keeps an event loop running meanwhile."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        not_run("no browser")
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes pages; fails the test when one asks something of another host, or logs an error."""
    faults: list[str] = []
    contexts = []

    def stay_here(route: Route) -> None:
        host = route.request.url.partition("://")[2].partition("/")[0].rpartition(":")[0]
        if host in ("127.0.0.1", "localhost"):
            route.continue_()
        else:
            faults.append(f"request off this machine: {route.request.url}")
            route.abort()

    def open_page(*, width: int = 1280, height: int = 800, locale: str = "en-GB", **more: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=locale, **more)  # type: ignore[arg-type]
        contexts.append(context)
        context.route(lambda url: url.startswith(("http:", "https:", "ws:", "wss:")), stay_here)
        page = context.new_page()
        page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, faults
