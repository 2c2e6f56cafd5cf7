"""What an index generation knows of its documents and passages: SQLite, with the vectors in two NumPy files beside it.

catalog.sqlite   documents, passages and the rows of their vectors
passages.npy     float32, row n belongs to passage n; the passages of a document are neighbours
sentences.npy    float16, a row for each different sentence; half the room, and good to three digits of a cosine
"""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from assistant.adapters.stored_nouns import decoded
from assistant.documents.health import Health, Sketch
from assistant.documents.reading import Known
from assistant.model import Clause, Document, Passage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from assistant.adapters.text_store import TextStore
    from assistant.ports import Vectors

SCHEMA = """
CREATE TABLE documents (id TEXT PRIMARY KEY, key TEXT NOT NULL, noun TEXT NOT NULL,
    health TEXT NOT NULL, sketch TEXT NOT NULL);
CREATE TABLE clauses (document TEXT NOT NULL, position INTEGER NOT NULL, noun TEXT NOT NULL,
    PRIMARY KEY (document, position)) WITHOUT ROWID;
CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, noun TEXT NOT NULL,
    terms TEXT NOT NULL, text_hash BLOB NOT NULL, sentences BLOB NOT NULL);
CREATE TABLE sentences (row INTEGER PRIMARY KEY, text_hash BLOB NOT NULL);
"""
REMEMBERED = 4_000
"""Passages kept decoded: what is asked about again is not read again."""


class StoredCatalog:
    """A Catalog over one folder, read-only. Safe to use from several threads, also after the folder was removed."""

    def __init__(self, folder: Path, texts: TextStore) -> None:
        self.folder = folder
        self._texts = texts
        self._lock = threading.RLock()
        uri = f"{(folder / 'catalog.sqlite').absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._passages: OrderedDict[str, tuple[Passage, NDArray[np.int32]]] = OrderedDict()

    @cached_property
    def _documents(self) -> dict[str, Document]:
        rows = self._query("SELECT id, noun FROM documents ORDER BY id")
        return {name: decoded(Document, noun) for name, noun in rows}

    def documents(self) -> Mapping[str, Document]:
        """By document id, in the order of ids."""
        return self._documents

    def clauses(self, document: str) -> tuple[Clause, ...]:
        """In the order of the text; KeyError when the document is not in this generation."""
        if document not in self._documents:
            raise KeyError(document)
        rows = self._query("SELECT noun FROM clauses WHERE document = ? ORDER BY position", document)
        return tuple(decoded(Clause, noun) for (noun,) in rows)

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """In the order asked for, each with its sentences; KeyError for an unknown id."""
        return [passage for passage, _ in self._load(ids)]

    def sentence_vectors(self, passage: str) -> Vectors:
        """Shape (sentences of the passage, dimensions), in their order."""
        import numpy as np

        ((_, rows),) = self._load([passage])
        return cast("Vectors", self.sentence_matrix[rows].astype(np.float32))

    def text(self, sha256: str) -> str:
        """The text of a document version, also of one that is no longer searched."""
        return self._texts.get(sha256)

    def size(self) -> int:
        """Number of passages."""
        return len(self.passage_ids)

    @cached_property
    def passage_ids(self) -> list[str]:
        """In the order of the rows of passages.npy."""
        return [name for (name,) in self._query("SELECT id FROM passages ORDER BY row")]

    @cached_property
    def rows_of_documents(self) -> dict[str, range]:
        """The rows that each document takes in passages.npy."""
        rows = self._query("SELECT document, MIN(row), MAX(row) FROM passages GROUP BY document")
        return {document: range(first, last + 1) for document, first, last in rows}

    @cached_property
    def sentence_matrix(self) -> NDArray[np.float16]:
        """Shape (different sentences, dimensions), mapped from its file."""
        import numpy as np

        return cast("NDArray[np.float16]", np.load(self.folder / "sentences.npy", mmap_mode="r"))

    @cached_property
    def passage_matrix(self) -> Vectors:
        """Shape (passages, dimensions), mapped from its file."""
        import numpy as np

        return cast("Vectors", np.load(self.folder / "passages.npy", mmap_mode="r"))

    def open_files(self) -> None:
        """Open now what would be opened at first use, so that the folder may go while this is held."""
        self._documents, self.passage_ids, self.rows_of_documents, self.sentence_matrix  # noqa: B018

    # ---- for the next ingest -----------------------------------------------------------------------------------------

    def known(self) -> dict[str, Known]:
        """What was remembered of each document, by id."""
        rows = self._query("SELECT id, key, health, sketch FROM documents")
        return {
            name: Known(key, decoded(Health, health), decoded(Sketch, sketch)) for name, key, health, sketch in rows
        }

    def passages_by_text(self) -> dict[bytes, int]:
        """The row in passages.npy by hash of the text embedded."""
        return dict(self._query("SELECT text_hash, row FROM passages"))

    def sentences_by_text(self) -> dict[bytes, int]:
        """The row in sentences.npy by hash of the sentence."""
        return dict(self._query("SELECT text_hash, row FROM sentences"))

    def passage_hashes(self, documents: Collection[str]) -> dict[str, bytes]:
        """The hash of the text embedded, by passage id, for the passages of those documents."""
        rows = self._query("SELECT id, text_hash, document FROM passages")
        return {name: digest for name, digest, document in rows if document in documents}

    def terms(self) -> Iterator[tuple[str, str, str]]:
        """Each passage's id, document and terms, parted by spaces."""
        yield from self._query("SELECT id, document, terms FROM passages ORDER BY row")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    # ---- reading -----------------------------------------------------------------------------------------------------

    def _load(self, ids: Sequence[str]) -> list[tuple[Passage, NDArray[np.int32]]]:
        with self._lock:
            if missing := [name for name in dict.fromkeys(ids) if name not in self._passages]:
                self._passages.update(self._read(missing))
            for name in ids:
                self._passages.move_to_end(name)
            found = [self._passages[name] for name in ids]
            while len(self._passages) > REMEMBERED:
                self._passages.popitem(last=False)
        return found

    def _read(self, ids: Sequence[str]) -> dict[str, tuple[Passage, NDArray[np.int32]]]:
        import numpy as np

        found = {}
        for first in range(0, len(ids), 500):
            part = ids[first : first + 500]
            marks = ",".join("?" * len(part))
            rows = self._query(f"SELECT id, noun, sentences FROM passages WHERE id IN ({marks})", *part)  # noqa: S608
            found.update({name: (decoded(Passage, noun), np.frombuffer(rows_, "<i4")) for name, noun, rows_ in rows})
        return found

    def _query(self, sql: str, *values: str) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._connection.execute(sql, values).fetchall()
