"""Questions that can be answered and questions that cannot, with what search says of them.

Each is asked of the whole set, and of a small corpus on one subject, as a city's own policies are: its group of
documents among some forty others. What cannot be answered is the same question with the documents of its answer
withheld.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bench.searching import query_of

if TYPE_CHECKING:
    from assistant.model import Language
    from assistant.search.retrieve import Retriever
    from assistant.search.weights import Weights
    from bench.datasets import BenchQuestion, Half
    from bench.searching import Indexed

Kind = Literal["held", "withheld", "near_miss"]
"""The answer is there; its documents were withheld; or the set says that its document does not hold it."""
Size = Literal["whole", "small"]
SMALL = 40
SMALL_PASSAGES = 400
"""Where a small corpus ends: so many documents, or the document that makes it so many passages."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question as search saw it: its signals, the score made of them, and the top dense score."""

    kind: Kind
    size: Size
    half: Half
    language: Language
    signals: Mapping[str, float]
    answerable: float
    dense: float


def judged(
    indexed: Indexed, weights: Weights, questions: Sequence[BenchQuestion], sizes: Sequence[Size] = ("whole",)
) -> list[Judged]:
    """Each question over the corpora of those sizes and, when it can be answered, over each without its documents."""
    return [row for size in sizes for question in questions for row in _judged(indexed, weights, question, size)]


def _judged(indexed: Indexed, weights: Weights, question: BenchQuestion, size: Size) -> Iterator[Judged]:
    files = set(indexed.file_of.values())
    group = group_of(indexed, question)
    shown = files if size == "whole" else small_corpus(indexed, question, group)
    kind: Kind = "held" if question.answerable else "near_miss"
    yield _row(kind, size, question, indexed.retriever_without(files - shown, weights))
    if question.answerable:
        hidden = group if len(group) < len(shown) else {file for file, _ in question.golds}
        yield _row("withheld", size, question, indexed.retriever_without((files - shown) | hidden, weights))


def small_corpus(indexed: Indexed, question: BenchQuestion, group: set[str]) -> set[str]:
    """The question's group, its own documents first, filled up or cut to the size of a small corpus; ever the same."""
    own = {file for file, _ in question.golds}

    def order(file: str) -> tuple[bool, bool, str]:
        return file not in own, file not in group, hashlib.sha256(f"{question.group} {file}".encode()).hexdigest()

    sizes = Counter(indexed.file_of[passage.document] for passage in indexed.passages.values())
    taken: set[str] = set()
    for file in sorted(sizes, key=order):
        if taken and (len(taken) == SMALL or sum(sizes[one] for one in taken) >= SMALL_PASSAGES):
            break
        taken.add(file)
    return taken


def group_of(indexed: Indexed, question: BenchQuestion) -> set[str]:
    """The files of every group that holds a right passage."""
    groups = indexed.questions.groups
    wanted = {question.group} | {groups[file] for file, _ in question.golds if file in groups}
    return {file for file, group in groups.items() if group in wanted}


def _row(kind: Kind, size: Size, question: BenchQuestion, retriever: Retriever) -> Judged:
    found = retriever.retrieve(query_of(question, 10))
    nearest = retriever.vectors.search(retriever.embedder.embed([question.text])[0], 1)
    dense = nearest[0].score if nearest else 0.0
    return Judged(kind, size, question.half, question.language, found.signals, found.answerable, dense)
