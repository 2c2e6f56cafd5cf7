"""What the core asks of the outside, each behind a Protocol of a few methods, by who asks for it.

Every one has an adapter in assistant/adapters/ and a fake in tests/fakes.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.ports.chat import ChatLimits, ChatModel, ChatPiece, DailyTokens, Message, TokensUsed, ToolCall, ToolSpec
from assistant.ports.documents import DocumentReader, ReadLimits
from assistant.ports.rules import Calculated, Rulebook
from assistant.ports.search import AskLearner, Catalog, Embedder, KeywordIndex, Segmenter, VectorIndex, WordBags
from assistant.ports.store import AnswerStore

if TYPE_CHECKING:
    from assistant.model import Language
    from assistant.ports.search import Vectors

__all__ = [
    "AnswerStore",
    "AskLearner",
    "Calculated",
    "Catalog",
    "ChatLimits",
    "ChatModel",
    "ChatPiece",
    "Clock",
    "DailyTokens",
    "DocumentReader",
    "Embedder",
    "Entails",
    "KeywordIndex",
    "LanguageOf",
    "Message",
    "ReadLimits",
    "Rulebook",
    "Segmenter",
    "TokensUsed",
    "ToolCall",
    "ToolSpec",
    "VectorIndex",
    "Vectors",
    "WordBags",
]

Clock = Callable[[], dt.date]
"""Today, in the time zone of the corpus. Only serve/ calls it."""

LanguageOf = Callable[[str], "Language"]

Entails = Callable[[str, str], bool]
"""Whether a premise (first) bears out a sentence (second)."""
