"""The facts that a rule takes from a text, as plain values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from assistant.answering.situation import facts_for, read_situation
from tests.rules.conftest import the_rulebook

DAY = dt.date(2025, 5, 12)


def facts_read(rule: str, text: str, day: dt.date = DAY) -> list[dict[str, Any]]:
    """One set for each thing asked about; a decimal as a number."""
    places = the_rulebook().places
    read = facts_for(rule, read_situation(text, day, places))
    return [{name: _plain(value) for name, value in facts.items()} for facts in read]


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
