"""`policy-assistant`: one file a command; arguments.py says what can be asked for, main.py runs it."""

from assistant.serve.cli.main import main

__all__ = ["main"]
