"""Who is asked: the assistant of this process, or a running server over its API."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import AssistantError
from assistant.evaluation.answer_json import answer_from_json
from assistant.evaluation.records import Found, FoundPassage, Record
from assistant.model import Question, Shown, Turn

if TYPE_CHECKING:
    from assistant.answering.pipeline import Trace
    from assistant.evaluation.cases import Case
    from assistant.model import Answer, Document, Retrieval
    from assistant.wiring import Assistant


class Target(Protocol):
    """Answers cases."""

    def ask(self, case: Case) -> Record:
        """What the case got; an error of the product is in the record."""
        ...


class AnswerApi(Protocol):
    """A server's API, as JSON."""

    def ask(self, question: Mapping[str, Any]) -> Mapping[str, Any]: ...

    def open_conversation(self) -> str: ...


class LocalTarget:
    """The assistant of this process, with its trace."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.documents = {document.id: document for document in assistant.documents()}

    def ask(self, case: Case) -> Record:
        """The answer to the last turn, with how it came about."""
        question, started = self.question(case), time.perf_counter()
        try:
            answer, trace = self.assistant.explain(question)
        except AssistantError as error:
            return Record(case.id, None, time.perf_counter() - started, traced=True, fault=error.message)
        seconds = time.perf_counter() - started
        found = tuple(found_in(retrieval, self.documents) for retrieval in trace.retrievals)
        return Record(case.id, answer, seconds, found, dropped_in(trace), traced=True)

    def question(self, case: Case) -> Question:
        """The case's question with the turns before it, each of them answered."""
        earlier: tuple[Turn, ...] = ()
        for text in case.turns:
            answer = self.assistant.ask(_question(case, text, earlier))
            earlier = (*earlier, Turn(text, answer.batch, answer.outcome))
        return _question(case, case.question, earlier)

    def first_sentence(self, case: Case) -> float | None:
        """Seconds until the first sentence of the streamed answer; None when none is shown."""
        question, started = self.question(case), time.perf_counter()
        for piece in self.assistant.stream(question):
            if isinstance(piece, Shown):
                return time.perf_counter() - started
        return None


class ServerTarget:
    """A running server: the same answers, without their trace."""

    def __init__(self, api: AnswerApi) -> None:
        self.api = api

    def ask(self, case: Case) -> Record:
        """The answer to the last turn of the case."""
        started = time.perf_counter()
        try:
            asked = {"as_of": case.as_of.isoformat(), "batch": case.batch, "scheme": case.scheme}
            if case.turns:
                asked["conversation"] = self.api.open_conversation()
            for text in case.turns:
                self.api.ask({"question": text, **asked})
            started = time.perf_counter()
            answer: Answer = answer_from_json(self.api.ask({"question": case.question, **asked}))
        except AssistantError as error:
            return Record(case.id, None, time.perf_counter() - started, fault=error.message)
        return Record(case.id, answer, time.perf_counter() - started)


def _question(case: Case, text: str, earlier: tuple[Turn, ...]) -> Question:
    conversation = case.id if case.turns else None
    return Question(text, case.as_of, case.scheme, case.batch, conversation, earlier, case.id)


def found_in(retrieval: Retrieval, documents: Mapping[str, Document]) -> Found:
    """What a retrieval kept, in its order, and what it left out and why."""
    passages = []
    for rank, item in enumerate((*retrieval.kept, *retrieval.rejected)):
        document, kept = documents[item.passage.document], rank < len(retrieval.kept)
        passages.append(
            FoundPassage(
                policy=document.policy,
                document=document.name,
                clause=item.passage.clause.path,
                start=item.passage.start,
                end=item.passage.end,
                score=round(item.score, 6),
                rank=rank if kept else None,
                rejected=item.rejected,
                text=item.passage.text if kept else "",
            )
        )
    return Found(retrieval.query.text, round(retrieval.answerable, 6), tuple(passages))


def dropped_in(trace: Trace) -> tuple[str, ...]:
    """The sentences that failed verification, with why."""
    return tuple(f"{failure.check}: {failure.why} ({failure.sentence})" for failure in trace.failures)
