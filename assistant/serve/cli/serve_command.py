"""`policy-assistant serve`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assistant.serve.cli.call import settings_of
from assistant.serve.cli.progress import StageProgress
from assistant.serve.loopback import check_reach

if TYPE_CHECKING:
    import argparse

    from assistant.settings import Settings


def run(arguments: argparse.Namespace) -> int:
    """Serves the web chat until it is stopped; the index is made first when it is missing or out of date."""
    settings = settings_of(arguments, host=arguments.host, port=arguments.port)
    check_reach(settings)
    _bring_up_to_date(settings)
    from assistant.serve.web.server import serve

    serve(settings)
    return 0


def _bring_up_to_date(settings: Settings) -> None:
    from assistant.wiring import index_state, ingest

    if index_state(settings) in ("missing", "out_of_date"):
        with StageProgress() as progress:
            report = ingest(settings, (), progress)
        for health in report.failed:
            print(f"policy-assistant: not indexed: {health.path}: {health.error}", file=sys.stderr)
