"""A language model by its settings: opened, told of by doctor, and with a second check."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import SettingsError
from assistant.model import Question
from assistant.settings import Settings, load_settings
from assistant.wiring import doctor, open_assistant
from tests.adapters.test_entailment import made
from tests.integration.model_server import ModelServer, fails, says, text
from tests.integration.test_model import COPIES, GOOD

DAY = dt.date(2025, 5, 12)


@pytest.fixture
def settings(corpus_data_dir: Path, home: Path) -> Any:
    def settings(url: str, **more: Any) -> Settings:
        return load_settings(
            home=home,
            data_dir=corpus_data_dir,
            chat_model="openai:scripted",
            chat_base_url=url,
            chat_api_key="a-secret-key",
            **more,
        )

    return settings


def test_the_settings_alone_make_a_model_write(settings: Any) -> None:
    with ModelServer(says(GOOD)) as server:
        answer = open_assistant(settings(server.url, chat_temperature=0.3)).ask(Question(COPIES, DAY))
        assert server.requests[0]["temperature"] == 0.3
    assert answer.sentences[0].origin == "model"
    assert answer.model
    assert answer.model.settings["temperature"] == 0.3
    assert "a-secret-key" not in repr(settings("http://127.0.0.1:1"))


def test_doctor_says_that_the_model_answers(settings: Any) -> None:
    with ModelServer(text("ready")) as server:
        report = doctor(settings(server.url))
    assert report.chat_model
    assert report.chat_model.reachable
    assert report.healthy


def test_doctor_says_that_the_model_does_not_answer_and_that_questions_are_answered_all_the_same(
    settings: Any,
) -> None:
    with ModelServer(fails(503)) as server:
        report = doctor(settings(server.url))
    assert report.chat_model
    assert not report.chat_model.reachable
    assert "scripted 503" in report.chat_model.said
    assert any("quoted from the texts" in advice for advice in report.advice)
    assert report.healthy
    assert "a-secret-key" not in repr(report)


def test_doctor_on_the_command_line_names_the_model(corpus_data_dir: Path, settings: Any) -> None:
    with ModelServer(text("ready")) as server:
        command = [sys.executable, "-m", "assistant", "--data-dir", str(corpus_data_dir), "doctor", "--json"]
        variables = {"ASSISTANT_CHAT_MODEL": "openai:scripted", "ASSISTANT_CHAT_BASE_URL": server.url}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=_with(variables))
    assert json.loads(done.stdout)["chat_model"]["reachable"]


def _with(variables: dict[str, str]) -> dict[str, str]:
    import os

    return {**os.environ, **variables}


def test_an_unknown_provider_is_a_wrong_setting(settings: Any) -> None:
    with pytest.raises(SettingsError, match="CHAT_MODEL"):
        open_assistant(settings("http://127.0.0.1:1").model_copy(update={"chat_model": "nobody:model"}))


@pytest.mark.parametrize(("favoured", "shown"), [(0, False), (1, True)])
def test_a_second_check_may_drop_what_passed_the_first(
    settings: Any, tmp_path: Path, favoured: int, shown: bool
) -> None:
    name = made(tmp_path, ["contradiction", "entailment"], favoured)
    with ModelServer(says(GOOD)) as server:
        answer = open_assistant(settings(server.url, entailment_model=name)).ask(Question(COPIES, DAY))
    assert (answer.sentences[0].origin == "model") is shown
