"""What a generation knows of its documents, and what the next one takes over from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.catalog import StoredCatalog
from assistant.adapters.catalog_writer import CatalogWriter
from assistant.adapters.text_store import TextStore
from assistant.documents.health import Health, Sketch
from assistant.documents.reading import Reading
from assistant.model import Clause, Document, DocumentKind, Passage, Sentence
from tests.fakes import FakeEmbedder

TEXTS = {
    "parks.md": ["Parks open at six. They close at ten.", "Entry is free. They close at ten."],
    "pools.md": ["Pools open at nine. They close at ten."],
}


def reading(name: str) -> Reading:
    clause = Clause("1", "Hours", ("Hours",), 1, 0, 0, 100)
    passages = tuple(
        Passage(f"{name}:{row}", name, clause, 0, len(text), text, name, "en", None, sentences(text))
        for row, text in enumerate(TEXTS[name])
    )
    document = Document(name, "p", name, name, name, DocumentKind.OFFICIAL, "en", "0" * 64)
    return Reading(f"key of {name}", document, (clause,), passages, Health(name, "ok"), Sketch(frozenset({1, 2})))


def sentences(text: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(0, len(one), one) for one in text.replace(". ", ".|").split("|"))


def write(folder: Path, names: list[str], old: StoredCatalog | None = None, kept: list[str] | None = None) -> None:
    folder.mkdir()
    embedder, writer = FakeEmbedder(), CatalogWriter(folder, 32)
    if old:
        writer.keep(old, kept or [])
    for one in map(reading, names):
        vectors = [embedder.embed([sentence.text for sentence in passage.sentences]) for passage in one.passages]
        terms = [passage.text.lower().split() for passage in one.passages]
        writer.add(one, embedder.embed([passage.indexed_text for passage in one.passages]), vectors, terms)
    writer.close()


def opened(folder: Path) -> StoredCatalog:
    return StoredCatalog(folder, TextStore(folder / "texts"))


def check(catalog: StoredCatalog, names: list[str]) -> None:
    """Everything about each document is as it was read, and every row is that of its text."""
    embedder = FakeEmbedder()
    assert list(catalog.documents()) == sorted(names)
    for one in map(reading, names):
        assert catalog.clauses(one.document.id) == one.clauses
        assert catalog.passages([passage.id for passage in one.passages]) == list(one.passages)
        assert catalog.known()[one.document.id].key == one.key
        rows = catalog.rows_of_documents[one.document.id]
        assert catalog.passage_ids[rows.start : rows.stop] == [passage.id for passage in one.passages]
        wanted = embedder.embed([passage.indexed_text for passage in one.passages])
        assert np.allclose(catalog.passage_matrix[rows.start : rows.stop], wanted)
        for passage in one.passages:
            wanted = embedder.embed([sentence.text for sentence in passage.sentences])
            assert np.allclose(catalog.sentence_vectors(passage.id), wanted, atol=1e-3)
    assert catalog.size() == sum(len(TEXTS[name]) for name in names) == len(list(catalog.terms()))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write(tmp_path / "one", ["parks.md", "pools.md"])

    check(opened(tmp_path / "one"), ["parks.md", "pools.md"])


def test_equal_sentences_share_a_row(tmp_path: Path) -> None:
    write(tmp_path / "one", ["parks.md", "pools.md"])

    assert len(opened(tmp_path / "one").sentence_matrix) == 4


@pytest.mark.parametrize("kept", ["parks.md", "pools.md"])
def test_a_kept_document_is_as_it_was_beside_a_new_one(tmp_path: Path, kept: str) -> None:
    write(tmp_path / "one", ["parks.md", "pools.md"])
    (new,) = {"parks.md", "pools.md"} - {kept}
    write(tmp_path / "two", [new], opened(tmp_path / "one"), [kept])
    check(opened(tmp_path / "two"), ["parks.md", "pools.md"])
    write(tmp_path / "three", [], opened(tmp_path / "two"), [kept])
    catalog = opened(tmp_path / "three")

    check(catalog, [kept])
    assert len(catalog.sentence_matrix) == len({s.text for p in reading(kept).passages for s in p.sentences})


def test_passages_come_in_the_order_asked_for_and_an_unknown_one_is_a_key_error(tmp_path: Path) -> None:
    write(tmp_path / "one", ["parks.md", "pools.md"])
    catalog = opened(tmp_path / "one")

    asked = ["pools.md:0", "parks.md:1", "pools.md:0"]
    assert [passage.id for passage in catalog.passages(asked)] == asked
    with pytest.raises(KeyError):
        catalog.passages(["nowhere"])
