"""Whether a text bears out a sentence, by a CrossEncoder of sentence-transformers that was trained for inference."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from assistant.adapters.offline import stay_offline
from assistant.errors import SettingsError

if TYPE_CHECKING:
    from assistant.ports import Entails

LEAST = 0.5
_WHERE = "ASSISTANT_ENTAILMENT_MODEL"


def load_entailment(name: str) -> Entails:
    """A check by the model of that folder or name: premise and sentence -> whether "entailment" is likely.

    A model with one label is read as a score from 0 to 1. Raises SettingsError for a model that cannot be loaded,
    or whose labels name no entailment.
    """
    stay_offline()
    try:
        import torch
        from sentence_transformers import CrossEncoder

        model = CrossEncoder(name, local_files_only=True)
    except (ImportError, OSError, ValueError) as error:
        raise SettingsError(
            f"{name} cannot be loaded: {error}", where=_WHERE, do="Give a folder, or a name that is on this machine"
        ) from error
    labels = {str(label).casefold(): number for number, label in model.model.config.id2label.items()}
    place = next((number for label, number in labels.items() if "entail" in label and "not" not in label), None)
    if len(labels) > 1 and place is None:
        raise SettingsError(
            f"{name} has no label for entailment, but {', '.join(labels)}", where=_WHERE, do="Use a model for inference"
        )
    lock = threading.Lock()

    def entails(premise: str, sentence: str) -> bool:
        with lock:
            if place is None:
                scores = model.predict([(premise, sentence)], activation_fn=torch.nn.Sigmoid(), show_progress_bar=False)
                return float(scores[0]) >= LEAST
            scores = model.predict([(premise, sentence)], activation_fn=torch.nn.Softmax(-1), show_progress_bar=False)
            return float(scores[0][place]) >= LEAST

    return entails
