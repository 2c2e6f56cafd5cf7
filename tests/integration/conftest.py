"""What integration tests stand on: stores in memory, SQLite and a real PostgreSQL; a server with the chat page."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from assistant.adapters.sql_store import open_sql_store
from tests.conftest import not_run
from tests.fakes import FakeAnswerStore
from tests.integration.lamps import make_pdf
from tests.postgres import NoPostgresError, cluster
from tests.served import served

if TYPE_CHECKING:
    from assistant.adapters.sql_store import SqlStore
    from assistant.ports import AnswerStore

NewUrl = Callable[[], str]


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[NewUrl]:
    """Makes empty places in a real PostgreSQL and gives their URLs; a schema is made in a moment, a database is not."""
    try:
        running = cluster()
        url = running.__enter__()
    except NoPostgresError as lacking:
        not_run(str(lacking))
    numbers = itertools.count(1)
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )

    def new() -> str:
        name = f"test_{next(numbers)}"
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA {name}"))
        return f"{url}&options=-csearch_path%3D{name}"

    yield new
    running.__exit__(None, None, None)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'answers.db'}"
    new: NewUrl = request.getfixturevalue("postgres_database")
    return new()


@pytest.fixture
def sql_store(store_url: str) -> Iterator[SqlStore]:
    """An empty store in a database."""
    store = open_sql_store(store_url)
    yield store
    store.close()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnswerStore]:
    """An empty store of each sort."""
    if request.param == "memory":
        yield FakeAnswerStore()
        return
    sqlite = f"sqlite:///{tmp_path / 'answers.db'}"
    opened = open_sql_store(sqlite if request.param == "sqlite" else request.getfixturevalue("postgres_database")())
    yield opened
    opened.close()


if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="session")
def site(corpus_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server like the one `make serve` starts, over a copy of the index."""
    data_dir = tmp_path_factory.mktemp("chat") / "data"
    shutil.copytree(corpus_data_dir, data_dir)
    yield from served(data_dir)


@pytest.fixture(scope="session")
def lamps_data_dir(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """An index over a person's own PDF."""
    from assistant.settings import load_settings
    from assistant.wiring import ingest

    folder = tmp_path_factory.mktemp("own files")
    make_pdf(folder / "lamps.pdf")
    data_dir = tmp_path_factory.mktemp("own-index")
    ingest(load_settings(home=home, data_dir=data_dir), [folder])
    return data_dir


@pytest.fixture
def chat(site: str, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the chat page, ready to be asked."""

    def opened(path: str = "/", **screen: object) -> Page:
        page = open_page(**screen)
        page.set_default_timeout(10_000)
        page.goto(site + path)
        page.wait_for_selector("#language")
        return page

    return opened
