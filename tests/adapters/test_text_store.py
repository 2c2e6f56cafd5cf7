"""Texts kept by their hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.adapters.text_store import TextStore


def test_a_text_comes_back_exactly_with_its_newlines(tmp_path: Path) -> None:
    text = "one\r\ntwo\n三\u2028\ufeff"
    digest = hashlib.sha256(text.encode()).hexdigest()
    TextStore(tmp_path).put(digest, text)

    assert TextStore(tmp_path).get(digest) == text
    assert hashlib.sha256((tmp_path / f"{digest}.txt").read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("digest", ["0" * 64, "../../etc/passwd", "", "/" * 64])
def test_what_was_never_kept_is_a_key_error(tmp_path: Path, digest: str) -> None:
    with pytest.raises(KeyError):
        TextStore(tmp_path).get(digest)
