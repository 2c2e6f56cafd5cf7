"""Things broken on purpose: each shows in the right measure, and the gate on it falls."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evaluation.cases import Case
from assistant.evaluation.gates import load_gates
from assistant.evaluation.made.mutated_corpus import ChangingTarget, changed_copy
from assistant.evaluation.made.mutations import Change, Mutation, load_mutations
from assistant.evaluation.results import Baseline, Results, baseline_of, results_of
from assistant.evaluation.run import run_suites, time_first_sentences
from assistant.evaluation.same_place import same_place_in
from assistant.evaluation.suites import load_suite
from assistant.evaluation.targets import LocalTarget
from assistant.wiring import Assistant, open_assistant

pytest_plugins = ["pytester"]

STARTED = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
SUITE = """\
suite: small
title: {en: A small suite, zh: 小题集}
scheme: sme-digital-pilot
defaults: {as_of: 2025-05-12}
cases:
  - id: period-en
    group: period
    question: What is the implementation period of the third batch of urban pilots?
    expect:
      outcome: answered
      figures: [2 years]
      clauses: [[{document: notice.md, clause: III}, {document: digest.zh.md, clause: 三}]]
  - id: period-zh
    group: period
    question: 第三批城市试点的实施期为几年？
    expect:
      outcome: answered
      figures: [2年]
      clauses: [[{document: notice.md, clause: III}, {document: digest.zh.md, clause: 三}]]
  - id: ownership
    question: Do enterprises of all ownership types have to be treated equally?
    expect:
      outcome: answered
      facts: [[treat all ownership types equally, 一视同仁]]
      clauses: [[{document: notice.md, clause: IV > (3)}]]
  - id: quota-en
    group: quota
    question: How many cities may Guangdong recommend?
    expect:
      outcome: answered
      rule: {name: recommendation_quota, inputs: {province: "44"}, value: 2, unit: city}
  - id: quota-zh
    group: quota
    question: 广东省可以推荐几个城市？
    expect:
      outcome: answered
      rule: {name: recommendation_quota, inputs: {province: "44"}, value: 2, unit: city}
  - id: number
    question: 工信厅企业〔2022〕32号
    expect:
      outcome: [answered, not_in_corpus, out_of_scope]
      clauses: [[{document: digest.zh.md, clause: 文号与结构}, {document: digest.en.md, clause: Number and structure}]]
  - id: hours
    question: What are the opening hours of the tax office in Lyon?
    expect: {outcome: [not_in_corpus, out_of_scope]}
  - id: bread
    question: 怎样做面包？
    expect: {outcome: [not_in_corpus, out_of_scope]}
  - id: pension
    question: At which age may a teacher of the city retire?
    expect: {outcome: [not_in_corpus, out_of_scope]}
