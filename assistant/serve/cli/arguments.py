"""What can be asked for on the command line."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
from pathlib import Path
from typing import Final, NoReturn

from assistant.errors import UsageError
from assistant.serve.cli.eval_arguments import add_eval
from assistant.serve.cli.store_arguments import add_keys, add_person, add_purge, add_store, add_switch

EPILOG: Final = """\
exit codes:
  0    done (ask: whatever the outcome of the answer)
  1    check found problems, a data file of the corpus is wrong, or a gate of eval fell
  2    the call or a setting is wrong
  3    some files could not be read; the others are indexed
  4    the index, the store or the embedding model is missing, out of date or not the one expected
  5    a part of the product is down or switched off
  130  stopped with Ctrl-C

Results go to stdout, progress and errors to stderr. Every setting is also read from ASSISTANT_<NAME>
and from assistant.toml in ASSISTANT_HOME; NO_COLOR switches colours off.
"""
DATA_DIR: Final = "where the index is kept"


class Parser(argparse.ArgumentParser):
    """Says what is wrong as one line, like every other error."""

    def error(self, message: str) -> NoReturn:
        """Raises UsageError."""
        raise UsageError(message, do=f"See: {self.prog} --help")


def make_parser() -> Parser:
    """The parser of the whole command line."""
    parser = Parser(
        prog="policy-assistant",
        description="Answers questions about policy texts with checked, cited quotes.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    parser.add_argument("--data-dir", type=Path, metavar="D", help="where the index is kept (default .assistant)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asking = (_ask, _search, _rules, _rule, add_eval)
    running = (_ingest, _check, _serve, _mcp, _documents, _doctor, _prepare, _embed_token)
    for add in (*asking, *running, *KEEPING):
        command = add(commands)
        command.formatter_class = argparse.RawDescriptionHelpFormatter
        if add is not _rule:
            command.add_argument("--data-dir", type=Path, metavar="D", default=argparse.SUPPRESS, help=DATA_DIR)
    return parser


KEEPING: Final = (add_store, add_purge, add_person, add_switch, add_keys)
Commands = argparse._SubParsersAction  # argparse has no public name for it


def _ask(commands: Commands[Parser]) -> Parser:
    parser = commands.add_parser(
        "ask",
        help="answer one question, or a file of questions",
        epilog='A line of F is {"id", "question"} with optional "as_of", "batch", "scheme" and "conversation"; the\n'
        "lines with one conversation are its turns. Each line of O is an answer with its question_id.",
    )
    _add_question(parser)
    _add_filters(parser)
    parser.add_argument("--explain", action="store_true", help="show what was found, kept and left out")
    return parser


def _search(commands: Commands[Parser]) -> Parser:
    parser = commands.add_parser("search", help="the best passages for a text, or for a file of questions")
    _add_question(parser)
    _add_filters(parser)
    parser.add_argument("--k", type=_count, metavar="N", help="how many passages (default 10)")
    return parser


def _ingest(commands: Commands[Parser]) -> Parser:
    parser = commands.add_parser(
        "ingest",
        help="read files into the index",
        epilog="With paths the index then holds exactly those files, with none it is corpus/.",
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a file or a folder")
    parser.add_argument("--json", action="store_true", help="the health report as JSON")
    return parser


def _check(commands: Commands[Parser]) -> Parser:
    return commands.add_parser("check", help="check the data files of corpus/ and prompts/ before publishing")


def _rules(commands: Commands[Parser]) -> Parser:
    parser = commands.add_parser("rules", help="list the rules that compute, with what they take")
    parser.add_argument("--batch", metavar="B", help="those of this batch")
    parser.add_argument("--language", choices=("en", "zh"), default="en", help="of their titles (default en)")
    parser.add_argument("--json", action="store_true", help="as JSON, with a JSON Schema of what each takes")
    return parser


def _rule(commands: Commands[Parser]) -> Parser:
    parser = commands.add_parser(
        "rule",
        help="compute one rule, such as: rule eligibility --place Wuxi",
        epilog="`policy-assistant rules` lists the names; `policy-assistant rule NAME --help` shows its flags.",
    )
    add_rule_options(parser)
    parser.set_defaults(language="en")
    parser.add_argument("name", metavar="NAME", help="the rule")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="FLAGS", help="what the rule takes")
    return parser


def add_rule_options(parser: argparse._ActionsContainer) -> None:
    """What every rule can be told, before its name or behind it."""
    parser.add_argument("--data-dir", type=Path, metavar="D", default=argparse.SUPPRESS, help=DATA_DIR)
    parser.add_argument("--as-of", type=_day, metavar="D", help="as of this day, such as 2025-05-12 (default today)")
    parser.add_argument("--batch", metavar="B", help="the batch whose rule is meant")
    parser.add_argument("--language", choices=("en", "zh"), help="of the answer (default en)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--ics", type=Path, metavar="FILE", help="write the day it comes to as a calendar file, too")


def _serve(commands: Commands[Parser]) -> Parser:
    parser = commands.add_parser("serve", help="serve the web chat, the API and the tools for agents")
    parser.add_argument("--host", metavar="H", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, metavar="P", help="port to listen on (default 7860)")
    return parser


def _mcp(commands: Commands[Parser]) -> Parser:
    return commands.add_parser("mcp", help="serve the tools ask, search, rules and rule to an agent over stdio")


def _documents(commands: Commands[Parser]) -> Parser:
    parser = commands.add_parser("documents", help="list what is indexed")
    parser.add_argument("--json", action="store_true", help="as JSON")
    return parser


def _doctor(commands: Commands[Parser]) -> Parser:
    parser = commands.add_parser("doctor", help="what is installed, in which state, what is missing and how to get it")
    parser.add_argument("--json", action="store_true", help="as JSON")
    return parser


def _prepare(commands: Commands[Parser]) -> Parser:
    return commands.add_parser("prepare", help="check the embedding model and make its export for queries, once")


def _embed_token(commands: Commands[Parser]) -> Parser:
    parser = commands.add_parser(
        "embed-token",
        help="print a token as a portal would sign it, to try out an embed",
        epilog="The embed stands in the file that the setting embeds_file names. A token is good once.",
    )
    parser.add_argument("--embed", required=True, metavar="NAME", help="the embed's name in the embeds file")
    parser.add_argument(
        "--origin", required=True, metavar="O", help="the portal's origin, such as https://portal.example"
    )
    parser.add_argument("--subject", required=True, metavar="S", help="a pseudonym of the person")
    parser.add_argument("--seconds", type=_seconds, default=120, metavar="N", help="how long it is good (at most 300)")
    return parser


def _add_question(parser: Parser) -> None:
    parser.add_argument("question", nargs="?", metavar="QUESTION", help="in English or Chinese")
    parser.add_argument("--questions", type=Path, metavar="F", help="a JSON Lines file of questions, in place of one")
    parser.add_argument("--output", type=Path, metavar="O", help="the JSON Lines file to write for them")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add_filters(parser: Parser) -> None:
    parser.add_argument("--as-of", type=_day, metavar="D", help="as of this day, such as 2025-05-12 (default today)")
    parser.add_argument("--batch", metavar="B", help="only this batch and what belongs to none")
    parser.add_argument("--scheme", metavar="S", help="only this scheme")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2025-05-12") from None


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 200:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 200")
    return int(text)


def _version() -> str:
    try:
        return importlib.metadata.version("policy-assistant")
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"


def _seconds(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 300:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 300")
    return int(text)
