"""The known asks of a corpus, with what takes seconds to make of them kept beside the index."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.answering.known_asks import Keep, KnownAsks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.corpus_files import Corpus
    from assistant.ports import Embedder, Segmenter
    from assistant.rules.rulebook import Rulebook


def known_asks(
    corpus: Corpus, rulebook: Rulebook | None, data_dir: Path, embedder: Embedder, segmenter: Segmenter
) -> KnownAsks | None:
    """The questions whose answer the policies point to; None where no policy has any."""
    if not any(policy.asks for policy in corpus.policies):
        return None
    rules = rulebook.examples() if rulebook else {}
    return KnownAsks(corpus.policies, embedder, segmenter, rules, kept_in(data_dir / "asks"))


def kept_in(folder: Path) -> Keep:
    """Numbers in files of a folder, each by the hash of its name; what cannot be written is made anew."""

    def keep(name: str, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        file = folder / f"{hashlib.sha256(name.encode()).hexdigest()[:20]}.npy"
        with contextlib.suppress(OSError, ValueError):
            held: NDArray[Any] = np.load(file, allow_pickle=False)
            return held
        made = make()
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            partial = file.with_suffix(f".{os.getpid()}.npy")
            np.save(partial, made)
            partial.replace(file)
        return made

    return keep
