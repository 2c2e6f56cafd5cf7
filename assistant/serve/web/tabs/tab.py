"""What the page asks of each of its tabs, and the settings that all of its events share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from gradio.components import Component

    from assistant.kept import Person
    from assistant.model import Language

AT_ONCE: Final = 8
"""Events of one kind handled at the same time."""
STATE_SECONDS: Final = 12 * 3600
QUIET: Final[dict[str, Any]] = {
    "api_visibility": "private",
    "concurrency_limit": AT_ONCE,
    "show_progress": "hidden",
    "trigger_mode": "multiple",
}
"""Of every event: not an endpoint for others, no spinner of the framework's own, none lost while another is handled."""


class Tab(Protocol):
    """A part of the page: `states` are handed to `draw`, which gives the values of `shown` in a language."""

    states: Sequence[Component]
    shown: Sequence[Component]

    def draw(self, person: Person, language: Language, /, *states: Any) -> Sequence[Any]: ...
