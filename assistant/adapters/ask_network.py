"""A small neural network, made with PyTorch, that learns from asks what a question leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.ports.search import Vectors, WordBags

HIDDEN: Final = 256
ROUNDS: Final = 12
"""Times that all asks are looked at; few asks are looked at more often, until there are LEAST_STEPS."""
LEAST_STEPS: Final = 300
AT_ONCE: Final = 256
RATE: Final = 4e-3
DROPPED: Final = 0.3
"""The share of words and of numbers left out at each look, so that no ask is learnt by heart."""
SMOOTHING: Final = 0.05
SCALE: Final = 3.0
"""By which inputs of length 1 are stretched."""
SEED: Final = 1


class AskNetwork:
    """One hidden layer over the vector of an ask and its words, trained on the cross entropy of what it leads to."""

    name: Final = f"network {HIDDEN} {ROUNDS} {LEAST_STEPS} {AT_ONCE} {RATE} {DROPPED} {SMOOTHING} {SCALE} {SEED}"

    def learn(self, meaning: Vectors, words: WordBags, leads_to: NDArray[np.int64]) -> Mapping[str, NDArray[Any]]:
        """The weights, as float16: "meaning" (dimensions, hidden), "words" (terms, hidden), "hidden" (hidden,), "out"
        (hidden, targets), "bias" (targets,).
        """
        import torch

        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # layers as small as these gain nothing from more, and lose where cores are shared
        try:
            with torch.random.fork_rng():
                torch.manual_seed(SEED)
                net = _network(meaning.shape[1], words.terms, int(leads_to.max()) + 1)
                _train(net, meaning * SCALE, words, torch.from_numpy(leads_to))
        finally:
            torch.set_num_threads(threads)
        held = {name: tensor.detach().numpy() for name, tensor in net.named_parameters()}
        return {
            "meaning": (held["meaning.weight"].T * SCALE).astype(np.float16),
            "words": (held["words.weight"] * SCALE).astype(np.float16),
            "hidden": held["meaning.bias"].astype(np.float16),
            "out": held["out.weight"].T.astype(np.float16),
            "bias": held["out.bias"].astype(np.float16),
        }


def _network(dimensions: int, terms: int, targets: int) -> Any:
    from torch import nn

    words = nn.EmbeddingBag(max(terms, 1), HIDDEN, mode="sum")
    nn.init.normal_(words.weight, std=0.05)
    return nn.ModuleDict({"meaning": nn.Linear(dimensions, HIDDEN), "words": words, "out": nn.Linear(HIDDEN, targets)})


def _train(net: Any, meaning: Vectors, words: WordBags, leads_to: Any) -> None:
    import torch
    from torch.nn.functional import cross_entropy, dropout, relu

    steps = max(-(-len(meaning) // AT_ONCE) * ROUNDS, LEAST_STEPS)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    for rows in _batches(len(meaning), steps):
        terms, starts, shares = (torch.from_numpy(array) for array in words.of(rows))
        of_words = net["words"](terms, starts, per_sample_weights=dropout(shares * SCALE, DROPPED))
        hidden = relu(net["meaning"](dropout(torch.from_numpy(meaning[rows]), DROPPED)) + of_words)
        said = net["out"](dropout(hidden, DROPPED))
        optimizer.zero_grad()
        loss: Any = cross_entropy(said, leads_to[torch.from_numpy(rows)], label_smoothing=SMOOTHING)
        loss.backward()
        optimizer.step()
        rates.step()


def _batches(asks: int, steps: int) -> Iterator[NDArray[np.int64]]:
    """As many batches as there are steps, each ask once a round."""
    generator = np.random.default_rng(SEED)
    given = 0
    while given < steps:
        order = generator.permutation(asks)
        for start in range(0, asks, AT_ONCE):
            if given < steps:
                yield order[start : start + AT_ONCE]
                given += 1
