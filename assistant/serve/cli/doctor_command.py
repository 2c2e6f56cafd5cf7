"""`policy-assistant doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import IndexStateError
from assistant.model import as_json
from assistant.serve.cli.call import print_json, settings_of

if TYPE_CHECKING:
    import argparse

    from assistant.wiring import DoctorReport


def run(arguments: argparse.Namespace) -> int:
    """Prints the state of this installation; 4 when questions cannot be answered as things are."""
    from assistant.wiring import doctor

    report = doctor(settings_of(arguments))
    if arguments.json:
        print_json(as_json(report) | {"healthy": report.healthy})
    else:
        _show(report)
    return 0 if report.healthy else IndexStateError.exit_code


def _chat(report: DoctorReport) -> str:
    """The language model, where it is and whether it answers."""
    state = report.chat_model
    if state is None:
        return "none, answers are quoted from the texts"
    return f"{state.name} at {state.where}: {state.said if state.reachable else 'does not answer'}"


def _show(report: DoctorReport) -> None:
    from rich.text import Text

    from assistant.serve.cli.screen import screen, shown

    out = screen()
    facts = {
        "home": report.home,
        "data folder": report.data_dir,
        "embedding model": report.embedding_model,
        "weights": f"{report.weights} {report.weights_sha256 or ''}",
        "export for queries": report.export,
        "index": (report.index or "not known").replace("_", " "),
        "generation": report.generation or "none",
        "made with": report.made_with or "",
        "language model": _chat(report),
        "holds": f"{report.documents} documents, {report.passages} passages",
    }
    for name, fact in facts.items():
        if fact:
            out.show(Text.assemble((f"{name:<24}", "bold"), shown(fact)))
    out.gap()
    for name, version in report.versions.items():
        out.show(Text.assemble((f"{name:<24}", "dim"), (version or "missing", "" if version else "red")))
    out.gap()
    for sentence in report.missing:
        out.show(Text(f"! {shown(sentence)}", style="yellow"))
    for sentence in report.advice:
        out.show(Text(f"· {shown(sentence)}", style="dim"))
    if report.healthy:
        out.show(Text("Ready.", style="green"))
