"""Questions that the documents held here can answer, to start from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, RootModel, StringConstraints, ValidationError

from assistant.corpus_files.strict_yaml import read_yaml
from assistant.documents.language import language_of
from assistant.errors import CorpusError
from assistant.model import Language
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.wiring import Assistant

FILE: Final = "examples.yaml"
SHOWN: Final = 4

Questions = Annotated[list[Annotated[str, StringConstraints(min_length=1)]], Field(min_length=1)]


class ExamplesFile(RootModel[dict[str, dict[Language, Questions]]]):
    """Scheme -> language -> questions."""


def example_questions(assistant: Assistant, prompts: Path, language: Language) -> tuple[str, ...]:
    """At most SHOWN: written ones of the schemes held and how rules are asked for, else made from titles of clauses."""
    schemes = {document.scheme for document in assistant.documents() if document.scheme}
    written = _written(prompts / FILE) if (prompts / FILE).exists() else {}
    chosen = [question for scheme in sorted(schemes) for question in written.get(scheme, {}).get(language, ())]
    asks = [ask for ask in _asks(assistant, language) if ask not in chosen][: SHOWN - SHOWN // 2]
    return tuple([*chosen[: SHOWN - len(asks)], *asks] or list(_made(assistant, language)))


def _asks(assistant: Assistant, language: Language) -> Iterator[str]:
    """One question in the language for each rule."""
    for info in assistant.rules():
        found = next((ask for ask in info.asks if language_of(ask) == language), None)
        if found:
            yield found


def _written(file: Path) -> dict[str, dict[Language, Questions]]:
    data = read_yaml(file)
    if data.problems:
        raise CorpusError(data.problems[0].what, where=data.problems[0].where, do=data.problems[0].do)
    try:
        return ExamplesFile.model_validate(data.data).root
    except ValidationError as error:
        first = error.errors()[0]
        raise CorpusError(
            f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}",
            where=str(file),
            do="Write each scheme with lists of questions under en and zh",
        ) from None


def _made(assistant: Assistant, language: Language) -> Iterator[str]:
    """A question on one titled clause of each of a few documents in the language."""
    template = labels(language)["example_clause"]
    made = 0
    for document in assistant.documents():
        if document.language != language or made == SHOWN:
            continue
        title = next((clause.title for clause in assistant.clauses(document.id) if 3 <= len(clause.title) <= 60), None)
        if title:
            made += 1
            yield template.format(title=title.rstrip(".。:："))
