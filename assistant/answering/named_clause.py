"""A question that names a clause by its number: "what does Article 10 say?", "第十条规定了什么？"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering.quotes import Quote
from assistant.answering.restated import sentences_of
from assistant.answering.words import content_terms, words_in
from assistant.documents.figures import OF_CLAUSES, clause_numbers, figures_in
from assistant.search.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answering.scores import Shelf, Wanted
    from assistant.model import Clause, Document, Passage

Step = tuple[str, str]
MOST = 3
_DOCUMENTS = 3


def named_clause(passages: Sequence[Passage], wanted: Wanted, shelf: Shelf) -> tuple[Quote, ...]:
    """Sentences of the clause that the question names, of the document that it names or else the nearest; or none."""
    wanted_path = _path_asked(wanted.text)
    if not wanted_path:
        return ()
    documents = shelf.catalog.documents()
    nearby = [documents[name] for name in dict.fromkeys(passage.document for passage in passages)]
    named = [document for document in nearby if _is_named(document, wanted.text)]
    for document in named or nearby[:_DOCUMENTS]:
        clause = _clause_of(document, wanted_path, shelf)
        if clause is not None:
            return _sentences(document, clause, wanted, shelf)
    return ()


def _is_named(document: Document, text: str) -> bool:
    """Whether the text holds the document's title, with or without what stands before it ("Law of the Land on")."""
    title, said = fold(document.title), fold(text)
    return bool(title) and (title in said or any(title.endswith(word) for word in said.split() if len(word) > 12))


def _path_asked(text: str) -> list[Step]:
    """Unit and number of each clause label of the text, outermost first, with the "(2)" that follows one."""
    path: list[Step] = []
    for figure in figures_in(text):
        if figure.kind == "label" and figure.unit in OF_CLAUSES:
            path.append((figure.unit, figure.value))
        elif figure.kind == "marker" and path and (number := clause_numbers(figure.value)):
            path.append(("", next(iter(number))))
    return path


def _clause_of(document: Document, asked: Sequence[Step], shelf: Shelf) -> Clause | None:
    """The clause whose path ends as the one asked for; of several the outermost."""
    fitting = [
        clause
        for clause in shelf.catalog.clauses(document.id)
        if len(path := _steps(clause.path)) >= len(asked)
        and all(_fits(own, wanted) for own, wanted in zip(path[-len(asked) :], asked, strict=True))
    ]
    return min(fitting, key=lambda clause: clause.path.count(" > "), default=None)


def _steps(path: str) -> list[Step]:
    """Unit, empty when it is not said, and number of each part of a clause path."""
    steps: list[Step] = []
    for part in path.split(" > "):
        units = [figure.unit for figure in figures_in(part) if figure.kind == "label"]
        steps.append((units[0] if units else "", next(iter(clause_numbers(part)), "")))
    return steps


def _fits(own: Step, wanted: Step) -> bool:
    return own[1] == wanted[1] and (not own[0] or not wanted[0] or own[0] == wanted[0])


def _sentences(document: Document, clause: Clause, wanted: Wanted, shelf: Shelf) -> tuple[Quote, ...]:
    """The first sentences of the clause, or those that hold what else the question asks about it."""
    held = [
        Quote(document, clause, span.start, span.end, text, clause.page)
        for _, span, text in sentences_of(document, (clause.path,), shelf)
    ]
    known = {*words_in(clause.path, shelf.segmenter), *words_in(document.title, shelf.segmenter)}
    topic = set(content_terms(wanted.text, shelf.segmenter)) - known
    worth = [len(topic & set(words_in(quote.text, shelf.segmenter))) for quote in held]
    if topic and any(worth):
        best = max(worth)
        return tuple(quote for quote, shared in zip(held, worth, strict=True) if shared == best)[:MOST]
    return tuple(held[:MOST])
