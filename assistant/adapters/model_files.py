"""Where an embedding model lies on this machine, and whether its weights are the ones expected."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ModelWeightsError

WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
"""In order of preference; a model may be split over several files."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model found on this machine: `label` is the name it is spoken of by, `sha256` that of its weights."""

    label: str
    folder: Path
    sha256: str

    @property
    def name(self) -> str:
        """As recorded in an index: two models of one name give the same vectors."""
        return f"{self.label}@{self.sha256[:16]}"


def find_model(model: str, model_dir: Path) -> ModelFiles:
    """The model with that folder or name, its weights hashed. Raises ModelWeightsError when it is not here."""
    folder = _folder_of(model)
    weights = _weight_files(folder)
    if not weights:
        raise ModelWeightsError(
            "the folder holds no model.safetensors",
            where=str(folder),
            do="Set ASSISTANT_EMBEDDING_MODEL to a full model",
        )
    return ModelFiles(Path(model).name, folder, _sha256(weights, model_dir / "hashes.json"))


def check_weights(files: ModelFiles, expected: str | None) -> None:
    """Raise ModelWeightsError unless the weights are the expected ones; None takes any."""
    if expected and files.sha256 != expected:
        raise ModelWeightsError(
            f"the weights have sha256 {files.sha256}, not {expected}",
            where=str(files.folder),
            do="Install the model again, or set ASSISTANT_ALLOW_OTHER_WEIGHTS=true if you trust these",
        )


def _folder_of(model: str) -> Path:
    """A folder as given, a package that carries a model, or a model of the hub that was downloaded before."""
    given = Path(model).expanduser()
    if given.is_dir():
        return given.absolute()
    package = model.replace("-", "_").lower()
    if package.isidentifier() and (spec := importlib.util.find_spec(package)) and spec.origin:
        carried = Path(spec.origin).parent / "model"
        if carried.is_dir():
            return carried
    if "/" in model and not given.is_absolute() and (cached := _downloaded(model)):
        return cached
    raise ModelWeightsError(
        f"the embedding model {model} is not on this machine",
        do="Install its package or download it, and set ASSISTANT_EMBEDDING_MODEL to its folder",
    )


def _downloaded(model: str) -> Path | None:
    """The folder of a hub model in the local cache; nothing is downloaded."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError):
        return None


def _weight_files(folder: Path) -> list[Path]:
    for pattern in WEIGHTS:
        if found := sorted(folder.glob(pattern)) or sorted((folder / "0_Transformer").glob(pattern)):
            return found
    return []


def _sha256(weights: list[Path], remembered: Path) -> str:
    """That of the one weights file, or of the hashes of all; read again only when size or time of a file changed."""
    hashes = [_file_sha256(file, remembered) for file in weights]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def _file_sha256(file: Path, remembered: Path) -> str:
    state = file.stat()
    known = _read_json(remembered)
    entry = known.get(str(file))
    if entry and (entry["size"], entry["mtime_ns"]) == (state.st_size, state.st_mtime_ns):
        return str(entry["sha256"])
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    _write_json(
        remembered, {**known, str(file): {"size": state.st_size, "mtime_ns": state.st_mtime_ns, "sha256": digest}}
    )
    return digest


def _read_json(file: Path) -> dict[str, dict[str, int | str]]:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _write_json(file: Path, data: dict[str, dict[str, int | str]]) -> None:
    """Best effort: a read-only folder only costs the next start a second of hashing."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(data, indent=1), encoding="utf-8")
        draft.replace(file)
