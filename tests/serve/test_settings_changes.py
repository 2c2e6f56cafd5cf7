from __future__ import annotations

from pathlib import Path

from assistant.serve.settings_changes import SET, record_settings
from assistant.settings import load_settings
from tests.fakes import FakeAnswerStore
from tests.kept_nouns import NOON, minutes


def test_the_first_start_writes_down_all_settings_and_later_ones_what_changed(tmp_path: Path) -> None:
    store = FakeAnswerStore()
    first = record_settings(store, load_settings(data_dir=tmp_path), "local", NOON)
    assert first is not None
    assert first.details["changed"] == {}
    assert first.details["now"]["k"] == 10
    assert record_settings(store, load_settings(data_dir=tmp_path), "local", minutes(1)) is None
    second = record_settings(store, load_settings(data_dir=tmp_path, k=5), "local", minutes(2))
    assert second is not None
    assert second.details["changed"] == {"k": {"from": 10, "to": 5}}
    assert [one.action for one in store.audit().items] == ["settings", "settings"]


def test_a_secret_is_told_to_be_set_and_never_shown(tmp_path: Path) -> None:
    store = FakeAnswerStore()
    record_settings(store, load_settings(data_dir=tmp_path), "local", NOON)
    secret = load_settings(data_dir=tmp_path, store_url="postgresql://p:geheim@h/d")
    changed = record_settings(store, secret, "local", minutes(1))
    assert changed is not None
    assert changed.details["changed"] == {"store_url": {"from": None, "to": SET}}
    assert "geheim" not in str(store.audit())
