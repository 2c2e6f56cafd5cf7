"""What only a database can get wrong: threads, revisions, whole rows of a person, and that it is away."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assistant.adapters.sql_store import Database, open_sql_store
from assistant.adapters.sql_store.migrate import migrate, revision_of, target_of
from assistant.adapters.sql_store.people import person_columns
from assistant.adapters.sql_store.tables import HEAD, metadata, switch
from assistant.errors import SettingsError, StoreStateError, Unavailable, UsageError
from assistant.kept import Switch
from assistant.model import as_json
from tests.kept_nouns import NOON, SHA, conversation, did, kept, key, minutes, rated

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.adapters.sql_store import SqlStore

THREADS = 8


def test_threads_write_at_once_and_nothing_is_lost(sql_store: SqlStore) -> None:
    def work(thread: int) -> None:
        for number in range(10):
            name = f"{thread}-{number}"
            sql_store.keep_answer(kept(name, person=f"p{thread}", conversation=f"c{thread}"))
            sql_store.keep_conversation(conversation(f"c{thread}", person=f"p{thread}"))
            sql_store.record(did(name, person=f"p{thread}"))
            sql_store.spend_tokens(NOON.date(), 3)
            assert len(sql_store.answers(f"c{thread}", f"p{thread}")) == number + 1

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    assert sql_store.spend_tokens(NOON.date(), 0) == THREADS * 10 * 3
    assert len(sql_store.audit(limit=500).items) == THREADS * 10


def test_of_threads_with_one_idempotency_key_one_wins(sql_store: SqlStore) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        given = list(pool.map(lambda number: sql_store.once("p", "k", f"a{number}"), range(THREADS)))
    assert len(set(given)) == 1


def test_two_servers_share_one_store(store_url: str) -> None:
    first, second = open_sql_store(store_url), open_sql_store(store_url)
    for number in range(3):
        first.record(did(f"r{number}", at=minutes(number)))
    first.set_switch(Switch(off=True, reason="r", by="p", at=NOON))
    assert second.switch().off
    page = first.audit(limit=2)
    assert [one.id for one in second.audit(limit=2, cursor=page.cursor).items] == ["r0"]
    first.close()
    second.close()


def test_servers_that_start_at_once_on_an_empty_store_all_come_up(store_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_sql_store(store_url), range(4)))
    for number, store in enumerate(stores):
        store.record(did(f"r{number}"))
    assert len(stores[0].audit().items) == 4
    for store in stores:
        store.close()


# ---- revisions


def test_the_migrations_lead_to_exactly_the_tables_in_use(sql_store: SqlStore) -> None:
    with sql_store.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_revisions_go_down_and_up_again_with_data_in_them(sql_store: SqlStore) -> None:
    sql_store.keep_answer(kept(conversation="c"))
    sql_store.keep_conversation(conversation("c"))
    sql_store.keep_feedback(rated("f"))
    sql_store.record(did("r", documents={"d": SHA}))
    sql_store.keep_key(key(), SHA)
    database = sql_store.database
    assert migrate(database, "0001").at == "0001"
    assert revision_of(database).state == "older"
    assert migrate(database, HEAD).state == "current"
    found = sql_store.answer("a1")
    assert found is not None
    assert as_json(found.answer) == as_json(kept(conversation="c").answer)
    assert sql_store.conversation("c") == conversation("c")
    assert sql_store.feedback().items == (rated("f"),)
    assert sql_store.audit().items == (did("r", documents={"d": SHA}),)
    assert sql_store.texts_cited()
    assert sql_store.keys() == ()
    assert migrate(database, "base").state == "empty"
    with database.reading() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
    assert migrate(database, HEAD).state == "current"


def test_a_migration_that_fails_changes_nothing(sql_store: SqlStore) -> None:
    sql_store.keep_answer(kept())
    with sql_store.database.writing() as connection:
        connection.execute(sa.text("DROP TABLE audit"))
    with pytest.raises((sa.exc.DBAPIError, Unavailable)):
        migrate(sql_store.database, "base")
    assert revision_of(sql_store.database).at == HEAD
    assert sql_store.answer("a1")


def test_a_newer_store_is_not_opened(store_url: str) -> None:
    store = open_sql_store(store_url)
    _set_revision(store.database, "9999")
    with pytest.raises(StoreStateError, match=r"newer than this version.*9999.*store downgrade 0002"):
        open_sql_store(store_url)
    with pytest.raises(StoreStateError, match="newer"):
        migrate(store.database, HEAD)
    with pytest.raises(StoreStateError, match="newer"):
        target_of(store.database, "upgrade", None)
    store.close()


def test_an_older_sqlite_file_is_upgraded_and_an_older_postgresql_says_how(store_url: str) -> None:
    store = open_sql_store(store_url)
    store.keep_answer(kept())
    migrate(store.database, "0001")
    if store.database.is_sqlite:
        again = open_sql_store(store_url)
        assert again.answer("a1")
        assert again.keys() == ()
        again.close()
    else:
        with pytest.raises(StoreStateError, match=r"older than this version.*store upgrade"):
            open_sql_store(store_url)
    store.close()


def test_a_revision_that_is_not_there_or_lies_the_other_way_is_a_wrong_call(sql_store: SqlStore) -> None:
    database = sql_store.database
    with pytest.raises(UsageError, match="no revision 0009"):
        migrate(database, "0009")
    with pytest.raises(UsageError, match="no upgrade"):
        target_of(database, "upgrade", "0001")
    assert target_of(database, "downgrade", None) == "0001"
    migrate(database, "0001")
    with pytest.raises(UsageError, match="no downgrade"):
        target_of(database, "downgrade", HEAD)
    assert target_of(database, "upgrade", None) == HEAD


def _set_revision(database: Database, revision: str) -> None:
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


# ---- one person's data

PERSON = 'oidc:"张三"\\%_1'


def test_every_table_says_of_each_of_its_columns_whether_it_names_a_person() -> None:
    """A new column called person, by, user or owner cannot be forgotten by export and erasure."""
    marked = {column for column, _ in person_columns()}
    named = {
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in ("person", "by", "user", "owner", "who", "subject")
    }
    assert marked == named


def test_export_and_erasure_find_a_person_in_every_table(sql_store: SqlStore) -> None:
    _fill_every_table(sql_store, PERSON)
    _fill_every_table(sql_store, "another")
    exported = sql_store.export(PERSON)
    assert json.loads(json.dumps(exported, ensure_ascii=False)) == exported
    for column, _ in person_columns():
        assert len(exported[column.table.name]) == (0 if column.table is switch else 1), column
    assert "secret" not in json.dumps(exported)
    sql_store.record(did("export", person="admin", action="person_export", details={"person": PERSON}))

    erased = sql_store.erase(PERSON)

    assert {name for name, count in erased.items() if count} == {
        column.table.name for column, _ in person_columns() if column.table is not switch
    }
    assert _mentions(sql_store, PERSON) == []
    assert len(sql_store.export("another")["answers"]) == 1
    assert len(sql_store.audit().items) == 3
    assert not any(rows for kind, rows in sql_store.export(PERSON).items() if kind != "person")


def test_who_switched_off_is_forgotten_but_not_that_it_is_off(sql_store: SqlStore) -> None:
    sql_store.set_switch(Switch(off=True, reason="r", by=PERSON, at=NOON))
    assert sql_store.export(PERSON)["switch"][0]["reason"] == "r"
    assert sql_store.erase(PERSON)["switch"] == 1
    assert (sql_store.switch().off, sql_store.switch().by) == (True, "erased")


def _fill_every_table(store: SqlStore, person: str) -> None:
    """A row that names the person in each table that can, whatever its other columns are."""
    numbers = iter(range(10_000))
    with store.database.writing() as connection:
        for column, _ in person_columns():
            if column.table is switch:
                continue
            row = {one.name: _some_value(one, person, next(numbers)) for one in column.table.columns}
            connection.execute(column.table.insert().values({**row, column.name: person}))


def _some_value(column: sa.Column[Any], person: str, number: int) -> object:
    if isinstance(column.type, sa.JSON):
        return {}
    kind = getattr(column.type, "impl_instance", column.type).python_type
    if column.name == "noun":
        return json.dumps(as_json(kept(f"{person}{number}").answer), ensure_ascii=False)
    if kind is dt.datetime:
        return NOON
    if column.info.get("secret"):
        return f"secret of {number} {'x' if person == PERSON else 'y'}"
    values: dict[type, object] = {str: f"{'x' if person == PERSON else 'y'}{number}", bool: True, int: number}
    return values[kind]


def _mentions(store: SqlStore, person: str) -> list[str]:
    """Every table and column in which the person's id still stands."""
    forms = (person, json.dumps(person)[1:-1], json.dumps(person, ensure_ascii=False)[1:-1])
    found = []
    with store.database.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(sa.select(table)).all():
                said = {name: str(value) for name, value in row._mapping.items() if name != "noun"}
                said |= {name: json.dumps(value) for name, value in row._mapping.items() if isinstance(value, dict)}
                found += [f"{table.name}.{name}" for name, text in said.items() if any(form in text for form in forms)]
    return found


