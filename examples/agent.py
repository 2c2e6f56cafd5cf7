"""A LangChain agent that has the rules, the search and the whole assistant as tools.

    ASSISTANT_CHAT_MODEL=openai:qwen3 ASSISTANT_CHAT_BASE_URL=http://127.0.0.1:11434/v1 \\
        python examples/agent.py "How many cities may Guangdong recommend, and by when?"

The words of the agent are not verified: what can be trusted are the artifacts of its tools, each a whole answer with
citations and findings. To show people only what is verified, show the chain's text as it comes.
"""

from __future__ import annotations

import datetime as dt
import sys

from langchain.agents import create_agent
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool, StructuredTool
from langgraph.graph.state import CompiledStateGraph

from assistant.langchain import policy_chain, policy_tools
from assistant.settings import load_settings
from assistant.wiring import Assistant, open_assistant

TOLD = (
    "You help city staff with government policy. Call a rule for anything that is counted, dated or allowed, and "
    "ask_policies for all else. Repeat what a tool says; add no figure and no day of your own."
)


def ask_policies(assistant: Assistant, as_of: dt.date) -> BaseTool:
    """The whole assistant as one tool: its verified text as content, the answer as artifact."""
    chain = policy_chain(assistant)

    def ask(question: str) -> tuple[str, dict[str, object]]:
        answer = chain.invoke({"question": question, "as_of": as_of})
        return answer["text"], answer

    return StructuredTool.from_function(
        ask,
        name="ask_policies",
        description="Answers a question about the policies with sentences quoted from their texts.",
        response_format="content_and_artifact",
    )


def make_agent(model: BaseChatModel, assistant: Assistant, as_of: dt.date) -> CompiledStateGraph:
    """The agent, answering as of that day."""
    return create_agent(
        model, [*policy_tools(assistant, as_of=as_of), ask_policies(assistant, as_of)], system_prompt=TOLD
    )


def main(question: str) -> None:
    """Prints each step of the agent."""
    settings = load_settings()
    key = settings.chat_api_key.get_secret_value() if settings.chat_api_key else "none"
    model = init_chat_model(settings.chat_model or "openai:qwen3", base_url=settings.chat_base_url, api_key=key)
    agent = make_agent(model, open_assistant(settings), dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date())
    for step in agent.stream({"messages": [("user", question)]}, stream_mode="values"):
        step["messages"][-1].pretty_print()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "How many cities may Guangdong recommend, and by when?")
