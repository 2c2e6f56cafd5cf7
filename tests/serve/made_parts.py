"""A server's parts over fakes, and people who come in by each way."""

from __future__ import annotations

import datetime as dt
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from assistant.kept import Role
from assistant.serve.app import make_app
from assistant.serve.assemble import parts_of
from assistant.serve.auth.api_keys import make_key
from assistant.serve.parts import Parts
from assistant.settings import load_settings
from tests.fakes import FakeAnswerStore, FakeAssistant

HOME = Path(tempfile.mkdtemp(prefix="no-corpus-"))
ADDRESS = "http://127.0.0.1:7860"
NOW = dt.datetime(2025, 5, 12, 8, tzinfo=dt.UTC)


def parts_with(assistant: Any = None, store: Any = None, **settings: Any) -> Parts:
    """The parts around a fake assistant and a fake store."""
    chosen = load_settings(**{"home": HOME, "data_dir": HOME / "data", "secret_key": "s" * 40} | settings)
    return parts_of(assistant or FakeAssistant(), store or FakeAnswerStore(), chosen)


def client_of(parts: Parts, *, peer: str = "127.0.0.1", **more: Any) -> TestClient:
    """A client of the whole application."""
    return TestClient(make_app(parts), base_url=ADDRESS, client=(peer, 50000), **more)


def key_for(parts: Parts, role: Role, **more: Any) -> dict[str, str]:
    """The headers of somebody with a key of that role."""
    made = make_key(role, role, NOW, **more)
    parts.store.keep_key(made.key, made.hashed)
    return {"authorization": f"Bearer {made.shown}"}


def tags_of(page: str) -> list[str]:
    """Every tag of a page with the names of its attributes."""
    found: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append(" ".join([tag, *(name for name, _ in attributes)]))  # type: ignore[method-assign]
    parser.feed(page)
    return found
