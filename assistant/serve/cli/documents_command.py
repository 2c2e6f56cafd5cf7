"""`policy-assistant documents`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.model import as_json
from assistant.serve.cli.call import print_json, settings_of

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Prints what is indexed."""
    from assistant.wiring import open_assistant

    documents = open_assistant(settings_of(arguments)).documents()
    if arguments.json:
        print_json(as_json(documents))
        return 0
    from rich.text import Text

    from assistant.serve.cli.screen import screen, shown

    out = screen()
    for document in documents:
        out.show(Text(shown(document.id), style="bold"))
        known = (document.kind, document.language, document.batch, document.number, document.published)
        facts = " · ".join(shown(str(fact)) for fact in known if fact)
        out.show(Text(shown(document.title)), indent=2)
        out.show(Text(facts, style="dim"), indent=2)
    return 0
