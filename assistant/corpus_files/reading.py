"""A data file as its shape, or what is wrong with it, line by line."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.corpus_files.problems import Problem, refuse
from assistant.corpus_files.shapes import Shape
from assistant.corpus_files.strict_yaml import YamlFile, read_yaml

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

S = TypeVar("S", bound=Shape)


@dataclass(frozen=True, slots=True)
class Checked(Generic[S]):
    """A file with its value, which is None as soon as there is a problem."""

    file: YamlFile
    value: S | None
    problems: tuple[Problem, ...]


def check_shape(path: Path, shape: type[S]) -> Checked[S]:
    """The file against the shape, with all faults of form and type at once."""
    file = read_yaml(path)
    found = list(file.problems)
    value: S | None = None
    if file.data is not None:
        try:
            value = shape.model_validate(file.data)
        except ValidationError as error:
            told = {problem.line for problem in found}
            shape_problems = [_problem(file, shape, detail) for detail in error.errors(include_url=False)]
            found.extend(problem for problem in shape_problems if problem.line not in told)
    return Checked(file, None if found else value, tuple(sorted(found)))


def read_shape(path: Path, shape: type[S]) -> tuple[S, YamlFile]:
    """The file as the shape, with its lines. Raises CorpusError with the first fault."""
    checked = check_shape(path, shape)
    if checked.value is None:
        refuse(checked.problems)
    return checked.value, checked.file


def _problem(file: YamlFile, shape: type[Shape], detail: ErrorDetails) -> Problem:
    place = tuple(step for step in detail["loc"] if step != "[key]")
    kind, value, context = detail["type"], detail["input"], detail.get("ctx") or {}
    name = ".".join(str(step + 1) if isinstance(step, int) else step for step in place) or "the file"
    if kind == "missing":
        what, do = f"the key {name} is missing", "Write it"
    elif kind == "extra_forbidden":
        what, do = f'the key "{place[-1]}" is not known here', _nearest(str(place[-1]), _keys_at(shape, place[:-1]))
    elif kind in ("literal_error", "enum"):
        what, do = f"{name} is {_shown(value)}", f"Use one of {context['expected']}"
    else:
        wanted, do = _wanted(kind, value)
        what = f"{name} has to be {wanted}, and this is {_shown(value)}"
    return Problem(str(file.path), file.line_of(place), what, do)


def _wanted(kind: str, value: Any) -> tuple[str, str]:
    """What was expected in an officer's words, and what to do."""
    if kind == "string_type":
        return "text", "Put it in quotes" if isinstance(value, bool | int | float | dt.date) else "Write a text here"
    if kind.startswith("date"):
        return "a day", "Write it as 2025-05-09, without quotes"
    if kind.startswith("list"):
        return "a list", "Start each item on a line of its own with a dash"
    if kind == "too_short":
        return "a list of at least one item", "Write an item or remove the key"
    if kind.startswith("string"):
        return "text of the right form", "A sha256 has 64 characters 0-9a-f; other text may not be empty"
    return "a group of keys with their values", "Write each key on a line of its own with a colon"


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict | list):
        return "a group of keys" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _keys_at(shape: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """The keys that the shape knows at a place."""
    for step in place:
        if isinstance(step, int):
            continue
        field = next((f for name, f in shape.model_fields.items() if step in (name, f.alias)), None)
        inner = _shape_in(field.annotation) if field else None
        shape = inner or shape
    return [field.alias or name for name, field in shape.model_fields.items()]


def _shape_in(annotation: Any) -> type[BaseModel] | None:
    """The shape that an annotation holds, as itself, in a list, in a mapping or beside None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_shape_in(part) for part in getattr(annotation, "__args__", ()))
    return next((shape for shape in found if shape), None)


def _nearest(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    return f'Did you mean "{close[0]}"?' if close else f"Known keys: {', '.join(known)}"
