"""`policy-assistant rule NAME`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UsageError
from assistant.model import Outcome, as_json
from assistant.rules.inputs import nearest_or_all
from assistant.serve.cli.call import print_json, settings_of
from assistant.serve.cli.rule_flags import flag_of, read_flags, read_options
from assistant.serve.clock import today

if TYPE_CHECKING:
    import argparse

    from assistant.model import Answer
    from assistant.rules.rulebook import RuleInfo
    from assistant.wiring import Assistant


def run(arguments: argparse.Namespace) -> int:
    """Prints what one rule says of the situation that its flags describe."""
    from assistant.wiring import open_assistant

    rest = read_options(arguments)
    assistant = open_assistant(settings_of(arguments))
    info = rule_named(arguments.name, assistant, arguments.batch)
    given = read_flags(info, rest, arguments.language)
    day = arguments.as_of or today()
    answer = assistant.rule(info.name, given, as_of=day, batch=arguments.batch, language=arguments.language)
    if arguments.ics:
        write_calendar_file(arguments.ics, answer, info)
    if arguments.json:
        print_json(as_json(answer))
    else:
        from assistant.serve.cli.answer_view import show_answer

        show_answer(answer)
    if answer.clarification:
        print(f"policy-assistant: give it with {flag_of(answer.clarification.needs)}", file=sys.stderr)
    return 0


def rule_named(name: str, assistant: Assistant, batch: str | None) -> RuleInfo:
    """The rule in the batch, else in any other one. Raises UsageError, naming the nearest rule."""
    for found in (assistant.rules(batch), assistant.rules()):
        if info := next((info for info in found if info.name == name), None):
            return info
    known = [info.name for info in assistant.rules()]
    raise UsageError(f'there is no rule "{name}"', do=nearest_or_all(name, known, "Rules"))


def write_calendar_file(file: Path, answer: Answer, info: RuleInfo) -> None:
    """The day that the finding comes to as an .ics file. Raises UsageError when it comes to none."""
    from assistant.rules.deadline_file import finding_file

    finding = answer.findings[0] if answer.outcome is Outcome.ANSWERED else None
    text = finding and finding_file(finding, info.title[answer.language], stamp=dt.datetime.now(dt.UTC))
    if not text:
        raise UsageError(f"{info.name} came to no day, so there is nothing to write", where="--ics", do="Leave it out")
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", where=str(file), do="Name another file") from None
