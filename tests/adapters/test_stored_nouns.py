"""Nouns survive being written and read."""

from __future__ import annotations

import datetime as dt
import json

from assistant.adapters.stored_nouns import decoded, encoded
from assistant.documents.health import Health, Sketch
from assistant.model import Clause, Document, DocumentKind, Jurisdiction, Passage, Sentence, Span

CLAUSE = Clause("IV > (2)", "Copies", ("Four", "Copies"), 2, 10, 20, 90, page=3)
DOCUMENT = Document(
    id="a/b.md",
    policy="a",
    name="b.md",
    path="x/a/b.md",
    title="通知 “one”",
    kind=DocumentKind.DIGEST,
    language="zh",
    sha256="0" * 64,
    jurisdiction=Jurisdiction("city", "440100"),
    in_force_from=dt.date(2025, 1, 2),
    restated_clauses={"一": "I"},
    repeated_clauses={"Summary": ("III", "V")},
)


def test_a_document_comes_back_equal() -> None:
    back = decoded(Document, encoded(DOCUMENT))

    assert back == DOCUMENT
    assert isinstance(back.kind, DocumentKind)


def test_a_passage_comes_back_with_its_sentences() -> None:
    sentences = (
        Sentence(20, 30, "one", "list_item", group=Span(10, 40)),
        Sentence(31, 40, "two", "table_row", header=Span(1, 9)),
    )
    passage = Passage("p", "a/b.md", CLAUSE, 20, 40, "one two", "Title > IV", "en", 3, sentences)

    assert decoded(Passage, encoded(passage)) == passage


def test_a_report_and_a_sketch_come_back_equal() -> None:
    health = Health("x.pdf", "warning", warnings=("one",), pages=4, pages_without_text=(2, 3), seconds=0.5)
    sketch = Sketch(frozenset({5, 7}))

    assert decoded(Health, encoded(health)) == health
    assert decoded(Sketch, encoded(sketch)) == sketch


def test_fields_at_their_default_take_no_room() -> None:
    assert "superseded_by" not in json.loads(encoded(DOCUMENT))
