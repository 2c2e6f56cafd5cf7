"""`policy-assistant purge`."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from assistant.kept import KINDS_KEPT
from assistant.serve.cli.call import print_json, settings_of
from assistant.serve.cli.done import record
from assistant.serve.desk import utc_now

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Deletes what is past its time, or says how much that is."""
    from assistant.wiring import open_store, purge

    settings = settings_of(arguments)
    kinds = tuple(dict.fromkeys(arguments.kind)) if arguments.kind else KINDS_KEPT
    with closing(open_store(settings)) as store:
        purged = purge(
            settings,
            store,
            utc_now(),
            kinds=kinds,
            older_than=arguments.older_than,
            dry_run=arguments.dry_run,
        )
        if not arguments.dry_run:
            record(store, "purge", older_than_days=arguments.older_than, purged=purged)
    if arguments.json:
        print_json(purged)
        return 0
    verb = "would be deleted" if arguments.dry_run else "deleted"
    for kind, count in purged.items():
        print(f"{kind}: kept for ever" if count is None else f"{kind}: {count} {verb}")
    return 0
