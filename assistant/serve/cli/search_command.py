"""`policy-assistant search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.search.passage_record import passage_record
from assistant.serve.cli.call import print_json, settings_of, wants_file
from assistant.serve.cli.progress import with_progress
from assistant.serve.clock import today
from assistant.serve.question_files import QuestionLine, printable, read_questions, replaced, write_line
from assistant.serve.wording import clause_name

if TYPE_CHECKING:
    import argparse

    from assistant.wiring import Assistant


def run(arguments: argparse.Namespace) -> int:
    """Prints the passages of one text, or writes those of a file of questions."""
    from assistant.wiring import open_assistant

    lines = read_questions(arguments.questions) if wants_file(arguments) else ()
    assistant = open_assistant(settings_of(arguments))
    if arguments.output:
        with replaced(arguments.output) as output:
            for line in with_progress(lines, "search"):
                write_line(output, {"question_id": line.id, **found(assistant, line, arguments)})
        return 0
    record = found(assistant, QuestionLine(None, printable(arguments.question)), arguments)
    if arguments.json:
        print_json(record)
    else:
        _show(record)
    return 0


def found(assistant: Assistant, line: QuestionLine, arguments: argparse.Namespace) -> dict[str, Any]:
    """The passages of a line, best first, and how answerable it looks; the line's own filters come first."""
    retrieval = assistant.search(
        line.text,
        k=arguments.k,
        as_of=line.as_of or arguments.as_of or today(),
        batch=line.batch or arguments.batch,
        scheme=line.scheme or arguments.scheme,
    )
    documents = {document.id: document for document in assistant.documents()}
    passages = [passage_record(kept, documents[kept.passage.document]) for kept in retrieval.kept]
    return {"passages": passages, "answerable": retrieval.answerable}


def _show(record: dict[str, Any]) -> None:
    from rich.text import Text

    from assistant.serve.cli.screen import screen, shown

    out = screen()
    for number, passage in enumerate(record["passages"], start=1):
        head = Text(f"{number:>2}  ", style="bold")
        head.append(f"{passage['score']:.3f}  ", style="cyan")
        head.append(shown(clause_name(passage["clause"], passage["clause_title"])), style="bold")
        page = f", p. {passage['page']}" if passage["page"] else ""
        head.append(shown(f"  {passage['policy']}/{passage['document']}{page}"), style="dim")
        out.show(head)
        out.show(Text(shown(passage["text"])), indent=4)
        out.gap()
    out.show(Text(f"answerable {record['answerable']:.2f}", style="dim"))
