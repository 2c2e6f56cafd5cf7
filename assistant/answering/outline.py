"""A question for a list whose items are the titles of clauses: "what are the key tasks?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering.quotes import Quote, plain_text
from assistant.answering.words import words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answering.scores import Shelf, Wanted
    from assistant.answering.understand import Asked
    from assistant.model import Clause, Document, Passage

_LEAST_COVERED = 0.6
_LEAST_CHILDREN = 3
_MOST_CHILDREN = 12
_DOCUMENTS = 3


def outline(asked: Asked, passages: Sequence[Passage], wanted: Wanted, shelf: Shelf) -> tuple[Quote, ...]:
    """The headings below the clause that the question names by its title; empty when it asks for no such list."""
    if "list" not in asked.part.kinds and "how_many" not in asked.part.kinds:
        return ()
    documents = shelf.catalog.documents()
    nearby = list(dict.fromkeys(passage.document for passage in passages[:5]))[:_DOCUMENTS]
    for document in (documents[name] for name in nearby):
        if document.language != wanted.language:
            continue
        clauses = shelf.catalog.clauses(document.id)
        for clause in clauses:
            children = [other for other in clauses if _is_child(other, clause)]
            if not _LEAST_CHILDREN <= len(children) <= _MOST_CHILDREN or not _names(clause, document, wanted, shelf):
                continue
            heads = tuple(_heading(child, document, shelf) for child in children)
            if all(plain_text(head.text) for head in heads) and all(child.title for child in children):
                return heads
    return ()


def _is_child(clause: Clause, parent: Clause) -> bool:
    return clause.path.startswith(f"{parent.path} > ") and " > " not in clause.path[len(parent.path) + 3 :]


def _names(clause: Clause, document: Document, wanted: Wanted, shelf: Shelf) -> bool:
    """Whether the question is made of the clause's title, and the title of the question."""
    title = frozenset(words_in(clause.title, shelf.segmenter))
    weighed = wanted.words[document.language]
    asked = frozenset(weighed.shares)
    about = frozenset(words_in(document.title, shelf.segmenter))
    rest = {term: share for term, share in weighed.shares.items() if term not in about or term in title}
    total = sum(rest.values()) or 1.0
    covered = sum(share for term, share in rest.items() if term in title) / total
    return bool(title) and covered >= _LEAST_COVERED and len(title & asked) >= _LEAST_COVERED * len(title)


def _heading(clause: Clause, document: Document, shelf: Shelf) -> Quote:
    text = shelf.catalog.text(document.sha256)
    end = clause.start + len(text[clause.start : clause.body].rstrip())
    start = clause.start
    return Quote(document, clause, start, max(end, start), text[start : max(end, start)], clause.page)
