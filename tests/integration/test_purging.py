"""Servers purge on their own: once a period, whoever of them comes first, and written down."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.adapters.generations import Generations
from assistant.serve.app import make_app
from assistant.serve.parts import Parts
from assistant.serve.purging import AGAIN_SECONDS, Purging
from assistant.settings import load_settings
from assistant.wiring import open_store
from tests.kept_nouns import NOON, did, kept
from tests.serve.live import serving
from tests.serve.made_parts import parts_with

LONG_AGO = NOON - dt.timedelta(days=400)
MIDNIGHT = NOON.replace(hour=0, minute=0)


@pytest.fixture
def servers(tmp_path: Path, store_url: str) -> Iterator[list[Parts]]:
    """Three servers over one store, of which two share a data folder."""
    made = []
    for folder in ("one", "one", "two"):
        settings = load_settings(data_dir=tmp_path / folder, store_url=store_url)
        made.append(parts_with(store=open_store(settings), data_dir=tmp_path / folder, store_url=store_url))
    made[0].store.keep_answer(kept("old", at=LONG_AGO))
    made[0].store.keep_answer(kept("new", at=NOON))
    yield made
    for parts in made:
        parts.store.close()


def purges(parts: Parts) -> list[dict[str, int]]:
    return [record.details["purged"] for record in parts.store.audit(action="purge").items]


def test_of_the_servers_of_a_data_folder_one_purges_a_period_and_writes_it_down(servers: list[Parts]) -> None:
    with ThreadPoolExecutor(3) as pool:
        waits = list(pool.map(lambda parts: Purging(parts).when_due(NOON), servers))
    assert waits == pytest.approx([12 * 3600] * 3, abs=1)
    assert servers[0].store.answer("old") is None
    assert servers[0].store.answer("new")
    assert [purged["answers"] for purged in sorted(purges(servers[0]), key=str)] in ([0, 1], [1, 0])
    assert {record.person for record in servers[0].store.audit(action="purge").items} == {"server"}


def test_the_next_period_is_purged_again(servers: list[Parts]) -> None:
    purging = Purging(servers[0])
    for hours in (0, 1, 23, 24, 30, 48):
        purging.when_due(MIDNIGHT + dt.timedelta(hours=hours))
    assert len(purges(servers[0])) == 3


def test_what_could_not_be_purged_during_an_ingest_is_purged_later_in_the_period(servers: list[Parts]) -> None:
    purging = Purging(servers[0])
    with Generations(servers[0].settings.data_dir).writing():
        assert purging.when_due(NOON) == AGAIN_SECONDS
    assert servers[0].store.answer("old")
    purging.when_due(NOON + dt.timedelta(seconds=AGAIN_SECONDS))
    assert servers[0].store.answer("old") is None


@pytest.mark.parametrize(("hours", "left"), [(24.0, ["purge"]), (0.0, [])])
def test_a_server_purges_while_it_runs_unless_that_is_switched_off(
    tmp_path: Path, hours: float, left: list[str]
) -> None:
    parts = parts_with(data_dir=tmp_path, purge_every_hours=hours)
    parts.store.record(did("x", at=parts.desk.now() - dt.timedelta(days=3_000)))
    with serving(make_app(parts)):
        until = time.monotonic() + (5 if left else 0.5)
        while time.monotonic() < until and not purges(parts):
            time.sleep(0.02)
    assert [record.action for record in parts.store.audit(action="purge").items] == left
