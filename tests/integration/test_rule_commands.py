"""`policy-assistant rules` and `policy-assistant rule` over the corpus."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.rules.rulebook import KINDS
from assistant.serve.cli import main

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(corpus_data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    def call(*words: str) -> tuple[int, str, str]:
        try:
            code = main(["--data-dir", str(corpus_data_dir), *words])
        except SystemExit as end:  # argparse ends so after --help
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def test_all_rules_are_listed_with_their_flags(call: Call) -> None:
    code, out, _ = call("rules")
    assert code == 0
    assert all(name in out for name in KINDS)
    assert "--place [--never-selected]" in out


def test_the_list_as_json_holds_the_schema_of_each_form(call: Call) -> None:
    _, out, _ = call("rules", "--json", "--language", "zh")
    records = {record["name"]: record for record in json.loads(out)}
    assert records["eligibility"]["inputs"]["required"] == ["place"]
    assert records["eligibility"]["title"] == "能否申报"


@pytest.mark.parametrize(
    ("words", "verdict", "value"),
    [
        ("recommendation_quota --province Guangdong", "info", 2),
        ("recommendation_quota --cities Foshan,Jiangmen,Wuxi", "yes", None),
        ("submission_deadline --day 2025-05-19", "yes", "2025-05-20"),
        ("eligibility --place Wuxi --never-selected", "yes", "eligible_by_level"),
        ("pilot_period --approved 2025-09-01", "info", "2027-09-01"),
        ("end_targets --enterprises 200 --at-level-2 170", "no", 85),
        ("end_targets --share 90%", "yes", 90),
        ("award_cap --place Guiyang", "info", 150_000_000),
        ("fund_split --enterprise-share 80", "yes", 80),
        ("digital_level --edition 2022 --score 40", "info", 2),
        ("double_funding --programme 小巨人 --same-project yes", "no", "barred"),
    ],
)
def test_a_rule_prints_one_finding_and_no_question(call: Call, words: str, verdict: str, value: object) -> None:
    code, out, _ = call("rule", *words.split(), "--as-of", "2025-05-12", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["question"] is None
    (finding,) = answer["findings"]
    assert (finding["verdict"], finding["value"]) == (verdict, value)


def test_options_may_stand_before_the_name(call: Call) -> None:
    _, out, _ = call("rule", "--as-of", "2025-05-12", "--language", "zh", "--json", "submission_deadline")
    assert json.loads(out)["language"] == "zh"


def test_help_shows_the_flags_of_the_rule_with_their_help(call: Call) -> None:
    code, out, _ = call("rule", "end_targets", "--help")
    assert code == 0
    assert "--little-giants-at-level-2 N" in out
    assert "together with above-scale industrial SMEs" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("eligiblity --place Wuxi", "Did you mean eligibility?"),
        ("eligibility --plase Wuxi", "Did you mean --place?"),
        ("eligibility --place Wuxxii", "Did you mean Wuxi City, Jiangsu"),
        ("eligibility Wuxi", "belongs to no flag"),
        ("submission_deadline --day 20-5-2025", "Write it as 2025-05-20"),
        ("fund_split --enterprise-share 120", "not a share of a whole"),
        ("materials --ics deadline.ics", "came to no day"),
    ],
)
def test_a_wrong_call_says_what_to_write_instead(call: Call, words: str, told: str) -> None:
    code, out, err = call("rule", *words.split())
    assert (code, out) == (2, "")
    assert told in err


def test_a_missing_fact_is_asked_for_with_its_flag(call: Call) -> None:
    code, out, err = call("rule", "eligibility")
    assert code == 0
    assert "Which city, district or county?" in out
    assert "--place" in err


def test_without_an_index_it_says_how_to_make_one(call: Call, tmp_path: Path) -> None:
    code, _, err = call("--data-dir", str(tmp_path), "rule", "materials")
    assert code == 4
    assert "policy-assistant ingest" in err


def test_the_calendar_file_stands_on_the_last_day_that_is_surely_in_time(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "deadline.ics"
    code, _, _ = call("rule", "submission_deadline", "--as-of", "2025-05-12", "--ics", str(file))
    assert code == 0
    written = file.read_bytes().decode()
    assert "DTSTART;VALUE=DATE:20250519\r\n" in written
    assert "before 20 May 2025" in written.replace("\r\n ", "")


def test_a_rule_needs_neither_the_embedding_model_nor_a_search(corpus_data_dir: Path) -> None:
    program = (
        "import sys; from assistant.serve.cli import main; "
        f"main(['--data-dir', {str(corpus_data_dir)!r}, 'rule', 'materials']); "
        "heavy = {'torch', 'onnxruntime', 'sentence_transformers', 'tokenizers', 'chromadb'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_misspelt_place_is_read_and_the_answer_says_how(call: Call) -> None:
    _, out, _ = call("rule", "recommendation_quota", "--province", "Guangdnog", "--as-of", "2025-05-12")
    assert "“Guangdnog” is read as Guangdong Province." in out


def test_the_data_folder_may_be_named_behind_the_rule(call: Call, tmp_path: Path) -> None:
    code, _, err = call("rule", "materials", "--data-dir", str(tmp_path))
    assert code == 4
    assert str(tmp_path) in err
