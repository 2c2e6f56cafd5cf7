"""A server's parts over fakes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from assistant.serve.assemble import parts_of
from assistant.serve.parts import Parts
from assistant.settings import load_settings
from tests.fakes import FakeAnswerStore, FakeAssistant

HOME = Path(tempfile.mkdtemp(prefix="no-corpus-"))


def parts_with(assistant: Any = None, store: Any = None, **settings: Any) -> Parts:
    """The parts around a fake assistant and a fake store."""
    chosen = load_settings(**{"home": HOME, "data_dir": HOME / "data", "secret_key": "s" * 40} | settings)
    return parts_of(assistant or FakeAssistant(), store or FakeAnswerStore(), chosen)
