"""An answer as plain HTML that works without scripts: runs of sentences by origin, findings, notices, sources.

`language` is that of the labels; the answer keeps its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from assistant.answering.quotes import plain_text
from assistant.model import Answer, AnswerSentence, Citation, Language, Outcome
from assistant.serve.pages.finding_card import finding_card
from assistant.serve.pages.words import page_words
from assistant.serve.web.document_view import QUOTE_ID
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.source_view import kind_label
from assistant.serve.wording import clause_name

if TYPE_CHECKING:
    from assistant.model import Scheme
    from assistant.rules.rulebook import RuleInfo

_ITEM: Final = re.compile(r"[-*+•·]\s+")
_ROW: Final = re.compile(r"\|(.*)\|")
_TRAILING_MARKERS: Final = re.compile(r"(?:\s*\[\d+\])+\s*([.。]?)\s*$")

SOURCE_FRAME: Final = "source"
"""Name of the frame beside the chat in which citations open."""
Choices = Callable[[Sequence[str]], Html]
"""What shows the choices of a clarification."""


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called on the screen, by language: batches, rules, and whom to ask about a scheme.

    `inputs` are named under the rule and the input, such as "quota.province".
    """

    batches: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    contacts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    inputs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, schemes: Sequence[Scheme], rules: Sequence[RuleInfo]) -> Names:
        """The names in use by these schemes and rules."""
        return cls(
            batches={batch.id: batch.titles for scheme in schemes for batch in scheme.batches},
            rules={info.name: info.title for info in rules},
            contacts={scheme.id: scheme.contact for scheme in schemes if scheme.contact},
            inputs={f"{info.name}.{name}": words.title for info in rules for name, words in info.words.items()},
        )


def answer_view(
    answer: Answer, language: Language, names: Names, choices: Choices, *, printed: bool = False, framed: bool = False
) -> Html:
    """The whole answer.

    `printed` opens what is folded and repeats every quote in full; `framed` opens citations in the frame beside it.
    """
    words = page_words(language)
    asked = answer.clarification.choices if answer.clarification else ()
    pieces = [
        tag("div", *_said(answer, language, framed=framed), class_="said", lang=answer.language),
        choices(asked) if asked else None,
        _notices(answer, words),
        *(finding_card(found, answer, language, names, printed=printed) for found in answer.findings),
        _places(words["sources"], answer, answer.citations, language, printed=printed, framed=framed),
        _places(words["nearest"], answer, answer.nearest, language, printed=printed, nearest=True, framed=framed),
        _contact(answer, language, names),
        _foot(answer, language, names),
    ]
    return tag("div", *pieces, class_=f"answer {answer.outcome}")


def source_address(citation: Citation, language: Language, *, framed: bool = False) -> str:
    """The address of the citation's page with its quote marked."""
    chosen = {"start": citation.start, "end": citation.end, "v": citation.sha256, "lang": language}
    chosen |= {"frame": 1} if framed else {}
    return f"{re.split('[?#]', citation.url)[0]}?{urlencode(chosen)}#{QUOTE_ID}"


def _said(answer: Answer, language: Language, *, framed: bool) -> Iterator[Html]:
    """The sentences, or the reply when there are none."""
    if not answer.sentences:
        yield from (tag("p", line) for line in answer.text.splitlines() if line.strip())
        return
    yield from sentences_view(answer.sentences, answer.citations, language, framed=framed)


def sentences_view(
    sentences: Sequence[AnswerSentence], citations: Sequence[Citation], language: Language, *, framed: bool = False
) -> Iterator[Html]:
    """The sentences, those of one origin in a row under its name."""
    words = page_words(language)
    links = {citation.marker: _marker(citation, language, framed=framed) for citation in citations}
    for origin, run in groupby(sentences, key=lambda sentence: sentence.origin):
        name = tag("p", words[f"origin_{origin}"], class_="origin", lang=language)
        shown = [tag("div", *_sentence(sentence, links), class_="sentence") for sentence in run]
        yield tag("div", name, *shown, class_=f"run {origin}")


