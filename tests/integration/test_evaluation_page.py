"""The report of an evaluation in a browser: it stands alone, fits a phone, and can be read by everybody."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from assistant.evaluation.kept_runs import KeptRuns
from assistant.evaluation.outputs import write_outputs
from tests.evaluation.test_reports import a_run, results


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    runs = KeptRuns(tmp_path_factory.mktemp("runs"))
    for name in ("2026-11-24T10-00-00", "2026-11-25T10-00-00"):
        write_outputs(results(a_run(name)), runs.keep(a_run(name)), runs)
    return runs.path("last")


@pytest.mark.parametrize("name", ["report.html", "report.zh.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_fault_of_accessibility(open_page, folder, name, scheme):
    page = open_page(color_scheme=scheme, bypass_csp=True)
    page.goto((folder / name).as_uri())
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in violations] == []


def test_the_page_fits_a_phone_and_changes_language(open_page, folder):
    page = open_page(width=390)
    page.goto((folder / "report.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="中文版").click()
    assert page.get_by_role("heading", name="回答质量报告").is_visible()
