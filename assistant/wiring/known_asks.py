"""The known asks of a corpus, with what takes seconds to make of them kept beside the index."""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from assistant.adapters.ask_network import AskNetwork
from assistant.answering.ask_shelf import Fitted, Keep
from assistant.answering.batches import named_batches
from assistant.answering.choose_rule import masking
from assistant.answering.known_asks import TEXT, KnownAsks
from assistant.wiring.code_version import code_version

if TYPE_CHECKING:
    from assistant.corpus_files import Corpus
    from assistant.ports import Embedder, Segmenter, Vectors
    from assistant.rules.rulebook import Rulebook

FITTED_BY = (
    "answering/ask_shelf.py",
    "answering/ask_words.py",
    "adapters/ask_network.py",
    "search/tokens.py",
    "search/stop_words.py",
    "adapters/jieba_words.py",
)
FITTING_PACKAGES = ("jieba", "numpy", "torch")
MASKED_BY = ("answering/*.py", "answering/cues.toml", "documents/*.py", "rules/places/*.py", "search/*.py")
FILES_KEPT = 40
"""The newest files that stay; an older one is made anew when it is wanted again."""


def known_asks(
    corpus: Corpus, rulebook: Rulebook | None, data_dir: Path, embedder: Embedder, segmenter: Segmenter
) -> KnownAsks:
    """The questions whose answer the policies or the rules point to; empty where no file has any."""
    rules = {**rulebook.examples(), TEXT: rulebook.text_examples()} if rulebook else {}
    masked = masking(rulebook.places, corpus.schemes) if rulebook else str
    off_subject = [ask for scheme in corpus.schemes for ask in scheme.off_subject]
    folder = data_dir / "asks"

    def named(text: str) -> tuple[str, ...]:
        return tuple(batch for scheme in corpus.schemes for batch in named_batches(text, scheme))

    by = repr((tuple(rulebook.places.by_code.values()), corpus.schemes)) if rulebook else ""
    masks = kept_in(folder, MASKED_BY)

    def all_masked(asks: Sequence[str]) -> Sequence[str]:
        held = masks(repr((by, asks)), lambda: {"masked": np.array([masked(ask) for ask in asks])})
        return cast("list[str]", held["masked"].tolist())

    return KnownAsks(
        corpus.policies,
        embedder,
        segmenter,
        AskNetwork(),
        rules,
        off_subject,
        masked,
        named,
        kept_in(folder, FITTED_BY, FITTING_PACKAGES),
        remembered_in(folder, embedder),
        all_masked,
    )


def kept_in(folder: Path, code: tuple[str, ...], packages: tuple[str, ...] = ()) -> Keep:
    """Arrays in files of a folder, by the hash of their name and of the code; what cannot be written is made anew."""

    def keep(name: str, make: Callable[[], Fitted]) -> Fitted:
        digest = hashlib.sha256(f"{code_version(code, packages)} {name}".encode()).hexdigest()[:20]
        file = folder / f"{digest}.npz"
        with contextlib.suppress(OSError, ValueError, zipfile.BadZipFile), np.load(file, allow_pickle=False) as held:
            return dict(held)
        made = make()
        with contextlib.suppress(OSError):
            _write(file, made)
            for old in sorted(folder.glob("[0-9a-f]*.npz"), key=_age)[FILES_KEPT:]:
                old.unlink()
        return made

    return keep


def remembered_in(folder: Path, embedder: Embedder) -> Callable[[Sequence[str]], Vectors]:
    """Embeds each text once: a change of a few asks does not embed the others again."""
    digest = hashlib.sha256(embedder.name.encode()).hexdigest()[:20]
    file = folder / f"vectors-{digest}.npz"

    def embed(texts: Sequence[str]) -> Vectors:
        names = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        held: dict[str, Vectors] = {}
        with contextlib.suppress(OSError, KeyError, ValueError, zipfile.BadZipFile), np.load(file) as kept:
            held = dict(zip(kept["names"].tolist(), kept["vectors"], strict=True))
        new = {name: text for name, text in zip(names, texts, strict=True) if name not in held}
        if new:
            held.update(zip(new, embedder.embed(list(new.values())), strict=True))
            with contextlib.suppress(OSError):
                _write(file, {"names": np.array(list(held)), "vectors": np.stack(list(held.values()))})
        return np.stack([held[name] for name in names])

    return embed


def _write(file: Path, arrays: Fitted) -> None:
    """Whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(f".{os.getpid()}.npz")
    np.savez(partial, allow_pickle=False, **arrays)
    partial.replace(file)


def _age(file: Path) -> float:
    """Seconds before now, about; a file that is gone is the oldest."""
    with contextlib.suppress(OSError):
        return -file.stat().st_mtime
    return 0.0
