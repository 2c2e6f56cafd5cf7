"""The retriever and the chain, held against LangChain's own standard tests and used as LangChain users would."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda, RunnableParallel, RunnablePassthrough
from langchain_tests.integration_tests import RetrieversIntegrationTests

from assistant.errors import UsageError
from assistant.langchain import PolicyRetriever, policy_chain
from assistant.model import Question, as_json
from assistant.wiring import Assistant

ENGLISH = "Which cities are not allowed to apply repeatedly?"
CHINESE = "哪些城市不得重复申报？"
DAY = "2025-05-12"
FIELDS = {"policy", "document", "path", "clause", "clause_title", "page", "start", "end", "score"}


class TestPolicyRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _with_the_corpus(self, assistant: Assistant) -> None:
        self.assistant = assistant

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return PolicyRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"assistant": self.assistant}

    @property
    def retriever_query_example(self) -> str:
        return ENGLISH


@pytest.fixture(scope="module")
def retriever(assistant: Assistant) -> PolicyRetriever:
    return PolicyRetriever(assistant=assistant, k=3, as_of=DAY)


@pytest.fixture(scope="module")
def chain(assistant: Assistant) -> Any:
    return policy_chain(assistant)


def test_a_document_says_where_it_stands(retriever, assistant):
    texts = {f"{d.policy}/{d.name}": assistant.text(d.sha256) for d in assistant.documents()}
    found = retriever.invoke(ENGLISH)
    assert len(found) == 3
    for document in found:
        place = document.metadata
        assert set(place) == FIELDS
        assert texts[f"{place['policy']}/{place['document']}"][place["start"] : place["end"]] == document.page_content


def test_filters_are_fields_and_may_be_given_with_the_question(assistant):
    fixed = PolicyRetriever(assistant=assistant, k=20, batch="2023-first-batch", scheme="sme-digital-pilot")
    given = PolicyRetriever(assistant=assistant, k=20)
    first = fixed.invoke(ENGLISH)
    assert first == given.invoke(ENGLISH, batch="2023-first-batch", scheme="sme-digital-pilot")
    assert not any("2025-third-batch" in document.metadata["policy"] for document in first)
    early = {document.metadata["policy"] for document in given.invoke(ENGLISH, as_of="1990-01-01")}
    assert "sme-digital-pilot/2025-third-batch" not in early


def test_many_questions_at_once_and_one_by_one_find_the_same(retriever):
    assert retriever.batch([ENGLISH, CHINESE]) == [retriever.invoke(ENGLISH), retriever.invoke(CHINESE)]


async def test_async_finds_the_same(retriever):
    assert await retriever.ainvoke(ENGLISH) == retriever.invoke(ENGLISH)
    assert await retriever.abatch([ENGLISH, CHINESE]) == retriever.batch([ENGLISH, CHINESE])


def test_the_retriever_is_a_step_of_a_chain(retriever):
    def clauses(documents: list[Document]) -> list[str]:
        return [document.metadata["clause"] for document in documents]

    steps = RunnableParallel(clauses=retriever | RunnableLambda(clauses), question=RunnablePassthrough())
    result = steps.invoke(ENGLISH)
    assert result["question"] == ENGLISH
    assert len(result["clauses"]) == 3


# ---- the chain -------------------------------------------------------------------------------------------------------


def without_times(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in ("timings_ms", "id")}


def test_the_chain_gives_the_answer_of_the_pipeline(chain, assistant):
    answer = chain.invoke({"question": ENGLISH, "as_of": DAY})
    expected = assistant.ask(Question(ENGLISH, dt.date.fromisoformat(DAY)))
    assert answer["outcome"] == "answered"
    assert without_times(answer) == without_times(as_json(expected))


def test_a_text_is_a_question_too(chain):
    assert chain.invoke(CHINESE)["language"] == "zh"


@pytest.mark.parametrize("question", [ENGLISH, CHINESE, "What are the key tasks?", "Why is tea?"])
def test_the_pieces_of_a_stream_add_up_to_the_answer(chain, question):
    pieces = list(chain.stream({"question": question, "as_of": DAY}))
    whole = functools.reduce(operator.add, pieces)
    assert without_times(whole) == without_times(chain.invoke({"question": question, "as_of": DAY}))
    assert len(pieces) >= 2
    assert "".join(piece.get("text", "") for piece in pieces) == whole["text"]


async def test_async_and_many_at_once(chain):
    asked = [{"question": ENGLISH, "as_of": DAY}, {"question": CHINESE, "as_of": DAY}]
    one_by_one = [without_times(chain.invoke(question)) for question in asked]
    assert [without_times(answer) for answer in chain.batch(asked)] == one_by_one
    assert [without_times(answer) for answer in await chain.abatch(asked)] == one_by_one
    pieces = [piece async for piece in chain.astream(asked[0])]
    assert without_times(functools.reduce(operator.add, pieces)) == one_by_one[0]
    assert without_times(await chain.ainvoke(asked[0])) == one_by_one[0]


def test_the_chain_is_a_step_among_others(chain):
    def prepare(question: str) -> dict[str, str]:
        return {"question": question.strip(), "as_of": DAY}

    steps = RunnableLambda(prepare) | chain | RunnableLambda(lambda answer: answer["outcome"])
    assert steps.invoke(f"  {ENGLISH} ") == "answered"
    assert steps.batch([ENGLISH, "Why is tea?"])[0] == "answered"


def test_a_follow_up_carries_the_turns_before_it(chain):
    first = chain.invoke({"question": "Which cities could apply in the first batch?", "as_of": DAY})
    second = chain.invoke({"question": "And how many copies?", "as_of": DAY, "earlier": [first]})
    assert second["batch"] == first["batch"] == "2023-first-batch"


@pytest.mark.parametrize(
    "asked",
    ["", "  ", {"query": "x"}, {"question": 3}, {"question": "x", "day": DAY}, {"question": "x", "as_of": "soon"}],
)
def test_what_is_no_question_is_refused(chain, asked):
    with pytest.raises(UsageError):
        chain.invoke(asked)
