"""BM25 by tantivy over terms that are cut and folded before: it never sees a user's text, nor parses a query."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.model import Hit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

CUT = "cut"
"""Our tokenizer's name: terms are parted by spaces and taken as they are."""


class TantivyIndex:
    """A KeywordIndex over one folder; filled once, then only read."""

    def __init__(self, folder: Path) -> None:
        """Open or make the folder."""
        import tantivy

        self._tantivy: Any = tantivy
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer(CUT, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())

    @cached_property
    def _schema(self) -> Any:
        builder = self._tantivy.SchemaBuilder()
        builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("terms", tokenizer_name=CUT, index_option="freq")
        return builder.build()

    @cached_property
    def _searcher(self) -> Any:
        self._index.reload()
        return self._index.searcher()

    def fill(self, passages: Iterable[tuple[str, str, str]]) -> None:
        """Put passages in, once: each is its id, its document and its terms, parted by spaces.

        An index is never edited: tantivy counts what was deleted when it weighs a term.
        """
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for passage, document, terms in passages:
            writer.add_document(self._tantivy.Document(passage=passage, document=document, terms=terms))
        writer.commit()
        writer.wait_merging_threads()
        self.__dict__.pop("_searcher", None)

    def open_files(self) -> None:
        """Open now what would be opened at first use, so that the folder may go while this is held."""
        self._searcher  # noqa: B018

    def search(self, terms: Mapping[str, float], k: int, documents: Collection[str] | None = None) -> list[Hit]:
        """Best first; `terms` maps a term to its weight."""
        if not terms or k < 1 or (documents is not None and not documents):
            return []
        query = self._any_of(terms)
        if documents is not None:
            query = self._within(query, documents)
        hits = self._searcher.search(query, limit=k, count=False).hits
        return [Hit(self._searcher.doc(address)["passage"][0], float(score)) for score, address in hits]

    def document_frequency(self, term: str) -> int:
        """In how many passages the term occurs."""
        return int(self._searcher.doc_freq("terms", term))

    def _any_of(self, terms: Mapping[str, float]) -> Any:
        query, should = self._tantivy.Query, self._tantivy.Occur.Should
        return query.boolean_query(
            [
                (should, query.boost_query(query.term_query(self._schema, "terms", term, "freq"), weight))
                for term, weight in terms.items()
            ]
        )

    def _within(self, wanted: Any, documents: Collection[str]) -> Any:
        query, must = self._tantivy.Query, self._tantivy.Occur.Must
        allowed = query.term_set_query(self._schema, "document", list(documents))
        return query.boolean_query([(must, wanted), (must, query.const_score_query(allowed, 0.0))])
