"""What picks the parts: cheap to import, and knowing when the index is behind the corpus."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.settings import Settings, load_settings
from assistant.wiring import doctor, index_state, ingest, open_assistant

HEAVY = ("bs4", "chromadb", "docx", "gradio", "jieba", "lxml", "numpy", "onnxruntime", "openpyxl", "pypdf", "pypdfium2")
HEAVIER = ("sentence_transformers", "tantivy", "tokenizers", "torch", "transformers", "yaml")
POLICY = """
id: made-up/parks
titles: {en: Notice on parks, zh: 公园通知}
issuer: {en: City, zh: 市政府}
jurisdiction: {level: city, place: CN}
in_force: {from: 2025-01-02, to: null}
documents:
  - {file: notice.md, kind: translation, language: en, source: made up}
"""
NOTICE = "# Notice on parks\n\n## 1 Opening\n\nParks open at six. They close at ten.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a home with a corpus of one policy."""
    policy = tmp_path / "home" / "corpus" / "made-up" / "parks"
    policy.mkdir(parents=True)
    (policy / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (policy / "notice.md").write_text(NOTICE, encoding="utf-8")
    return load_settings(home=tmp_path / "home", model_dir=load_settings().model_dir)


def test_importing_it_imports_no_vendor() -> None:
    code = f"import sys, assistant.wiring; print(sorted(set({HEAVY + HEAVIER!r}) & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"


def test_the_index_is_behind_when_a_document_changes_and_not_when_it_is_only_touched(settings: Settings) -> None:
    notice = settings.corpus / "made-up" / "parks" / "notice.md"
    assert index_state(settings) == "missing"
    ingest(settings)
    assert index_state(settings) == "current"
    os.utime(notice, (1, 1))
    assert index_state(settings) == "current"
    notice.write_text(NOTICE.replace("six", "five"), encoding="utf-8")
    assert index_state(settings) == "out_of_date"
    assert doctor(settings).advice
    ingest(settings)
    assert index_state(settings) == "current"


def test_the_index_is_behind_when_a_policy_says_something_else_or_is_new(settings: Settings) -> None:
    ingest(settings)
    file = settings.corpus / "made-up" / "parks" / "policy.yaml"
    file.write_text(POLICY.replace("2025-01-02", "2025-03-04"), encoding="utf-8")
    assert index_state(settings) == "out_of_date"
    ingest(settings)
    assert index_state(settings) == "current"
    other = settings.corpus / "made-up" / "pools"
    other.mkdir()
    (other / "policy.yaml").write_text(POLICY.replace("parks", "pools"), encoding="utf-8")
    (other / "notice.md").write_text(NOTICE.replace("Parks", "Pools"), encoding="utf-8")
    assert index_state(settings) == "out_of_date"


def test_the_index_is_behind_when_passages_are_to_be_shorter(settings: Settings) -> None:
    ingest(settings)

    assert index_state(settings.model_copy(update={"passage_tokens": 64})) == "out_of_date"


def test_a_fault_of_the_corpus_stops_an_ingest_and_is_told_by_doctor(settings: Settings) -> None:
    ingest(settings)
    (settings.corpus / "made-up" / "parks" / "policy.yaml").write_text("id: x\nid: y\n", encoding="utf-8")

    with pytest.raises(CorpusError, match=r"policy\.yaml"):
        ingest(settings)
    assert any("policy.yaml" in sentence for sentence in doctor(settings).missing)


def test_a_fault_in_a_folder_of_ones_own_is_reported_and_the_rest_goes_on(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "own" / "bad").mkdir(parents=True)
    (tmp_path / "own" / "bad" / "policy.yaml").write_text("id: x\nid: y\n", encoding="utf-8")
    (tmp_path / "own" / "good.md").write_text(NOTICE, encoding="utf-8")
    report = ingest(settings, [tmp_path / "own"])

    assert (report.documents, report.exit_code) == (1, 3)
    assert "policy.yaml" in report.failed[0].path


def test_documents_of_the_corpus_are_shown_by_their_path_in_it(settings: Settings) -> None:
    ingest(settings)
    (document,) = open_assistant(settings).documents()

    assert (document.id, document.path) == ("made-up/parks/notice.md", "corpus/made-up/parks/notice.md")
