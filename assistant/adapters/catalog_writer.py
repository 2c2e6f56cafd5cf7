"""Writes the catalog of a new generation: rows of unchanged documents are copied, the others added."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.adapters.catalog import SCHEMA
from assistant.adapters.stored_nouns import encoded
from assistant.documents.reading import text_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

    from assistant.adapters.catalog import StoredCatalog
    from assistant.documents.reading import Reading
    from assistant.ports import Vectors


class CatalogWriter:
    """Fills a folder with catalog.sqlite, passages.npy and sentences.npy; `close` makes them whole."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        import numpy as np

        self._folder = folder
        self._connection = sqlite3.connect(folder / "catalog.sqlite", isolation_level=None)
        self._connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}; BEGIN")
        self._rows = 0
        self._passages: list[Vectors] = [np.zeros((0, dimensions), np.float32)]
        self._sentences: list[np.ndarray] = [np.zeros((0, dimensions), np.float16)]
        self._sentence_rows: dict[bytes, int] = {}

    def keep(self, old: StoredCatalog, documents: Iterable[str]) -> None:
        """Copy those documents from an older generation, with their vectors."""
        import numpy as np

        execute = self._connection.execute
        execute("COMMIT")
        execute("ATTACH ? AS old", (str(old.folder / "catalog.sqlite"),))
        execute("BEGIN")
        execute("CREATE TEMP TABLE kept (id TEXT PRIMARY KEY)")
        self._connection.executemany("INSERT INTO kept VALUES (?)", [(name,) for name in documents])
        execute("INSERT INTO documents SELECT * FROM old.documents WHERE id IN kept")
        execute("INSERT INTO clauses SELECT * FROM old.clauses WHERE document IN kept")
        columns = "row, id, document, noun, terms, text_hash, sentences"
        rows = execute(f"SELECT {columns} FROM old.passages WHERE document IN kept ORDER BY row").fetchall()  # noqa: S608
        self._passages.append(old.passage_matrix[[row[0] for row in rows]])
        moved = self._keep_sentences(old, np.frombuffer(b"".join(row[-1] for row in rows), "<i4"))
        first = 0
        for _, name, document, noun, terms, digest, sentences in rows:
            count = len(sentences) // 4
            self._insert((name, document, noun, terms, digest), moved[first : first + count])
            first += count
        execute("COMMIT")
        execute("DETACH old")
        execute("BEGIN")

    def _keep_sentences(self, old: StoredCatalog, used: np.ndarray) -> np.ndarray:
        """Copy the used sentence vectors; the rows given, as they are numbered now."""
        import numpy as np

        kept, moved = np.unique(used, return_inverse=True)
        hashes = {row: digest for digest, row in old.sentences_by_text().items()}
        self._sentences.append(old.sentence_matrix[kept])
        self._sentence_rows.update({hashes[int(row)]: position for position, row in enumerate(kept)})
        return moved

    def add(
        self,
        reading: Reading,
        passage_vectors: Vectors,
        sentence_vectors: Sequence[Vectors],
        terms: Iterable[Sequence[str]],
    ) -> None:
        """Add a document: a vector and the terms of each passage, and for each passage the vectors of its sentences."""
        document = reading.document
        row = (document.id, reading.key, encoded(document), encoded(reading.health), encoded(reading.sketch))
        self._connection.execute("INSERT INTO documents VALUES (?,?,?,?,?)", row)
        clauses = [(document.id, position, encoded(clause)) for position, clause in enumerate(reading.clauses)]
        self._connection.executemany("INSERT INTO clauses VALUES (?,?,?)", clauses)
        self._passages.append(passage_vectors)
        for passage, vectors, words in zip(reading.passages, sentence_vectors, terms, strict=True):
            rows = self._add_sentences([text_hash(sentence.text) for sentence in passage.sentences], vectors)
            digest = text_hash(passage.indexed_text)
            self._insert((passage.id, document.id, encoded(passage), " ".join(words), digest), rows)

    def _add_sentences(self, hashes: Sequence[bytes], vectors: Vectors) -> list[int]:
        """The rows of the sentences; those met for the first time are added."""
        import numpy as np

        known = len(self._sentence_rows)
        rows = [self._sentence_rows.setdefault(digest, len(self._sentence_rows)) for digest in hashes]
        first_met = {row: position for position, row in enumerate(rows) if row >= known}
        if first_met:
            self._sentences.append(vectors[[first_met[row] for row in sorted(first_met)]].astype(np.float16))
        return rows

    def _insert(self, columns: tuple[str, str, str, str, bytes], sentences: Sequence[int] | np.ndarray) -> None:
        import numpy as np

        values = (self._rows, *columns, np.asarray(sentences, "<i4").tobytes())
        self._connection.execute("INSERT INTO passages VALUES (?,?,?,?,?,?,?)", values)
        self._rows += 1

    def close(self) -> None:
        """Write everything out."""
        import numpy as np

        values = [(row, digest) for digest, row in self._sentence_rows.items()]
        self._connection.executemany("INSERT INTO sentences VALUES (?,?)", values)
        self._connection.execute("COMMIT")
        self._connection.close()
        np.save(self._folder / "passages.npy", np.concatenate(self._passages))
        np.save(self._folder / "sentences.npy", np.concatenate(self._sentences))
