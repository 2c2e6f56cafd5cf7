"""Embedding through the ONNX export: the same vectors as torch, without importing it."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from assistant.adapters.tokens_of_model import ModelTokens, padded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import onnxruntime  # type: ignore[import-untyped]

    from assistant.ports import Vectors

BATCH_TOKENS = 2048
"""Tokens in one batch, padding included: eight long passages or some sixty sentences."""
THREADS = 2
REMEMBERED = 1_000
"""Texts whose vectors are kept in memory, those last asked for: 1.5 MB."""


class OnnxEmbedder:
    """An Embedder over an export folder; the model loads when the first text is embedded."""

    def __init__(self, name: str, folder: Path, description: Mapping[str, Any]) -> None:
        """`description` is what the folder's export.json says."""
        self.name = name
        self.folder = folder
        self.dimensions = int(description["dimensions"])
        self._description = description

    @cached_property
    def tokens(self) -> ModelTokens:
        """The model's tokenizer."""
        length, lower_case = int(self._description["length"]), bool(self._description["lower_case"])
        return ModelTokens(self.folder / "tokenizer.json", length, lower_case=lower_case)

    @cached_property
    def session(self) -> onnxruntime.InferenceSession:
        """The loaded model."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        # Threads that wait by spinning take the processor from whoever else runs on it.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self.folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that the model reads, without the special ones."""
        return self.tokens.max_tokens

    def count_tokens(self, text: str) -> int:
        """Length of the text in the model's tokens, without the special ones and without truncation."""
        return self.tokens.count(text)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, shape (n, dimensions), each of length 1.

        A text alone is a question or a part of one, which several steps ask about and later turns look back at.
        """
        return self._remembered(texts[0]).copy() if len(texts) == 1 else self._embedded(texts)

    @cached_property
    def _remembered(self) -> Callable[[str], Vectors]:
        return lru_cache(REMEMBERED)(lambda text: self._embedded((text,)))

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        """Long texts together, so that little is padding."""
        import numpy as np

        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        tokens = self.tokens.encode(texts)
        rows = sorted(range(len(texts)), key=lambda row: len(tokens[row]), reverse=True)
        first = 0
        while first < len(rows):
            batch = rows[first : first + max(1, BATCH_TOKENS // len(tokens[rows[first]]))]
            vectors[batch] = self._run(*padded([tokens[row] for row in batch], int(self._description["pad_id"])))
            first += len(batch)
        return vectors

    def _run(self, ids: Any, mask: Any) -> Vectors:
        import numpy as np

        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        given = {name: feed[name] for name in self._description["inputs"]}
        return cast("Vectors", self.session.run(None, given)[0])
