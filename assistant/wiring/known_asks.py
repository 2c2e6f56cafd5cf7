"""The known asks of a corpus, with their vectors kept beside the index: embedding a thousand of them takes seconds."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.answering.known_asks import KnownAsks

if TYPE_CHECKING:
    from assistant.corpus_files import Corpus
    from assistant.ports import Embedder, Segmenter, Vectors
    from assistant.rules.rulebook import Rulebook


def known_asks(
    corpus: Corpus, rulebook: Rulebook | None, data_dir: Path, embedder: Embedder, segmenter: Segmenter
) -> KnownAsks | None:
    """The questions whose answer the policies point to; None where no policy has any."""
    if not any(policy.asks for policy in corpus.policies):
        return None
    embed = kept_vectors(data_dir, embedder)
    return KnownAsks(corpus.policies, embedder, segmenter, rulebook.examples() if rulebook else {}, embed)


def kept_vectors(data_dir: Path, embedder: Embedder) -> Callable[[Sequence[str]], Vectors]:
    """Embeds texts, or takes their vectors from the file that an earlier call with the same texts and model left."""

    def embed(texts: Sequence[str]) -> Vectors:
        key = hashlib.sha256("\0".join([embedder.name, *texts]).encode()).hexdigest()[:20]
        file = data_dir / "asks" / f"{key}.npy"
        with contextlib.suppress(OSError, ValueError):
            vectors: Vectors = np.load(file, allow_pickle=False)
            return vectors
        made = embedder.embed(texts)
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            partial = file.with_suffix(f".{os.getpid()}.npy")
            np.save(partial, made)
            partial.replace(file)
        return made

    return embed
