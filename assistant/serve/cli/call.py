"""What every command does with its arguments before its own work."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assistant.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from assistant.settings import Settings


def settings_of(arguments: argparse.Namespace, **more: Any) -> Settings:
    """The settings in force with what the call chose."""
    from assistant.settings import load_settings

    return load_settings(data_dir=arguments.data_dir, **more)


def wants_file(arguments: argparse.Namespace) -> bool:
    """Whether a file of questions is asked, not one question. Raises UsageError when the call says both, or neither."""
    if arguments.questions is None:
        if arguments.output:
            raise UsageError("--output goes with --questions")
        if arguments.question is None or not arguments.question.strip():
            raise UsageError("there is no question", do="Ask one in quotes, or give --questions F --output O")
        return False
    if arguments.question is not None:
        raise UsageError("one question or --questions, not both")
    if arguments.output is None:
        raise UsageError("--questions goes with --output")
    return True


def print_json(value: Any) -> None:
    """The value as JSON that a person can read too."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
