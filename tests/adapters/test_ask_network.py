"""What the network learns from a few made-up asks."""

from __future__ import annotations

from collections import Counter

import numpy as np
import torch

from assistant.adapters.ask_network import AskNetwork
from assistant.answering.ask_words import WordIndex

ASKS = ["open library", "library hours open", "stay guests", "guests nights stay", "open hours", "nights guests"]
LEADS_TO = np.array([0, 0, 1, 1, 0, 1])
WORDS = WordIndex.of([Counter(ask.split()) for ask in ASKS]).bags()
MEANING = np.zeros((len(ASKS), 4), np.float32)


def test_asks_lead_to_their_targets_by_their_words_alone() -> None:
    held = {name: array.astype(np.float32) for name, array in AskNetwork().learn(MEANING, WORDS, LEADS_TO).items()}
    for row, target in enumerate(LEADS_TO):
        terms, _, shares = WORDS.of(np.array([row]))
        hidden = np.maximum(shares @ held["words"][terms] + held["hidden"], 0)
        assert int(np.argmax(hidden @ held["out"] + held["bias"])) == target


def test_the_same_asks_teach_the_same_and_leave_the_chance_of_others_as_it_was() -> None:
    state, threads = torch.random.get_rng_state(), torch.get_num_threads()
    first, second = (AskNetwork().learn(MEANING, WORDS, LEADS_TO) for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)
    assert torch.equal(torch.random.get_rng_state(), state)
    assert torch.get_num_threads() == threads


def test_asks_without_a_common_word_are_learnt_by_their_meaning() -> None:
    meaning = np.eye(2, 4, dtype=np.float32)
    alone = WordIndex.of([Counter(["one"]), Counter(["two"])]).bags()
    held = {
        name: array.astype(np.float32) for name, array in AskNetwork().learn(meaning, alone, np.array([0, 1])).items()
    }
    said = np.maximum(meaning @ held["meaning"] + held["hidden"], 0) @ held["out"] + held["bias"]
    assert said.argmax(axis=1).tolist() == [0, 1]
