"""The ONNX export of a sentence-transformers model, made once: texts are embedded from it without torch.

<model_dir>/<sha256 of the weights>/
    model.onnx       tokens to one vector of length 1: transformer, pooling and normalising
    tokenizer.json
    export.json      sizes, inputs, and how close it is to torch
"""

from __future__ import annotations

import json
import os
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelWeightsError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from assistant.adapters.model_files import ModelFiles

LEAST_COSINE = 0.9999
FORMAT = 1
CHECK_TEXTS = (
    "a",
    "Who submits the application?",
    "Applications close on 12 May 2025 at 17:00; up to 150,000,000 yuan (half in advance) may be granted.",
    "申报工作由省级主管部门组织，每省推荐不超过两个城市。",
    "第三条 中央财政对试点城市给予定额奖补，奖补资金分两批下达。",
    "Digital transformation of SMEs / 中小企业数字化转型, level 2 and above （二级及以上）",
    "１２３ ＡＢＣ – “quotes”… ½ ₂ é ü ß \u200b emoji 🙂",
    "A plan states its goals, the industries it covers, the measures taken and who answers for each of them. " * 4,
    "各地要加强组织领导，明确责任分工，健全工作机制，确保各项任务落到实处。" * 12,
    "word " * 700,
    "Annex 1. " + "table row | 12.5% | yes | " * 60,
    "\n\n  spaces\tand\nlines  ",
)
"""Short and long, one beyond what any model reads, English, Chinese, mixed and odd."""


def export_folder(files: ModelFiles, model_dir: Path) -> Path:
    """Where the export of these weights lies, or would."""
    return model_dir / files.sha256


def is_exported(folder: Path) -> bool:
    """Whether a checked export is there, made by this version."""
    return describe(folder).get("format") == FORMAT and (folder / "model.onnx").exists()


def is_refused(folder: Path) -> bool:
    """Whether an export was tried by this version and did not agree with torch."""
    description = describe(folder)
    return "refused" in description and description.get("tried_with") == _versions()


def refuse_export(files: ModelFiles, model_dir: Path, reason: str) -> None:
    """Note that there is no use in trying again, until the libraries change."""
    folder = export_folder(files, model_dir)
    folder.mkdir(parents=True, exist_ok=True)
    note = {"refused": reason, "tried_with": _versions()}
    (folder / "export.json").write_text(json.dumps(note, indent=1), encoding="utf-8")


def describe(folder: Path) -> dict[str, Any]:
    """What export.json says; empty when there is none."""
    try:
        return dict(json.loads((folder / "export.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def make_export(files: ModelFiles, model_dir: Path) -> Path:
    """Export the model and publish it if it agrees with torch. Raises ModelWeightsError when it does not."""
    folder = export_folder(files, model_dir)
    draft = folder.with_name(f".{files.sha256[:16]}-{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        description = _export(files, draft)
        (draft / "export.json").write_text(json.dumps(description, indent=1), encoding="utf-8")
        _put_in_place(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _put_in_place(draft: Path, folder: Path) -> None:
    """Another process may have been as quick: one checked export is as good as another."""
    if not is_exported(folder):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        draft.rename(folder)
    except OSError:
        if not is_exported(folder):
            raise


def _versions() -> list[str]:
    return [f"{name} {version(name)}" for name in ("torch", "onnxruntime", "sentence-transformers")] + [str(FORMAT)]


def _export(files: ModelFiles, folder: Path) -> dict[str, Any]:
    from assistant.adapters.sentence_transformer import TorchEmbedder, load_model, quiet

    model = load_model(files.folder)
    tokenizer = model.tokenizer
    with quiet():
        inputs = _write_graph(model, folder / "model.onnx")
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    description = {
        "format": FORMAT,
        "name": files.name,
        "inputs": inputs,
        "length": int(model.max_seq_length or 512),
        "dimensions": int(model.get_embedding_dimension() or 0),
        "pad_id": int(tokenizer.pad_token_id or 0),
        "lower_case": bool(getattr(model[0], "do_lower_case", False)),
    }
    reference = TorchEmbedder(files.name, files.folder)
    reference.__dict__["model"] = model
    with quiet():
        return {**description, "least_cosine": _compare(reference, folder, description)}


def _write_graph(model: SentenceTransformer, file: Path) -> list[str]:
    """Writes the whole model as one graph, in fp32; returns the names of its inputs."""
    import torch

    example = model.preprocess(["two short texts", "of different length, so that one is padded"])
    names: list[str] = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in example]

    class Whole(torch.nn.Module):
        """The chain of modules behind positional inputs."""

        def __init__(self) -> None:
            super().__init__()
            self.chain = model

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            embedding = self.chain(dict(zip(names, tensors, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(embedding, dim=-1)

    axes = {name: {0: "texts", 1: "tokens"} for name in names} | {"embedding": {0: "texts"}}
    with torch.inference_mode():
        # The tracing exporter: one file, two seconds, and the numbers of torch to seven digits.
        torch.onnx.export(
            Whole().eval(),
            tuple(example[name] for name in names),
            str(file),
            input_names=names,
            output_names=["embedding"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    return names


def _compare(reference: Any, folder: Path, description: dict[str, Any]) -> float:
    """The least cosine between the two ways, over texts of every sort, embedded together and one by one."""
    import numpy as np

    from assistant.adapters.onnx_query import OnnxEmbedder

    exported = OnnxEmbedder(reference.name, folder, description)
    wanted = reference.embed(CHECK_TEXTS)
    together = exported.embed(CHECK_TEXTS)
    alone = np.vstack([exported.embed([text]) for text in CHECK_TEXTS])
    least = float(min((wanted * together).sum(axis=1).min(), (wanted * alone).sum(axis=1).min()))
    counts = [reference.count_tokens(text) == exported.count_tokens(text) for text in CHECK_TEXTS]
    if least < LEAST_COSINE or not all(counts):
        raise ModelWeightsError(
            f"the ONNX export of {reference.name} differs from torch: cosine {least:.6f}, not {LEAST_COSINE}",
            do="Questions are embedded by torch instead, which starts more slowly",
        )
    return least
