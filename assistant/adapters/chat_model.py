"""A language model through LangChain: one stream of pieces, with time-outs, new tries, a breaker and a queue.

Each call runs in a thread of its own, so that silence and slowness end it even when the server keeps the line open.
"""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pybreaker
import tenacity
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from assistant.adapters.offline import stay_offline
from assistant.errors import SettingsError, Unavailable
from assistant.ports import ChatLimits, ChatPiece, Message, TokensUsed, ToolCall, ToolSpec

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

log = logging.getLogger(__name__)
_TRIED_AGAIN = frozenset({408, 409, 425, 429})
_LONGEST_WAIT = 20.0
_ENDED = object()


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """How a model is reached and asked; seconds throughout."""

    model: str
    base_url: str | None = None
    api_key: str | None = None
    temperature: float = 0.0
    stall: float = 15.0
    retries: int = 2
    backoff: float = 0.5
    breaker_failures: int = 5
    breaker_seconds: float = 30.0
    concurrency: int = 8
    structured: bool = True


class LangChainModel:
    """Any model that LangChain's init_chat_model knows; safe to be used by several threads."""

    def __init__(self, settings: ChatSettings) -> None:
        self._asked = settings
        self._model = _open(settings)
        self._places = threading.BoundedSemaphore(settings.concurrency)
        self._breaker = pybreaker.CircuitBreaker(
            settings.breaker_failures,
            settings.breaker_seconds,
            exclude=[_is_callers_fault],
            throw_new_error_on_trip=False,
        )

    @property
    def name(self) -> str:
        """Provider and name."""
        return self._asked.model

    @property
    def settings(self) -> Mapping[str, Any]:
        """What shapes its replies."""
        return {"temperature": self._asked.temperature, "structured": self._asked.structured}

    def stream(
        self,
        messages: Sequence[Message],
        limits: ChatLimits,
        *,
        tools: Sequence[ToolSpec] = (),
        schema: Mapping[str, Any] | None = None,
    ) -> Iterator[ChatPiece]:
        """The reply piece by piece. Raises Unavailable."""
        until = time.monotonic() + limits.seconds
        call = _Call(self._bound(tools, schema, limits), _as_langchain(messages), self._asked, until)
        try:
            with self._breaker.calling():
                if not self._places.acquire(timeout=max(0.0, limits.seconds)):
                    raise _Busy("the language model is busy", do="Ask again, or raise ASSISTANT_CHAT_CONCURRENCY")
                threading.Thread(target=call.run, args=(self._places,), name="chat-model", daemon=True).start()
                yield from call.pieces()
        except pybreaker.CircuitBreakerError:
            what = "the language model failed several times in a row and is left alone for a while"
            raise Unavailable(what, where=self._asked.model) from None
        finally:
            call.stop.set()

    def _bound(self, tools: Sequence[ToolSpec], schema: Mapping[str, Any] | None, limits: ChatLimits) -> Any:
        given: dict[str, Any] = {"max_tokens": limits.tokens}
        if schema is not None and self._asked.structured:
            form = {"type": "json_schema", "json_schema": {"name": "reply", "schema": dict(schema), "strict": True}}
            given["extra_body"] = {"response_format": form}
        if not tools:
            return self._model.bind(**given)
        functions = [{"name": t.name, "description": t.description, "parameters": dict(t.parameters)} for t in tools]
        bound = self._model.bind_tools([{"type": "function", "function": one} for one in functions])
        return bound.bind(**given)


