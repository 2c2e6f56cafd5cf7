"""The REST API under /api/v1, one file a noun."""

from assistant.serve.api.routes import api_routes, tell_problems

__all__ = ["api_routes", "tell_problems"]
