"""`policy-assistant switch`."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from assistant.errors import UsageError
from assistant.kept import Switch
from assistant.serve.cli.call import settings_of
from assistant.serve.cli.done import record, who
from assistant.serve.desk import utc_now

if TYPE_CHECKING:
    import argparse

    from assistant.ports import AnswerStore


def run(arguments: argparse.Namespace) -> int:
    """Switches answering off or on for every server of this store, or says which it is."""
    from assistant.wiring import open_store

    with closing(open_store(settings_of(arguments))) as store:
        if arguments.way == "off":
            _off(store, arguments.reason.strip())
        elif arguments.way == "on":
            store.set_switch(Switch(off=False, by=who(), at=utc_now()))
            record(store, "switch_on")
        print(_told(store.switch()))
    return 0


def _off(store: AnswerStore, reason: str) -> None:
    if not reason:
        raise UsageError("people are told why", do='Give it: --reason "…"')
    store.set_switch(Switch(off=True, reason=reason, by=who(), at=utc_now()))
    record(store, "switch_off", reason=reason)


def _told(switch: Switch) -> str:
    since = f" since {switch.at:%Y-%m-%d %H:%M} UTC by {switch.by}" if switch.at else ""
    return f"off{since}: {switch.reason}" if switch.off else f"on{since}"
