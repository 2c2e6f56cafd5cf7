"""The flow of an ingest, with an embedder and a store that are stand-ins."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.adapters.markdown_reader import MarkdownReader
from assistant.adapters.text_reader import TextReader
from assistant.build_index import IndexBuilder, IngestReport, SourceReader, find_sources
from assistant.build_index.embedding import embed_texts
from assistant.documents.reading import text_hash
from assistant.errors import UsageError
from assistant.model import DocumentKind
from assistant.ports import ReadLimits
from tests.fakes import FakeEmbedder, FakeIndexStore, FakeSegmenter

PARKS = (
    "# Notice on parks\n\n## 1 Opening\n\nParks open at six. They close at ten.\n\n## 2 Fees\n\nEntry costs nothing.\n"
)
POOLS = "# Notice on pools\n\n## 1 Opening\n\nPools open at nine. Children need a card.\n"


class Ingests:
    """Ingests a folder again and again into one store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = FakeIndexStore()
        self.embedder = FakeEmbedder()
        self.version = "1"
        self.limits = ReadLimits(bytes=100_000)
        self.told: list[tuple[str, int, int]] = []

    def __call__(self, paths: list[Path] | None = None, about: Mapping[str, Any] | None = None) -> IngestReport:
        self.embedder.embedded.clear()
        readers = {suffix: reader for reader in (MarkdownReader(), TextReader()) for suffix in reader.suffixes}
        sources = find_sources([(path, str(path)) for path in paths or [self.folder]], readers)
        reader = SourceReader(readers, self.limits, self.embedder.count_tokens, 64, self.version)
        builder = IndexBuilder(self.store, reader, self.embedder, FakeSegmenter())
        return builder.build(sources.taken, about or {}, lambda *told: self.told.append(told))


@pytest.fixture
def ingest(tmp_path: Path) -> Ingests:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "parks.md").write_text(PARKS, encoding="utf-8")
    (folder / "pools.md").write_text(POOLS, encoding="utf-8")
    return Ingests(folder)


def test_files_become_documents_with_passages(ingest: Ingests) -> None:
    report = ingest()

    assert sorted(ingest.store.readings) == ["rules/parks.md", "rules/pools.md"]
    parks = ingest.store.readings["rules/parks.md"]
    assert parks.document.title == "Notice on parks"
    assert parks.document.kind is DocumentKind.OFFICIAL
    assert ingest.store.texts[parks.document.sha256] == PARKS
    assert [PARKS[p.start : p.end] for p in parks.passages] == [p.text for p in parks.passages]
    assert (report.documents, report.passages, report.embedded, report.reused) == (2, 3, 3, 0)
    assert report.exit_code == 0


def test_every_passage_and_every_sentence_is_embedded_once(ingest: Ingests) -> None:
    ingest()

    texts = ingest.embedder.embedded
    assert len(texts) == len(set(texts))
    for reading in ingest.store.readings.values():
        for passage in reading.passages:
            assert passage.indexed_text in texts
            assert all(sentence.text in texts for sentence in passage.sentences)


def test_nothing_is_embedded_or_published_when_nothing_changed(ingest: Ingests) -> None:
    first = ingest()
    second = ingest()

    assert ingest.embedder.embedded == []
    assert (second.embedded, second.reused) == (0, 3)
    assert second.generation == first.generation
    assert ingest.store.published_times == 1


def test_only_the_changed_part_of_a_file_is_embedded_again(ingest: Ingests) -> None:
    ingest()
    (ingest.folder / "parks.md").write_text(PARKS.replace("at six", "at five in the morning"), encoding="utf-8")
    report = ingest()

    assert (report.embedded, report.reused) == (1, 2)
    assert all("five" in text for text in ingest.embedder.embedded)
    assert len(ingest.embedder.embedded) == 2, "the passage and its one changed sentence"


def test_a_file_that_is_gone_is_taken_out(ingest: Ingests) -> None:
    ingest()
    (ingest.folder / "pools.md").unlink()
    report = ingest()

    assert report.removed == 1
    assert sorted(ingest.store.readings) == ["rules/parks.md"]
    assert ingest.embedder.embedded == []


