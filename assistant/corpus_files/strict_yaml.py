"""YAML as an officer means it: no key twice, no word read as a switch, and every value knows its line.

Only plain data is read: mappings with text keys, lists, text, whole numbers, decimals, dates, true, false and null.
What YAML 1.1 would read otherwise without a word (`no`, `on`, `012`, `1:30`, a day with a time) is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from assistant.corpus_files.problems import Problem, problem_of

Place = tuple[str | int, ...]
"""The keys and list positions that lead to a value, from the root."""

TAG: Final = "tag:yaml.org,2002:"
DEEPEST: Final = 20
TOO_DEEP: Final = ("this is nested too deeply", "Write it with fewer levels")
QUOTE: Final = "Put it in quotes if the word itself is meant"


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The data of a file, the line (from 1) of each value by its keys, and what is wrong with it."""

    path: Path
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, keys: Place) -> int:
        """The line of the value, or of the nearest one around it."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)


def read_yaml(path: Path) -> YamlFile:
    """The file's data with all its faults of form; after a fault of syntax there is no data."""
    file = YamlFile(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if line := _too_deep(text):
            return YamlFile(path, problems=[Problem(str(path), line, *TOO_DEEP)])
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except OSError as error:
        return YamlFile(path, problems=[problem_of(path, error)])
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return YamlFile(path, problems=[Problem(str(path), line, "this is not UTF-8 text", "Save the file as UTF-8")])
    except yaml.YAMLError as error:
        return YamlFile(path, problems=[_syntax(path, error)])
    if root is None:
        what = "the file is empty"
        return YamlFile(path, problems=[Problem(str(path), 0, what, "Write the file's keys or delete it")])
    data = _Reading(file).value(root, ())
    return YamlFile(path, data, file.lines, file.problems)


def _too_deep(text: str) -> int:
    """The line where the data nest deeper than any file here does, or 0: composing them may end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return event.start_mark.line + 1 if event.start_mark else 1
    return 0


def _syntax(path: Path, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 0
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    if "nesting depth" in what:  # libyaml stops at a depth of its own
        return Problem(str(path), line, *TOO_DEEP)
    do = "Look at the indentation, the quotes and the colons of this line and the one above"
    return Problem(str(path), line, f"this is not valid YAML: {what}", do)


class _Reading:
    """One walk over a file's nodes; faults go to the file and leave None in the data."""

    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, keys: Place) -> Any:
        self.file.lines[keys] = node.start_mark.line + 1
        if id(node) in self.seen:
            return self.fault(node, "anchors and aliases (&, *) are not used here", "Write the value out")
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode) and node.tag == TAG + "map":
            return self.mapping(node, keys)
        if isinstance(node, yaml.SequenceNode) and node.tag == TAG + "seq":
            return [self.value(item, (*keys, number)) for number, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and (read := _SCALARS.get(node.tag.removeprefix(TAG))):
            try:
                return read(node.value)
            except ValueError as error:
                return self.fault(node, *error.args)
        return self.fault(node, f"the tag {node.tag.replace(TAG, '!!')} is not used here", "Remove it")

    def mapping(self, node: yaml.MappingNode, keys: Place) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode) or not key.value:
                self.fault(key, "a key has to be a word", "Put it in quotes")
            elif key.value in data:
                first = self.file.lines[(*keys, key.value)]
                self.fault(key, f'the key "{key.value}" stands here again, first in line {first}', "Keep one of them")
            else:
                data[key.value] = self.value(item, (*keys, key.value))
                self.file.lines[(*keys, key.value)] = key.start_mark.line + 1
        return data

    def fault(self, node: yaml.Node, what: str, do: str = "") -> None:
        self.file.problems.append(Problem(str(self.file.path), node.start_mark.line + 1, what, do))


def _truth(text: str) -> bool:
    if text in ("true", "false"):
        return text == "true"
    raise ValueError(f'"{text}" is read as yes or no by some YAML readers', f"{QUOTE}, else write true or false")


def _whole(text: str) -> int:
    if re.fullmatch(r"[-+]?(0|[1-9][0-9]*)", text):
        return int(text)
    raise ValueError(f'"{text}" is not a plain whole number', QUOTE)


def _decimal(text: str) -> float:
    if re.fullmatch(r"[-+]?[0-9]+\.[0-9]+", text):
        return float(text)
    raise ValueError(f'"{text}" is not a plain decimal number', QUOTE)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a day', "Write it as 2025-05-09, without a time") from None


def _text(text: str) -> str:
    return text


_SCALARS: Final[dict[str, Callable[[str], Any]]] = {
    "str": _text,
    "null": lambda _: None,
    "bool": _truth,
    "int": _whole,
    "float": _decimal,
    "timestamp": _day,
}
