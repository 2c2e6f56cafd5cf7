"""The uploads as HTML: the list, and what the chosen one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.model import Language
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.tabs.facts_html import Choosable, fact_title, facts_form
from assistant.serve.wording import fault_words, labels

if TYPE_CHECKING:
    from assistant.wiring.upload_record import Upload


@dataclass(frozen=True, slots=True)
class Told:
    """What the last deed came to: good news or a problem."""

    text: str = ""
    good: bool = True

    def html(self) -> Html | None:
        """A line that is read out, too."""
        if not self.text:
            return None
        return tag(
            "p",
            self.text,
            class_="told good" if self.good else "told bad",
            role="status" if self.good else "alert",
            tabindex="-1",
            data_focus=True,
        )


def uploads_html(
    uploads: Sequence[Upload], chosen: str | None, choosable: Choosable, told: Told, language: Language
) -> Html:
    """Every upload with its state; the chosen one with its form."""
    words = labels(language)
    items = [_upload(one, one.id == chosen, choosable, language) for one in uploads]
    none = tag("p", words["no_uploads"], class_="none")
    return joined([told.html() or "", tag("ul", *items, class_="uploads") if items else none])


def _upload(upload: Upload, is_chosen: bool, choosable: Choosable, language: Language) -> Html:
    words = labels(language)
    about = words["brought"].format(by=upload.by, day=upload.at[:10], size=f"{upload.size:,}")
    head = [
        tag("b", upload.facts.get(f"title_{language}") or upload.file),
        " ",
        tag("span", words[f"upload_{upload.state}"], class_=f"state {upload.state}"),
        tag("span", f"{upload.file} · {about}", class_="facts"),
    ]
    if not is_chosen:
        open_it = _button(words["look_at"], "look", upload.id, "plain")
        return tag("li", *head, open_it)
    return tag("li", *head, _details(upload, choosable, language), class_="chosen")


def _details(upload: Upload, choosable: Choosable, language: Language) -> Html:
    words = labels(language)
    lacking = [fact_title(name, words) for name in upload.lacking] if upload.state == "incomplete" else []
    begins = tag("details", tag("summary", words["beginning"]), tag("pre", upload.beginning), class_="beginning")
    pieces = [
        _noted(words["file_warnings"], upload.warnings),
        begins,
        _noted(words["lacking"], lacking),
        _noted(words["faults"], [fault_words(one, language) for one in upload.faults]),
        facts_form(upload, choosable, language) if upload.state != "approved" else _policy(upload),
        _ways(upload, words),
    ]
    return joined(piece for piece in pieces if piece)


def _noted(title: str, lines: Sequence[str]) -> Html | None:
    return tag("div", tag("p", title), tag("ul", *(tag("li", one) for one in lines)), class_="note") if lines else None


def _policy(upload: Upload) -> Html:
    return tag("p", upload.policy, class_="facts")


def _ways(upload: Upload, words: Mapping[str, str]) -> Html:
    buttons = []
    if upload.state == "ready":
        buttons.append(_button(words["approve"], "approve", upload.id, "main"))
    if upload.state in ("approved", "incomplete", "ready"):
        name = words["take_out"] if upload.state == "approved" else words["set_aside"]
        buttons.append(_button(name, "withdraw", upload.id, "alarm"))
    return tag("p", *buttons, class_="ways")


def _button(name: str, verb: str, ident: str, look: str) -> Html:
    return tag("button", name, type="button", data_do=verb, data_id=ident, class_=look)
