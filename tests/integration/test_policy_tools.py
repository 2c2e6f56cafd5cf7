"""The rules and the search as LangChain tools, held against LangChain's own standard tests."""

from __future__ import annotations

import json
from typing import Any

import pytest
from langchain_core.tools import BaseTool
from langchain_tests.integration_tests import ToolsIntegrationTests
from pydantic import ValidationError

from assistant.langchain import policy_tools
from assistant.rules.rulebook import KINDS
from assistant.wiring import Assistant

DAY = "2025-05-12"


@pytest.fixture(scope="module")
def tools(assistant: Assistant) -> dict[str, BaseTool]:
    return {tool.name: tool for tool in policy_tools(assistant, as_of=DAY)}


def called(tool: BaseTool, **given: Any) -> Any:
    """The ToolMessage of a model's call."""
    return tool.invoke({"name": tool.name, "args": given, "id": "1", "type": "tool_call"})


class _Standard(ToolsIntegrationTests):
    name = ""
    example: dict[str, Any] = {}  # noqa: RUF012 - each class sets its own

    @pytest.fixture(autouse=True)
    def _with_the_corpus(self, tools: dict[str, BaseTool]) -> None:
        self.tools = tools

    @property
    def tool_constructor(self) -> BaseTool:
        return self.tools[self.name]

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return self.example

    @pytest.fixture
    def tool(self, _with_the_corpus: None) -> BaseTool:
        return self.tools[self.name]


class TestEligibilityTool(_Standard):
    name = "eligibility"
    example = {"place": "Wuxi"}  # noqa: RUF012


class TestEndTargetsTool(_Standard):
    name = "end_targets"
    example = {"enterprises": 200, "at_level_2": 170}  # noqa: RUF012


class TestSearchTool(_Standard):
    name = "search_policies"
    example = {"query": "Who submits the application?", "k": 2}  # noqa: RUF012


del _Standard


def test_there_is_a_tool_for_every_rule_and_one_to_search(tools: dict[str, BaseTool]) -> None:
    assert set(tools) == {*KINDS, "search_policies"}
    assert all(tool.response_format == "content_and_artifact" for tool in tools.values())


def test_the_content_is_the_text_and_the_artifact_the_whole_answer(tools: dict[str, BaseTool]) -> None:
    message = called(tools["recommendation_quota"], province="Guangdong")
    assert message.content == message.artifact["text"]
    assert message.artifact["question"] is None
    assert message.artifact["findings"][0]["value"] == 2
    assert message.artifact["as_of"] == DAY
    json.dumps(message.artifact)


def test_every_argument_says_what_it_is(tools: dict[str, BaseTool]) -> None:
    for name in KINDS:
        for told in tools[name].args.values():
            assert told["description"], name
    assert tools["digital_level"].args["edition"]["enum"] == ["2022", "2024"]
    assert "little giants" in tools["double_funding"].args["programme"]["description"]


def test_a_missing_fact_comes_back_as_a_question_with_choices(tools: dict[str, BaseTool]) -> None:
    message = called(tools["recommendation_quota"])
    assert message.artifact["outcome"] == "clarification"
    assert "Guizhou" in message.content


def test_a_wrong_value_comes_back_as_words_to_mend_it_by(tools: dict[str, BaseTool]) -> None:
    message = called(tools["eligibility"], place="Wuxxii")
    assert message.status == "error"
    assert "Did you mean Wuxi City, Jiangsu" in message.content


def test_what_the_schema_forbids_is_refused(tools: dict[str, BaseTool]) -> None:
    with pytest.raises(ValidationError):
        tools["fund_split"].invoke({"enterprise_share": 120})
    with pytest.raises(ValidationError):
        tools["eligibility"].invoke({"city": "Wuxi"})


def test_a_search_gives_passages_with_their_place(tools: dict[str, BaseTool]) -> None:
    message = called(tools["search_policies"], query="Who submits the application?", k=2)
    assert len(message.artifact) == 2
    assert {"policy", "document", "clause", "text"} <= message.artifact[0].keys()
    assert message.artifact[0]["text"] in message.content


def test_tools_speak_chinese_when_asked_to(assistant: Assistant) -> None:
    tool = next(
        tool for tool in policy_tools(assistant, as_of=DAY, language="zh") if tool.name == "recommendation_quota"
    )
    assert tool.invoke({"province": "贵州"}).startswith("贵州省最多可推荐1个城市")
