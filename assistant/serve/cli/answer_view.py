"""An answer as a person reads it on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text

from assistant.answering.quotes import plain_text
from assistant.model import Answer, Citation, DocumentKind, Outcome
from assistant.serve.cli.screen import Screen, screen, shown
from assistant.serve.wording import clause_name, labels

QUOTE_SHOWN: Final = 300
"""Characters of a quote that are enough to find it by."""
KIND_STYLE: Final = {
    DocumentKind.OFFICIAL: "green",
    DocumentKind.TRANSLATION: "cyan",
    DocumentKind.DIGEST: "yellow",
}


def show_answer(answer: Answer) -> None:
    """Text, then what to know beside it, then where it stands."""
    out, words = screen(), labels(answer.language)
    for paragraph in answer.text.splitlines():
        if paragraph.strip():
            out.show(Text(shown(paragraph), style="bold" if answer.outcome is Outcome.ANSWERED else ""))
    if answer.clarification and answer.clarification.choices:
        out.show(Text(f"{words['choices']}: {shown(' / '.join(answer.clarification.choices))}"))
    for finding in answer.findings:
        for step in finding.explanation:
            out.show(Text(f"· {shown(step)}", style="dim"), indent=2)
    for notice in answer.notices:
        if notice.text != answer.text:
            out.show(Text(f"! {shown(notice.text)}", style="yellow"))
    _show_citations(out, words["sources"], answer.citations, answer)
    _show_citations(out, words["nearest"], answer.nearest, answer)
    facts = [f"{words['as_of']} {answer.as_of}"]
    if answer.batch:
        facts.append(f"{words['batch']} {shown(answer.batch)}")
    if answer.sentences and all(sentence.verified for sentence in answer.sentences):
        facts.append(words["checked"])
    out.gap()
    out.show(Text(" · ".join(facts), style="dim"))


def _show_citations(out: Screen, title: str, citations: Sequence[Citation], answer: Answer) -> None:
    """The citations with their places; a quote is repeated only where it has not been read already."""
    words, read = labels(answer.language), shown(answer.text)
    if not citations:
        return
    out.gap()
    out.show(Text(title, style="bold"))
    for citation in citations:
        head = Text(f"[{citation.marker}] {shown(citation.title)}")
        head.append(f"  {shown(clause_name(citation.clause, citation.clause_title))}", style="bold")
        if citation.page:
            head.append(f"  {words['page'].format(number=citation.page)}")
        head.append(f"  {words[f'kind_{citation.kind}']}", style=KIND_STYLE[citation.kind])
        out.show(head, indent=1)
        quote = shown(plain_text(citation.quote))
        if quote not in read:
            out.show(Text(quote if len(quote) <= QUOTE_SHOWN else f"{quote[:QUOTE_SHOWN]}…", style="italic"), indent=5)
        out.show(Text(shown(f"{citation.policy}/{citation.document}:{citation.start}-{citation.end}"), style="dim"), 5)
