"""What chat clients send, as far as it matters here; whatever else they send is let be."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import UsageError
from assistant.model import Answer, Citation, Turn
from assistant.serve.desk import Asked
from assistant.serve.question_files import printable
from assistant.serve.wording import clause_name, labels

MODEL = "policy-assistant"


class Part(BaseModel):
    """A piece of a message; only text is read."""

    model_config = ConfigDict(extra="allow")

    type: str
    text: str = ""


class Message(BaseModel):
    """One message of the talk so far."""

    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def words(self) -> str:
        """What it says."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    """What is told beside a stream."""

    model_config = ConfigDict(extra="allow")

    include_usage: bool = False


class ChatShape(BaseModel):
    """A request for a completion: the last message of the user is the question."""

    model_config = ConfigDict(extra="allow")

    model: str = Field(MODEL, max_length=200)
    messages: list[Message] = Field(min_length=1, max_length=200)
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None

    def asked(self) -> Asked:
        """The question with those before it. Raises UsageError when the talk does not end with one."""
        if self.messages[-1].role != "user" or not self.messages[-1].words.strip():
            raise UsageError("the last message must be a question of the user", do="End messages with role user")
        questions = [printable(one.words) for one in self.messages if one.role == "user" and one.words.strip()]
        return Asked(questions[-1], earlier=tuple(Turn(words) for words in questions[:-1]))


def sources(answer: Answer) -> str:
    """The list of what the markers point to, "" without any."""
    if not answer.citations:
        return ""
    head = labels(answer.language)["sources"]
    return f"\n\n{head}\n" + "\n".join(_source(citation) for citation in answer.citations)


def _source(citation: Citation) -> str:
    return f"[{citation.marker}] {citation.title}, {clause_name(citation.clause, citation.clause_title)}"


def usage() -> dict[str, Any]:
    """No tokens are counted to the caller."""
    return {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
