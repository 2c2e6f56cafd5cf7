"""`policy-assistant ask`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.model import Answer, Question, Turn, as_json
from assistant.serve.cli.call import print_json, settings_of, wants_file
from assistant.serve.cli.progress import with_progress
from assistant.serve.clock import today
from assistant.serve.question_files import QuestionLine, printable, read_questions, replaced, write_line

if TYPE_CHECKING:
    import argparse

    from assistant.wiring import Assistant


def run(arguments: argparse.Namespace) -> int:
    """Prints the answer to one question, or writes those to a file of questions."""
    from assistant.wiring import open_assistant

    day = arguments.as_of or today()
    lines = read_questions(arguments.questions) if wants_file(arguments) else ()
    assistant = open_assistant(settings_of(arguments))
    if arguments.output:
        with replaced(arguments.output) as output:
            for record in answers(assistant, lines, arguments, day):
                write_line(output, record)
        return 0
    question = Question(printable(arguments.question), day, arguments.scheme, arguments.batch)
    answer, trace = assistant.explain(question) if arguments.explain else (assistant.ask(question), None)
    if arguments.json:
        print_json(as_json(answer) | ({"trace": as_json(trace)} if arguments.explain else {}))
    else:
        from assistant.serve.cli.answer_view import show_answer
        from assistant.serve.cli.trace_view import show_trace

        show_answer(answer)
        if trace:
            show_trace(trace)
    return 0


def answers(
    assistant: Assistant, lines: Sequence[QuestionLine], arguments: argparse.Namespace, day: dt.date
) -> Iterator[dict[str, Any]]:
    """One answer a line, in their order; lines of one conversation know the turns before them."""
    turns: dict[str, tuple[Turn, ...]] = {}
    for line in with_progress(lines, "ask"):
        earlier = turns.get(line.conversation, ()) if line.conversation else ()
        question = Question(
            text=line.text,
            as_of=line.as_of or day,
            scheme=line.scheme or arguments.scheme,
            batch=line.batch or arguments.batch,
            conversation=line.conversation,
            earlier=earlier,
            id=None if line.id is None else str(line.id),
        )
        answer, trace = assistant.explain(question) if arguments.explain else (assistant.ask(question), None)
        if line.conversation:
            turns[line.conversation] = (*earlier, turn_of(line.text, answer))
        yield as_json(answer) | {"question_id": line.id} | ({"trace": as_json(trace)} if arguments.explain else {})


def turn_of(text: str, answer: Answer) -> Turn:
    """What a later question of the conversation may build on."""
    return Turn(text, answer.batch, answer.outcome)
