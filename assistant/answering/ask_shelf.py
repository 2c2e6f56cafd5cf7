"""How much a text asks for each of many targets, as learnt from asks that are known to lead to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from assistant.answering.ask_words import WordIndex
from assistant.search.tokens import terms_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.model import Language
    from assistant.ports import AskLearner, Embedder, Segmenter, Vectors

    Numbers = NDArray[np.float32]

BY_MEANING: Final = {"en": 0.8, "zh": 0.3}
"""How much of the closeness is that in meaning; the rest is words. The default model knows little Chinese."""
SHARPNESS: Final = 2.0
"""How fast a text's likeness to an ask falls with their distance."""
LAYERS: Final = ("meaning", "words", "hidden", "out", "bias")
REMEMBERED: Final = 64
"""Texts whose scores are remembered: one question is scored for the rules and for the texts."""

Fitted = Mapping[str, "NDArray[Any]"]
Keep = Callable[[str, Callable[[], Fitted]], Fitted]
"""Gives what was kept under a name that says all it depends on, else makes and keeps it."""


def made_anew(_: str, make: Callable[[], Fitted]) -> Fitted:
    """Keeps nothing."""
    return make()


class Line(Protocol):
    """An ask and the key of what it leads to."""

    @property
    def text(self) -> str: ...
    @property
    def key(self) -> Hashable: ...


@dataclass(frozen=True, slots=True)
class Scores:
    """The chance of each target, in the order of `AskShelf.keys`, 1 in sum; the text's likeness to the nearest ask."""

    targets: Sequence[float]
    closest: float


@dataclass(frozen=True)
class AskShelf:
    """The asks of one language, with a small network that learnt from them what a question leads to.

    `embed` stands in for the embedder's where many texts are embedded at once.
    """

    lines: tuple[Line, ...]
    language: Language
    segmenter: Segmenter
    embedder: Embedder
    learner: AskLearner
    keep: Keep = made_anew
    embed: Callable[[Sequence[str]], Vectors] | None = None

    @cached_property
    def keys(self) -> tuple[Hashable, ...]:
        """What the asks lead to, each once."""
        return tuple(dict.fromkeys(line.key for line in self.lines))

    @cached_property
    def scores(self) -> Callable[[str], Scores]:
        """The chance of each target for a text."""
        return lru_cache(REMEMBERED)(self._scores)

    def _scores(self, text: str) -> Scores:
        meaning, words = self.embedder.embed([text])[0], Counter(terms_of(text, self.segmenter))
        likeness = self.likeness(self.fitted["vectors"] @ meaning, self.words.closeness(words))
        return Scores(self._leads_to(meaning, words).tolist(), float(likeness.max()))

    def likeness(self, meaning: Numbers, words: Numbers) -> Numbers:
        """From closeness in meaning and in words, both cosines: 1 for the same, a radial basis function of the mean."""
        share = BY_MEANING[self.language]
        near: Numbers = np.exp(SHARPNESS * (share * meaning + (1 - share) * words - 1)).astype(np.float32)
        return near

    def _leads_to(self, meaning: Numbers, words: Mapping[str, int]) -> Numbers:
        """The chance of each target, by one hidden layer."""
        terms, shares = self.words.bag(words)
        said = forward(self.layers, meaning, shares @ self.layers["words"][terms])
        odds = np.exp(said - said.max())
        chances: Numbers = odds / odds.sum()
        return chances

    @cached_property
    def layers(self) -> Mapping[str, Numbers]:
        """The weights that were learnt."""
        return {name: self.fitted[name].astype(np.float32) for name in LAYERS}

    @cached_property
    def fitted(self) -> Fitted:
        """Vectors (asks, dimensions), the words with the asks that hold them, and the weights that were learnt."""
        texts = [line.text for line in self.lines]
        embed = self.embed or self.embedder.embed
        vectors = self.keep(repr((self.embedder.name, texts)), lambda: {"vectors": embed(texts)})
        asks = [(line.text, line.key) for line in self.lines]
        learnt = self.keep(
            repr((self.embedder.name, self.learner.name, asks)), lambda: self._learnt(vectors["vectors"])
        )
        return {**vectors, **learnt}

    def _learnt(self, vectors: Numbers) -> Fitted:
        words = WordIndex.of([Counter(terms_of(line.text, self.segmenter)) for line in self.lines])
        return {**words.arrays(), **self.learner.learn(vectors, words.bags(), leads_to(self.lines, self.keys))}

    @cached_property
    def words(self) -> WordIndex:
        """The words of the asks."""
        return WordIndex.from_arrays(self.fitted, len(self.lines))

    def terms_of_lines(self, wanted: Callable[[Line], bool]) -> frozenset[str]:
        """The terms that some of the wanted asks hold."""
        rows = np.array([wanted(line) for line in self.lines])
        held = np.add.reduceat(rows[self.words.rows], self.words.starts[:-1]) > 0
        return frozenset(self.words.terms[held].tolist())


def leads_to(lines: Sequence[Line], keys: Sequence[Hashable]) -> NDArray[np.int64]:
    """The number of each ask's key."""
    place = {key: number for number, key in enumerate(keys)}
    return np.array([place[line.key] for line in lines], np.int64)


def forward(layers: Mapping[str, Numbers], meaning: Numbers, of_words: Numbers) -> Numbers:
    """What the network says of each target, from vectors and summed rows of words: of one text, or of one a row."""
    hidden = np.maximum(meaning @ layers["meaning"] + of_words + layers["hidden"], 0)
    said: Numbers = hidden @ layers["out"] + layers["bias"]
    return said
