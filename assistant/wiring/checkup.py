"""What is installed, in which state, and what to do about what is missing."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.adapters.generations import Generations
from assistant.adapters.model_files import ModelFiles, check_weights, find_model
from assistant.adapters.offline import stay_offline
from assistant.adapters.onnx_export import describe, export_folder, is_exported
from assistant.errors import AssistantError
from assistant.wiring.chat import ModelState, model_state
from assistant.wiring.code_version import package_version
from assistant.wiring.indexing import IndexState, index_state

if TYPE_CHECKING:
    from assistant.settings import Settings

NEEDED = (
    "chromadb",
    "fastapi",
    "gradio",
    "jieba",
    "langchain-core",
    "numpy",
    "onnxruntime",
    "openpyxl",
    "pypdf",
    "pypdfium2",
    "python-docx",
    "sentence-transformers",
    "tantivy",
    "tokenizers",
    "torch",
)


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """What is installed and in which state; `missing` says what keeps questions from being answered, and the way out.

    `advice` is what could be better. `versions` has None for a package that is not installed, `chat_model` is None
    where no language model is configured.
    """

    versions: Mapping[str, str | None]
    embedding_model: str
    weights_sha256: str | None
    weights: str
    export: str
    index: IndexState | None
    generation: str | None
    made_with: str | None
    documents: int
    passages: int
    data_dir: str
    home: str
    missing: tuple[str, ...]
    chat_model: ModelState | None = None
    advice: tuple[str, ...] = ()

    @property
    def healthy(self) -> bool:
        """Whether questions can be answered as things are."""
        return not self.missing


def doctor(settings: Settings) -> DoctorReport:
    """The state of this installation; what it finds wrong is told, not raised."""
    stay_offline()
    missing: list[str] = []
    advice: list[str] = []
    versions = {"python": platform.python_version(), **{name: package_version(name) for name in NEEDED}}
    absent = [name for name, found in versions.items() if found is None]
    if absent:
        missing.append(f"Not installed: {', '.join(absent)}. Run `make setup`.")
    files, weights = _weights(settings, missing)
    export = _export(files, settings, advice)
    index = _index(settings, missing, advice) if files else None
    generation, manifest = _manifest(settings)
    chat = _chat(settings, missing, advice)
    return DoctorReport(
        versions=versions,
        embedding_model=settings.embedding_model,
        weights_sha256=files.sha256 if files else None,
        weights=weights,
        export=export,
        index=index,
        generation=generation,
        made_with=manifest.get("embedder"),
        documents=manifest.get("documents", 0),
        passages=manifest.get("passages", 0),
        data_dir=str(settings.data_dir),
        home=str(settings.home),
        missing=tuple(missing),
        chat_model=chat,
        advice=tuple(advice),
    )


def _chat(settings: Settings, missing: list[str], advice: list[str]) -> ModelState | None:
    """The language model: down, it is only missed, since extraction answers; wrongly set up, nothing is answered."""
    try:
        state = model_state(settings)
    except AssistantError as error:
        missing.append(error.message)
        return None
    if state and not state.reachable:
        advice.append(f"The language model does not answer, so answers are quoted from the texts: {state.said}")
    return state


def _weights(settings: Settings, missing: list[str]) -> tuple[ModelFiles | None, str]:
    try:
        files = find_model(settings.embedding_model, settings.model_dir)
    except AssistantError as error:
        missing.append(error.message)
        return None, "missing"
    try:
        check_weights(files, settings.expected_weights)
    except AssistantError as error:
        missing.append(error.message)
        return files, "refused"
    return files, "as published" if settings.expected_weights else "taken as they are"


def _export(files: ModelFiles | None, settings: Settings, advice: list[str]) -> str:
    if files is None:
        return "none"
    folder = export_folder(files, settings.model_dir)
    description = describe(folder)
    if is_exported(folder):
        return f"{folder / 'model.onnx'}, least cosine to torch {description['least_cosine']:.6f}"
    if "refused" in description:
        return f"refused, the model runs on torch: {description['refused']}"
    advice.append(
        "The embedding model has no ONNX export: the first question makes it. Run `policy-assistant prepare`."
    )
    return "not made yet"


def _index(settings: Settings, missing: list[str], advice: list[str]) -> IndexState | None:
    try:
        state = index_state(settings)
    except AssistantError as error:
        missing.append(error.message)
        return None
    if state == "missing":
        missing.append("There is no index. Run `policy-assistant ingest`.")
    elif state == "other_model":
        missing.append("The index was made with another embedding model. Run `policy-assistant ingest`.")
    elif state == "out_of_date":
        advice.append("The corpus has changed since it was indexed. Run `policy-assistant ingest`.")
    return state


def _manifest(settings: Settings) -> tuple[str | None, dict[str, Any]]:
    generations = Generations(settings.data_dir)
    name = generations.current()
    try:
        return name, generations.manifest(name) if name else {}
    except AssistantError:
        return name, {}
