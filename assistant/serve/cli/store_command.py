"""`policy-assistant store`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from assistant.serve.cli.call import settings_of

if TYPE_CHECKING:
    import argparse

NEXT: Final = {
    "current": "",
    "empty": "It is empty and is filled by the first start, or by `policy-assistant store upgrade`.",
    "older": "Make a copy of it, then run `policy-assistant store upgrade`.",
    "newer": "It was written by a newer version: use that one.",
}


def run(arguments: argparse.Namespace) -> int:
    """Tells the revision of the store, or goes to another one."""
    from assistant.wiring import migrate_store, store_revision

    settings = settings_of(arguments)
    if arguments.way == "status":
        found = store_revision(settings)
    else:
        found = migrate_store(settings, arguments.way, arguments.revision)
    print(f"{found.where}: at revision {found.at}, this version needs {found.expected}: {found.state}")
    if advice := NEXT[found.state]:
        print(advice, file=sys.stderr)
    return 0
