"""JSON Lines of questions in, JSON Lines of results out."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from assistant.errors import UsageError

FILTERS: Final = ("batch", "scheme", "conversation")


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One line of a question file; `id` is whatever JSON value the line gives, None when it gives none."""

    id: Any
    text: str
    as_of: dt.date | None = None
    batch: str | None = None
    scheme: str | None = None
    conversation: str | None = None


def read_questions(file: Path) -> tuple[QuestionLine, ...]:
    """Every line of the file. Raises UsageError with file and line for the first one that is wrong."""
    try:
        content = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"the file cannot be read: {error.strerror}", where=str(file)) from None
    except UnicodeDecodeError:
        raise UsageError("this is not UTF-8 text", where=str(file), do="Save the file as UTF-8") from None
    lines = []
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            try:
                lines.append(_question(json.loads(line)))
            except ValueError as error:
                what = "not valid JSON" if isinstance(error, json.JSONDecodeError) else str(error)
                do = 'Each line is an object such as {"id": "q1", "question": "..."}'
                raise UsageError(what, where=f"{file}:{number}", do=do) from None
    return tuple(lines)


def _question(record: object) -> QuestionLine:
    """The line's meaning; ValueError says what is wrong with it."""
    if not isinstance(record, Mapping):
        raise ValueError("not a JSON object")
    text = record.get("question")
    if not isinstance(text, str) or not text.strip():
        raise ValueError('"question" is missing or is not a text')
    chosen = {name: record.get(name) for name in FILTERS}
    for name, value in chosen.items():
        if value is not None and not isinstance(value, str):
            raise ValueError(f'"{name}" is not a text')
    return QuestionLine(record.get("id"), printable(text), _day(record.get("as_of")), **chosen)


def _day(value: object) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f'"as_of" is {value!r}, not a day such as 2025-05-12') from None


def printable(text: str) -> str:
    """The text without halves of characters, which no file or screen can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


@contextlib.contextmanager
def replaced(file: Path) -> Iterator[IO[str]]:
    """A file to write that takes the place of `file` once all went well; until then nothing is lost."""
    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise UsageError(f"the file cannot be written: {error.strerror}", where=str(file)) from None
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as output:
            yield output
        draft.chmod(0o666 & ~_umask())
        draft.replace(file)
    except IsADirectoryError:
        raise UsageError("this is a folder, not a file", where=str(file)) from None
    finally:
        draft.unlink(missing_ok=True)


def write_line(output: IO[str], record: Mapping[str, Any]) -> None:
    """One record as one line."""
    output.write(json.dumps(record, ensure_ascii=False) + "\n")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
