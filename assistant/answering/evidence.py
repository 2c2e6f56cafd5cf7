"""What a model is given to write from: passages c1, c2 ... and findings f1, f2 ..., and what of it may be cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.quotes import Draft, Quote, cite
from assistant.answering.slots import slots_of
from assistant.answering.verify import lines_of
from assistant.documents.injection import instructions_in
from assistant.model import Passage, Span

if TYPE_CHECKING:
    from assistant.model import Citation, Finding, Language
    from assistant.ports import Calculated, Catalog

SHORTEST_QUOTE = 4
"""Letters; less proves nothing."""
Place = tuple[str, str, int, int]


class Evidence:
    """The passages and findings of one answer, and the citations issued for them; markers count on from `draft`."""

    def __init__(self, catalog: Catalog, draft: Draft, language: Language) -> None:
        self.passages: dict[str, Passage] = {}
        self.findings: dict[str, Finding] = {finding.id: finding for finding in draft.findings}
        self._catalog = catalog
        self._language = language
        self._citations: dict[Place, Citation] = {_place(item): item for item in draft.citations}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All that were issued."""
        return tuple(self._citations.values())

    def offer(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """The names of the passages, new ones for those that have none."""
        held = {passage.id: name for name, passage in self.passages.items()}
        names = []
        for passage in passages:
            name = held.setdefault(passage.id, f"c{len(held) + 1}")
            self.passages[name] = passage
            names.append(name)
        return tuple(dict.fromkeys(names))

    def admit(self, calculated: Calculated) -> tuple[str, ...]:
        """The names of further findings, with their citations under numbers of this answer."""
        markers = {item.marker: self._issue(item) for item in calculated.citations}
        names = []
        for finding in calculated.findings:
            name = f"f{len(self.findings) + 1}"
            cited = tuple(dict.fromkeys(markers[marker] for marker in finding.citations))
            self.findings[name] = replace(finding, id=name, citations=cited)
            names.append(name)
        return tuple(names)

    def cite(self, name: str, words: str) -> Citation | None:
        """The whole sentences of a passage that hold these words; None when it does not hold them."""
        passage = self.passages[name]
        if (found := _find(passage.text, words)) is None:
            return None
        start, end = passage.start + found.start, passage.start + found.end
        around = [one for one in passage.sentences if one.start < end and start < one.end]
        start, end = min([start, *(one.start for one in around)]), max([end, *(one.end for one in around)])
        document = self._catalog.documents()[passage.document]
        text = self._catalog.text(document.sha256)[start:end]
        quote = Quote(document, passage.clause, start, end, text, passage.page)
        marker = self._issue(cite(quote, 0))
        return next(item for item in self.citations if item.marker == marker)

    def _issue(self, citation: Citation) -> int:
        held = self._citations.get(_place(citation))
        if held is None:
            number = max((item.marker for item in self.citations), default=0) + 1
            held = self._citations[_place(citation)] = replace(citation, marker=number)
        return held.marker

    def shown_passages(self, names: Sequence[str]) -> str:
        """The passages as the model reads them, each with where it stands, without words addressed to a machine."""
        documents = self._catalog.documents()
        parts = []
        for name in names:
            passage = self.passages[name]
            document = documents[passage.document]
            where = f"{passage.clause.path} {passage.clause.title}".strip()
            title = document.title.replace('"', "'")
            head = (
                f'<passage id="{name}" document="{_inert(title)}" clause="{_inert(where.replace(chr(34), chr(39)))}">'
            )
            parts.append(f"{head}\n{_inert(_without_instructions(passage))}\n</passage>")
        return "\n".join(parts)

    def shown_findings(self, names: Sequence[str]) -> str:
        """The findings as the model reads them, with their slots."""
        parts = []
        for name in names:
            finding = self.findings[name]
            slots = [f"{{{{{slot}}}}} = {words}" for slot, words in slots_of(finding, self._language).items()]
            said = "\n".join([*lines_of(finding), *(["Slots: " + "; ".join(slots)] if slots else [])])
            parts.append(f'<finding id="{name}" rule="{finding.rule}">\n{_inert(said)}\n</finding>')
        return "\n".join(parts)


def _place(citation: Citation) -> Place:
    return (citation.policy, citation.document, citation.start, citation.end)


def _inert(text: str) -> str:
    """The text without what could end its frame."""
    return re.sub(r"</?(?=passage|finding)", "‹", text, flags=re.IGNORECASE)


def _without_instructions(passage: Passage) -> str:
    """The words of a passage less the sentences that speak to an assistant."""
    text = passage.text
    for found in reversed(instructions_in(text)):
        inside = [
            one
            for one in passage.sentences
            if one.start - passage.start < found.end and found.start < one.end - passage.start
        ]
        start = min([found.start, *(one.start - passage.start for one in inside)])
        end = max([found.end, *(one.end - passage.start for one in inside)])
        text = text[:start] + text[end:]
    return text


def _find(text: str, words: str) -> Span | None:
    """Where the words stand, but for white space and marks of emphasis."""
    letters = [char for char in words if not _is_blank(char)]
    if sum(char.isalnum() for char in letters) < SHORTEST_QUOTE:
        return None
    places = [place for place, char in enumerate(text) if not _is_blank(char)]
    held = "".join(text[place] for place in places)
    at = held.find("".join(letters))
    return Span(places[at], places[at + len(letters) - 1] + 1) if at >= 0 else None


def _is_blank(char: str) -> bool:
    return char.isspace() or char in "*_`"
