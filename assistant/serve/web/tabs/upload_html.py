"""The uploads as HTML: the list, and the form that says what a document is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.model import DocumentKind, Language, Scheme
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.tabs.form_html import field_html
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.wiring.uploads import Upload

NEEDED: Final = frozenset({"title_en", "title_zh", "issuer_en", "issuer_zh", "kind", "language", "level", "source"})
LEVELS: Final = ("national", "province", "city")
CONFIDENCES: Final = ("high", "medium-high", "medium")


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
    uploads: Sequence[Upload], chosen: str | None, schemes: Sequence[Scheme], told: Told, language: Language
) -> Html:
    """Every upload with its state; the chosen one with its form."""
    words = labels(language)
    items = [_upload(one, one.id == chosen, schemes, language) for one in uploads]
    none = tag("p", words["no_uploads"], class_="none")
    return joined([told.html() or "", tag("ul", *items, class_="uploads") if items else none])


def _upload(upload: Upload, is_chosen: bool, schemes: Sequence[Scheme], language: Language) -> Html:
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
    return tag("li", *head, _details(upload, schemes, language), class_="chosen")


def _details(upload: Upload, schemes: Sequence[Scheme], language: Language) -> Html:
    words = labels(language)
    warnings = [tag("li", one) for one in upload.warnings]
    problems = [tag("li", words.get(f"fact_{one}", one)) for one in upload.problems]
    lacking = words["lacking"] if any(f"fact_{one}" in words for one in upload.problems) else words["faults"]
    begins = tag("details", tag("summary", words["beginning"]), tag("pre", upload.beginning), class_="beginning")
    pieces = [
        tag("div", tag("p", words["file_warnings"]), tag("ul", *warnings), class_="note") if warnings else None,
        begins,
        tag("div", tag("p", lacking), tag("ul", *problems), class_="note") if problems else None,
        _form(upload, schemes, language) if upload.state != "approved" else tag("p", upload.policy, class_="facts"),
        _ways(upload, words),
    ]
    return joined(piece for piece in pieces if piece)


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


def _form(upload: Upload, schemes: Sequence[Scheme], language: Language) -> Html:
    words = labels(language)
    fields = [
        field_html(
            name,
            {**told, "title": words[f"fact_{name}"]},
            upload.facts.get(name, ""),
            words,
            required=name in NEEDED,
            shown=dict(words) | _titles(schemes, language),
        )
        for name, told in _fields(schemes, words).items()
    ]
    save = tag("button", words["save_and_check"], type="submit", class_="main")
    return tag(
        "form", *fields, tag("p", save, class_="ways"), data_do="describe", data_id=upload.id, class_="facts-form"
    )


def _titles(schemes: Sequence[Scheme], language: Language) -> dict[str, str]:
    """What schemes and batches are called in a list of choices."""
    called = {f"value_{scheme.id}": scheme.titles[language] for scheme in schemes}
    return called | {f"value_{batch.id}": batch.titles[language] for scheme in schemes for batch in scheme.batches}


def _fields(schemes: Sequence[Scheme], words: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """The fields in the order of the form, as JSON Schema."""
    text: dict[str, object] = {"type": "string"}
    day: dict[str, object] = {"type": "string", "format": "date"}
    batches = [batch.id for scheme in schemes for batch in scheme.batches]
    return {
        "title_en": text,
        "title_zh": text,
        "issuer_en": text,
        "issuer_zh": text,
        "number": text,
        "published": day,
        "scheme": {"type": "string", "enum": [scheme.id for scheme in schemes]},
        "batch": {"type": "string", "enum": batches},
        "kind": {"type": "string", "enum": [kind.value for kind in DocumentKind]},
        "language": {"type": "string", "enum": ["en", "zh"]},
        "level": {"type": "string", "enum": list(LEVELS)},
        "place": {"type": "string", "x-place": True},
        "in_force_from": day,
        "in_force_to": day,
        "source": {"type": "string", "description": words["source_more"]},
        "confidence": {"type": "string", "enum": list(CONFIDENCES), "description": words["confidence_more"]},
    }
