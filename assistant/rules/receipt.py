"""What a finding is signed with: the same case under the same data and source has the same receipt."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from assistant.model import as_json
from assistant.rules.kinds import KINDS


def receipt(name: str, data: str, inputs: Mapping[str, Any], day: dt.date, batch: str | None) -> str:
    """sha256 over the source of the rule, its data, the inputs, the day and the batch."""
    signed = {
        "rule": name,
        "source": source_of(name),
        "data": data,
        "inputs": as_json(inputs),
        "day": day.isoformat(),
        "batch": batch,
    }
    return hashlib.sha256(json.dumps(signed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@cache
def source_of(name: str) -> str:
    """sha256 of the rule's own Python; empty for what has none."""
    return hashlib.sha256(Path(str(KINDS[name].__file__)).read_bytes()).hexdigest() if name in KINDS else ""