def _sentence(sentence: AnswerSentence, by_marker: Mapping[int, Html]) -> Iterator[Html]:
    """The lines of a sentence, items as items; its citations stand after the last one."""
    text = _TRAILING_MARKERS.sub(r"\1", sentence.text)
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    links = [by_marker[marker] for marker in sentence.citations if marker in by_marker]
    own = links if len(links) == len(lines) else [Html("")] * (len(lines) - 1) + [joined(links)]
    for line, link in zip(lines, own, strict=True):
        item, row = _ITEM.match(line), _ROW.fullmatch(line)
        words = " · ".join(cell.strip() for cell in row[1].split("|")) if row else line[item.end() if item else 0 :]
        yield tag("p", words, link, class_="item" if item else None)


def _marker(citation: Citation, language: Language, *, framed: bool) -> Html:
    name = f"{page_words(language)['source']} {citation.marker}: {_clause(citation)}"
    where = _where(citation, language, framed=framed)
    return tag("a", citation.marker, **where, class_="marker", aria_label=name, title=_clause(citation))


def _where(citation: Citation, language: Language, *, framed: bool) -> dict[str, str | None]:
    """Where a link to the citation leads, and in which frame it opens."""
    address = source_address(citation, language, framed=framed)
    return {"href": address, "target": SOURCE_FRAME if framed else None}


def _clause(citation: Citation) -> str:
    return clause_name(citation.clause, citation.clause_title)


def _notices(answer: Answer, words: Mapping[str, str]) -> Html | None:
    told = [notice for notice in answer.notices if notice.text != answer.text]
    if not told:
        return None
    items = (tag("li", notice.text, data_code=notice.code, lang=answer.language) for notice in told)
    return tag("aside", tag("h3", words["to_know"]), tag("ul", *items), class_="notices", aria_label=words["to_know"])


def _places(
    title: str,
    answer: Answer,
    citations: Sequence[Citation],
    language: Language,
    *,
    printed: bool,
    framed: bool,
    nearest: bool = False,
) -> Html | None:
    """The citations as a list; a quote that the answer has said already is repeated in print only."""
    if not citations:
        return None
    read = "\n".join(sentence.text for sentence in answer.sentences)
    items = (
        tag("li", _place(one, language, quoted=printed or nearest or said not in read, full=printed, framed=framed))
        for one, said in ((one, plain_text(one.quote)) for one in citations)
    )
    return tag("section", tag("h3", title), tag("ol", *items), class_="sources nearest" if nearest else "sources")


def _place(citation: Citation, language: Language, *, quoted: bool, full: bool, framed: bool) -> Html:
    words = page_words(language)
    page = tag("span", words["page"].format(number=citation.page), class_="page") if citation.page else None
    version = tag("span", f"{words['text_version']} {citation.sha256[:12]}", class_="version") if full else None
    link = tag(
        "a",
        tag("span", citation.marker, class_="number"),
        tag("span", _clause(citation), class_="clause"),
        **_where(citation, language, framed=framed),
    )
    about = tag("span", citation.title, " ", kind_label(citation.kind, language), page, version, class_="title")
    quote = " ".join(plain_text(citation.quote).split())
    return joined([link, about, tag("blockquote", quote) if quoted else None or Html("")])


def _contact(answer: Answer, language: Language, names: Names) -> Html | None:
    """Whom to ask, where nothing was answered and the reply itself does not say so."""
    contact = names.contacts.get(answer.scheme or "", {}).get(language)
    answered = answer.outcome in (Outcome.ANSWERED, Outcome.CLARIFICATION)
    if not contact or answered or names.contacts[answer.scheme or ""].get(answer.language, contact) in answer.text:
        return None
    words = page_words(language)
    return tag("section", tag("h3", words["whom_to_ask"]), tag("p", contact), class_="contact")


def _foot(answer: Answer, language: Language, names: Names) -> Html:
    words = page_words(language)
    facts = [f"{words['as_of']} {answer.as_of}"]
    if answer.batch:
        facts.append(names.batches.get(answer.batch, {}).get(language, f"{words['batch']} {answer.batch}"))
    if answer.model and not answer.model.fallback:
        facts.append(f"{words['origin_model']}: {answer.model.name}")
    checked = answer.outcome is Outcome.ANSWERED and answer.sentences and all(s.verified for s in answer.sentences)
    mark = tag("span", f"✓ {words['checked']}", class_="checked") if checked else None
    return tag("p", mark, tag("span", " · ".join(facts)), class_="foot")
