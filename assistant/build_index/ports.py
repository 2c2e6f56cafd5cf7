"""What the flow asks of the place where indexes are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np

    from assistant.documents.reading import Known, Reading
    from assistant.ports import Vectors


class Progress(Protocol):
    """Told how far a run is."""

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        """`stage` is read, embed or write; `done` of `total` grows about linearly with time, in units of the stage."""
        ...


def unheard(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody is told of."""


class Index(Protocol):
    """A published generation."""

    name: str
    manifest: Mapping[str, Any]

    def known(self) -> Mapping[str, Known]:
        """What was remembered of each document, by id."""
        ...

    def passage_vectors(self, hashes: Collection[bytes]) -> Mapping[bytes, np.ndarray]:
        """The vectors held for passage texts of those hashes."""
        ...

    def sentence_vectors(self, hashes: Collection[bytes]) -> Mapping[bytes, np.ndarray]:
        """The vectors held for sentences of those hashes."""
        ...


class Draft(Protocol):
    """The next generation, while it is written."""

    def keep(self, documents: Collection[str]) -> None:
        """Take over documents of the generation before."""
        ...

    def add(
        self,
        reading: Reading,
        passage_vectors: Vectors,
        sentence_vectors: Sequence[Vectors],
        terms: Iterable[Sequence[str]],
    ) -> None:
        """Add a document: a vector and the terms of each passage, and for each passage the vectors of its sentences."""
        ...

    def publish(self, manifest: Mapping[str, Any], progress: Callable[[int, int], None]) -> str:
        """Write everything out and make it the published generation; its name."""
        ...


class IndexStore(Protocol):
    """Where generations and texts are kept."""

    def writing(self) -> AbstractContextManager[None]:
        """Hold the right to write. Raises IndexStateError when another has it."""
        ...

    def published(self) -> Index | None:
        """The published generation, if there is one that can be built upon."""
        ...

    def draft(self, dimensions: int, old: Any) -> Draft:
        """The next generation; `old` is the one to keep documents of, or None."""
        ...

    def amend(self, name: str, changes: Mapping[str, Any]) -> None:
        """Rewrite some entries of a generation's manifest."""
        ...

    def keep_text(self, sha256: str, text: str) -> None:
        """Keep the text of a document version for good."""
        ...

    def text(self, sha256: str) -> str:
        """A text kept before."""
        ...
