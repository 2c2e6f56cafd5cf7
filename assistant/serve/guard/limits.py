"""How often a person or an address may come, by moving windows."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

if TYPE_CHECKING:
    from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left of a limit after a request."""

    name: str
    allowed: bool
    limit: int
    window: int
    left: int
    reset: int

    def headers(self) -> dict[str, str]:
        """RateLimit headers as the IETF draft has them; Retry-After when nothing is left."""
        told = {
            "ratelimit-policy": f'"{self.name}";q={self.limit};w={self.window}',
            "ratelimit": f'"{self.name}";r={self.left};t={self.reset}',
        }
        return told if self.allowed else told | {"retry-after": str(self.reset)}


class Limits:
    """The windows of this process; each worker counts for itself."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._items: dict[str, RateLimitItem] = {
            "questions": parse(settings.rate_limit_questions),
            "requests": parse(settings.rate_limit_requests),
            "address": parse(settings.rate_limit_address),
        }

    def hit(self, name: str, who: str, rate: str | None = None) -> Standing:
        """Counts one more of that kind; `rate` takes the place of the usual one."""
        item = parse(rate) if rate else self._items[name]
        allowed = self._limiter.hit(item, name, who)
        window = self._limiter.get_window_stats(item, name, who)
        reset = max(1, math.ceil(window.reset_time - time.time()))
        return Standing(name, allowed, item.amount, item.get_expiry(), window.remaining, reset)