# ---- a database that is away, or not meant


def test_a_database_that_is_away_is_told_without_its_password() -> None:
    with pytest.raises(Unavailable, match="cannot be reached") as told:
        open_sql_store("postgresql://p:geheim@127.0.0.1:1/none", timeout=2)
    assert "geheim" not in told.value.message
    assert "127.0.0.1:1" in told.value.message


def test_a_file_that_is_no_store_is_told(tmp_path: Path) -> None:
    file = tmp_path / "answers.db"
    file.write_text("no database " * 200)
    with pytest.raises(Unavailable, match="not a database"):
        open_sql_store(f"sqlite:///{file}")


@pytest.mark.parametrize("url", ["mysql://h/d", "nonsense", "sqlite://", "postgresql+asyncpg://h/d"])
def test_an_address_of_something_else_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_STORE_URL"):
        open_sql_store(url)


def test_a_write_waits_for_another_process_and_says_so_when_it_waited_too_long(tmp_path: Path) -> None:
    file = tmp_path / "answers.db"
    store = open_sql_store(f"sqlite:///{file}", timeout=0.1)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert store.answer("a1") is None
    with pytest.raises(Unavailable, match="locked"):
        store.record(did("r"))
    other.execute("ROLLBACK")
    other.close()
    store.record(did("r"))
    store.close()


def test_sqlite_is_for_its_account_alone_and_keeps_what_it_said_it_keeps(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "answers.db"
    store = open_sql_store(f"sqlite:///{file}")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with store.database.reading() as connection:
        held = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        ]
    assert held == ["wal", 1, 2]
    store.close()


def test_a_moment_without_a_time_zone_is_refused(sql_store: SqlStore) -> None:
    with pytest.raises((ValueError, sa.exc.StatementError), match="time zone"):
        sql_store.record(did("r", at=NOON.replace(tzinfo=None)))


def test_what_is_too_long_for_postgresql_is_a_wrong_call(postgres_database: Callable[[], str]) -> None:
    store = open_sql_store(postgres_database())
    with pytest.raises(UsageError, match="cannot be kept"):
        store.once("p", "k" * 1_000, "a1")
    store.close()
