"""Quotes of a rules.yaml held against the documents that they are taken from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.corpus_files.problems import Problem, problem_at
from assistant.corpus_files.rule_shapes import QuotedShape, QuoteShape, RulesShape
from assistant.corpus_files.strict_yaml import Place as Spot
from assistant.corpus_files.strict_yaml import YamlFile
from assistant.documents.clauses import find_clauses
from assistant.errors import DocumentError
from assistant.ports import ReadLimits

if TYPE_CHECKING:
    from assistant.model import Clause
    from assistant.ports import DocumentReader


@dataclass(frozen=True, slots=True)
class Text:
    """A document of a policy as it is read."""

    text: str
    clauses: tuple[Clause, ...]


def quote_faults(shape: RulesShape, file: YamlFile, readers: Sequence[DocumentReader]) -> Iterator[Problem]:
    """Quotes that do not stand in the clause they name, and places that the quote of their group does not name."""
    quotes: list[tuple[Spot, QuoteShape]] = []
    for spot, entry in quoted_in(shape):
        quotes += [(spot, entry), *(((*spot, "also", number), other) for number, other in enumerate(entry.also))]
    names = {quote.document for _, quote in quotes}
    texts = {name: _text(file.path.parent / name, readers) for name in names}
    for spot, quote in quotes:
        yield from _not_found(spot, quote, texts[quote.document], file)
    yield from _unnamed_places(shape, file)


def quoted_in(shape: RulesShape) -> Iterator[tuple[Spot, QuotedShape]]:
    """Everything of a rules.yaml that carries a quote, with its place in the file."""
    for name, parameter in shape.parameters.items():
        for day, value in parameter.values.items():
            if value:
                yield ("parameters", name, "values", day), value
    for name, places in shape.lists.items():
        for number, group in enumerate(places.groups):
            yield ("lists", name, "groups", number), group
    for name, items in shape.items.items():
        for number, item in enumerate(items):
            yield ("items", name, number), item
    for number, entry in enumerate(shape.not_calculable):
        yield ("not_calculable", number), entry


def _text(path: Path, readers: Sequence[DocumentReader]) -> Text | str:
    """The document as it is read, or what is wrong with it."""
    reader = next((reader for reader in readers if path.suffix.lower() in reader.suffixes), None)
    if reader is None or not path.is_file():
        return f"{path.name} is not there or cannot be read"
    try:
        extracted = reader.read(path, ReadLimits())
    except DocumentError as error:
        return error.what
    return Text(extracted.text, find_clauses(extracted))


def _not_found(spot: Spot, quote: QuoteShape, held: Text | str, file: YamlFile) -> Iterator[Problem]:
    if isinstance(held, str):
        yield problem_at(file, (*spot, "document"), held, "Name a document of this folder")
        return
    clause = next((clause for clause in held.clauses if clause.path == quote.clause), None)
    if clause is None:
        known = ", ".join(clause.path for clause in held.clauses if clause.path)
        what = f'{quote.document} has no clause "{quote.clause}"'
        yield problem_at(file, (*spot, "clause"), what, f"It has {known}")
    elif quote.quote.strip() not in held.text[clause.start : clause.end]:
        what = f'clause "{clause.path}" of {quote.document} does not hold these words: "{quote.quote.strip()[:60]}"'
        yield problem_at(file, (*spot, "quote"), what, "Copy the words of the document, character by character")


def _unnamed_places(shape: RulesShape, file: YamlFile) -> Iterator[Problem]:
    for name, known in shape.lists.items():
        for number, group in enumerate(known.groups):
            for code, title in group.places.items():
                if title not in group.quote:
                    spot = ("lists", name, "groups", number, "places", code)
                    what = f'"{title}" does not stand in the quote of its group'
                    yield problem_at(file, spot, what, "Quote the words that name it, or take it out")
