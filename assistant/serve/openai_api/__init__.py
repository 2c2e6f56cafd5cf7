"""The part of OpenAI's API that chat clients need, over the same desk."""

from assistant.serve.openai_api.routes import openai_routes

__all__ = ["openai_routes"]
