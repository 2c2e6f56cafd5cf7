"""keys, switch, purge, person and store, as somebody at a terminal has them."""

from __future__ import annotations

import json
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import NotAllowed
from assistant.serve.auth.api_keys import person_of_key
from assistant.serve.cli import main
from assistant.serve.desk import utc_now
from assistant.settings import load_settings
from assistant.wiring import open_store
from tests.kept_nouns import NOON, did, kept


class Terminal:
    """Runs commands over one data folder."""

    def __init__(self, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data_dir = data_dir
        self._capsys = capsys

    def run(self, *words: str, code: int = 0) -> tuple[str, str]:
        """stdout and stderr."""
        got = main(["--data-dir", str(self.data_dir), *words])
        out, err = self._capsys.readouterr()
        assert got == code, err
        return out, err

    def store(self) -> Any:
        return closing(open_store(load_settings(data_dir=self.data_dir)))


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "data", capsys)


def test_a_key_is_shown_once_works_and_is_revoked(terminal: Terminal) -> None:
    shown, hint = terminal.run("keys", "create", "--name", "portal", "--scope", "ask", "search", "--expires", "30")
    assert "not shown again" in hint
    with terminal.store() as store:
        person = person_of_key(store, shown.strip(), utc_now())
        assert (person.name, person.scopes) == ("portal", {"ask", "search"})
        assert shown.strip().split("_", 2)[2] not in (terminal.data_dir / "answers.db").read_text("latin-1")
    (listed,) = json.loads(terminal.run("keys", "list", "--json")[0])
    assert (listed["name"], listed["scopes"], listed["revoked"]) == ("portal", ["ask", "search"], None)
    assert "portal · reader · ask search" in terminal.run("keys", "list")[0]
    terminal.run("keys", "revoke", listed["id"])
    assert "revoked" in terminal.run("keys", "list")[0]
    with terminal.store() as store:
        with pytest.raises(NotAllowed, match="revoked"):
            person_of_key(store, shown.strip(), utc_now())
        assert [one.action for one in store.audit().items] == ["key_revoke", "key_create"]


def test_a_key_as_json_holds_the_key(terminal: Terminal) -> None:
    made = json.loads(terminal.run("keys", "create", "--name", "n", "--role", "admin", "--json")[0])
    assert made["key"].startswith(f"pa_{made['id']}_")
    assert "admin" in made["scopes"]


def test_a_wrong_key_call_says_what_to_do(terminal: Terminal) -> None:
    assert "not for the role reader" in terminal.run("keys", "create", "--name", "n", "--scope", "admin", code=2)[1]
    assert "keys list" in terminal.run("keys", "revoke", "zz", code=2)[1]
    assert "--name" in terminal.run("keys", "create", code=2)[1]
    terminal.run("keys", "create", "--name", "n", "--expires", "soon", code=2)


def test_the_switch_is_thrown_with_a_reason(terminal: Terminal) -> None:
    assert terminal.run("switch", "status")[0] == "on\n"
    assert terminal.run("switch", "off", "--reason", "检修")[0].endswith(": 检修\n")
    with terminal.store() as store:
        assert (store.switch().off, store.switch().reason) == (True, "检修")
    assert "检修" in terminal.run("switch", "status")[0]
    assert terminal.run("switch", "on")[0].startswith("on since")
    assert "told why" in terminal.run("switch", "off", "--reason", " ", code=2)[1]
    terminal.run("switch", "off", code=2)


def test_purge_says_what_it_would_delete_and_deletes_it(terminal: Terminal) -> None:
    with terminal.store() as store:
        store.keep_answer(kept(at=NOON))
    assert "answers: 1 would be deleted" in terminal.run("purge", "--kind", "answers", "--dry-run")[0]
    assert json.loads(terminal.run("purge", "--kind", "answers", "--json")[0]) == {"answers": 1, "texts": 0}
    with terminal.store() as store:
        assert store.answer("a1") is None
        assert store.audit().items[0].action == "purge"
    assert "audit: 0 deleted" in terminal.run("purge", "--kind", "audit", "--older-than", "9")[0]
    terminal.run("purge", "--older-than", "-1", code=2)
    terminal.run("purge", "--kind", "keys", code=2)


def test_a_person_gets_everything_and_is_erased(terminal: Terminal, tmp_path: Path) -> None:
    with terminal.store() as store:
        store.keep_answer(kept(person="oidc:7"))
        store.record(did("r", person="oidc:7"))
    output = tmp_path / "export.json"
    assert "answers 1, audit 1" in terminal.run("person", "export", "oidc:7", "--output", str(output))[0]
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert json.loads(output.read_text())["answers"][0]["answer"]["id"] == "a1"
    assert "answers 1, audit 1" in terminal.run("person", "erase", "oidc:7")[0]
    with terminal.store() as store:
        assert store.answer("a1") is None
        assert "oidc:7" not in str(store.audit())
    for words in (["erase", "oidc:7"], ["export", "nobody", "--output", str(output)]):
        assert "nothing is kept of" in terminal.run("person", *words, code=2)[1]


def test_an_export_that_cannot_be_written_is_told(terminal: Terminal, tmp_path: Path) -> None:
    with terminal.store() as store:
        store.record(did("r"))
    assert str(tmp_path) in terminal.run("person", "export", "p", "--output", str(tmp_path), code=2)[1]


def test_the_store_goes_down_and_up(terminal: Terminal) -> None:
    assert "base" in terminal.run("store", "status")[0]
    assert "0002" in terminal.run("store", "upgrade")[0]
    assert terminal.run("store", "status")[0].endswith("current\n")
    out, hint = terminal.run("store", "downgrade")
    assert out.endswith("older\n")
    assert "store upgrade" in hint
    assert "no upgrade" in terminal.run("store", "upgrade", "base", code=2)[1]
    assert "empty" in terminal.run("store", "downgrade", "base")[0]
    assert "no revision 7" in terminal.run("store", "upgrade", "7", code=2)[1]


def test_a_store_of_a_newer_version_ends_with_4(terminal: Terminal) -> None:
    with terminal.store() as store, store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "newer" in terminal.run("keys", "list", code=4)[1]
