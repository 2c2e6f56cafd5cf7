"""`policy-assistant prepare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.serve.cli.call import settings_of
from assistant.serve.cli.progress import StageProgress

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Checks the weights and makes the export for queries, once."""
    from assistant.wiring import prepare_model

    with StageProgress() as progress:
        export = prepare_model(settings_of(arguments), progress)
    print(f"Queries are embedded by {export}" if export else "Queries are embedded by the model itself")
    return 0
