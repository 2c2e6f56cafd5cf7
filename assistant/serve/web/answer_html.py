"""An answer as HTML: its sentences, where each of them stands, and what to know beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from assistant.answering.quotes import plain_text
from assistant.model import Answer, AnswerSentence, Citation, Language, Outcome
from assistant.serve.web.document_view import QUOTE_ID
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.source_pages import kind_label
from assistant.serve.wording import clause_name, labels

SOURCE_FRAME: Final = "source"
"""Name of the frame beside the chat in which citations open."""
QUOTE_SHOWN: Final = 180
_ITEM: Final = re.compile(r"[-*+•·]\s+")
_ROW: Final = re.compile(r"\|(.*)\|")
_TRAILING_MARKERS: Final = re.compile(r"(?:\s*\[\d+\])+\s*([.。]?)\s*$")


def answer_html(answer: Answer, language: Language, batches: Mapping[str, str] = MappingProxyType({})) -> Html:
    """One answer; `language` is that of the labels, the answer keeps its own."""
    words = labels(language)
    by_marker = {citation.marker: citation for citation in answer.citations}
    choices = answer.clarification.choices if answer.clarification else ()
    pieces = [
        tag("div", *_sentences(answer, by_marker, language), class_="said"),
        tag("ul", *(_choice(choice) for choice in choices), class_="examples") if choices else None,
        _notices(answer),
        _places(words["sources"], answer.citations, language, said=answer.sentences),
        _places(words["nearest"], answer.nearest, language),
        _foot(answer, words, batches),
    ]
    return tag("div", *pieces, class_=f"answer {answer.outcome}", lang=answer.language)


def source_address(citation: Citation, language: Language, *, framed: bool = True) -> str:
    """The address of the citation's page with its quote marked."""
    chosen = {"start": citation.start, "end": citation.end, "v": citation.sha256, "lang": language}
    path = citation.url.partition("#")[0]
    return f"{path}?{urlencode(chosen | ({'frame': 1} if framed else {}))}#{QUOTE_ID}"


def _sentences(answer: Answer, by_marker: Mapping[int, Citation], language: Language) -> list[Html]:
    if not answer.sentences:
        return [tag("p", line) for line in answer.text.splitlines() if line.strip()]
    return sentences_html(answer.sentences, by_marker, language)


def sentences_html(
    sentences: Sequence[AnswerSentence], by_marker: Mapping[int, Citation], language: Language
) -> list[Html]:
    """Each sentence with its origin and the links to its places."""
    return [_sentence(sentence, by_marker, language) for sentence in sentences]


def _sentence(sentence: AnswerSentence, by_marker: Mapping[int, Citation], language: Language) -> Html:
    text = _TRAILING_MARKERS.sub(r"\1", sentence.text)
    links = [_marker(by_marker[marker], language) for marker in sentence.citations if marker in by_marker]
    origin = labels(language)[f"origin_{sentence.origin}"]
    return tag("div", *_lines(text, links), class_=f"sentence {sentence.origin}", )


def _lines(text: str, links: Sequence[Html]) -> list[Html]:
    """The lines of a quote, items as items; where each line has a source of its own, it stands beside it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    own = list(links) if len(lines) == len(links) else [Html("")] * len(lines)
    rest = joined(links) if len(lines) != len(links) else Html("")
    shown = []
    for number, (line, link) in enumerate(zip(lines, own, strict=True)):
        item, row = _ITEM.match(line), _ROW.fullmatch(line)
        words = " · ".join(cell.strip() for cell in row[1].split("|")) if row else line[item.end() if item else 0 :]
        last = rest if number == len(lines) - 1 else ""
        shown.append(tag("p", words, link, last, class_="item" if item else None))
    return shown


def _marker(citation: Citation, language: Language) -> Html:
    place = clause_name(citation.clause, citation.clause_title)
    name = f"{labels(language)['source']} {citation.marker}: {place}"
    address = source_address(citation, language)
    return tag("a", citation.marker, href=address, target=SOURCE_FRAME, class_="marker", aria_label=name, title=place)


def _choice(choice: str) -> Html:
    return tag("li", tag("button", choice, type="button", data_do="ask", data_text=choice))


def _notices(answer: Answer) -> Html | None:
    told = [notice for notice in answer.notices if notice.text != answer.text]
    if not told:
        return None
    return tag("ul", *(tag("li", notice.text, data_code=notice.code) for notice in told), class_="notices")


def _places(
    title: str, citations: Sequence[Citation], language: Language, said: Sequence[AnswerSentence] | None = None
) -> Html | None:
    """The citations as a list; without `said`, of an answer, they are the nearest clauses to a question unanswered."""
    if not citations:
        return None
    read = "\n".join(sentence.text for sentence in said or ())
    items = (tag("li", _place(item, language, quoted=plain_text(item.quote) not in read)) for item in citations)
    return tag("section", tag("h3", title), tag("ol", *items), class_="sources nearest" if said is None else "sources")


def _place(citation: Citation, language: Language, *, quoted: bool) -> Html:
    """One citation as a link; its quote is repeated only where it has not been read already."""
    words = labels(language)
    quote = " ".join(plain_text(citation.quote).split())
    short = quote if len(quote) <= QUOTE_SHOWN else f"{quote[:QUOTE_SHOWN].rstrip()}…"
    page = tag("span", words["page"].format(number=citation.page), class_="page") if citation.page else None
    return tag(
        "a",
        tag("span", citation.marker, class_="number", aria_hidden="true"),
        tag("span", tag("b", clause_name(citation.clause, citation.clause_title)), page, class_="clause"),
        tag("span", citation.title, " ", kind_label(citation.kind, language), class_="title"),
        tag("q", short) if quoted else None,
        href=source_address(citation, language),
        target=SOURCE_FRAME,
    )


def _foot(answer: Answer, words: Mapping[str, str], batches: Mapping[str, str]) -> Html:
    facts = [f"{words['as_of']} {answer.as_of}"]
    if answer.batch:
        facts.append(batches.get(answer.batch, f"{words['batch']} {answer.batch}"))
    checked = answer.outcome is Outcome.ANSWERED and answer.sentences and all(s.verified for s in answer.sentences)
    mark = tag("span", f"✓ {words['checked']}", class_="checked") if checked else None
    return tag("p", mark, tag("span", " · ".join(facts)), class_="foot")
