"""What a language model may cost: the tokens and the time of one answer, and the tokens of a day."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.errors import TokensSpent, Unavailable
from assistant.ports import ChatLimits, Message, TokensUsed

if TYPE_CHECKING:
    from assistant.ports import ChatModel, ChatPiece, DailyTokens, ToolSpec

FEWEST_TOKENS = 50
"""With fewer left, no reply is begun."""


class OffFormError(Exception):
    """The reply is not in the form that was asked for."""


@dataclass(frozen=True, slots=True)
class ModelLimits:
    """What one answer may cost: tokens in all and of one reply, seconds, and calls of tools."""

    tokens: int = 24_000
    reply_tokens: int = 2_000
    seconds: float = 60.0
    tool_calls: int = 4


@dataclass
class Budget:
    """What is left of the tokens and the time of one answer; `daily` is what all answers of a day share."""

    limits: ModelLimits
    daily: DailyTokens | None = None
    spent: int = 0
    given_up: str = ""
    day_spent: bool = False
    until: float = field(init=False)

    def __post_init__(self) -> None:
        self.until = time.monotonic() + self.limits.seconds

    @property
    def fallback(self) -> str:
        """The wording of the notice that extraction stood in for the model."""
        return "fallback.tokens_spent" if self.day_spent else "fallback"

    def ask(
        self,
        chat: ChatModel,
        messages: Sequence[Message],
        *,
        tools: Sequence[ToolSpec] = (),
        schema: Mapping[str, Any] | None = None,
    ) -> Iterator[ChatPiece]:
        """The model's reply without what it cost, which is counted as the server says, or by length.

        A call that brings nothing costs nothing. Raises OffFormError for a reply over its tokens, Unavailable.
        """
        limits = self._left()
        prompt, said, told = sum(map(_tokens_of, messages)), 0, None
        settle = self._taken(prompt + limits.tokens)
        try:
            for piece in chat.stream(messages, limits, tools=tools, schema=schema):
                if isinstance(piece, TokensUsed):
                    told = piece.prompt + piece.reply
                    continue
                said += _size(piece)
                if said / 3 > limits.tokens * 1.5:
                    raise OffFormError("the reply is longer than was asked for")
                yield piece
        finally:
            counted = prompt + said // 3 if said else 0
            cost = counted if told is None else told
            self.spent += cost
            settle(cost)

    def _left(self) -> ChatLimits:
        """The limits of the next call. Raises Unavailable when nothing is left, or the model was given up."""
        if self.given_up:
            raise Unavailable(self.given_up)
        tokens, seconds = self.limits.tokens - self.spent, self.until - time.monotonic()
        if tokens < FEWEST_TOKENS or seconds <= 0:
            raise Unavailable("the answer has used up its tokens or its time")
        return ChatLimits(min(tokens, self.limits.reply_tokens), seconds)

    def _taken(self, tokens: int) -> Callable[[int], None]:
        """Takes what a call may cost at most from the day's; what is called with what it came to."""
        if self.daily is None:
            return lambda _: None
        try:
            return self.daily.take(tokens)
        except TokensSpent:
            self.day_spent = True
            raise


def _tokens_of(message: Message) -> int:
    """About how many tokens a message has: one for three bytes of UTF-8, which errs on the high side in English."""
    return (len(message.text.encode()) + sum(map(_size, message.calls))) // 3 + 1


def _size(piece: ChatPiece) -> int:
    """Bytes of UTF-8."""
    if isinstance(piece, str):
        return len(piece.encode())
    return 0 if isinstance(piece, TokensUsed) else len(f"{piece.name}{piece.arguments}".encode())
