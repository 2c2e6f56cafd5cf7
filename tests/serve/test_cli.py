from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.errors import IndexStateError, Unavailable
from assistant.serve.cli import main
from tests.fakes import FakeAssistant


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    assistant = FakeAssistant()
    monkeypatch.setattr("assistant.wiring.open_assistant", lambda _settings: assistant)
    return assistant


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def lines_of(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_ask_prints_the_answer_and_where_it_stands(fake, capsys):
    code, out, err = run(capsys, "ask", "What does a permit for an event cost?")
    assert (code, err) == (0, "")
    assert "A permit for an event costs nothing." in out
    assert "Notice on City Parks" in out
    assert "Digest, not the official text" in out
    assert "This is a digest" in out


def test_ask_as_json_prints_only_the_answer(fake, capsys):
    code, out, err = run(capsys, "ask", "What does a permit cost?", "--json", "--as-of", "2025-05-12", "--batch", "b")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["outcome"] == "answered"
    assert answer["schema_version"] == 1
    assert (answer["as_of"], answer["batch"]) == ("2025-05-12", "b")
    assert fake.asked[0].batch == "b"


def test_a_refusal_is_not_a_failure(fake, capsys):
    code, out, _ = run(capsys, "ask", "zzz")
    assert code == 0
    assert "The documents do not say this." in out


def test_explain_shows_what_was_found(fake, capsys):
    _, out, _ = run(capsys, "ask", "What does a permit cost?", "--explain")
    assert "kept 2.000 made-up/parks.md 2 Permits" in out
    _, out, _ = run(capsys, "ask", "What does a permit cost?", "--explain", "--json")
    assert json.loads(out)["trace"]["retrievals"][0]["kept"]


def test_a_chinese_answer_has_chinese_labels(fake, capsys):
    _, out, _ = run(capsys, "ask", "公园几点开放？")
    assert "公园早上六点开放。" in out
    assert "出处" in out
    assert "摘要（非正式文本）" in out


def test_signs_that_steer_a_terminal_are_not_printed(monkeypatch, capsys):
    text = "# T\n\n## 1 One\n\nA permit \x1b[31mcosts\x1b[0m nothing.\n"
    monkeypatch.setattr("assistant.wiring.open_assistant", lambda _settings: FakeAssistant({"t.md": text}))
    _, out, _ = run(capsys, "ask", "What does a permit cost?")
    assert "costs" in out
    assert "\x1b" not in out


def test_search_prints_passages_as_they_stand_in_the_file(fake, capsys):
    _, out, _ = run(capsys, "search", "a permit for an event", "--k", "1", "--json")
    found = json.loads(out)
    [passage] = found["passages"]
    assert set(passage) == {
        *("policy", "document", "path", "clause", "clause_title", "page", "start", "end", "text", "score")
    }
    assert fake.texts["parks.md"][passage["start"] : passage["end"]] == passage["text"]
    assert passage["path"] == "folder/parks.md"
    assert 0 <= found["answerable"] <= 1


def test_search_for_people_names_clause_and_document(fake, capsys):
    _, out, _ = run(capsys, "search", "a permit for an event")
    assert "2 Permits" in out
    assert "made-up/parks.md" in out


def test_documents_lists_what_is_indexed(fake, capsys):
    _, out, _ = run(capsys, "documents")
    assert "made-up/parks.md" in out
    _, out, _ = run(capsys, "documents", "--json")
    assert [document["id"] for document in json.loads(out)] == ["made-up/parks.md", "made-up/公园.md"]


# ---- files of questions ----------------------------------------------------------------------------------------------


def write(file: Path, *records: object) -> Path:
    file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    return file


def test_each_line_of_questions_becomes_a_line_of_answers_in_the_same_order(fake, tmp_path, capsys):
    questions = write(
        tmp_path / "q.jsonl",
        {"id": "b", "question": "What does a permit cost?", "gold": ["ignored"]},
        {"id": 2, "question": "公园几点开放？", "as_of": "2025-01-02", "batch": "x"},
        {"id": "a", "question": "zzz"},
    )
    output = tmp_path / "answers.jsonl"
    code, out, _ = run(capsys, "ask", "--questions", questions, "--output", output)
    answers = lines_of(output)
    assert (code, out) == (0, "")
    assert [answer["question_id"] for answer in answers] == ["b", 2, "a"]
    assert [answer["outcome"] for answer in answers] == ["answered", "answered", "not_in_corpus"]
    assert (answers[1]["as_of"], answers[1]["batch"]) == ("2025-01-02", "x")


def test_lines_of_one_conversation_know_the_turns_before_them(fake, tmp_path, capsys):
    questions = write(
        tmp_path / "q.jsonl",
        {"id": 1, "question": "What does a permit cost?", "conversation": "one", "batch": "x"},
        {"id": 2, "question": "Something else?", "conversation": "two"},
        {"id": 3, "question": "And the fee?", "conversation": "one"},
    )
    run(capsys, "ask", "--questions", questions, "--output", tmp_path / "o.jsonl")
    assert [len(question.earlier) for question in fake.asked] == [0, 0, 1]
    [turn] = fake.asked[2].earlier
    assert (turn.question, turn.batch, turn.outcome) == ("What does a permit cost?", "x", "answered")


def test_search_for_a_file_of_questions(fake, tmp_path, capsys):
    questions = write(tmp_path / "q.jsonl", {"id": "q", "question": "a permit for an event"})
    code, _, _ = run(capsys, "search", "--questions", questions, "--output", tmp_path / "o.jsonl", "--k", "1")
    [line] = lines_of(tmp_path / "o.jsonl")
    assert code == 0
    assert line["question_id"] == "q"
    assert len(line["passages"]) == 1
    assert "answerable" in line


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{not json", "not valid JSON"),
        ('["a list"]', "not a JSON object"),
        ('{"id": 1}', '"question" is missing'),
        ('{"id": 1, "question": "  "}', '"question" is missing'),
        ('{"id": 1, "question": "x", "as_of": "soon"}', '"as_of"'),
        ('{"id": 1, "question": "x", "batch": 3}', '"batch"'),
    ],
)
def test_a_bad_line_is_named_and_what_was_there_is_kept(fake, tmp_path, capsys, line, what):
    questions, output = tmp_path / "q.jsonl", tmp_path / "o.jsonl"
    questions.write_text('{"id": 0, "question": "fine"}\n' + line + "\n", "utf-8")
    output.write_text("earlier results\n")
    code, _, err = run(capsys, "ask", "--questions", questions, "--output", output)
    assert code == 2
    assert f"{questions}:2: {what}" in err
    assert err.count("\n") == 1
    assert output.read_text() == "earlier results\n"
    assert sorted(tmp_path.iterdir()) == [output, questions]


