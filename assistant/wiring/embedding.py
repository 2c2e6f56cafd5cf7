"""The embedding model: found, its weights checked, and the quickest way to run it that gives its vectors."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.adapters.jieba_words import JiebaWords
from assistant.adapters.model_files import ModelFiles, check_weights, find_model
from assistant.adapters.offline import stay_offline
from assistant.adapters.onnx_export import describe, export_folder, is_exported, is_refused, make_export, refuse_export
from assistant.adapters.onnx_query import OnnxEmbedder
from assistant.adapters.sentence_transformer import TorchEmbedder
from assistant.errors import ModelWeightsError

if TYPE_CHECKING:
    from assistant.build_index import Progress
    from assistant.ports import Embedder
    from assistant.settings import Settings

log = logging.getLogger(__name__)


def model_files(settings: Settings) -> ModelFiles:
    """The configured model, with the weights that are expected. Raises ModelWeightsError."""
    stay_offline()
    files = find_model(settings.embedding_model, settings.model_dir)
    check_weights(files, settings.expected_weights)
    return files


def embedder(settings: Settings) -> Embedder:
    """The configured model through its export; through torch when it has none that agrees with torch.

    Documents and questions go the same way. The export gives the vectors of sentence-transformers, which is checked
    when it is made, at a fraction of the start-up time. Raises ModelWeightsError.
    """
    files = model_files(settings)
    folder = export_folder(files, settings.model_dir)
    if not is_exported(folder) and not is_refused(folder):
        log.warning("The embedding model has no ONNX export yet; making it once, which takes about ten seconds.")
        _export(files, settings.model_dir)
    if is_exported(folder):
        return OnnxEmbedder(files.name, folder, describe(folder))
    return TorchEmbedder(files.name, files.folder)


def prepare_model(settings: Settings, progress: Progress | None = None) -> Path | None:
    """Do once what would make a first question slow: check the weights, make the export, cache the Chinese dictionary.

    The export's path; None when the model cannot be exported and runs on torch. Raises ModelWeightsError.
    """
    tell = progress or _unheard
    tell("export", 0, 3)
    files = model_files(settings)
    folder = export_folder(files, settings.model_dir)
    tell("export", 1, 3)
    if not is_exported(folder) and not is_refused(folder):
        _export(files, settings.model_dir)
    tell("export", 2, 3)
    segmenter(settings).words("政策")
    tell("export", 3, 3)
    return folder / "model.onnx" if is_exported(folder) else None


def segmenter(settings: Settings) -> JiebaWords:
    """What cuts Chinese into words."""
    return JiebaWords(settings.model_dir)


def _unheard(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody is told of."""


def _export(files: ModelFiles, model_dir: Path) -> None:
    """Make the export; a model that cannot be exported, or not truly, is noted as such and runs on torch."""
    try:
        make_export(files, model_dir)
    except ImportError as error:
        raise ModelWeightsError(f"the embedding model cannot be loaded: {error}", do="Run `make setup`") from error
    except OSError as error:
        log.warning("The model runs on torch, which starts more slowly: its export cannot be kept (%s).", error)
    except Exception as error:
        log.warning("The model runs on torch, which starts more slowly: it cannot be exported (%s).", error)
        refuse_export(files, model_dir, str(error))
