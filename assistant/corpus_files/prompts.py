"""The prompts of a language model: one file for each step that asks it, with the blanks that code fills."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus_files.reading import read_shape
from assistant.corpus_files.shapes import Shape
from assistant.errors import CorpusError
from assistant.ports import Message

_BLANK = re.compile(r"(?<!\{)\{([a-z_]+)\}(?!\})")
STEPS: Mapping[str, frozenset[str]] = {
    "follow_up": frozenset({"turns", "question", "day", "rules"}),
    "compose": frozenset({"language", "day", "batch", "passages", "findings", "question"}),
    "mend": frozenset({"language", "faults"}),
}
"""The blanks of each step."""


class PromptShape(Shape):
    """prompts/<step>.yaml"""

    system: str | None = None
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a step says to the model, with {blanks}; slots of findings are written {{f1.value}} and left alone."""

    user: str
    system: str | None = None

    @property
    def blanks(self) -> frozenset[str]:
        """The names of what is filled in."""
        return frozenset(_BLANK.findall(f"{self.system or ''} {self.user}"))

    def filled(self, **words: str) -> tuple[Message, ...]:
        """The messages, each blank filled with its words; what stands in the words is not filled again."""

        def fill(text: str) -> str:
            return _BLANK.sub(lambda match: words[match[1]], text)

        system = [Message("system", fill(self.system))] if self.system else []
        return (*system, Message("user", fill(self.user)))


@dataclass(frozen=True, slots=True)
class Prompts:
    """Every prompt, and a hash over all their words."""

    follow_up: Prompt
    compose: Prompt
    mend: Prompt
    sha256: str


def load_prompts(folder: Path) -> Prompts:
    """The prompts of the folder. Raises CorpusError, also for a blank too many or too few."""
    held = {step: _prompt(folder / f"{step}.yaml", blanks) for step, blanks in STEPS.items()}
    said = "\0".join(f"{prompt.system}\0{prompt.user}" for prompt in held.values())
    return Prompts(**held, sha256=hashlib.sha256(said.encode()).hexdigest())


def _prompt(file: Path, blanks: frozenset[str]) -> Prompt:
    shape, _ = read_shape(file, PromptShape)
    prompt = Prompt(shape.user, shape.system)
    if missing := sorted(blanks - prompt.blanks):
        raise CorpusError(f"the blank {{{missing[0]}}} is missing", where=str(file), do="Write it where it belongs")
    if unknown := sorted(prompt.blanks - blanks):
        known = ", ".join(sorted(blanks))
        raise CorpusError(f"nothing fills the blank {{{unknown[0]}}}", where=str(file), do=f"Blanks here: {known}")
    return prompt