"""
THIRD = "sme-digital-pilot/2025-third-batch"


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory):
    file = tmp_path_factory.mktemp("suites") / "small.yaml"
    file.write_text(SUITE, "utf-8")
    return load_suite(file)


@pytest.fixture(scope="module")
def evaluated(suite, home) -> Callable[..., Results]:
    gates = load_gates(home / "eval" / "gates.yaml")

    def evaluate(assistant: Assistant, baseline: Baseline | None = None) -> Results:
        run = run_suites([suite], LocalTarget(assistant), started=STARTED, about={}, text_of=assistant.text)
        return results_of(run, same_place_in(home / "corpus"), gates, baseline)

    return evaluate


@pytest.fixture(scope="module")
def whole(assistant, evaluated) -> Results:
    """The results of the product as it is."""
    return evaluated(assistant)


def fallen(results: Results) -> set[str]:
    return {result.gate.measure for result in results.fallen}


def mean(results: Results, measure: str) -> float:
    return results.summary.slices["all"].measures[measure].mean


def broken(assistant: Assistant, folder: Path, *changes: Change) -> Assistant:
    """An assistant over a copy of the corpus with these changes."""
    return open_assistant(changed_copy(assistant.settings, Mutation("broken", changes), folder))


def test_the_small_suite_passes_its_gates_before_anything_is_broken(whole):
    assert [one.case.id for one in whole.scored if not one.is_right] == []
    assert not whole.fallen


def test_two_clauses_that_change_places_show_in_the_right_clause(assistant, evaluated, whole, tmp_path):
    notice = f"{THIRD}/notice.md"
    swapped = broken(
        assistant,
        tmp_path,
        Change(notice, "## III. Targets of Support", "## ??. Targets of Support"),
        Change(notice, "## V. Organization of Application", "## III. Organization of Application"),
        Change(notice, "## ??. Targets of Support", "## V. Targets of Support"),
        Change(f"{THIRD}/digest.zh.md", "第三批城市试点的实施期为两年", "第三批的期限另行通知"),
    )
    results = evaluated(swapped, baseline_of(whole))
    assert "right_clause" in fallen(results)
    assert results.against
    assert results.against["right_clause"].mean < 0
    assert mean(results, "citation_verbatim") == 1.0


def test_a_dropped_keyword_index_shows_in_the_retrieval(assistant, evaluated, whole, monkeypatch):
    from assistant.adapters.tantivy_index import TantivyIndex

    monkeypatch.setattr(TantivyIndex, "search", lambda *_, **__: [])
    results = evaluated(assistant)
    assert mean(results, "clause_recall@10") < mean(whole, "clause_recall@10")
    assert "clause_recall@10" in fallen(results)


def test_a_lowered_threshold_shows_in_what_is_refused(assistant, evaluated, monkeypatch):
    from assistant.answering import weigh
    from assistant.search.weights import Weights

    original = Weights.of
    monkeypatch.setattr(weigh, "LEAST", {"en": 0.001, "zh": 0.001})
    monkeypatch.setattr(Weights, "of", lambda self, language: replace(original(self, language), threshold=0.0))
    results = evaluated(assistant)
    assert "refused" in fallen(results)


def test_a_changed_quota_shows_in_the_rules(assistant, evaluated, tmp_path):
    rule = "  named_quota:\n    unit: city\n    values:\n      2025-05-09:\n        value: "
    results = evaluated(broken(assistant, tmp_path, Change(f"{THIRD}/rules.yaml", f"{rule}2\n", f"{rule}3\n")))
    assert "rule_right" in fallen(results)
    assert mean(results, "rule_chosen") == mean(results, "rule_inputs") == 1.0
    assert mean(results, "rule_value") == 0.0


def test_a_quote_that_is_altered_shows_in_verbatim(whole, home):
    def altered(record):
        citations = tuple(replace(citation, quote=f"{citation.quote} indeed") for citation in record.answer.citations)
        return replace(record, answer=replace(record.answer, citations=citations))

    run = replace(whole.run, records=tuple(map(altered, whole.run.records)))
    results = results_of(run, same_place_in(home / "corpus"), load_gates(home / "eval" / "gates.yaml"))
    assert "citation_verbatim" in fallen(results)


def test_two_runs_give_the_same_figures_but_for_the_time(assistant, evaluated, whole):
    again = evaluated(assistant)

    def without_times(results: Results):
        return dataclasses.replace(results.summary, latency=whole.summary.latency)

    assert without_times(again) == whole.summary
    assert [one.values for one in again.scored] == [one.values for one in whole.scored]


def test_jobs_change_no_answer(assistant, suite, whole):
    run = run_suites([suite], LocalTarget(assistant), started=STARTED, about={}, text_of=assistant.text, jobs=3)
    assert [(r.case, r.answer.text) for r in run.records] == [(r.case, r.answer.text) for r in whole.run.records]


def test_the_first_sentence_is_timed_on_some_of_the_cases(assistant, whole):
    timed = [r.first_sentence for r in time_first_sentences(whole.run, LocalTarget(assistant)).records]
    assert timed[0] is not None
    assert timed[1:] == [None] * (len(timed) - 1)


def asked_after(assistant: Assistant, home: Path, folder: Path, name: str) -> Sequence[tuple[Case, str]]:
    """The cases of one change, each with the text it got."""
    found = load_mutations(home / "eval" / "mutations.yaml")
    target = ChangingTarget(LocalTarget(assistant), assistant.settings, found.after, folder)
    cases = [case for case in found.suite.cases if f"mutation-{name}-" in case.id]
    return [(case, target.ask(case).answer.text) for case in cases]


def test_a_changed_number_changes_the_answer_in_a_copy_only(assistant, home, tmp_path):
    texts = {case.id: text for case, text in asked_after(assistant, home, tmp_path, "period")}
    assert "two years" in texts["mutation-period-1-before"]
    assert "four years" in texts["mutation-period-1-after"]
    assert "2029" in texts["mutation-period-3-after"]
    assert "two years" in (home / "corpus" / THIRD / "notice.md").read_text("utf-8")


def test_a_city_runs_its_own_suite_with_pytest(pytester, corpus_data_dir, home, monkeypatch):
    monkeypatch.setenv("ASSISTANT_HOME", str(home))
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(corpus_data_dir))
    folder = pytester.mkdir("ours")
    wrong = SUITE.replace("figures: [2 years]", "figures: [7 years]")
    (folder / "small.yaml").write_text(wrong, "utf-8")
    (folder / "broken.yaml").write_text("suite: broken\n", "utf-8")
    pytester.makeini("[pytest]\npolicy_suites = ours\n")
    result = pytester.runpytest_inprocess("ours/small.yaml", "-k", "period-en or quota-en")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*What is the implementation period*", "*figure_recall: answered*"])
    bad = pytester.runpytest_inprocess("ours/broken.yaml")
    bad.assert_outcomes(errors=1)
    bad.stdout.fnmatch_lines(["*broken.yaml:1: the key * is missing*"])


def test_the_command_runs_keeps_compares_and_fails_a_gate(corpus_data_dir, home, tmp_path, capsys):
    from assistant.serve.cli import main

    file = tmp_path / "small.yaml"
    file.write_text(SUITE, "utf-8")
    (tmp_path / "strict.yaml").write_text("gates:\n  - {measure: citation_precision, least: 1.0}\n", "utf-8")
    data = ["--data-dir", str(corpus_data_dir)]
    assert main(["eval", "--suites", str(file), "--out", str(tmp_path / "out"), *data]) == 0
    assert "gates hold" in capsys.readouterr().out
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert re.search(r"<b>100%</b><span>of 9 questions", page)
    assert main(["eval", "rescore", "last", "--gates", str(tmp_path / "strict.yaml"), *data]) == 1
    assert "fell  citation_precision" in capsys.readouterr().out
    assert main(["eval", "compare", "last", "last", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out)["difference"]["right"]["mean"] == 0.0
