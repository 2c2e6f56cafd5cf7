"""For LangChain users: a retriever over the index, a chain from question to checked answer, and the rules as tools.

    retriever = PolicyRetriever(k=5)
    retriever.invoke("Who submits the application?")          # -> list[Document]

    chain = policy_chain()
    chain.invoke("Who submits the application?")["text"]      # the shape is that of `policy-assistant ask --json`
    for chunk in chain.stream({"question": "...", "as_of": "2025-05-12"}):
        ...                                                   # the text piece by piece, then all the rest

    tools = policy_tools(as_of=dt.date(2025, 5, 12))
    tools[0].invoke({"province": "Guangdong"})                # -> the text; a ToolMessage has the answer as artifact

All take an `Assistant` of assistant.wiring, and open the one of the settings in force when none is given.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Final, Literal

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableGenerator
from langchain_core.runnables.utils import AddableDict
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import BaseModel, ConfigDict, Field, create_model

from assistant.answering.reply import SEPARATOR, as_text
from assistant.errors import AssistantError, UsageError
from assistant.model import Answer, Language, Question, Shown, Turn, as_json
from assistant.rules.form import rule_schema
from assistant.rules.rulebook import RuleInfo
from assistant.search.passage_record import passage_record
from assistant.settings import load_settings
from assistant.wiring import Assistant, open_assistant

__all__ = ["PolicyRetriever", "policy_chain", "policy_tools"]

CHINA: Final = dt.timezone(dt.timedelta(hours=8), "China")
ASKED: Final = frozenset({"question", "as_of", "batch", "scheme", "conversation", "earlier", "id"})


@functools.cache
def _assistant_in_force() -> Assistant:
    return open_assistant(load_settings())


def _today() -> dt.date:
    return dt.datetime.now(CHINA).date()


class PolicyRetriever(BaseRetriever):
    """Passages of the policy texts, best first; a Document's metadata say where each stands.

    The metadata are policy, document, path, clause, clause_title, page, start, end and score. `k`, `as_of`, `batch` and
    `scheme` may be given to `invoke`, too. (The field is `batch_id`, since every Runnable has a method `batch`; it is
    given as `batch`.) Raises IndexStateError when there is no index.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, populate_by_name=True)

    assistant: Assistant = Field(default_factory=_assistant_in_force, exclude=True, repr=False)
    k: int = Field(10, ge=1, le=200)
    as_of: dt.date | None = None
    batch_id: str | None = Field(None, alias="batch")
    scheme: str | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
        **chosen: Any,
    ) -> list[Document]:
        return self._found(query, **chosen)

    async def _aget_relevant_documents(
        self,
        query: str,
        *,
        run_manager: AsyncCallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
        **chosen: Any,
    ) -> list[Document]:
        return await asyncio.to_thread(self._found, query, **chosen)

    def _found(
        self,
        query: str,
        k: int | None = None,
        as_of: dt.date | str | None = None,
        batch: str | None = None,
        scheme: str | None = None,
    ) -> list[Document]:
        retrieval = self.assistant.search(
            query,
            k=k or self.k,
            as_of=_day(as_of) or self.as_of or _today(),
            batch=batch or self.batch_id,
            scheme=scheme or self.scheme,
        )
        documents = {document.id: document for document in self.assistant.documents()}
        found = []
        for kept in retrieval.kept:
            record = passage_record(kept, documents[kept.passage.document])
            found.append(Document(page_content=record.pop("text"), metadata=record, id=kept.passage.id))
        return found