class _Call:
    """One call in its own thread, and the queue between that thread and the one that reads."""

    def __init__(
        self,
        model: Any,
        messages: list[BaseMessage],
        asked: ChatSettings,
        until: float,
    ) -> None:
        self.stop = threading.Event()
        self._model = model
        self._messages = messages
        self._asked = asked
        self._until = until
        self._queue: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._waiting = 0.0
        self._began = False

    def pieces(self) -> Iterator[ChatPiece]:
        """What arrives, until the end. Raises Unavailable."""
        while True:
            left = self._until - time.monotonic()
            try:
                piece = self._queue.get(timeout=max(0.0, min(left, self._asked.stall + self._waiting)))
            except queue.Empty:
                what = "took too long" if left <= self._asked.stall + self._waiting else "fell silent"
                raise Unavailable(f"the language model {what}", where=self._asked.model) from None
            if piece is _ENDED:
                return
            if isinstance(piece, Exception):
                raise Unavailable(f"the language model failed: {_said(piece)}", where=self._asked.model) from piece
            if not isinstance(piece, float):
                yield piece

    def run(self, places: threading.BoundedSemaphore) -> None:
        """Asks, with new tries as long as nothing has arrived, and puts what comes into the queue."""
        try:
            for attempt in self._tries():
                with attempt:
                    self._once()
            self._queue.put(_ENDED)
        except Exception as error:
            log.info("chat model: %s", error)
            self._queue.put(error)
        finally:
            places.release()

    def _tries(self) -> tenacity.Retrying:
        return tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self._asked.retries + 1),
            wait=self._wait,
            retry=tenacity.retry_if_exception(self._may_try_again),
            sleep=self._sleep,
            reraise=True,
        )

    def _once(self) -> None:
        whole: AIMessageChunk | None = None
        stream = self._model.stream(self._messages)
        for chunk in stream:
            if self.stop.is_set():
                with contextlib.suppress(Exception):
                    stream.close()
                return
            self._began = True
            text = str(chunk.text)
            self._queue.put(text or 0.0)
            if whole is None or not text or chunk.usage_metadata or chunk.response_metadata.get("finish_reason"):
                whole = chunk if whole is None else whole + chunk
        if whole is None:
            raise ConnectionError("the reply was empty")
        if not whole.response_metadata.get("finish_reason") and not whole.tool_calls and _is_openai(whole):
            raise ConnectionError("the reply was cut off")
        for call in _calls(whole):
            self._queue.put(call)
        if used := whole.usage_metadata:
            self._queue.put(TokensUsed(used["input_tokens"], used["output_tokens"]))

    def _may_try_again(self, error: BaseException) -> bool:
        if self.stop.is_set() or self._began:
            return False
        status = getattr(error, "status_code", None)
        if status is None:
            return not _is_callers_fault(error)
        return status in _TRIED_AGAIN or status >= 500

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """What the server asks for, else twice as long after each try; no longer than the time that is left."""
        error = state.outcome.exception() if state.outcome else None
        asked = _retry_after(error)
        usual = self._asked.backoff * 2 ** (state.attempt_number - 1)
        wait = usual if asked is None else asked
        if wait > min(_LONGEST_WAIT, self._until - time.monotonic()) and error is not None:
            raise error
        return wait

    def _sleep(self, seconds: float) -> None:
        self._waiting = seconds
        self._queue.put(0.0)
        self.stop.wait(seconds)
        self._waiting = 0.0


class _Busy(Unavailable):
    """More calls wait than may run; it says nothing about the model."""


def _open(settings: ChatSettings) -> BaseChatModel:
    stay_offline()
    from langchain.chat_models import init_chat_model

    given: dict[str, Any] = {"temperature": settings.temperature, "max_retries": 0, "timeout": settings.stall + 5}
    if settings.base_url:
        given |= {"base_url": settings.base_url, "stream_usage": True}
    if settings.api_key or settings.base_url:
        given["api_key"] = settings.api_key or "none"
    try:
        model: BaseChatModel = init_chat_model(settings.model, **given)
    except ImportError as error:
        raise SettingsError(
            f"the provider of {settings.model} is not installed: {error}",
            where="ASSISTANT_CHAT_MODEL",
            do="Install its LangChain package, or use openai:<name> with ASSISTANT_CHAT_BASE_URL",
        ) from error
    except Exception as error:
        raise SettingsError(
            f"the language model cannot be set up: {error}",
            where="ASSISTANT_CHAT_MODEL",
            do="Write provider:name, such as openai:qwen3",
        ) from error
    return model


def _as_langchain(messages: Sequence[Message]) -> list[BaseMessage]:
    return [_message(one) for one in messages]


def _message(one: Message) -> BaseMessage:
    if one.role == "system":
        return SystemMessage(one.text)
    if one.role == "tool":
        return ToolMessage(one.text, tool_call_id=one.call)
    if one.role == "assistant":
        calls = [{"name": c.name, "args": dict(c.arguments or {}), "id": c.id, "type": "tool_call"} for c in one.calls]
        return AIMessage(one.text, tool_calls=calls)
    return HumanMessage(one.text)


def _calls(whole: AIMessageChunk) -> Iterator[ToolCall]:
    for number, call in enumerate(whole.tool_calls):
        yield ToolCall(call["id"] or f"call-{number}", call["name"], call["args"])
    for number, bad in enumerate(whole.invalid_tool_calls):
        yield ToolCall(bad["id"] or f"bad-{number}", bad["name"] or "", _object(bad["args"]))


def _object(text: str | None) -> Mapping[str, Any] | None:
    try:
        read = json.loads(text or "")
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _is_openai(whole: AIMessageChunk) -> bool:
    return whole.response_metadata.get("model_provider") == "openai"


def _is_callers_fault(error: BaseException) -> bool:
    """Whether a failure says nothing about the server's health: a request that it refuses, a reader who left."""
    if isinstance(error, _Busy | GeneratorExit):
        return True
    return getattr(error.__cause__ or error, "status_code", None) in (400, 413, 422)


def _retry_after(error: BaseException | None) -> float | None:
    """Seconds that the server asks to wait, if it does."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    for name, scale in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        with contextlib.suppress(KeyError, ValueError):
            return max(0.0, float(headers[name]) / scale)
    return None


def _said(error: Exception) -> str:
    """The first line of an error, short."""
    line = (str(error) or type(error).__name__).splitlines()[0]
    return line[:200]
