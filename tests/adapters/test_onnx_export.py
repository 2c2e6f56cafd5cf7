"""The export gives what torch gives, without torch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.model_files import find_model
from assistant.adapters.onnx_export import describe, export_folder, is_exported, is_refused, refuse_export
from assistant.adapters.onnx_query import OnnxEmbedder
from assistant.adapters.sentence_transformer import TorchEmbedder
from assistant.settings import load_settings
from assistant.wiring import prepare_model

UNSEEN = [
    "Which departments sign the recommendation letter?",
    "各省财政部门会同中小企业主管部门报送推荐函。",
    "Fees: 20 yuan a day; 50 % less for students. " * 30,
    "二〇二五年五月十二日前，通过电子邮件和纸质（一式三份）报送。" * 20,
    "x",
    "",
]


@pytest.fixture(scope="module")
def exported() -> OnnxEmbedder:
    settings = load_settings()
    prepare_model(settings)
    files = find_model(settings.embedding_model, settings.model_dir)
    folder = export_folder(files, settings.model_dir)
    assert is_exported(folder)
    return OnnxEmbedder(files.name, folder, describe(folder))


def test_it_agrees_with_torch_on_texts_it_was_not_checked_on(exported: OnnxEmbedder) -> None:
    settings = load_settings()
    torch = TorchEmbedder(exported.name, find_model(settings.embedding_model, settings.model_dir).folder)
    wanted, got = torch.embed(UNSEEN), exported.embed(UNSEEN)

    assert (wanted * got).sum(axis=1).min() > 0.99999
    assert [torch.count_tokens(text) for text in UNSEEN] == [exported.count_tokens(text) for text in UNSEEN]
    assert (torch.dimensions, torch.max_tokens) == (exported.dimensions, exported.max_tokens) == (384, 254)


def test_a_text_has_the_same_vector_alone_and_among_others(exported: OnnxEmbedder) -> None:
    together = exported.embed(UNSEEN)

    for text, vector in zip(UNSEEN, together, strict=True):
        assert np.abs(exported.embed([text])[0] - vector).max() < 1e-5


def test_vectors_have_length_one_and_no_text_gives_no_row(exported: OnnxEmbedder) -> None:
    assert np.linalg.norm(exported.embed(UNSEEN), axis=1) == pytest.approx(1.0, abs=1e-5)
    assert exported.embed([]).shape == (0, 384)


def test_tokens_are_counted_without_padding_truncation_or_special_ones(exported: OnnxEmbedder) -> None:
    assert exported.count_tokens("two words") == 2
    assert exported.count_tokens("word " * 700) == 700
    assert exported.count_tokens("") == 0


def test_embedding_a_question_imports_no_torch(exported: OnnxEmbedder) -> None:
    code = (
        "import sys\nfrom assistant.settings import load_settings\nfrom assistant.wiring.embedding import embedder\n"
        "embedder(load_settings()).embed(['a question'])\n"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"


def test_a_refusal_is_remembered_until_the_libraries_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings()
    files = find_model(settings.embedding_model, settings.model_dir)
    refuse_export(files, tmp_path, "it differs")
    folder = export_folder(files, tmp_path)

    assert is_refused(folder)
    assert not is_exported(folder)
    monkeypatch.setattr("assistant.adapters.onnx_export.version", lambda _: "99")
    assert not is_refused(folder)


def test_a_text_asked_for_again_has_the_same_vector_which_nobody_can_change_for_others(exported: OnnxEmbedder) -> None:
    first = exported.embed(["Who submits the application?"])
    kept = first.copy()
    first[:] = 0
    again = exported.embed(["Who submits the application?"])
    assert (again == kept).all()
    assert abs(exported.embed(["Who submits the application?", "x"])[0] - kept[0]).max() < 1e-5
