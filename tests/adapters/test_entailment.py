"""The second check of a model's sentences, by a tiny CrossEncoder that the test makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.adapters.entailment import load_entailment
from assistant.errors import SettingsError

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "two", "three", "copies", "are", "needed"]


def made(folder: Path, labels: list[str], favoured: int) -> str:
    """A model of that folder whose favoured label always wins."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=64,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor([6.0 if n == favoured else -6.0 for n in range(len(labels))]))
    model.save_pretrained(folder)
    return str(folder)


@pytest.mark.parametrize(("favoured", "holds"), [(0, False), (1, True), (2, False)])
def test_a_sentence_is_borne_out_when_entailment_is_the_likely_label(
    tmp_path: Path, favoured: int, holds: bool
) -> None:
    entails = load_entailment(made(tmp_path, ["contradiction", "entailment", "neutral"], favoured))
    assert entails("two copies are needed", "copies are needed") is holds


@pytest.mark.parametrize(("favoured", "holds"), [(0, True), (9, False)])
def test_a_model_with_one_score_is_read_as_a_likelihood(tmp_path: Path, favoured: int, holds: bool) -> None:
    entails = load_entailment(made(tmp_path, ["LABEL_0"], favoured))
    assert entails("two copies are needed", "copies are needed") is holds


def test_a_model_without_a_label_for_entailment_is_refused(tmp_path: Path) -> None:
    name = made(tmp_path, ["good", "bad"], 0)
    with pytest.raises(SettingsError, match="no label for entailment"):
        load_entailment(name)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be loaded"):
        load_entailment(str(tmp_path / "nothing"))
