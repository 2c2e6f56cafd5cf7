"""A model's own tokens, through the tokenizers library: fast, and without torch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


class ModelTokens:
    """Cuts texts as the model does. Its file's own padding and truncation are switched off: ours are exact."""

    def __init__(self, file: Path, length: int, *, lower_case: bool = False) -> None:
        """`length` is the most tokens that the model reads, special ones included."""
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(file))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._lower_case = lower_case
        self.special = self._tokenizer.num_special_tokens_to_add(False)
        self.max_tokens = length - self.special
        self._cutting = Tokenizer.from_str(self._tokenizer.to_str())
        self._cutting.enable_truncation(length)

    def count(self, text: str) -> int:
        """Length of the text in tokens, without the special ones and without truncation."""
        return len(self._tokenizer.encode(self._folded(text), add_special_tokens=False).ids)

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, special ones included, truncated to what the model reads."""
        return [encoding.ids for encoding in self._cutting.encode_batch_fast([self._folded(text) for text in texts])]

    def _folded(self, text: str) -> str:
        return text.lower() if self._lower_case else text


def padded(texts: Sequence[Sequence[int]], pad_id: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token ids and attention mask, each of shape (texts, tokens of the longest)."""
    import numpy as np

    shape = (len(texts), max(map(len, texts)))
    ids, mask = np.full(shape, pad_id, np.int64), np.zeros(shape, np.int64)
    for row, tokens in enumerate(texts):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    return ids, mask
