"""An asks.yaml held against the documents it points into; an off_subject.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.check_corpus.held import HeldPolicy
from assistant.corpus_files.load import ASKS, OFF_SUBJECT
from assistant.corpus_files.problems import Problem, problem_at
from assistant.corpus_files.reading import check_shape
from assistant.corpus_files.shapes import AsksShape, PointerShape, QuestionsShape
from assistant.corpus_files.strict_yaml import Place, YamlFile
from assistant.documents.language import language_of


def ask_faults(policy: HeldPolicy) -> Iterator[Problem]:
    """Quotes that do not stand where they should, asks in the wrong language, asks that stand twice."""
    path = policy.file.path.parent / ASKS
    if not path.exists():
        return
    checked = check_shape(path, AsksShape)
    yield from checked.problems
    if checked.value is None:
        return
    shape, file = checked.value, checked.file
    lists: list[tuple[Place, list[str], str]] = []
    for number, entry in enumerate(shape.asks):
        place: Place = ("asks", number)
        pointers = [((*place, "answer"), entry.answer)]
        pointers += [((*place, "also", at), one) for at, one in enumerate(entry.also)]
        for spot, pointer in pointers:
            yield from _pointer_faults(policy, file, spot, pointer)
        if not entry.en and not entry.zh:
            yield problem_at(file, place, "nobody asks for this answer", "Write asks under en or zh")
        lists += [((*place, "en"), entry.en, "en"), ((*place, "zh"), entry.zh, "zh")]
    lists += [(("not_held", "en"), shape.not_held.en, "en"), (("not_held", "zh"), shape.not_held.zh, "zh")]
    yield from _list_faults(file, lists)


def off_subject_faults(schemes: Iterable[Path]) -> Iterator[Problem]:
    """Questions in the wrong language, or twice, in the off_subject.yaml beside each scheme.yaml."""
    for path in (scheme.parent / OFF_SUBJECT for scheme in schemes):
        if path.exists():
            checked = check_shape(path, QuestionsShape)
            yield from checked.problems
            if checked.value is not None:
                lists: list[tuple[Place, list[str], str]] = [
                    (("en",), checked.value.en, "en"),
                    (("zh",), checked.value.zh, "zh"),
                ]
                yield from _list_faults(checked.file, lists)


def _pointer_faults(policy: HeldPolicy, file: YamlFile, place: Place, pointer: PointerShape) -> Iterator[Problem]:
    held = policy.texts.get(pointer.document)
    if held is None:
        do = f"Use one of {', '.join(sorted(policy.texts))}"
        yield problem_at(file, (*place, "document"), f"{pointer.document} is no document of this policy", do)
        return
    clause = held.clause(pointer.clause)
    if clause is None:
        yield problem_at(file, (*place, "clause"), held.lacks(pointer.clause), "Correct the clause")
    elif pointer.quote not in held.text[clause.start : clause.end]:
        what = f'clause "{clause.path}" of {pointer.document} does not hold these words: "{pointer.quote[:60]}"'
        yield problem_at(file, (*place, "quote"), what, "Copy the words of the document, character by character")


def _list_faults(file: YamlFile, lists: list[tuple[Place, list[str], str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, asks, language in lists:
        for number, ask in enumerate(asks):
            if language_of(ask) != language:
                yield problem_at(
                    file, (*place, number), f'"{ask}" is not in this language', "Move it to the other list"
                )
            if ask.casefold() in seen:
                yield problem_at(file, (*place, number), f'"{ask}" stands here again', "Keep one of them")
            seen.add(ask.casefold())