def test_a_run_that_fails_half_way_leaves_the_output_as_it_was(fake, tmp_path, capsys):
    questions, output = write(tmp_path / "q.jsonl", {"id": 0, "question": "fine"}), tmp_path / "o.jsonl"
    output.write_text("earlier results\n")
    fake.error = Unavailable("the model is down")
    code, _, err = run(capsys, "ask", "--questions", questions, "--output", output)
    assert (code, err.count("the model is down")) == (5, 1)
    assert output.read_text() == "earlier results\n"
    assert len(list(tmp_path.iterdir())) == 2


def test_half_a_character_in_a_question_does_not_stop_a_run(fake, tmp_path, capsys):
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": 1, "question": "a permit \\ud83d for an event"}\n')
    assert run(capsys, "ask", "--questions", questions, "--output", tmp_path / "o.jsonl")[0] == 0
    assert lines_of(tmp_path / "o.jsonl")[0]["question"] == "a permit ? for an event"


# ---- wrong calls -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "COMMAND"),
        (("fly",), "fly"),
        (("ask",), "there is no question"),
        (("ask", "   "), "there is no question"),
        (("ask", "x", "--as-of", "yesterday"), "2025-05-12"),
        (("ask", "x", "--questions", "f", "--output", "o"), "not both"),
        (("ask", "--questions", "f"), "--output"),
        (("ask", "x", "--output", "o"), "--questions"),
        (("ask", "--questions", "none.jsonl", "--output", "o"), "none.jsonl"),
        (("search", "x", "--k", "0"), "1 to 200"),
        (("serve", "--port", "123456"), "PORT"),
    ],
)
def test_a_wrong_call_is_told_in_one_line_with_exit_code_2(fake, capsys, arguments, told):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("policy-assistant: ")
    assert told in err
    assert err.count("\n") == 1


def test_an_error_ends_with_its_own_exit_code(monkeypatch, capsys):
    def refuse(_settings):
        raise IndexStateError("there is no index yet", where="here", do="Run `policy-assistant ingest`")

    monkeypatch.setattr("assistant.wiring.open_assistant", refuse)
    code, _, err = run(capsys, "ask", "x")
    assert code == 4
    assert err == "policy-assistant: here: there is no index yet. Run `policy-assistant ingest`\n"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org", ""])  # noqa: S104
def test_serving_other_machines_is_refused_without_a_login(capsys, host):
    code, _, err = run(capsys, "serve", "--host", host)
    assert code == 2
    assert "no login is configured" in err


@pytest.mark.parametrize("arguments", [("--data-dir", "X", "documents"), ("documents", "--data-dir", "X")])
def test_the_data_folder_may_be_named_before_or_after_the_command(monkeypatch, capsys, arguments):
    seen = []
    monkeypatch.setattr("assistant.wiring.open_assistant", lambda settings: seen.append(settings) or FakeAssistant())
    run(capsys, *arguments)
    assert seen[0].data_dir.name == "X"


def test_ctrl_c_ends_with_130(fake, capsys):
    fake.error = KeyboardInterrupt()
    assert run(capsys, "ask", "x")[0] == 130


def test_help_names_every_exit_code(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    assert all(f"\n  {code} " in out for code in (0, 1, 2, 3, 4, 5, 130))


# ---- start-up --------------------------------------------------------------------------------------------------------

HEAVY = ("torch", "gradio", "chromadb", "langchain_core", "sentence_transformers", "transformers", "fastapi", "pandas")


def loaded_by(code: str) -> set[str]:
    """Which heavy packages a fresh process loads."""
    script = f"import sys\n{code}\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    return set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )


@pytest.mark.parametrize("module", ["assistant.serve.cli.main", "assistant.wiring", "assistant.serve.cli.ask_command"])
def test_the_command_line_loads_nothing_heavy(module):
    assert loaded_by(f"import {module}") == set()


def test_help_starts_in_well_under_a_second():
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "assistant", "--help"], capture_output=True, check=True)
    assert time.perf_counter() - started < 1
