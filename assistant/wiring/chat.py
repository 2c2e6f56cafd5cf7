"""The language model of the settings, if there is one, and the second check of what it writes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, SettingsError
from assistant.ports import ChatLimits, Message

if TYPE_CHECKING:
    from assistant.answering.budget import ModelLimits
    from assistant.ports import ChatModel, Entails
    from assistant.settings import Settings

CHECK_SECONDS = 8.0


def chat_model(settings: Settings) -> ChatModel | None:
    """The configured model; None when none is. Raises SettingsError."""
    if settings.chat_model is None:
        return None
    try:
        from assistant.adapters.chat_model import ChatSettings, LangChainModel
    except ImportError as error:
        raise SettingsError(
            f"what a language model needs is not installed: {error}",
            where="ASSISTANT_CHAT_MODEL",
            do="Install policy-assistant[model], or leave the setting out",
        ) from error
    key = settings.chat_api_key
    return LangChainModel(
        ChatSettings(
            model=settings.chat_model,
            base_url=settings.chat_base_url,
            api_key=key.get_secret_value() if key else None,
            temperature=settings.chat_temperature,
            stall=settings.chat_stall_timeout,
            retries=settings.chat_retries,
            backoff=settings.chat_backoff,
            breaker_failures=settings.chat_breaker_failures,
            breaker_seconds=settings.chat_breaker_seconds,
            concurrency=settings.chat_concurrency,
            structured=settings.chat_structured,
        )
    )


def model_limits(settings: Settings) -> ModelLimits:
    """What one answer may cost."""
    from assistant.answering.budget import ModelLimits

    return ModelLimits(
        tokens=settings.chat_tokens,
        reply_tokens=settings.chat_reply_tokens,
        seconds=settings.chat_timeout,
        tool_calls=settings.chat_tool_calls,
    )


def entailment(settings: Settings) -> Entails | None:
    """The configured second check; None when none is. Raises SettingsError when it cannot be loaded."""
    if settings.entailment_model is None:
        return None
    from assistant.adapters.entailment import load_entailment

    return load_entailment(settings.entailment_model)


@dataclass(frozen=True, slots=True)
class ModelState:
    """Whether the language model answers, for `doctor`: what it said, how long it took, or what went wrong."""

    name: str
    where: str
    reachable: bool
    said: str


def model_state(settings: Settings) -> ModelState | None:
    """One word asked of the model, without new tries; None when none is configured. Raises SettingsError."""
    if settings.chat_model is None:
        return None
    where = settings.chat_base_url or "the provider's own address"
    start = time.perf_counter()
    chat = chat_model(settings.model_copy(update={"chat_retries": 0}))
    assert chat
    try:
        for _ in chat.stream([Message("user", "Say: ready")], ChatLimits(16, CHECK_SECONDS)):
            pass
    except AssistantError as error:
        return ModelState(settings.chat_model, where, False, error.message)
    return ModelState(settings.chat_model, where, True, f"answered in {time.perf_counter() - start:.1f} s")
