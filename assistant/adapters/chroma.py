"""Passage vectors in embedded Chroma. Vectors are always handed over: its own embedding function downloads a model."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from assistant.adapters.offline import stay_offline
from assistant.model import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from assistant.ports import Vectors

COLLECTION = "passages"
HNSW = {"space": "cosine", "ef_construction": 100, "max_neighbors": 16, "ef_search": 200}
BATCH = 2_000
"""Passages handed over at once; Chroma takes some 5,000 at most."""


class ChromaVectors:
    """A VectorIndex over one folder, by Chroma's approximate search; filled once, then only read."""

    def __init__(self, folder: Path) -> None:
        """Open or make the folder."""
        stay_offline()
        import chromadb
        from chromadb.config import Settings

        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(anonymized_telemetry=False, allow_reset=False)
        self._client = cast("Any", chromadb.PersistentClient(str(folder), settings))
        self._collection = self._client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": HNSW}
        )
        # Chroma keeps every client it made until it is closed, and its index with it.
        weakref.finalize(self, self._client.close)

    def put(
        self,
        ids: Sequence[str],
        vectors: Vectors,
        documents: Sequence[str],
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        """Add passages, or replace those of the same id; `documents` names the document of each."""
        for first in range(0, len(ids), BATCH):
            part = slice(first, first + BATCH)
            metadata = [{"document": document} for document in documents[part]]
            self._collection.upsert(list(ids[part]), embeddings=vectors[part], metadatas=metadata)
            progress(min(first + BATCH, len(ids)), len(ids))

    def remove(self, ids: Sequence[str]) -> None:
        """Take passages out."""
        for first in range(0, len(ids), BATCH):
            self._collection.delete(list(ids[first : first + BATCH]))

    def size(self) -> int:
        """Number of passages."""
        return int(self._collection.count())

    def search(self, vector: Vectors, k: int, documents: Collection[str] | None = None) -> list[Hit]:
        """About the k nearest by cosine, best first."""
        if documents is not None and not documents:
            return []
        where = None if documents is None else {"document": {"$in": sorted(documents)}}
        found = self._collection.query(query_embeddings=[vector], n_results=k, where=where, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Hit(passage, 1.0 - float(distance)) for passage, distance in pairs]

    def open_files(self) -> None:
        """Load now what would be loaded at first use, so that the folder may go while this is held."""
        found = self._collection.get(limit=1, include=["embeddings"])
        if found["ids"]:
            self._collection.query(query_embeddings=found["embeddings"], n_results=1, include=["distances"])

    def close(self) -> None:
        """Write everything out and let go of the folder."""
        self._client.close()
