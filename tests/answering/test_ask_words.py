"""The words of asks, by term and by ask."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from assistant.answering.ask_words import COMMON_AMONG_MANY, MANY, WordIndex

ASKS = [Counter(["library", "opens"]), Counter(["library", "closes", "late"]), Counter(["guests", "stay", "late"])]


def test_an_ask_is_nearest_to_itself_and_far_from_one_without_a_word_of_it() -> None:
    close = WordIndex.of(ASKS).closeness(ASKS[0])
    assert close[0] == pytest.approx(1.0, abs=1e-5)
    assert 0 < close[1] < 1
    assert close[2] == 0


def test_a_word_that_no_ask_holds_makes_a_text_less_near() -> None:
    index = WordIndex.of(ASKS)
    assert index.closeness(Counter(["library", "opens", "zeppelin"]))[0] < index.closeness(ASKS[0])[0]


def test_the_bags_hold_the_words_of_each_ask_that_another_one_holds_too() -> None:
    bags = WordIndex.of(ASKS).bags()
    terms, starts, shares = bags.of(np.array([2, 1]))
    assert bags.terms == 2
    assert starts.tolist() == [0, 1]
    assert len(terms) == len(shares) == 3
    assert terms[0] in terms[1:]


def test_a_text_is_put_into_a_bag_as_an_ask_is() -> None:
    index = WordIndex.of(ASKS)
    numbers, shares = index.bag(ASKS[1])
    terms, _, held = index.bags().of(np.array([1]))
    assert dict(zip(numbers, shares, strict=True)) == pytest.approx(dict(zip(terms, held, strict=True)))


def test_among_many_asks_a_word_must_be_more_common() -> None:
    rare = [Counter(["rare"]) for _ in range(COMMON_AMONG_MANY - 1)]
    assert WordIndex.of([*rare, Counter(["filler"]), Counter(["filler"])]).bags().terms == 2
    assert WordIndex.of([*rare, *(Counter(["filler"]) for _ in range(MANY))]).bags().terms == 1
