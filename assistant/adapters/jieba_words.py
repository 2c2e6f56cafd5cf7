"""Chinese words by jieba, loaded when the first Chinese text is cut: that takes a second, or a third with its cache."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import warnings
from pathlib import Path
from typing import Any


class JiebaWords:
    """A Segmenter. Its dictionary cache lies in `folder`: the default, a shared temporary folder, is not ours alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._tokenizer: Any = None

    def words(self, text: str) -> list[str]:
        """The words of a text in order, by dictionary only, so that one text is always cut in one way."""
        if text.isascii():
            return text.split()
        return list(self._loaded().cut(text, HMM=False))

    def _loaded(self) -> Any:
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = self._load()
            return self._tokenizer

    def _load(self) -> Any:
        with contextlib.suppress(OSError):  # without a cache it only takes longer
            self._folder.mkdir(parents=True, exist_ok=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            jieba = _import_without_setuptools()
        jieba.setLogLevel(logging.CRITICAL)
        tokenizer = jieba.Tokenizer()
        tokenizer.tmp_dir, tokenizer.cache_file = str(self._folder), "jieba.cache"
        tokenizer.initialize()
        return tokenizer


def _import_without_setuptools() -> Any:
    """jieba reads its dictionary through pkg_resources if it can, and importing that takes longer than reading."""
    absent = "pkg_resources" not in sys.modules
    if absent:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba  # type: ignore[import-untyped]
    finally:
        if absent:
            del sys.modules["pkg_resources"]
    return jieba
