"""The daily budget of a language model, over a real store that two servers share."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import TokensSpent
from assistant.serve.assemble import open_parts
from assistant.serve.daily_tokens import StoredTokens
from assistant.serve.parts import Parts
from assistant.settings import Settings, load_settings
from assistant.wiring import open_store
from tests.integration.model_server import ModelServer, says
from tests.serve.made_parts import client_of

DAY = dt.date(2025, 5, 12)
QUESTION = {"question": "How many copies of the materials are needed?", "as_of": "2025-05-12"}


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer(says({"text": "Nothing is known.", "cites": ["c1"], "quote": "x"})) as server:
        yield server


@pytest.fixture
def settings(corpus_data_dir: Path, store_url: str, model: ModelServer) -> Settings:
    return load_settings(
        data_dir=corpus_data_dir, store_url=store_url, chat_model="openai:scripted", chat_base_url=model.url
    )


def asked(parts: Parts) -> dict[str, Any]:
    reply = client_of(parts).post("/api/v1/ask", json=QUESTION)
    assert reply.status_code == 200, reply.text
    return reply.json()


def figure(parts: Parts, name: str) -> float:
    lines = client_of(parts).get("/metrics").text.splitlines()
    return float(next(line.rpartition(" ")[2] for line in lines if line.startswith(f"{name} ")))


def spent_words(answer: dict[str, Any]) -> list[str]:
    return [one["text"] for one in answer["notices"] if one["code"] == "fallback" and "budget for today" in one["text"]]


def test_two_servers_spend_one_budget(settings: Settings, model: ModelServer) -> None:
    one = open_parts(settings)
    assert not spent_words(asked(one))
    calls, spent = len(model.requests), int(figure(one, "policy_model_tokens_today"))
    assert calls == 2, "one to write, one to mend"
    assert spent > 0
    assert figure(one, "policy_model_tokens_budget") == math.inf

    other = open_parts(settings.model_copy(update={"daily_tokens": spent}))
    refused = asked(other)
    assert spent_words(refused)
    assert (refused["outcome"], refused["model"]["fallback"]) == ("answered", True)
    assert len(model.requests) == calls, "the model is not asked any more"
    assert figure(other, "policy_model_tokens_today") == figure(one, "policy_model_tokens_today") == spent
    assert figure(other, "policy_model_tokens_budget") == spent
    for parts in (one, other):
        parts.store.close()


def test_takers_at_the_same_time_never_go_over(store_url: str) -> None:
    with closing(open_store(load_settings(store_url=store_url))) as store:
        tokens = StoredTokens(store, lambda: DAY, 1_000)

        def take(_: int) -> int:
            try:
                settle = tokens.take(100)
            except TokensSpent:
                return 0
            settle(60)
            return 60

        with ThreadPoolExecutor(8) as pool:
            came_to = sum(pool.map(take, range(40)))
        assert store.spend_tokens(DAY, 0) == came_to
        assert 0 < came_to <= 1_000
