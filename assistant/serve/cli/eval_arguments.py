"""What `policy-assistant eval` takes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

EPILOG: Final = """\
examples:
  policy-assistant eval                        every suite of eval/suites and the made ones
  policy-assistant eval --suite quota          one suite
  policy-assistant eval --target https://...   a running server
  policy-assistant eval compare last 2026-11   two runs, case by case
  policy-assistant eval rescore last           the measures again, without asking again
  policy-assistant eval export cases.xlsx      the cases as a workbook
  policy-assistant eval import cases.xlsx --output mine.yaml

Runs are kept in the data folder under runs/. Exit code 1: a gate of eval/gates.yaml fell.
"""


def add_eval(commands: Any) -> Any:
    """The command with its actions; without one it runs the suites."""
    parser = commands.add_parser("eval", help="measure the answers with suites of questions", epilog=EPILOG)
    _add_run(parser)
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    parser.set_defaults(action="run")
    run = actions.add_parser("run", help="ask every case (the default)", argument_default=argparse.SUPPRESS)
    _add_run(run, argparse.SUPPRESS)
    compare = actions.add_parser("compare", help="the difference of two runs, with its interval")
    compare.add_argument("ours", metavar="A", help='a run, the beginning of its name, or "last"')
    compare.add_argument("theirs", metavar="B", help="the run it is held against")
    rescore = actions.add_parser("rescore", help="measure a kept run again, without asking again")
    rescore.add_argument("run_name", metavar="RUN", help='a run, the beginning of its name, or "last"')
    export = actions.add_parser("export", help="write cases to CSV or XLSX")
    export.add_argument("file", type=Path, metavar="FILE", help="ends in .csv or .xlsx")
    take = actions.add_parser("import", help="make suite files of CSV or XLSX")
    take.add_argument("file", type=Path, metavar="FILE", help="ends in .csv or .xlsx")
    take.add_argument("--output", type=Path, required=True, metavar="O", help="a folder, one file a suite")
    schema = actions.add_parser("schema", help="write the JSON Schema of suite files for editors")
    schema.add_argument("--output", type=Path, metavar="O", help="default eval/suite.schema.json")
    for action in (run, compare, rescore, export, take, schema):
        action.add_argument("--data-dir", type=Path, metavar="D", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    _add_report(rescore, argparse.SUPPRESS)
    compare.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="the figures as JSON")
    export.add_argument("--suites", type=Path, action="append", metavar="P", default=argparse.SUPPRESS)
    export.add_argument("--suite", action="append", metavar="S", default=argparse.SUPPRESS)
    return parser


def _add_run(parser: argparse.ArgumentParser, default: Any = None) -> None:
    parser.add_argument(
        "--suites", type=Path, action="append", metavar="P", default=default, help="a suite file or folder of your own"
    )
    parser.add_argument("--suite", action="append", metavar="S", default=default, help="only this suite (repeatable)")
    parser.add_argument("--target", metavar="URL", default=default, help="a running server in place of this machine")
    parser.add_argument("--api-key", metavar="K", default=default, help="its key (or POLICY_ASSISTANT_API_KEY)")
    parser.add_argument("--jobs", type=int, metavar="N", default=default or 1, help="questions at a time (default 1)")
    parser.add_argument("--judge", metavar="M", default=default, help="also let this model judge, as provider:name")
    _add_report(parser, default)


def _add_report(parser: argparse.ArgumentParser, default: Any = None) -> None:
    parser.add_argument("--gates", type=Path, metavar="F", default=default, help="default eval/gates.yaml")
    parser.add_argument(
        "--save-baseline", action="store_true", default=default or False, help="keep as eval/baseline.json"
    )
    parser.add_argument("--out", type=Path, metavar="D", default=default, help="also write the report files here")
    parser.add_argument("--json", action="store_true", default=default or False, help="the figures as JSON")
