"""Reads a PDF in a process of its own: a file that hangs or eats memory ends that process and nothing else.

python -m assistant.adapters.pdf_process ENGINE FILE MAX_BYTES MAX_PAGES SECONDS

prints the pages, or the error, as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import assistant
from assistant import errors
from assistant.adapters.deadline import too_slow
from assistant.adapters.pdf_pages import PdfPages
from assistant.errors import DocumentError, UnreadableDocument
from assistant.ports import ReadLimits

_START_SECONDS = 1.0
_MEMORY = 4 << 30


def pages_in_process(engine: str, path: Path, limits: ReadLimits) -> PdfPages:
    """What the engine ("pypdf" or "pdfium") gives, within the seconds of `limits`. Raises DocumentError."""
    numbers = [str(limits.bytes), str(limits.pages), str(limits.seconds)]
    root = str(Path(assistant.__file__).resolve().parents[1])
    inherited = os.environ.get("PYTHONPATH")
    environment = {**os.environ, "PYTHONPATH": root + (os.pathsep + inherited if inherited else "")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "assistant.adapters.pdf_process", engine, str(path), *numbers],
            capture_output=True,
            timeout=limits.seconds + _START_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_slow(path, limits.seconds) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise UnreadableDocument(
            "the file makes the PDF reader crash", where=str(path), do="Print it to PDF anew."
        ) from error
    if "error" in answer:
        kind: type[DocumentError] = getattr(errors, answer["error"])
        raise kind(answer["what"], where=answer["where"], do=answer["do"])
    return PdfPages(tuple(answer["pages"]), answer["title"])


def main(arguments: list[str]) -> None:
    """Reads one file and prints what was found."""
    engine, path = arguments[0], Path(arguments[1])
    limits = ReadLimits(int(arguments[2]), int(arguments[3]), float(arguments[4]))
    _limit_process(limits)
    from assistant.adapters.pdfium_reader import pdfium_pages
    from assistant.adapters.pypdf_reader import pypdf_pages

    try:
        found = {"pypdf": pypdf_pages, "pdfium": pdfium_pages}[engine](path, limits)
        answer: dict[str, object] = {"pages": found.pages, "title": found.title}
    except DocumentError as error:
        answer = {"error": type(error).__name__, "what": error.what, "where": error.where, "do": error.do}
    except MemoryError:
        answer = {
            "error": "LimitExceeded",
            "what": "reading needs too much memory",
            "where": str(path),
            "do": "Print it to PDF anew.",
        }
    sys.stdout.write(json.dumps(answer))


def _limit_process(limits: ReadLimits) -> None:
    """Caps memory and processor time, so that even a process whose parent died comes to an end."""
    try:
        import resource
    except ImportError:  # not on Windows: there the parent's time limit alone holds
        return
    seconds = int(limits.seconds + 2 * _START_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main(sys.argv[1:])
