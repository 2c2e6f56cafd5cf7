"""`policy-assistant ingest`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.model import as_json
from assistant.serve.cli.call import print_json, settings_of
from assistant.serve.cli.progress import StageProgress

if TYPE_CHECKING:
    import argparse

    from assistant.build_index import IngestReport
    from assistant.documents.health import Health


def run(arguments: argparse.Namespace) -> int:
    """Indexes the paths, or corpus/, and prints the health of each file."""
    from assistant.wiring import ingest

    with StageProgress() as progress:
        report = ingest(settings_of(arguments), arguments.paths, progress)
    if arguments.json:
        print_json(as_json(report))
    else:
        _show(report)
    return report.exit_code


def _show(report: IngestReport) -> None:
    from rich.text import Text

    from assistant.serve.cli.screen import screen, shown

    out = screen()
    styles = {"ok": "green", "warning": "yellow", "failed": "red"}
    for health in report.healths:
        head = Text(f"{health.status:<8}", style=styles[health.status])
        head.append(shown(str(health.path)), style="default")
        head.append(f"  {_figures(health)}", style="dim")
        out.show(head)
        for told in _told(health):
            out.show(Text(shown(told), style=styles[health.status]), indent=8)
    out.show(
        Text(
            f"{report.documents} documents, {report.passages} passages "
            f"({report.embedded} embedded, {report.reused} reused), {report.removed} documents removed, "
            f"{len(report.failed)} files failed, {report.skipped} skipped, {report.seconds:.1f} s"
        )
    )


def _figures(health: Health) -> str:
    counts: list[tuple[Any, str]] = [(health.pages, "pages"), (health.tables, "tables"), (health.passages, "passages")]
    return ", ".join([f"{count} {name}" for count, name in counts if count] + [f"{health.seconds:.2f} s"])


def _told(health: Health) -> list[str]:
    """What is wrong with the file, a line each."""
    lines = [health.error] if health.error else []
    return [*lines, *health.warnings]
