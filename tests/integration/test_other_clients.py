"""The official clients of OpenAI and of MCP, against a real server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import openai
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from assistant.serve.app import make_app
from tests.serve.live import serving
from tests.serve.made_parts import key_for, parts_with

QUESTION = "What does a permit for an event cost?"
PARTS = parts_with(auth=("keys",))


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving(make_app(PARTS)) as address:
        yield address


@pytest.fixture(scope="module")
def key() -> str:
    return key_for(PARTS, "reader")["authorization"].removeprefix("Bearer ")


@pytest.fixture
def client(site, key) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{site}/v1", api_key=key, max_retries=0) as client:
        yield client


# ---- OpenAI ----------------------------------------------------------------------------------------------------------


def test_the_model_is_listed(client):
    assert [model.id for model in client.models.list()] == ["policy-assistant"]
    assert client.models.retrieve("policy-assistant").owned_by == "policy-assistant"


def test_a_completion_holds_the_answer_its_sources_and_the_whole_answer_beside(client):
    made = client.chat.completions.create(model="policy-assistant", messages=[{"role": "user", "content": QUESTION}])
    text = made.choices[0].message.content or ""
    assert text.startswith("A permit for an event costs nothing. [1]")
    assert "Sources\n[1] Notice on City Parks, 2 Permits" in text
    answer = made.model_extra["policy_assistant"]
    assert answer["outcome"] == "answered"
    assert PARTS.store.answer(answer["id"]).answer.question == QUESTION


def test_a_streamed_completion_says_the_same(client):
    asked = [{"role": "user", "content": QUESTION}]
    whole = client.chat.completions.create(model="policy-assistant", messages=asked).choices[0].message.content
    chunks = list(client.chat.completions.create(model="policy-assistant", messages=asked, stream=True))
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert said.split() == (whole or "").split()
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert chunks[-1].model_extra["policy_assistant"]["outcome"] == "answered"


def test_a_refusal_is_streamed_in_its_own_words(client):
    asked = [{"role": "user", "content": "zzz"}]
    chunks = list(
        client.chat.completions.create(
            model="policy-assistant", messages=asked, stream=True, stream_options={"include_usage": True}
        )
    )
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == "The documents do not say this."
    assert chunks[-1].usage.total_tokens == 0


def test_earlier_messages_are_earlier_turns(client):
    talk = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": "Nothing. [1]"},
        {"role": "user", "content": [{"type": "text", "text": "And the fee of the lawn?"}]},
    ]
    client.chat.completions.create(model="policy-assistant", messages=talk)
    last = PARTS.assistant.asked[-1]
    assert (last.text, [turn.question for turn in last.earlier]) == ("And the fee of the lawn?", [QUESTION])


def test_errors_are_those_the_client_knows(client, site):
    with pytest.raises(openai.NotFoundError, match="there is no model"):
        client.models.retrieve("gpt")
    with pytest.raises(openai.UnprocessableEntityError, match="last message"):
        client.chat.completions.create(model="x", messages=[{"role": "assistant", "content": "x"}])
    wrong = openai.OpenAI(base_url=f"{site}/v1", api_key="pa_wrong", max_retries=0)
    with pytest.raises(openai.AuthenticationError, match="no API key"):
        wrong.models.list()


# ---- MCP -------------------------------------------------------------------------------------------------------------


async def test_an_agent_asks_searches_and_lists_rules_over_http(site, key):
    async with (
        httpx2.AsyncClient(headers={"authorization": f"Bearer {key}"}) as http,
        Client(streamable_http_client(f"{site}/mcp", http_client=http)) as agent,
    ):
        assert {tool.name for tool in (await agent.list_tools()).tools} == {"ask", "search", "rules", "rule"}
        answer = (await agent.call_tool("ask", {"question": QUESTION})).structured_content
        assert answer["citations"][0]["quote"] == "A permit for an event costs nothing."
        assert PARTS.store.answer(answer["id"]).person.startswith("key:")
        found = (await agent.call_tool("search", {"text": "permit", "k": 1})).structured_content
        assert len(found["passages"]) == 1
        assert (await agent.call_tool("rules", {})).structured_content == {"rules": []}
        wrong = await agent.call_tool("ask", {"question": QUESTION, "as_of": "May"})
        assert wrong.is_error
        assert "2025-05-12" in wrong.content[0].text


async def test_an_agent_without_a_key_does_not_come_in(site):
    async with httpx2.AsyncClient() as http:
        assert (await http.post(f"{site}/mcp", json={})).status_code == 401


async def test_an_agent_asks_and_computes_over_stdio(corpus_data_dir: Path):
    arguments = ["-m", "assistant", "--data-dir", str(corpus_data_dir), "mcp"]
    import os

    environment = {"PYTHONPATH": os.environ["PYTHONPATH"], "HF_HUB_OFFLINE": "1"}
    started = StdioServerParameters(command=sys.executable, args=arguments, env=environment)
    async with Client(started, read_timeout_seconds=120) as agent:
        rules = (await agent.call_tool("rules", {})).structured_content["rules"]
        assert {"recommendation_quota", "submission_deadline"} <= {rule["name"] for rule in rules}
        given = {"name": "recommendation_quota", "given": {"province": "Guangdong"}, "as_of": "2025-05-12"}
        [finding] = (await agent.call_tool("rule", given)).structured_content["findings"]
        assert (finding["rule"], finding["verdict"]) == ("recommendation_quota", "info") or finding["value"] is not None
        answer = (await agent.call_tool("ask", {"question": "Who submits the application?"})).structured_content
        assert answer["outcome"] == "answered"
