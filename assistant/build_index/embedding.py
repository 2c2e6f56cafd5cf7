"""Texts -> vectors, embedding only what no older generation holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.documents.reading import text_hash

if TYPE_CHECKING:
    import numpy as np

    from assistant.ports import Embedder, Vectors

CHUNK = 128
"""Texts between two reports of progress."""

Held = Callable[[Collection[bytes]], Mapping[bytes, "np.ndarray"]]
"""Vectors by hash of the text, for those of the hashes that are held."""


def embed_texts(
    texts: Sequence[str], embedder: Embedder, held: Held, advance: Callable[[int], None]
) -> tuple[Vectors, frozenset[bytes]]:
    """A row a text, and the hashes of those that were embedded now, each once.

    `advance` is told of so many characters more that are done; long texts come first, so that batches are even.
    """
    import numpy as np

    vectors = np.zeros((len(texts), embedder.dimensions), np.float32)
    rows: dict[bytes, list[int]] = {}
    for row, text in enumerate(texts):
        rows.setdefault(text_hash(text), []).append(row)
    for digest, vector in held(rows.keys()).items():
        vectors[rows.pop(digest)] = vector
    fresh = sorted(rows.values(), key=lambda same: len(texts[same[0]]), reverse=True)
    characters = [sum(len(texts[row]) for row in same) for same in fresh]
    advance(sum(map(len, texts)) - sum(characters))
    for first in range(0, len(fresh), CHUNK):
        part = fresh[first : first + CHUNK]
        for same, vector in zip(part, embedder.embed([texts[same[0]] for same in part]), strict=True):
            vectors[same] = vector
        advance(sum(characters[first : first + CHUNK]))
    return vectors, frozenset(rows)
