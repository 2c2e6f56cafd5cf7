"""Cases in a workbook and back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from assistant.errors import UsageError
from assistant.evaluation.exchange import COLUMNS, export_cases, import_cases, read, read_cases, written
from assistant.evaluation.suites import load_suites


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_every_case_of_ours_comes_back_as_it_was(home, tmp_path, suffix):
    suites = load_suites([home / "eval" / "suites"])
    file = tmp_path / f"cases.{suffix}"
    count = export_cases(suites, file)
    import_cases(file, tmp_path / "back")
    back = {case.id: replace(case, where="") for suite in load_suites([tmp_path / "back"]) for case in suite.cases}
    assert count == len(back)
    assert back == {case.id: replace(case, where="") for suite in suites for case in suite.cases}


VALUES = ["44", "no", 44, 2.5, True, None, "2025-05-20", dt.date(2025, 5, 20), ["a", "b"], "two words", '"quoted"']


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_read_as_what_it_was_written_from(value):
    assert read(written(value)) == value


def workbook(file: Path, *rows: tuple[object, ...], sheet: str = "Quota") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file


HEAD = ("id", "question", "as_of", "outcome", "clauses")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("c1", "How many?", "2025-05-12", "answer", ""), "outcome"),
        (("c1", "", "2025-05-12", "answered", ""), "question"),
        (("c1", "How many?", "12.5.2025", "answered", ""), "Write a day"),
        (("c1", "How many?", "2025-05-12", "answered", "notice.md V"), "notice.md § V"),
        (("c0", "How many?", "2025-05-12", "answered", ""), "again"),
    ],
)
def test_a_bad_row_is_named_by_sheet_and_row(tmp_path, row, says):
    file = workbook(tmp_path / "cases.xlsx", HEAD, ("c0", "Who?", "2025-05-12", "answered", ""), (), row)
    with pytest.raises(UsageError) as error:
        read_cases(file)
    assert "sheet Quota, row 4" in error.value.message
    assert says in error.value.message


def test_a_column_that_nobody_knows_is_refused(tmp_path):
    file = workbook(tmp_path / "cases.xlsx", ("id", "question", "outcome", "remark"))
    with pytest.raises(UsageError, match='"remark" is not known'):
        read_cases(file)


def test_a_sheet_is_a_suite_and_days_of_excel_are_days(tmp_path):
    day = dt.datetime(2025, 5, 12)
    file = workbook(tmp_path / "cases.xlsx", HEAD, ("c1", "How many?", day, "not_in_corpus | out_of_scope", None))
    suites = read_cases(file)
    assert suites["Quota"]["cases"][0]["as_of"] == dt.date(2025, 5, 12)
    assert suites["Quota"]["cases"][0]["expect"] == {"outcome": ["not_in_corpus", "out_of_scope"]}


def test_no_cell_becomes_a_formula(home, tmp_path):
    suites = load_suites([home / "eval" / "suites" / "quota.yaml"])
    (suite,) = suites
    evil = replace(suite, cases=(replace(suite.cases[0], question="=1+1"),))
    export_cases([evil], tmp_path / "cases.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "cases.xlsx").active
    cell = sheet.cell(2, COLUMNS.index("question") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_an_import_overwrites_nothing(tmp_path):
    file = workbook(tmp_path / "cases.xlsx", HEAD, ("c1", "How many?", "2025-05-12", "answered", ""))
    import_cases(file, tmp_path)
    with pytest.raises(UsageError, match="there already"):
        import_cases(file, tmp_path)
