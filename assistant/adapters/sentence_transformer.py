"""Embedding through sentence-transformers on torch: the reference for every other way, and the one for any model."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentence_transformers import SentenceTransformer

    from assistant.ports import Vectors

BATCH = 16
"""On two cores larger batches are slower: they leave the processor's caches."""


class TorchEmbedder:
    """An Embedder over any sentence-transformers folder; torch loads when the first text is embedded."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder

    @cached_property
    def model(self) -> SentenceTransformer:
        """The loaded model, on the CPU and for inference only."""
        return load_model(self.folder)

    @cached_property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self.model.get_embedding_dimension() or 0)

    @cached_property
    def max_tokens(self) -> int:
        """Tokens of a text that the model reads, without the special ones."""
        return int(self.model.max_seq_length or 512) - int(self.model.tokenizer.num_special_tokens_to_add())

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, shape (n, dimensions), each of length 1."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        vectors = self.model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return cast("Vectors", np.asarray(vectors, np.float32))

    def count_tokens(self, text: str) -> int:
        """Length of the text in the model's tokens, without the special ones and without truncation."""
        return len(self.model.tokenizer(text, add_special_tokens=False, truncation=False)["input_ids"])


def load_model(folder: Path) -> SentenceTransformer:
    """The model of a folder, on the CPU, without progress bars and without code from the folder."""
    with quiet():
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, trust_remote_code=False, model_kwargs={"dtype": "float32"}
        )
        return model.eval()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Vendors' advice to developers is not for users."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
