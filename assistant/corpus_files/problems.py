"""What is wrong with a data file of the corpus, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from assistant.errors import CorpusError

if TYPE_CHECKING:
    from assistant.corpus_files.strict_yaml import Place, YamlFile


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: `what` is wrong in `line` of `file` (0: the file as a whole), and what to `do` about it.

    A fault that may be met on a page has a `code` and `facts`, as errors have.
    """

    file: str
    line: int
    what: str
    do: str = ""
    code: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def where(self) -> str:
        """The place as editors understand it, "file:line"."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def message(self) -> str:
        """One line: where, what is wrong, and what to do."""
        return CorpusError(self.what, where=self.where, do=self.do).message


def facts_of(facts: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Facts as a problem holds them."""
    return tuple(sorted((name, str(fact)) for name, fact in facts.items()))


def refuse(problems: Iterable[Problem]) -> NoReturn:
    """Raises the first fault in the order of the file, and says how many follow it."""
    first, *others = sorted(problems)
    more = f" ({len(others)} more: run `policy-assistant check`)" if others else ""
    raise CorpusError(f"{first.what}{more}", where=first.where, do=first.do)


def problem_at(file: YamlFile, keys: Place, what: str, do: str = "") -> Problem:
    """A fault at the value of those keys."""
    return Problem(str(file.path), file.line_of(keys), what, do)


def refuse_at(file: YamlFile, keys: Place, what: str, do: str) -> NoReturn:
    """Raises the fault at the value of those keys."""
    refuse([problem_at(file, keys, what, do)])


def problem_of(file: Path, error: OSError) -> Problem:
    """A file that cannot be opened, as a fault."""
    reason = error.strerror or type(error).__name__
    return Problem(str(file), 0, f"the file cannot be read: {reason}", "Check its name and its permissions")
