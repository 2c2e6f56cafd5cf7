"""What people who came by an embed may ask about, whatever their page sends: its scheme, its batch, its length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import NotAllowed
from assistant.serve.embed.embeds import embeds_in

if TYPE_CHECKING:
    from assistant.kept import Person
    from assistant.model import Language, Scheme
    from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Bounds:
    """None leaves a thing open; `embed` names the embed that set them."""

    embed: str = ""
    scheme: str | None = None
    batch: str | None = None
    language: Language | None = None
    longest: int | None = None

    def within(self, scheme: str | None, batch: str | None, schemes: Iterable[Scheme]) -> tuple[str | None, str | None]:
        """Scheme and batch, filled in where they were left open. Raises NotAllowed for others than the embed's."""
        if scheme and self.scheme and scheme != self.scheme:
            raise self._refusal("scheme", scheme)
        if batch and self.batch and batch != self.batch:
            raise self._refusal("batch", batch)
        if batch and self.scheme and all(batch not in _batches(one) for one in schemes if one.id == self.scheme):
            raise self._refusal("batch", batch)
        return scheme or self.scheme, batch or self.batch

    def batch_of_rules(self, batch: str | None, schemes: Iterable[Scheme]) -> str | None:
        """The batch whose rules are asked for, with an embed's scheme that scheme's default one. Raises NotAllowed."""
        schemes = tuple(schemes)
        _, within = self.within(None, batch, schemes)
        return within or next((one.default_batch for one in schemes if one.id == self.scheme), None)

    def _refusal(self, noun: str, asked: str) -> NotAllowed:
        return NotAllowed(f"the embed {self.embed} does not ask about the {noun} {asked}", do=f"Leave out the {noun}")


OPEN = Bounds()


def bounds_of(person: Person, settings: Settings) -> Bounds:
    """Those of the embed that the person came by; OPEN for everybody else."""
    embed = embeds_in(settings.embeds_file).get(person.embed) if person.embed else None
    if embed is None:
        return OPEN
    return Bounds(embed.name, embed.scheme, embed.batch, embed.language, embed.question_length)


def _batches(scheme: Scheme) -> set[str]:
    return {batch.id for batch in scheme.batches}
