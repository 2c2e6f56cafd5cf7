"""What every way in is handed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.ports import AnswerStore
    from assistant.serve.desk import Desk
    from assistant.settings import Settings
    from assistant.wiring import Assistant


@dataclass(frozen=True, slots=True)
class Parts:
    """The assistant, the desk where everybody asks, what is kept, and the settings in force."""

    assistant: Assistant
    desk: Desk
    store: AnswerStore
    settings: Settings
