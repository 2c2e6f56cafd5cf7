"""What can be asked for of what a server keeps: store, purge, person, switch, keys."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.kept import KINDS_KEPT, SCOPES

if TYPE_CHECKING:
    from assistant.serve.cli.arguments import Commands, Parser


def add_store(commands: Commands[Parser]) -> Parser:
    """`store status | upgrade [REVISION] | downgrade [REVISION]`."""
    parser = commands.add_parser("store", help="the database of answers: its revision, and the way to another one")
    ways = parser.add_subparsers(dest="way", metavar="WAY", required=True)
    ways.add_parser("status", help="which revision it is at, and which this version needs")
    ways.add_parser("upgrade", help="up to this version's revision").add_argument(
        "revision", nargs="?", metavar="REVISION", help="up to this one"
    )
    ways.add_parser("downgrade", help="down by one; what only newer revisions hold is lost").add_argument(
        "revision", nargs="?", metavar="REVISION", help='down to this one; "base" empties the database'
    )
    return parser


def add_purge(commands: Commands[Parser]) -> Parser:
    """`purge [--kind K] [--older-than DAYS] [--dry-run] [--json]`."""
    parser = commands.add_parser(
        "purge",
        help="delete what is past its time of keeping",
        epilog="The times are ASSISTANT_RETENTION_<KIND>_DAYS; 0 keeps for ever. With the answers go the texts\n"
        "that no kept answer and no index names.",
    )
    parser.add_argument("--kind", action="append", choices=KINDS_KEPT, help="only this kind; can be given again")
    parser.add_argument("--older-than", type=_days, metavar="DAYS", help="in place of the times that are set")
    parser.add_argument("--dry-run", action="store_true", help="only say how many")
    parser.add_argument("--json", action="store_true", help="as JSON")
    return parser


def add_person(commands: Commands[Parser]) -> Parser:
    """`person export ID --output F`, `person erase ID`."""
    parser = commands.add_parser("person", help="everything kept of one person: hand it out, or erase it")
    ways = parser.add_subparsers(dest="way", metavar="WAY", required=True)
    export = ways.add_parser("export", help="write it to a JSON file")
    export.add_argument("person", metavar="ID", help='as in the audit, such as "oidc:…"')
    export.add_argument("--output", type=Path, metavar="F", required=True, help="the file to write")
    erase = ways.add_parser("erase", help="delete it; the audit keeps what was done, not who it was")
    erase.add_argument("person", metavar="ID")
    return parser


def add_switch(commands: Commands[Parser]) -> Parser:
    """`switch status | on | off --reason R`."""
    parser = commands.add_parser("switch", help="switch answering off and on, for everybody at once")
    ways = parser.add_subparsers(dest="way", metavar="WAY", required=True)
    ways.add_parser("status", help="whether it is on")
    ways.add_parser("on", help="answer again")
    ways.add_parser("off", help="answer nobody").add_argument(
        "--reason", metavar="R", required=True, help="what people are told"
    )
    return parser


def add_keys(commands: Commands[Parser]) -> Parser:
    """`keys create | list | revoke`."""
    parser = commands.add_parser("keys", help="API keys: make, list, revoke")
    ways = parser.add_subparsers(dest="way", metavar="WAY", required=True)
    create = ways.add_parser("create", help="make one; it is shown this once")
    create.add_argument("--name", metavar="N", required=True, help="whose it is, or what for")
    create.add_argument("--role", choices=("reader", "officer", "admin"), default="reader", help="(default reader)")
    create.add_argument("--scope", nargs="+", action="extend", default=[], choices=SCOPES, help="only for these")
    create.add_argument("--expires", type=_days, metavar="DAYS", help="after so many days (default never)")
    create.add_argument("--json", action="store_true", help="as JSON")
    ways.add_parser("list", help="all of them").add_argument("--json", action="store_true", help="as JSON")
    ways.add_parser("revoke", help="of no use from now on").add_argument("id", metavar="ID", help="as in the list")
    return parser


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 36_500):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days from 0 to 36500")
    return int(text)
