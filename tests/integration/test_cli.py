"""The command line as a shell meets it: real files, a real index, exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ENGLISH = "Which cities are not allowed to apply repeatedly?"
CHINESE = "哪些城市不得重复申报？"


def run(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def own_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of somebody's own files and a data folder with their index."""
    folder, data_dir = tmp_path_factory.mktemp("own"), tmp_path_factory.mktemp("data")
    (folder / "leave.md").write_text(
        "# Leave Rules\n\n## 1. Annual leave\n\nEvery employee has twenty-five days of annual leave a year.\n\n"
        "## 2. Sick leave\n\nA doctor's note is needed from the third day of sick leave.\n",
        "utf-8",
    )
    (folder / "empty.txt").write_text("", "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 this is no such thing")
    result = run("--data-dir", data_dir, "ingest", folder)
    assert result.returncode == 3, result.stderr
    assert "leave.md" in result.stdout
    assert "failed" in result.stdout
    return folder, data_dir


def test_a_bad_file_is_reported_and_the_rest_is_indexed(own_files):
    _, data_dir = own_files
    result = run("documents", "--json", "--data-dir", data_dir)
    assert [document["name"] for document in json.loads(result.stdout)] == ["leave.md"]


def test_own_files_are_asked_and_quoted(own_files):
    folder, data_dir = own_files
    result = run("ask", "When is a doctor's note needed?", "--json", "--data-dir", data_dir)
    answer = json.loads(result.stdout)
    assert (result.returncode, answer["outcome"]) == (0, "answered")
    text = (folder / "leave.md").read_text("utf-8")
    for citation in answer["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "from the third day" in answer["text"]


def test_search_names_the_file_as_it_was_given(own_files):
    folder, data_dir = own_files
    result = run("search", "doctor's note", "--k", "1", "--json", "--data-dir", data_dir)
    [passage] = json.loads(result.stdout)["passages"]
    assert passage["path"] == str(folder / "leave.md")
    assert (folder / "leave.md").read_text("utf-8")[passage["start"] : passage["end"]] == passage["text"]


def test_questions_go_through_a_file_in_both_languages(corpus_data_dir, tmp_path):
    questions, output = tmp_path / "q.jsonl", tmp_path / "o.jsonl"
    asked = [
        {"id": "en", "question": ENGLISH},
        {"id": "zh", "question": CHINESE},
        {"id": "x", "question": "Why is tea?"},
    ]
    questions.write_text("".join(json.dumps(line) + "\n" for line in asked))
    result = run("ask", "--questions", questions, "--output", output, "--data-dir", corpus_data_dir)
    assert (result.returncode, result.stdout) == (0, "")
    answers = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert [answer["question_id"] for answer in answers] == ["en", "zh", "x"]
    assert [answer["outcome"] == "answered" for answer in answers] == [True, True, False]
    assert [answer["language"] for answer in answers] == ["en", "zh", "en"]


def test_no_index_ends_with_4_and_says_what_to_do(tmp_path):
    result = run("ask", "x", "--data-dir", tmp_path)
    assert result.returncode == 4
    assert "policy-assistant ingest" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_path_that_is_not_there_ends_with_2(tmp_path):
    result = run("ingest", tmp_path / "none", "--data-dir", tmp_path)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1


def test_a_setting_that_is_not_known_ends_with_2(tmp_path):
    result = run("doctor", "--data-dir", tmp_path, env={**os.environ, "ASSISTANT_PROT": "1"})
    assert result.returncode == 2
    assert "ASSISTANT_PROT" in result.stderr


def test_doctor_says_what_is_missing_and_how_to_get_it(tmp_path, corpus_data_dir):
    result = run("doctor", "--data-dir", tmp_path)
    assert result.returncode == 4
    assert "policy-assistant ingest" in result.stdout
    report = json.loads(run("doctor", "--json", "--data-dir", corpus_data_dir).stdout)
    assert report["healthy"]
    assert report["index"] == "current"


def test_check_finds_nothing_wrong_with_the_corpus_in_under_a_second():
    started = time.perf_counter()
    result = run("check")
    spent = time.perf_counter() - started
    assert (result.returncode, result.stderr) == (0, ""), result.stdout
    assert spent < 2


def test_check_ends_with_1_and_names_file_and_line(tmp_path, home):
    (tmp_path / "prompts").symlink_to(home / "prompts")
    policy = tmp_path / "corpus" / "a" / "b" / "policy.yaml"
    policy.parent.mkdir(parents=True)
    policy.write_text("id: a/b\nid: a/b\n")
    result = run("check", env={**os.environ, "ASSISTANT_HOME": str(tmp_path)})
    assert result.returncode == 1
    assert "policy.yaml:2: " in result.stdout


def test_a_pipe_that_is_closed_early_is_no_drama(corpus_data_dir):
    command = f"{sys.executable} -m assistant --data-dir {corpus_data_dir} documents --json | head -c 1"
    result = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert result.stderr == ""


def test_ctrl_c_ends_with_130_and_leaves_no_half_file(corpus_data_dir, tmp_path):
    questions, output = tmp_path / "q.jsonl", tmp_path / "o.jsonl"
    questions.write_text(json.dumps({"id": 1, "question": ENGLISH}) + "\n")
    questions.write_text(questions.read_text() * 20_000)
    command = [sys.executable, "-m", "assistant", "--data-dir", str(corpus_data_dir), "ask"]
    process = subprocess.Popen(
        [*command, "--questions", str(questions), "--output", str(output)],
        stderr=subprocess.PIPE,
        # A run in the background hands on an ignored SIGINT, which no terminal's Ctrl-C has.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not list(tmp_path.glob(".o.jsonl.*")):
        time.sleep(0.1)
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 130
    assert list(tmp_path.iterdir()) == [questions]
