"""Where settings come from, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import PUBLISHED_WEIGHTS, load_settings


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.upper().startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    return tmp_path


def test_the_checkout_is_the_home_unless_another_is_set() -> None:
    assert load_settings().home == Path(__file__).parent.parent


def test_data_is_kept_in_the_home_by_default(home: Path) -> None:
    settings = load_settings()

    assert settings.corpus == home / "corpus"
    assert settings.data_dir == home / ".assistant"
    assert settings.model_dir == home / ".assistant" / "models"


def test_what_is_made_once_stays_where_it_is_when_the_data_go_elsewhere(home: Path) -> None:
    assert load_settings(data_dir="/elsewhere").model_dir == home / ".assistant" / "models"


def test_a_given_value_beats_the_environment_which_beats_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "assistant.toml").write_text('port = 1001\nhost = "127.0.0.2"\nk = 7\n', encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_PORT", "1002")
    monkeypatch.setenv("ASSISTANT_HOST", "127.0.0.3")
    settings = load_settings(port=1003, host=None)

    assert (settings.port, settings.host, settings.k) == (1003, "127.0.0.3", 7)


def test_folders_in_the_file_are_beside_the_file(home: Path) -> None:
    (home / "assistant.toml").write_text('data_dir = "kept here"\n', encoding="utf-8")

    assert load_settings().data_dir == home / "kept here"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "")

    assert load_settings().port == 7860


@pytest.mark.parametrize(
    ("variable", "told"), [("ASSISTANT_PROT", "ASSISTANT_PORT"), ("ASSISTANT_DATADIR", "ASSISTANT_DATA_DIR")]
)
def test_an_unknown_variable_is_refused_with_the_nearest_right_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, told: str
) -> None:
    monkeypatch.setenv(variable, "1")
    with pytest.raises(SettingsError, match=f"{variable} is not a setting. Did you mean {told}\\?"):
        load_settings()


def test_an_unknown_key_of_the_file_is_refused_with_the_nearest_right_name(home: Path) -> None:
    (home / "assistant.toml").write_text('embeding_model = "x"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"assistant\.toml: embeding_model .* Did you mean embedding_model\?"):
        load_settings()


def test_a_file_that_is_not_toml_is_refused_with_its_line(home: Path) -> None:
    (home / "assistant.toml").write_text("port: 7\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"assistant\.toml: .*line 1"):
        load_settings()


@pytest.mark.parametrize("port", ["seven", "70000", "-1"])
def test_a_wrong_value_names_its_setting(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", port)
    with pytest.raises(SettingsError, match=r"ASSISTANT_PORT: port should be"):
        load_settings()


def test_a_wrong_value_in_the_file_names_the_file(home: Path) -> None:
    (home / "assistant.toml").write_text("k = 0\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"assistant\.toml: k should be"):
        load_settings()


def test_a_home_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", "/no/such/folder")
    with pytest.raises(SettingsError, match="/no/such/folder: no such folder"):
        load_settings()


def test_the_bundled_model_must_have_the_published_weights() -> None:
    assert load_settings().expected_weights == PUBLISHED_WEIGHTS


def test_other_weights_are_taken_only_when_a_setting_says_so() -> None:
    assert load_settings(allow_other_weights=True).expected_weights is None
    assert load_settings(embedding_model="/models/mine").expected_weights is None
    assert load_settings(embedding_model="/models/mine", embedding_weights_sha256="AB").expected_weights == "ab"


def test_settings_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]
