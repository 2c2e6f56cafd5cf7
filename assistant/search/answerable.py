"""How likely the passages found hold the answer: a logistic of a few signals, none of which grows with the index."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.search.wanted import wording

if TYPE_CHECKING:
    from assistant.model import Retrieved
    from assistant.ports import Vectors
    from assistant.search.signals import Looked

READ = 3
"""Passages whose sentences are read one by one."""
LOOKED_AT = 5
"""Passages whose best signal counts."""


def answerable(signals: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability, 0 to 1. `weights` has a coefficient by signal and a `bias`; with no passage found it is 0."""
    if not signals:
        return 0.0
    total = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in signals.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def question_signals(best: Sequence[Retrieved], similarities: Sequence[Vectors], looked: Looked) -> dict[str, float]:
    """What the best passages say of the question as a whole; empty when there are none.

    `similarities` are those of the sentences in the first READ passages.
    BM25 is given as a part of the highest possible.
    """
    if not best:
        return {}
    top = [item for item in best[:LOOKED_AT] if item.passage.language == best[0].passage.language]
    return {
        "dense": max(item.signals["dense"] for item in top),
        "sentence": max(item.signals["sentence"] for item in top),
        "bm25": max(_share(item, looked) for item in top),
        "phrase": max(item.signals["phrase"] for item in top),
        "coverage": max(item.signals["coverage"] for item in top),
        "joint": max(_joint(item, row, looked) for item, row in zip(best[:READ], similarities, strict=False)),
        "length": math.log(1 + looked.content),
    }


def _share(item: Retrieved, looked: Looked) -> float:
    ideal = looked.ideal(item.passage.language)
    return min(1.0, item.signals["bm25"] / ideal) if ideal else 0.0


def _joint(item: Retrieved, similarities: Vectors, looked: Looked) -> float:
    """The best over a passage's sentences of the mean of meaning and words in one and the same sentence."""
    language = item.passage.language
    sentences = zip(item.passage.sentences, similarities, strict=False)
    return max(
        (
            (float(similarity) + looked.coverage(wording(sentence.text), language)) / 2
            for sentence, similarity in sentences
        ),
        default=0.0,
    )
