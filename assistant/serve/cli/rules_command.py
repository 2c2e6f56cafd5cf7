"""`policy-assistant rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.rules.form import rule_schema
from assistant.serve.cli.call import print_json, settings_of
from assistant.serve.cli.rule_flags import flag_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from assistant.model import Language
    from assistant.rules.rulebook import RuleInfo


def run(arguments: argparse.Namespace) -> int:
    """Lists the rules of a batch with what they take."""
    from assistant.wiring import open_assistant

    found = open_assistant(settings_of(arguments)).rules(arguments.batch)
    if arguments.json:
        print_json([record(info, arguments.language) for info in found])
    else:
        _show(found, arguments.language)
    return 0


def record(info: RuleInfo, language: Language) -> dict[str, object]:
    """A rule as JSON: what it is called, what it is for, and the schema of what it takes."""
    return {
        "name": info.name,
        "title": info.title[language],
        "purpose": info.purpose[language],
        "policy": info.policy,
        "batch": info.batch,
        "inputs": rule_schema(info, language),
    }


def _show(found: Sequence[RuleInfo], language: Language) -> None:
    from rich.text import Text

    from assistant.serve.cli.screen import screen, shown

    out = screen()
    for info in found:
        head = Text(info.name, style="bold")
        head.append(f"  {shown(info.title[language])}", style="cyan")
        out.show(head)
        out.show(Text(shown(info.purpose[language])), indent=2)
        flags = [flag_of(wanted.name) if wanted.required else f"[{flag_of(wanted.name)}]" for wanted in info.inputs]
        if flags:
            out.show(Text(" ".join(flags), style="dim"), indent=2)
