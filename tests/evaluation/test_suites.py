"""Suite files: what may stand in them, and how a fault is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from assistant.errors import CorpusError, UsageError
from assistant.evaluation.cases import ClauseRef
from assistant.evaluation.corpus_hash import corpus_hash
from assistant.evaluation.schema import suite_schema
from assistant.evaluation.suites import chosen, load_suites
from assistant.model import Outcome

SUITE = """\
suite: quota
title: {en: Quotas, zh: 名额}
scheme: pilot
written: 2026-11-25
corpus: "0123456789abcdef"
defaults: {as_of: 2025-05-12}
cases:
  - id: quota-001
    group: g
    question: How many?
    expect:
      outcome: answered
      clauses: [[{document: notice.md, clause: V}]]
      rule: {name: quota, inputs: {province: "44", day: 2025-05-12}, verdict: "no"}
      not: [three]
  - id: quota-002
    held: true
    question: 多少个？
    as_of: 2025-05-13
    written: 2026-11-26
    expect: {outcome: [not_in_corpus, out_of_scope]}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "quota.yaml"
    found.write_text(SUITE, "utf-8")
    return found


def test_a_suite_file_becomes_cases_with_the_suites_defaults(file):
    (suite,) = load_suites([file])
    first, second = suite.cases
    assert (first.as_of, second.as_of) == (dt.date(2025, 5, 12), dt.date(2025, 5, 13))
    assert (first.corpus, second.written) == ("0123456789abcdef", dt.date(2026, 11, 26))
    assert first.expect.clauses == ((ClauseRef("notice.md", "V"),),)
    assert first.expect.rule
    assert first.expect.rule.stated == {"name", "inputs", "verdict"}
    assert second.expect.outcomes == {Outcome.NOT_IN_CORPUS, Outcome.OUT_OF_SCOPE}
    assert (second.held, second.language, second.cluster, first.cluster) == (True, "zh", "quota-002", "g")
    assert first.where == f"{file}:8"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("outcome: answered", "outcome: answer", 12, "answer"),
        ("    group: g", "    groop: g", 9, 'Did you mean "group"?'),
        ("id: quota-002", "id: quota-001", 16, "stands here again"),
        ("defaults: {as_of: 2025-05-12}", "defaults: {}", 8, "has no day"),
        ('verdict: "no"', "verdict: no", 14, "read as yes or no"),
        ("question: 多少个？", "question: 多少个？\n    question: twice", 19, "stands here again"),
    ],
)
def test_a_bad_entry_is_named_by_file_and_line(file, old, new, line, says):
    file.write_text(SUITE.replace(old, new), "utf-8")
    with pytest.raises(CorpusError) as error:
        load_suites([file])
    assert f"{file}:{line}" in error.value.message
    assert says in error.value.message


def test_one_id_in_two_files_is_refused(file):
    file.with_name("other.yaml").write_text(SUITE, "utf-8")
    with pytest.raises(CorpusError, match="stands here again"):
        load_suites([file.parent])


def test_a_folder_without_suites_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no suite file"):
        load_suites([tmp_path])


def test_an_unknown_suite_names_those_there_are(file):
    with pytest.raises(UsageError, match="Suites: quota"):
        chosen(load_suites([file]), ["quotas"])


def test_the_schema_on_disk_is_that_of_the_loader(home):
    kept = json.loads((home / "eval" / "suite.schema.json").read_text("utf-8"))
    assert kept == suite_schema(), "run `policy-assistant eval schema`"


def test_every_suite_of_ours_fits_the_schema_as_an_editor_reads_it(home):
    validator = jsonschema.Draft202012Validator(suite_schema())
    for file in sorted((home / "eval" / "suites").glob("*.yaml")):
        data = json.loads(json.dumps(yaml.safe_load(file.read_text("utf-8")), default=str))
        assert not list(validator.iter_errors(data)), file


def test_the_schema_refuses_what_the_loader_refuses():
    data = yaml.safe_load(SUITE.replace("outcome: answered", "outcome: answer"))
    validator = jsonschema.Draft202012Validator(suite_schema())
    assert list(validator.iter_errors(json.loads(json.dumps(data, default=str))))


def test_our_suites_are_enough_half_held_and_written_for_this_corpus(home):
    cases = [case for suite in load_suites([home / "eval" / "suites"]) for case in suite.cases]
    assert len(cases) >= 300
    assert 0.4 <= sum(case.held for case in cases) / len(cases) <= 0.6
    assert {case.language for case in cases} == {"en", "zh"}
    assert {case.corpus for case in cases} == {corpus_hash(home)}
    assert all(case.written for case in cases)
