"""Finding the embedding model, and knowing its weights."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from assistant.adapters.model_files import ModelFiles, check_weights, find_model
from assistant.errors import ModelWeightsError
from assistant.settings import BUNDLED_MODEL, PUBLISHED_WEIGHTS


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.safetensors").write_bytes(b"weights")
    return tmp_path / "mine"


def test_the_bundled_model_is_found_with_the_published_weights(tmp_path: Path) -> None:
    files = find_model(BUNDLED_MODEL, tmp_path)

    assert files.sha256 == PUBLISHED_WEIGHTS
    assert (files.folder / "tokenizer.json").exists()
    check_weights(files, PUBLISHED_WEIGHTS)


def test_a_folder_is_named_by_itself_and_its_weights(model: Path, tmp_path: Path) -> None:
    files = find_model(str(model), tmp_path)

    assert files.sha256 == hashlib.sha256(b"weights").hexdigest()
    assert files.name == f"mine@{files.sha256[:16]}"


def test_weights_in_several_files_have_a_hash_of_all(model: Path, tmp_path: Path) -> None:
    one = find_model(str(model), tmp_path).sha256
    (model / "model.safetensors").rename(model / "model-00001-of-00002.safetensors")
    (model / "model-00002-of-00002.safetensors").write_bytes(b"more")

    assert find_model(str(model), tmp_path).sha256 != one


def test_weights_are_hashed_again_only_when_the_file_changed(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = find_model(str(model), tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(hashlib, "file_digest", lambda *_: pytest.fail("hashed again"))
        assert find_model(str(model), tmp_path) == first
    (model / "model.safetensors").write_bytes(b"WEIGHTS")
    os.utime(model / "model.safetensors", ns=(1, 1))

    assert find_model(str(model), tmp_path).sha256 == hashlib.sha256(b"WEIGHTS").hexdigest()


def test_a_folder_that_cannot_be_written_only_costs_time(model: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert find_model(str(model), tmp_path / "file").sha256


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "/no/such/folder"])
def test_a_model_that_is_not_here_names_the_way_out(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelWeightsError, match=f"{name} is not on this machine.*ASSISTANT_EMBEDDING_MODEL"):
        find_model(name, tmp_path)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelWeightsError, match=r"no model\.safetensors"):
        find_model(str(tmp_path), tmp_path)


def test_other_weights_are_refused_and_any_are_taken_when_none_are_expected() -> None:
    files = ModelFiles("mine", Path("mine"), "a" * 64)
    check_weights(files, None)
    with pytest.raises(ModelWeightsError, match="a" * 64):
        check_weights(files, "b" * 64)
