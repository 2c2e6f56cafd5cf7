from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from assistant.errors import NotAllowed, UsageError
from assistant.kept import SCOPES, ApiKey, Role
from assistant.serve.auth.api_keys import hash_key, make_key, parse, person_of_key, revoked
from tests.fakes import FakeAnswerStore
from tests.kept_nouns import NOON, minutes


@pytest.fixture
def store() -> FakeAnswerStore:
    return FakeAnswerStore()


def _kept(store: FakeAnswerStore, role: Role = "reader", days: int | None = None) -> tuple[ApiKey, str]:
    made = make_key("portal", role, NOON, days=days)
    store.keep_key(made.key, made.hashed)
    return made.key, made.shown


def test_a_key_lets_its_person_in(store: FakeAnswerStore) -> None:
    key, shown = _kept(store, "officer")
    person = person_of_key(store, shown, NOON)
    assert (person.id, person.name, person.role, person.way) == (f"key:{key.id}", "portal", "officer", "key")
    assert person.scopes == frozenset(key.scopes)


def test_a_key_has_256_random_bits_and_none_is_made_twice() -> None:
    shown = {make_key("n", "reader", NOON).shown for _ in range(50)}
    assert len(shown) == 50
    assert all(len(one.split("_", 2)[2]) == 43 for one in shown)


def test_neither_what_is_kept_nor_how_it_prints_tells_the_secret(store: FakeAnswerStore) -> None:
    made = make_key("portal", "reader", NOON)
    secret = made.shown.split("_", 2)[2]
    assert secret not in repr(made)
    assert secret not in made.hashed
    assert made.hashed == hash_key(made.shown)


@pytest.mark.parametrize(
    "presented", ["", "pa_", "x", "pa_12_34", "Bearer pa", "pa_" + "0" * 12 + "_" + "é" * 43, "\ud800"]
)
def test_what_is_no_key_is_refused_without_repeating_it(store: FakeAnswerStore, presented: str) -> None:
    with pytest.raises(NotAllowed, match="no API key") as refused:
        person_of_key(store, presented, NOON)
    assert len(presented) < 5 or presented not in refused.value.message


def test_a_key_with_another_secret_or_another_id_is_unknown(store: FakeAnswerStore) -> None:
    _, shown = _kept(store)
    _, other = _kept(store)
    secret, other_secret = shown.split("_", 2)[2], other.split("_", 2)[2]
    for forged in (f"pa_{parse(shown)}_{other_secret}", f"pa_{parse(other)}_{secret}", f"pa_{'0' * 12}_{secret}"):
        with pytest.raises(NotAllowed, match="unknown"):
            person_of_key(store, forged, NOON)


def test_a_key_expires_on_the_minute(store: FakeAnswerStore) -> None:
    key, shown = _kept(store, days=1)
    assert key.expires == NOON + dt.timedelta(days=1)
    assert person_of_key(store, shown, key.expires - dt.timedelta(seconds=1))
    with pytest.raises(NotAllowed, match="expired on 2025-05-13"):
        person_of_key(store, shown, key.expires)


def test_a_revoked_key_is_of_no_use_and_stays_revoked(store: FakeAnswerStore) -> None:
    key, shown = _kept(store)
    store.change_key(revoked(key, minutes(1)))
    with pytest.raises(NotAllowed, match="was revoked on 2025-05-12"):
        person_of_key(store, shown, NOON)
    assert revoked(replace(key, revoked=minutes(1)), minutes(9)).revoked == minutes(1)


def test_the_last_use_is_written_at_most_once_a_minute(store: FakeAnswerStore) -> None:
    _, shown = _kept(store)
    seen = []
    for moment in (0, 0.5, 0.9, 1, 1.5, 3):
        person_of_key(store, shown, minutes(moment))
        seen.append(store.keys()[0].last_used)
    assert seen == [NOON, NOON, NOON, minutes(1), minutes(1), minutes(3)]


def test_scopes_are_those_of_the_role_or_fewer() -> None:
    assert "admin" not in make_key("n", "reader", NOON).key.scopes
    assert make_key("n", "admin", NOON).key.scopes == SCOPES
    assert make_key("n", "reader", NOON, scopes=["search", "ask", "ask"]).key.scopes == ("ask", "search")
    with pytest.raises(UsageError, match="no scope"):
        make_key("n", "reader", NOON, scopes=["asks"])
    with pytest.raises(UsageError, match="not for the role reader"):
        make_key("n", "reader", NOON, scopes=["admin"])


@pytest.mark.parametrize(("name", "days"), [(" ", None), ("n", 0), ("n", -1)])
def test_a_key_needs_a_name_and_an_expiry_ahead(name: str, days: int | None) -> None:
    with pytest.raises(UsageError):
        make_key(name, "reader", NOON, days=days)
