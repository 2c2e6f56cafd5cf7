"""A LangChain chat model that judges answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.errors import UsageError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def judge_by(model: BaseChatModel) -> Callable[[str], str]:
    """What the model says to a prompt, as text."""
    return lambda prompt: str(model.invoke(prompt).text)


def judge_named(name: str) -> Callable[[str], str]:
    """The same for a model by "provider:name", at temperature 0. Raises UsageError when it cannot be had."""
    try:
        from langchain.chat_models import init_chat_model

        return judge_by(init_chat_model(name, temperature=0))
    except ImportError as error:
        do = "Install policy-assistant[model] and the provider's package"
        raise UsageError(f"the judge cannot be loaded: {error}", where=f"--judge {name}", do=do) from None
    except Exception as error:  # the provider's own: an unknown name, a key that is missing
        raise UsageError(f"the judge cannot be had: {error}", where=f"--judge {name}") from None
