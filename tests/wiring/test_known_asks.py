"""What is kept beside the index of the asks."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from assistant.answering.ask_shelf import Fitted
from assistant.wiring.known_asks import FILES_KEPT, kept_in, remembered_in
from tests.fakes import FakeEmbedder


def holding(number: int) -> Fitted:
    return {"held": np.array([number])}


def test_a_text_is_embedded_once_also_after_a_restart(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    first = remembered_in(tmp_path, embedder)(["one", "two"])
    again = remembered_in(tmp_path, embedder)(["two", "three", "two"])
    assert embedder.embedded == ["one", "two", "three"]
    assert np.array_equal(again[0], first[1])
    assert np.array_equal(again[0], again[2])


def test_a_broken_file_of_vectors_is_made_anew(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    remembered_in(tmp_path, embedder)(["one"])
    for file in tmp_path.iterdir():
        file.write_bytes(b"no archive")
    assert remembered_in(tmp_path, embedder)(["one"]).shape == (1, embedder.dimensions)
    assert embedder.embedded == ["one", "one"]


def test_what_is_kept_is_read_again_and_old_files_go(tmp_path: Path) -> None:
    keep = kept_in(tmp_path, ("wiring/known_asks.py",))
    for number in range(FILES_KEPT + 3):
        keep(f"name {number}", partial(holding, number))
    assert len(list(tmp_path.iterdir())) == FILES_KEPT
    last = keep(f"name {FILES_KEPT + 2}", partial(holding, -1))
    assert last["held"].tolist() == [FILES_KEPT + 2]