class SearchArguments(BaseModel):
    """What `search_policies` takes."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field(min_length=1, description="What to look for, in English or Chinese")
    k: int = Field(5, ge=1, le=50, description="How many passages")


def policy_tools(
    assistant: Assistant | None = None,
    *,
    as_of: dt.date | str | None = None,
    batch: str | None = None,
    language: Language = "en",
) -> list[BaseTool]:
    """One tool for each rule of the batch, and `search_policies`, for any agent that calls tools.

    A tool's content is text to read; its artifact is the answer as a dict, or the list of passages. What is wrong with
    a call comes back as the content, so that the caller can mend it. Without `as_of` the rules count from today.
    """
    held = assistant or _assistant_in_force()

    def day() -> dt.date:
        return _day(as_of) or _today()

    def compute(name: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        try:
            answer = held.rule(name, given, as_of=day(), batch=batch, language=language)
        except AssistantError as error:
            raise ToolException(error.message) from error
        choices = answer.clarification.choices if answer.clarification else ()
        return "\n".join([answer.text, *choices]), as_json(answer)

    def search(query: str, k: int = 5) -> tuple[str, list[dict[str, Any]]]:
        found = PolicyRetriever(assistant=held, k=k, as_of=day(), batch=batch).invoke(query)
        passages = [{**document.metadata, "text": document.page_content} for document in found]
        return "\n\n".join(_told(passage) for passage in passages), passages

    tools: list[BaseTool] = [
        StructuredTool.from_function(
            lambda _name=info.name, **given: compute(_name, given),
            name=info.name,
            description=f"{info.title[language]}. {info.purpose[language]}",
            args_schema=_arguments(info, language),
            response_format="content_and_artifact",
            handle_tool_error=True,
        )
        for info in held.rules(batch)
    ]
    tools.append(
        StructuredTool.from_function(
            search,
            name="search_policies",
            description="Finds passages of the policy texts, each with its document and clause, best first.",
            args_schema=SearchArguments,
            response_format="content_and_artifact",
        )
    )
    return tools


PYTHON_TYPES: Final[Mapping[str, Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "array": list[str],
}


def _arguments(info: RuleInfo, language: Language) -> type[BaseModel]:
    """What a rule takes as a Pydantic model, made from its form."""
    schema = rule_schema(info, language)
    fields: dict[str, Any] = {}
    for name, told in schema["properties"].items():
        kind = dt.date if told.get("format") == "date" else PYTHON_TYPES[told["type"]]
        kind = Literal[tuple(told["enum"])] if "enum" in told else kind
        likely = f" ({' / '.join(told['x-suggestions'])})" if "x-suggestions" in told else ""
        about = f"{told['title']}. {told['description']}{likely}"
        limits = {"ge": told.get("minimum"), "le": told.get("maximum")}
        needed = name in schema["required"]
        fields[name] = (kind if needed else kind | None, Field(... if needed else None, description=about, **limits))
    model: type[BaseModel] = create_model(info.name, __config__=ConfigDict(extra="forbid"), **fields)
    return model


def _told(passage: Mapping[str, Any]) -> str:
    """A passage with where it stands, to be read."""
    return (
        f"[{passage['policy']}/{passage['document']} {passage['clause']} {passage['clause_title']}]\n{passage['text']}"
    )


def policy_chain(assistant: Assistant | None = None) -> Runnable[str | Mapping[str, Any], dict[str, Any]]:
    """A Runnable from a question to an answer as a dict; chunks of a stream add up to that dict.

    A question is a text, or a dict with `question` and optional `as_of`, `batch`, `scheme`, `conversation`, `id` and
    `earlier` (the questions before it, oldest first, each a text or an answer of this chain). Raises UsageError for
    another input.
    """

    def answer(asked: str | Mapping[str, Any]) -> Iterator[AddableDict]:
        return _pieces((assistant or _assistant_in_force()).stream(_question(asked)))

    def stream(inputs: Iterator[str | Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        for asked in _whole(list(inputs)):
            yield from answer(asked)

    async def astream(inputs: AsyncIterator[str | Mapping[str, Any]]) -> AsyncIterator[dict[str, Any]]:
        for asked in _whole([part async for part in inputs]):
            pieces = await asyncio.to_thread(answer, asked)
            while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
                yield piece

    return RunnableGenerator(stream, astream, name="policy_chain")


def _whole(parts: list[Any]) -> list[Any]:
    """What an earlier step streamed, put together to the one question it is."""
    if not parts:
        return []
    return [functools.reduce(lambda first, second: first + second, parts)]


def _pieces(stream: Iterator[Shown | Answer]) -> Iterator[AddableDict]:
    """The text, each verified sentence as it is ready, then the other fields; added up, they are the answer."""
    said = ""
    for piece in stream:
        if isinstance(piece, Shown):
            words = f"{SEPARATOR if said else ''}{as_text(piece.sentence)}"
            said += words
            yield AddableDict(text=words)
        else:
            yield AddableDict(text=piece.text.removeprefix(said))
            yield AddableDict({name: value for name, value in as_json(piece).items() if name != "text"})


def _question(asked: str | Mapping[str, Any]) -> Question:
    if isinstance(asked, str):
        asked = {"question": asked}
    if not isinstance(asked, Mapping) or not isinstance(asked.get("question"), str) or not asked["question"].strip():
        raise UsageError('a question is a text, or a dict with a text under "question"')
    if unknown := asked.keys() - ASKED:
        raise UsageError(f"unknown: {', '.join(sorted(unknown))}", do=f"Known are {', '.join(sorted(ASKED))}")
    return Question(
        text=asked["question"],
        as_of=_day(asked.get("as_of")) or _today(),
        scheme=asked.get("scheme"),
        batch=asked.get("batch"),
        conversation=asked.get("conversation"),
        earlier=tuple(map(_turn, asked.get("earlier") or ())),
        id=asked.get("id"),
    )


def _turn(earlier: str | Mapping[str, Any]) -> Turn:
    if isinstance(earlier, str):
        return Turn(earlier)
    return Turn(earlier["question"], earlier.get("batch"), earlier.get("outcome"))


def _day(day: dt.date | str | None) -> dt.date | None:
    if not isinstance(day, str):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"{day!r} is not a day", where="as_of", do="Write it as 2025-05-12") from None
