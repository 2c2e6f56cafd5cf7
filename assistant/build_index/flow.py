"""The flow behind `ingest`: files -> documents -> clauses -> passages -> vectors and terms -> a generation, published.

What the published generation was made of is known by key, so that only new and changed files are read, and only new
texts are embedded. A file that cannot be read is reported, and the rest goes on. Until the last step nothing that is
searched has changed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.build_index.embedding import embed_texts
from assistant.build_index.ports import unheard
from assistant.build_index.reading import failed_health
from assistant.documents.health import near_duplicates
from assistant.documents.reading import Known, text_hash
from assistant.search.tokens import terms_of

if TYPE_CHECKING:
    from assistant.build_index.ports import Draft, Index, IndexStore, Progress
    from assistant.build_index.reading import SourceReader
    from assistant.build_index.sources import Source
    from assistant.documents.health import Health
    from assistant.documents.reading import Reading
    from assistant.ports import Embedder, Segmenter

BLOCK = 4_000
"""Passages embedded before they are handed on, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did. `embedded` and `reused` count passages; `removed` counts documents no longer searched."""

    healths: tuple[Health, ...]
    documents: int
    passages: int
    embedded: int
    reused: int
    removed: int
    skipped: int
    generation: str
    seconds: float

    @property
    def failed(self) -> tuple[Health, ...]:
        """The files that could not be indexed."""
        return tuple(health for health in self.healths if health.status == "failed")

    @property
    def exit_code(self) -> int:
        """0 when every file was indexed (warnings too), 3 when some failed."""
        return 3 if self.failed else 0


@dataclass(slots=True)
class _Work:
    """The files of a run, sorted by what is to be done with them."""

    kept: dict[str, Known] = field(default_factory=dict)
    fresh: list[tuple[Source, str]] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    failed: list[Health] = field(default_factory=list)
    embedded: int = 0

    def healths(self) -> tuple[Health, ...]:
        """The report of every file in the order of paths, with the near duplicates among all that is indexed."""
        indexed = [*self.kept.values(), *(Known(one.key, one.health, one.sketch) for one in self.readings)]
        indexed.sort(key=lambda known: known.health.path)
        repeats = near_duplicates({known.health.path: known.sketch for known in indexed})
        reports = [_with_repeat(known.health, repeats.get(known.health.path)) for known in indexed]
        return tuple(sorted([*reports, *self.failed], key=lambda health: health.path))


@dataclass(frozen=True, slots=True)
class IndexBuilder:
    """Builds generations: what reads the files, embeds their passages and cuts their terms, and where they are kept."""

    store: IndexStore
    reader: SourceReader
    embedder: Embedder
    segmenter: Segmenter

    def build(self, sources: Sequence[Source], about: Mapping[str, Any], progress: Progress = unheard) -> IngestReport:
        """Index exactly the sources and publish. `about` goes into the manifest.

        Raises IndexStateError when another ingest is at work. When no source can be read, what was published stays.
        """
        began = time.perf_counter()
        with self.store.writing():
            published = self.store.published()
            usable = published if published and published.manifest.get("embedder") == self.embedder.name else None
            known = usable.known() if usable else {}
            work = self._sort_out(sources, known)
            self._read(work, progress)
            removed = (
                set(published.known() if published else ()) - set(work.kept) - {r.document.id for r in work.readings}
            )
            manifest = {**about, **self._manifest(work)}
            if usable and not work.readings and not removed:
                self.store.amend(usable.name, manifest)
                generation = usable.name
            elif work.kept or work.readings:
                generation = self._write(work, usable, manifest, progress)
            else:
                generation, removed = published.name if published else "", set()
        passages = manifest["passages"]
        return IngestReport(
            healths=work.healths(),
            documents=manifest["documents"],
            passages=passages,
            embedded=work.embedded,
            reused=passages - work.embedded,
            removed=len(removed),
            skipped=about.get("skipped", 0),
            generation=generation,
            seconds=time.perf_counter() - began,
        )

    def _sort_out(self, sources: Sequence[Source], known: Mapping[str, Known]) -> _Work:
        """Which sources are as they were, which are to be read, and which cannot even be opened."""
        work = _Work()
        for source in sources:
            try:
                key = self.reader.key(source)
            except Exception as error:
                work.failed.append(failed_health(source, error))
                continue
            before = known.get(source.id)
            if before and before.key == key:
                work.kept[source.id] = before
            else:
                work.fresh.append((source, key))
        return work

    def _read(self, work: _Work, progress: Progress) -> None:
        """Read the fresh files; whatever goes wrong with one of them is its own affair."""
        for done, (source, key) in enumerate(work.fresh):
            progress("read", done, len(work.fresh))
            try:
                reading, extracted = self.reader.read(source, key)
                self.store.keep_text(reading.document.sha256, extracted.text)
                work.readings.append(reading)
            except Exception as error:
                work.failed.append(failed_health(source, error))
        progress("read", len(work.fresh), len(work.fresh))

    def _write(self, work: _Work, old: Index | None, manifest: Mapping[str, Any], progress: Progress) -> str:
        """A generation of what is kept and what was read, published; its name."""
        total = sum(_characters(reading) for reading in work.readings)
        done = 0

        def advance(characters: int) -> None:
            nonlocal done
            done += characters
            progress("embed", done, total)

        draft = self.store.draft(self.embedder.dimensions, old)
        draft.keep(work.kept.keys())
        for block in _blocks(work.readings):
            work.embedded += self._add(block, draft, old, advance)
        return draft.publish(manifest, partial(progress, "write"))

    def _add(self, block: Sequence[Reading], draft: Draft, old: Index | None, advance: Any) -> int:
        """Embed a block of documents and add them to the draft; how many of its passages were embedded."""
        passages = [passage for reading in block for passage in reading.passages]
        sentences = [sentence.text for passage in passages for sentence in passage.sentences]
        texts = [passage.indexed_text for passage in passages]
        vectors, fresh = embed_texts(texts, self.embedder, old.passage_vectors if old else _nothing, advance)
        of_sentences, _ = embed_texts(sentences, self.embedder, old.sentence_vectors if old else _nothing, advance)
        first = first_sentence = 0
        for reading in block:
            last = first + len(reading.passages)
            by_passage = []
            for passage in reading.passages:
                by_passage.append(of_sentences[first_sentence : first_sentence + len(passage.sentences)])
                first_sentence += len(passage.sentences)
            terms = (terms_of(text, self.segmenter) for text in texts[first:last])
            draft.add(reading, vectors[first:last], by_passage, terms)
            first = last
        return sum(text_hash(text) in fresh for text in texts)

    def _manifest(self, work: _Work) -> dict[str, Any]:
        passages = sum(known.health.passages for known in work.kept.values())
        passages += sum(len(reading.passages) for reading in work.readings)
        return {
            "embedder": self.embedder.name,
            "reading": self.reader.version,
            "passage_tokens": self.reader.passage_tokens,
            "documents": len(work.kept) + len(work.readings),
            "passages": passages,
            "failed": {health.path: health.error for health in work.failed},
        }


def _blocks(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Runs of documents of some thousand passages each."""
    block: list[Reading] = []
    passages = 0
    for reading in readings:
        block.append(reading)
        passages += len(reading.passages)
        if passages >= BLOCK:
            yield block
            block, passages = [], 0
    if block:
        yield block


def _with_repeat(health: Health, other: str | None) -> Health:
    if other is None:
        return health
    return replace(health.with_warning(f"says nearly the same as {other}"), near_duplicate_of=other)


def _characters(reading: Reading) -> int:
    return sum(len(p.indexed_text) + sum(len(s.text) for s in p.sentences) for p in reading.passages)


def _nothing(_hashes: Any) -> dict[bytes, Any]:
    return {}
