"""The published index of a data folder for an ingest: what it holds already, and the draft of the next generation."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.adapters.catalog_writer import CatalogWriter
from assistant.adapters.chroma import ChromaVectors
from assistant.adapters.generations import Generations
from assistant.adapters.tantivy_index import TantivyIndex
from assistant.errors import IndexStateError

if TYPE_CHECKING:
    import numpy as np

    from assistant.adapters.catalog import StoredCatalog
    from assistant.documents.reading import Known, Reading
    from assistant.ports import Vectors


class StoredIndex:
    """The published generation, as an ingest sees it."""

    def __init__(self, name: str, manifest: Mapping[str, Any], catalog: StoredCatalog) -> None:
        self.name = name
        self.manifest = manifest
        self.catalog = catalog

    def known(self) -> dict[str, Known]:
        """What was remembered of each document, by id."""
        return self.catalog.known()

    def passage_vectors(self, hashes: Collection[bytes]) -> dict[bytes, np.ndarray]:
        """The vectors held for passage texts of those hashes."""
        rows = self.catalog.passages_by_text()
        return {digest: self.catalog.passage_matrix[rows[digest]] for digest in hashes if digest in rows}

    def sentence_vectors(self, hashes: Collection[bytes]) -> dict[bytes, np.ndarray]:
        """The vectors held for sentences of those hashes."""
        rows = self.catalog.sentences_by_text()
        return {digest: self.catalog.sentence_matrix[rows[digest]] for digest in hashes if digest in rows}


class IndexDraft:
    """The next generation while it is written. What an older one holds unchanged is copied, not made again."""

    def __init__(self, generations: Generations, dimensions: int, old: StoredIndex | None) -> None:
        self._generations = generations
        self._old = old
        self.folder = generations.draft()
        self._catalog = CatalogWriter(self.folder, dimensions)
        self._removed: list[str] = []
        self._added: list[tuple[str, str]] = []
        self._vectors: list[Vectors] = []

    def keep(self, documents: Collection[str]) -> None:
        """Take over documents of the older generation."""
        if not self._old or not documents:
            return
        self._catalog.keep(self._old.catalog, documents)
        shutil.copytree(self._old.catalog.folder / "chroma", self.folder / "chroma")
        others = self._old.known().keys() - set(documents)
        self._removed = list(self._old.catalog.passage_hashes(others))

    def add(
        self,
        reading: Reading,
        passage_vectors: Vectors,
        sentence_vectors: Sequence[Vectors],
        terms: Iterable[Sequence[str]],
    ) -> None:
        """Add a document: a vector and the terms of each passage, and for each passage the vectors of its sentences."""
        self._catalog.add(reading, passage_vectors, sentence_vectors, terms)
        self._added += [(passage.id, passage.document) for passage in reading.passages]
        self._vectors.append(passage_vectors)

    def publish(self, manifest: Mapping[str, Any], progress: Callable[[int, int], None]) -> str:
        """Write everything out and make it the published generation; its name."""
        import numpy as np

        self._catalog.close()
        TantivyIndex(self.folder / "keywords").fill(self._generations.catalog(self.folder.name).terms())
        chroma = ChromaVectors(self.folder / "chroma")
        chroma.remove(self._removed)
        if self._added:
            ids, documents = zip(*self._added, strict=True)
            chroma.put(ids, np.concatenate(self._vectors), documents, progress)
        chroma.close()
        self._generations.publish(self.folder, manifest)
        return self.folder.name


class IndexStore:
    """The indexes and texts of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.generations = Generations(data_dir)

    def writing(self) -> AbstractContextManager[None]:
        """Hold the right to write; IndexStateError when another ingest has it."""
        return self.generations.writing()

    def published(self) -> StoredIndex | None:
        """The published generation, unless there is none or this version cannot read it."""
        name = self.generations.current()
        if name is None:
            return None
        try:
            catalog = self.generations.catalog(name)
            catalog.open_files()
            return StoredIndex(name, self.generations.manifest(name), catalog)
        except (IndexStateError, sqlite3.Error, OSError):
            return None

    def keep_text(self, sha256: str, text: str) -> None:
        """Keep the text of a document version for good."""
        self.generations.texts.put(sha256, text)

    def text(self, sha256: str) -> str:
        """A text kept before."""
        return self.generations.texts.get(sha256)

    def draft(self, dimensions: int, old: StoredIndex | None) -> IndexDraft:
        """The next generation; `old` is the one to keep documents of."""
        return IndexDraft(self.generations, dimensions, old)

    def amend(self, name: str, changes: Mapping[str, Any]) -> None:
        """Rewrite some entries of a manifest."""
        self.generations.amend(name, changes)
