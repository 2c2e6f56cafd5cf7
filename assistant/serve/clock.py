"""What day it is; the only place that asks."""

from __future__ import annotations

import datetime as dt
from typing import Final

CHINA: Final = dt.timezone(dt.timedelta(hours=8), "China")
"""One time zone without summer time, so that no time zone data is needed."""


def today() -> dt.date:
    """The day in China now."""
    return dt.datetime.now(CHINA).date()


def now() -> dt.datetime:
    """The day and time in China now."""
    return dt.datetime.now(CHINA)
