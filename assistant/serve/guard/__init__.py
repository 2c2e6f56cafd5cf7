"""What every request passes before anything else sees it."""

from assistant.serve.guard.guard import Guard

__all__ = ["Guard"]
