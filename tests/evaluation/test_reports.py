"""What is kept and shown of a run: files that load again, a page that stands alone, and no word of a held case."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re

import pytest
from junitparser import JUnitXml

from assistant.errors import UsageError
from assistant.evaluation.cases import Suite
from assistant.evaluation.gates import Gate
from assistant.evaluation.judging import judge_cases, kappa
from assistant.evaluation.kept_runs import KeptRuns
from assistant.evaluation.outputs import write_outputs
from assistant.evaluation.records import Run
from assistant.evaluation.results import Results, baseline_of, load_baseline, results_of, write_baseline
from assistant.evaluation.summary import summary_of
from assistant.model import Outcome
from tests.evaluation.answers import NOTICE_III, SHA, TEXT, answer, case, expected, found, passage, record, refusal

HELD_QUESTION = "A question about harbours"
HELD_ID = "period-held"
HELD_ANSWER = "An answer nobody may see."


def a_run(name: str = "2026-11-25T10-00-00", first: bool = True) -> Run:
    cases = (
        case("c1", expected(figures=("2 years",), clauses=((NOTICE_III,),)), suite="period"),
        case("c2", expected(facts=(("<b>by post</b>",),)), suite="period", question="多久？"),
        case(HELD_ID, expected(Outcome.NOT_IN_CORPUS), suite="period", question=HELD_QUESTION, held=True),
    )
    records = (
        record(answer() if first else refusal(), "c1", found=found(passage("III", 0)), traced=True),
        record(refusal(), "c2", found=found(passage("V", 0)), traced=True),
        record(answer(text=HELD_ANSWER), HELD_ID),
    )
    about = {"target": "this machine", "corpus": "abc", "documents": 3, "version": "1", "embedding_model": "m"}
    suite = Suite("period", {"en": "How long", "zh": "期限"}, cases)
    return Run(name, dt.date(2026, 11, 25), about, (suite,), records, {SHA: TEXT})


def results(run: Run | None = None) -> Results:
    return results_of(run or a_run(), str.__eq__, [Gate("right", least=0.9)])


def test_a_run_comes_back_as_it_was_kept_and_scores_the_same(tmp_path):
    runs = KeptRuns(tmp_path)
    runs.keep(a_run())
    loaded = runs.load("last")
    assert loaded == a_run()
    assert results(loaded).summary == results().summary


def test_a_run_is_found_by_its_beginning_and_no_run_is_told(tmp_path):
    runs = KeptRuns(tmp_path)
    runs.keep(a_run("2026-11-25T10-00-00"))
    runs.keep(a_run("2026-11-26T10-00-00"))
    assert runs.load("2026-11-25").id == "2026-11-25T10-00-00"
    with pytest.raises(UsageError, match="several runs"):
        runs.load("2026")
    with pytest.raises(UsageError, match="no run"):
        runs.load("2024")


@pytest.fixture
def folder(tmp_path):
    runs = KeptRuns(tmp_path)
    for name in ("2026-11-24T10-00-00", "2026-11-25T10-00-00"):
        write_outputs(results(a_run(name)), runs.keep(a_run(name)), runs)
    return tmp_path / "2026-11-25T10-00-00"


@pytest.mark.parametrize("name", ["report.html", "report.zh.html", "summary.json", "cases.csv", "junit.xml"])
def test_no_word_of_a_held_case_is_shown(folder, name):
    text = (folder / name).read_text("utf-8-sig")
    assert HELD_QUESTION not in text
    assert HELD_ANSWER not in text
    assert HELD_ID not in text


@pytest.mark.parametrize("name", ["report.html", "report.zh.html"])
def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(folder, name):
    page = (folder / name).read_text("utf-8")
    assert not re.findall(r'(?:src|href)="(?!#|report)[^"]*"', page.replace('xlink:href="#', 'href="#'))
    assert "<script" not in page
    assert "url(http" not in page


def test_words_of_a_case_cannot_become_markup(folder):
    page = (folder / "report.html").read_text("utf-8")
    assert "&lt;b&gt;by post&lt;/b&gt;" in page
    assert "<b>by post</b>" not in page


def test_the_page_shows_the_trend_of_earlier_runs_and_how_a_wrong_answer_came_about(folder):
    page = (folder / "report.html").read_text("utf-8")
    assert "Over the runs" in page
    assert "scheme/third/notice.md V" in page
    assert "1 of 2 gates fell" not in page
    assert "2 of 2 gates fell" in page


def test_junit_names_what_an_open_case_lacks_and_which_gate_fell(folder):
    suites = {suite.name: suite for suite in JUnitXml.fromfile(str(folder / "junit.xml"))}
    assert (suites["period"].tests, suites["period"].failures) == (2, 1)
    assert suites["gates"].failures == 2


def test_the_table_of_cases_has_their_measures(folder):
    rows = list(csv.DictReader((folder / "cases.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["case"], row["right"]) for row in rows] == [("c1", "1.0"), ("c2", "0.0")]


def test_the_figures_do_not_change_with_how_long_a_question_took():
    slow = a_run()
    fast = Run(slow.id, slow.started, slow.about, slow.suites, tuple(record(r.answer, r.case) for r in slow.records))
    ours, theirs = summary_of(results(slow).scored), summary_of(results(fast).scored)
    assert ours.slices["all"].measures["right"] == theirs.slices["all"].measures["right"]


def test_a_baseline_holds_figures_only_and_tells_what_changed(tmp_path):
    write_baseline(baseline_of(results()), tmp_path / "baseline.json")
    assert HELD_ID not in (tmp_path / "baseline.json").read_text("utf-8")
    baseline = load_baseline(tmp_path / "baseline.json")
    worse = results_of(a_run(first=False), str.__eq__, (), baseline)
    assert worse.against
    assert worse.against["right"].mean == pytest.approx(-1 / 3)
    assert worse.against["right_clause"].mean == -1.0
    assert load_baseline(tmp_path / "none.json") is None


def test_a_broken_baseline_says_how_to_mend_it(tmp_path):
    (tmp_path / "baseline.json").write_text(json.dumps({"run": "r"}), "utf-8")
    with pytest.raises(UsageError, match="--save-baseline"):
        load_baseline(tmp_path / "baseline.json")


def test_a_judge_is_reported_with_its_agreement_and_moves_no_figure():
    said = iter(["YES", "yes.", "perhaps"])
    found = results()
    judged = judge_cases(found.scored, lambda prompt: next(said), "fake:judge")
    assert judged
    assert (judged.n, judged.favourable, judged.agreement, judged.unread) == (2, 1.0, 0.5, 1)
    assert found.summary == results().summary


def test_kappa_is_one_for_full_agreement_and_nought_for_chance():
    assert kappa([(True, True), (False, False)]) == 1.0
    assert kappa([(True, True), (True, False), (False, True), (False, False)]) == 0.0


def test_any_langchain_chat_model_can_judge():
    from langchain_core.language_models.fake_chat_models import FakeListChatModel

    from assistant.adapters.model_judge import judge_by

    judged = judge_cases(results().scored, judge_by(FakeListChatModel(responses=["NO"])), "fake")
    assert judged
    assert judged.favourable == 0.0
