"""examples/agent.py against a scripted server: the rules, the search and the chain as tools of a LangChain agent."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from langchain.chat_models import init_chat_model
from langchain_core.messages import ToolMessage

from tests.integration.model_server import ModelServer, Reply, calls, text

if TYPE_CHECKING:
    from assistant.wiring import Assistant

DAY = dt.date(2025, 5, 12)


@pytest.fixture(scope="module")
def example() -> Any:
    file = Path(__file__).parents[2] / "examples" / "agent.py"
    spec = importlib.util.spec_from_file_location("agent_example", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ran(example: Any, assistant: Assistant, *replies: Reply) -> tuple[list[Any], list[dict[str, Any]]]:
    """The messages of a run, and what the server was asked."""
    with ModelServer(*replies) as server:
        model = init_chat_model("openai:scripted", base_url=server.url, api_key="none", max_retries=0)
        agent = example.make_agent(model, assistant, DAY)
        return agent.invoke({"messages": [("user", "How many cities may Guangdong recommend?")]})[
            "messages"
        ], server.requests


def test_an_agent_calls_a_rule_and_reads_its_finding(example: Any, assistant: Assistant) -> None:
    messages, requests = ran(
        example, assistant, calls(("recommendation_quota", {"province": "Guangdong"})), text("Up to 2 cities.")
    )
    (told,) = [message for message in messages if isinstance(message, ToolMessage)]
    assert "up to 2 cities" in told.content
    assert told.artifact["findings"][0]["value"] == 2
    assert told.artifact["citations"]
    assert messages[-1].content == "Up to 2 cities."
    assert {"recommendation_quota", "search_policies", "ask_policies"} <= {
        tool["function"]["name"] for tool in requests[0]["tools"]
    }


def test_an_agent_searches_and_asks_the_whole_assistant(example: Any, assistant: Assistant) -> None:
    messages, _ = ran(
        example,
        assistant,
        calls(
            ("search_policies", {"query": "copies of the materials"}),
            ("ask_policies", {"question": "How many copies of the materials are needed?"}),
        ),
        text("Two copies."),
    )
    passages, answer = [message for message in messages if isinstance(message, ToolMessage)]
    assert any("two copies each" in passage["text"] for passage in passages.artifact)
    assert "two copies each" in answer.content
    assert answer.artifact["outcome"] == "answered"


def test_an_agent_is_told_what_is_wrong_with_its_call(example: Any, assistant: Assistant) -> None:
    messages, _ = ran(example, assistant, calls(("recommendation_quota", {"province": "Atlantis"})), text("Sorry."))
    (told,) = [message for message in messages if isinstance(message, ToolMessage)]
    assert "Atlantis" in told.content
    assert told.artifact is None or not told.artifact