def test_the_index_holds_exactly_the_paths_given(ingest: Ingests) -> None:
    ingest()
    report = ingest([ingest.folder / "pools.md"])

    assert sorted(ingest.store.readings) == ["rules/pools.md"]
    assert report.removed == 1


def test_a_bad_file_is_reported_and_the_rest_goes_on(ingest: Ingests) -> None:
    (ingest.folder / "empty.md").write_text("", encoding="utf-8")
    (ingest.folder / "large.txt").write_text("x " * 60_000, encoding="utf-8")
    report = ingest()

    assert report.documents == 2
    assert report.exit_code == 3
    failed = {Path(health.path).name: str(health.error) for health in report.failed}
    assert failed.keys() == {"empty.md", "large.txt"}
    assert "120,000 bytes" in failed["large.txt"]


def test_a_reader_that_breaks_spoils_only_its_file(ingest: Ingests, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    (ingest.folder / "odd.txt").write_text("Some words.", encoding="utf-8")
    monkeypatch.setattr(TextReader, "read", broken)
    report = ingest()

    assert report.documents == 2
    assert "ZeroDivisionError" in str(report.failed[0].error)


def test_when_nothing_can_be_read_the_published_index_stays(ingest: Ingests, tmp_path: Path) -> None:
    ingest()
    bad = tmp_path / "bad.md"
    bad.write_text("", encoding="utf-8")
    report = ingest([bad])

    assert report.exit_code == 3
    assert sorted(ingest.store.readings) == ["rules/parks.md", "rules/pools.md"]


def test_another_way_of_reading_reads_all_files_again_but_embeds_no_text_twice(ingest: Ingests) -> None:
    ingest()
    ingest.version = "2"
    report = ingest()

    assert ingest.store.published_times == 2
    assert (report.embedded, report.reused) == (0, 3)


def test_another_embedding_model_embeds_everything_again(ingest: Ingests) -> None:
    ingest()
    ingest.embedder = FakeEmbedder("other@2", dimensions=16)
    report = ingest()

    assert (report.embedded, report.reused, report.removed) == (3, 0, 0)
    assert ingest.store.manifest["embedder"] == "other@2"


def test_files_that_say_the_same_are_both_indexed_and_told_of(ingest: Ingests) -> None:
    (ingest.folder / "parks copy.md").write_text(PARKS, encoding="utf-8")
    report = ingest()

    assert report.documents == 3
    repeats = {Path(h.path).name: Path(h.near_duplicate_of).name for h in report.healths if h.near_duplicate_of}
    assert repeats == {"parks.md": "parks copy.md"}
    assert report.exit_code == 0


def test_near_duplicates_are_told_of_although_nothing_changed(ingest: Ingests) -> None:
    (ingest.folder / "parks copy.md").write_text(PARKS, encoding="utf-8")
    ingest()

    assert [h.status for h in ingest().healths].count("warning") == 1


def test_progress_ends_at_its_total_in_every_stage(ingest: Ingests) -> None:
    ingest()

    last = {stage: (done, total) for stage, done, total in ingest.told}
    assert last.keys() == {"read", "embed", "write"}
    assert all(done == total > 0 for done, total in last.values())


# ---- sources ---------------------------------------------------------------------------------------------------------


def test_loose_files_are_named_after_their_folder_below_the_path(tmp_path: Path) -> None:
    for name in ("top.md", "a/one.md", "a/b/two.TXT", ".hidden/x.md", "a/~$one.md", "a/table.xyz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Words.", encoding="utf-8")
    sources = find_sources([(tmp_path, "given/path")], {".md", ".txt"})

    shown = {source.id: source.shown for source in sources.taken}
    assert shown == {
        f"{tmp_path.name}/top.md": "given/path/top.md",
        "a/one.md": "given/path/a/one.md",
        "a/b/two.TXT": "given/path/a/b/two.TXT",
    }
    assert [path.name for path in sources.skipped] == ["table.xyz"]


def test_two_files_never_share_an_id_and_one_file_is_taken_once(tmp_path: Path) -> None:
    for folder in ("x/docs", "y/docs"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.md").write_text("Words.", encoding="utf-8")
    paths = [tmp_path / "x/docs", tmp_path / "y/docs", tmp_path / "x/docs/a.md"]
    sources = find_sources([(path, str(path)) for path in paths], {".md"})

    assert [source.id for source in sources.taken] == ["docs/a.md", "docs~2/a.md"]


POLICY = """
id: made-up/parks
titles: {en: Notice on parks, zh: 公园通知}
issuer: {en: City, zh: 市政府}
jurisdiction: {level: city, place: CN}
in_force: {from: 2025-01-02, to: null}
documents:
  - {file: notice.md, kind: translation, language: en, source: made up}
"""


def test_of_a_policy_the_documents_it_lists_are_taken_as_it_describes_them(ingest: Ingests, tmp_path: Path) -> None:
    policy = tmp_path / "deep" / "down" / "parks"
    (policy / "old").mkdir(parents=True)
    (policy / "policy.yaml").write_text(POLICY, encoding="utf-8")
    for name in ("notice.md", "README.md", "old/notes.md"):
        (policy / name).write_text(PARKS, encoding="utf-8")
    ingest([tmp_path / "deep"])

    (document,) = (reading.document for reading in ingest.store.readings.values())
    assert document.id == "made-up/parks/notice.md"
    assert document.path == str(policy / "notice.md")
    assert (document.title, document.kind, document.issuer) == ("Notice on parks", DocumentKind.TRANSLATION, "City")
    assert document.in_force_from == dt.date(2025, 1, 2)


def test_a_change_of_what_a_policy_says_is_taken_over_without_embedding(ingest: Ingests, tmp_path: Path) -> None:
    policy = tmp_path / "parks"
    policy.mkdir()
    (policy / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (policy / "notice.md").write_text(PARKS, encoding="utf-8")
    ingest([policy])
    (policy / "policy.yaml").write_text(POLICY.replace("2025-01-02", "2025-03-04"), encoding="utf-8")
    report = ingest([policy])

    assert ingest.store.readings["made-up/parks/notice.md"].document.in_force_from == dt.date(2025, 3, 4)
    assert (report.embedded, ingest.embedder.embedded) == (0, [])


def test_a_policy_file_with_a_fault_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("id: x\nid: y\n", encoding="utf-8")
    sources = find_sources([(tmp_path, "here")], {".md"})

    assert not sources.taken
    assert "policy.yaml" in sources.faults[0].where


def test_a_link_that_leads_nowhere_and_a_name_that_is_not_text_are_no_end(ingest: Ingests) -> None:
    (ingest.folder / "link.md").symlink_to("nowhere.md")
    Path(os.fsdecode(os.fsencode(ingest.folder) + b"/odd\xff.md")).write_text("Odd words.", encoding="utf-8")
    report = ingest()

    assert report.documents == 3
    assert [Path(health.path).name for health in report.failed] == ["link.md"]
    assert "rules/odd\ufffd.md" in ingest.store.readings


def test_a_path_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere: no such file or folder"):
        find_sources([(tmp_path / "nowhere", "nowhere")], {".md"})


# ---- embedding -------------------------------------------------------------------------------------------------------


def test_held_vectors_are_taken_and_equal_texts_embedded_once() -> None:
    embedder, advanced = FakeEmbedder(), []
    held = {text_hash("known"): np.full(32, 0.5, np.float32)}
    vectors, fresh = embed_texts(["new", "known", "new"], embedder, lambda _: held, advanced.append)

    assert embedder.embedded == ["new"]
    assert fresh == {text_hash("new")}
    assert (vectors[0] == vectors[2]).all()
    assert (vectors[1] == 0.5).all()
    assert sum(advanced) == len("new" + "known" + "new")
