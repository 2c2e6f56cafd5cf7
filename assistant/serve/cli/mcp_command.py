"""`policy-assistant mcp`: the tools for agents over stdin and stdout."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assistant.serve.cli.call import settings_of

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Serves until stdin ends; nothing but the protocol is written to stdout."""
    from assistant.serve.assemble import open_parts
    from assistant.serve.logs import set_up_logs
    from assistant.serve.mcp_tools import make_mcp

    set_up_logs()
    server = make_mcp(open_parts(settings_of(arguments)))
    print("Ready for an MCP client on stdin", file=sys.stderr, flush=True)
    server.run("stdio")
    return 0
