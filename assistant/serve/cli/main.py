"""From arguments to an exit code; the only place that turns an error into a line for the user."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError, UsageError
from assistant.serve.cli.arguments import make_parser

if TYPE_CHECKING:
    import argparse

ASKING: Final = ("ask", "search", "rules", "rule", "eval")
RUNNING: Final = ("ingest", "check", "serve", "mcp", "documents", "doctor", "prepare", "embed-token")
KEEPING: Final = ("store", "purge", "person", "switch", "keys")
COMMANDS: Final = (*ASKING, *RUNNING, *KEEPING)
INTERRUPTED: Final = 128 + signal.SIGINT
BROKEN_PIPE: Final = 128 + signal.SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of a call; `argv` defaults to the process's own arguments."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = _run(make_parser().parse_args(argv))
        sys.stdout.flush()
    except AssistantError as error:
        hint = " (policy-assistant --help)" if isinstance(error, UsageError) and not error.do else ""
        print(f"policy-assistant: {error.message}{hint}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("policy-assistant: stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return code


def _run(arguments: argparse.Namespace) -> int:
    command = import_module(f"assistant.serve.cli.{arguments.command.replace('-', '_')}_command")
    code: int = command.run(arguments)
    return code
