"""The tokens that language models may use a day, counted in the store, so that every process counts together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import TokensSpent

if TYPE_CHECKING:
    from assistant.ports import AnswerStore, Clock


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """Counts by the clock's day; `most` None only counts.

    What a call may cost at most is taken before it begins, so that calls at the same time cannot go over the budget
    together; what it did not use is given back.
    """

    store: AnswerStore
    today: Clock
    most: int | None = None

    def take(self, tokens: int) -> Callable[[int], None]:
        """What is to be told what the call came to. Raises TokensSpent."""
        day = self.today()
        spent = self.store.spend_tokens(day, tokens)
        if self.most is not None and spent > self.most:
            self.store.spend_tokens(day, -tokens)
            raise TokensSpent("the language models have used up their tokens of today", where="ASSISTANT_DAILY_TOKENS")

        def settle(came_to: int) -> None:
            self.store.spend_tokens(day, came_to - tokens)

        return settle
