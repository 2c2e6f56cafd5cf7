"""`policy-assistant keys`."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

from assistant.errors import NotFound
from assistant.model import as_json
from assistant.serve.auth.api_keys import make_key, revoked
from assistant.serve.cli.call import print_json, settings_of
from assistant.serve.cli.done import record
from assistant.serve.desk import utc_now

if TYPE_CHECKING:
    import argparse
    import datetime as dt

    from assistant.kept import ApiKey
    from assistant.ports import AnswerStore


def run(arguments: argparse.Namespace) -> int:
    """Makes, lists or revokes keys."""
    from assistant.wiring import open_store

    with closing(open_store(settings_of(arguments))) as store:
        if arguments.way == "create":
            _create(store, arguments)
        elif arguments.way == "list":
            _list(store, arguments.json)
        else:
            _revoke(store, arguments.id)
    return 0


def _create(store: AnswerStore, arguments: argparse.Namespace) -> None:
    made = make_key(arguments.name, arguments.role, utc_now(), scopes=arguments.scope, days=arguments.expires)
    store.keep_key(made.key, made.hashed)
    record(store, "key_create", key=made.key.id, role=made.key.role, scopes=made.key.scopes)
    if arguments.json:
        print_json(_shown(made.key) | {"key": made.shown})
        return
    print(made.shown)
    print("Keep it now: it is not shown again, and cannot be read from what is kept.", file=sys.stderr)


def _list(store: AnswerStore, as_json_: bool) -> None:
    held = store.keys()
    if as_json_:
        print_json([_shown(key) for key in held])
        return
    from assistant.serve.cli.screen import shown

    for key in held:
        facts = [key.id, shown(key.name), key.role, " ".join(key.scopes), _state(key, utc_now())]
        print(" · ".join(facts))


def _revoke(store: AnswerStore, key_id: str) -> None:
    held = store.keys()
    found = next((key for key in held if key.id == key_id), None)
    if found is None:
        raise NotFound(f"there is no key {key_id}", do="List them with `policy-assistant keys list`")
    store.change_key(revoked(found, utc_now()))
    record(store, "key_revoke", key=key_id)
    print(f"revoked: {key_id}")


def _state(key: ApiKey, now: dt.datetime) -> str:
    if key.revoked:
        return f"revoked {key.revoked:%Y-%m-%d}"
    if key.expires and key.expires <= now:
        return f"expired {key.expires:%Y-%m-%d}"
    until = f"until {key.expires:%Y-%m-%d}" if key.expires else "no expiry"
    return f"{until}, last used {key.last_used:%Y-%m-%d}" if key.last_used else f"{until}, never used"


def _shown(key: ApiKey) -> dict[str, Any]:
    return dict(as_json(key))
