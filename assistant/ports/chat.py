"""Talking to a language model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that a language model wants to be run; `arguments` is None when they were no JSON object."""

    id: str
    name: str
    arguments: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a talk with a language model; a tool's message answers the call named by `call`."""

    role: Literal["system", "user", "assistant", "tool"]
    text: str
    calls: tuple[ToolCall, ...] = ()
    call: str = ""


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as a language model sees it; `parameters` is a JSON schema of an object."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChatLimits:
    """What one call may cost: tokens of the reply, and seconds until it must be complete."""

    tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class TokensUsed:
    """What a call cost, as the server counts."""

    prompt: int
    reply: int


ChatPiece = str | ToolCall | TokensUsed


class ChatModel(Protocol):
    """A language model behind a chat protocol."""

    @property
    def name(self) -> str:
        """As recorded in an answer."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """How it is asked, as recorded in an answer; no secrets."""
        ...

    def stream(
        self,
        messages: Sequence[Message],
        limits: ChatLimits,
        *,
        tools: Sequence[ToolSpec] = (),
        schema: Mapping[str, Any] | None = None,
    ) -> Iterator[ChatPiece]:
        """The reply piece by piece: text as it comes, then the tools called, then what it cost where that is told.

        `schema` is the JSON schema of a reply that is one object. Raises Unavailable when the model is down, silent
        or too slow; closing the iterator ends the call.
        """
        ...
