"""The form that says what a document is: its facts as fields, and the texts that it names and nobody holds here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assistant.corpus_files.write import NEEDED
from assistant.corpus_files.write_missing import MOST, PARTS, missing_name, missing_told
from assistant.model import DocumentKind, Language, Policy, Scheme
from assistant.serve.web.markup import Html, tag
from assistant.serve.web.tabs.form_html import field_html
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.wiring.upload_record import Upload

LEVELS: Final = ("national", "province", "city")
CONFIDENCES: Final = ("high", "medium-high", "medium")
TEXT: Final[dict[str, Any]] = {"type": "string"}
DAY: Final[dict[str, Any]] = {"type": "string", "format": "date"}
_MISSING: Final = re.compile(r"missing_([0-9]+)_(\w+)")


@dataclass(frozen=True, slots=True)
class Choosable:
    """What a form offers: schemes with their batches, and policies that a text may change or give way to."""

    schemes: Sequence[Scheme] = ()
    policies: Sequence[Policy] = ()

    def titles(self, language: Language) -> dict[str, str]:
        """What each is called, under "value_" and its id."""
        batches = [batch for scheme in self.schemes for batch in scheme.batches]
        titles = {one.id: one.titles for named in (self.schemes, batches, self.policies) for one in named}
        return {f"value_{name}": title[language] for name, title in titles.items()}


def is_fact(name: str, words: Mapping[str, str]) -> bool:
    """Whether the form has a field of that name."""
    found = _MISSING.fullmatch(name)
    return found[2] in PARTS and 1 <= int(found[1]) <= MOST if found else f"fact_{name}" in words


def fact_title(name: str, words: Mapping[str, str]) -> str:
    """What a field is called; of a missing text with its number."""
    if found := _MISSING.fullmatch(name):
        return f"{words['missing_text'].format(number=found[1])}: {words[f'missing_{found[2]}']}"
    return words[f"fact_{name}"]


def facts_form(upload: Upload, choosable: Choosable, language: Language) -> Html:
    """The fields with what was filled in before, and the button that has them checked."""
    words = labels(language)
    others = [one.id for one in choosable.policies if one.id != upload.policy]
    shown = dict(words) | choosable.titles(language)
    fields = [
        field_html(
            name,
            {**told, "title": words[f"fact_{name}"]},
            upload.facts.get(name, ""),
            words,
            required=name in NEEDED,
            shown=shown,
        )
        for name, told in _fields(choosable.schemes, others, words).items()
    ]
    save = tag("button", words["save_and_check"], type="submit", class_="main")
    return tag(
        "form",
        *fields,
        _missing(upload.facts, words),
        tag("p", save, class_="ways"),
        data_do="describe",
        data_id=upload.id,
        class_="facts-form",
    )


def _fields(schemes: Sequence[Scheme], policies: Sequence[str], words: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The fields in the order of the form, as JSON Schema."""
    batches = [batch.id for scheme in schemes for batch in scheme.batches]
    return {
        "title_en": TEXT,
        "title_zh": TEXT,
        "issuer_en": TEXT,
        "issuer_zh": TEXT,
        "number": TEXT,
        "published": DAY,
        "scheme": _one_of([scheme.id for scheme in schemes]),
        "batch": _one_of(batches),
        "kind": _one_of([kind.value for kind in DocumentKind]),
        "language": _one_of(["en", "zh"]),
        "level": _one_of(LEVELS),
        "place": {"type": "string", "x-place": True},
        "in_force_from": DAY,
        "in_force_to": DAY,
        "source": TEXT | {"description": words["source_more"]},
        "confidence": _one_of(CONFIDENCES) | {"description": words["confidence_more"]},
        "superseded_by": _one_of(policies) | {"description": words["superseded_by_more"], "x-blank": words["by_none"]},
        "amends": {"type": "array", "items": _one_of(policies), "description": words["amends_more"]},
    }


def _one_of(choices: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(choices)}


def _missing(facts: Mapping[str, str], words: Mapping[str, str]) -> Html:
    """A group of fields for each missing text, and an empty one for the next."""
    told = dict(missing_told(facts))
    following = next((number for number in range(1, MOST + 1) if number not in told), None)
    numbers = sorted({*told, *([following] if following else [])})
    groups = (_missing_group(number, told.get(number, {}), words) for number in numbers)
    summary = tag("summary", words["missing"], tag("span", words["missing_more"], class_="help"))
    return tag("details", summary, *groups, class_="missing", open=bool(told))


def _missing_group(number: int, said: Mapping[str, str], words: Mapping[str, str]) -> Html:
    fields = (
        field_html(
            missing_name(number, part),
            {**TEXT, "title": words[f"missing_{part}"], "description": words.get(f"missing_{part}_more")},
            said.get(part, ""),
            words,
        )
        for part in PARTS
    )
    return tag("fieldset", tag("legend", words["missing_text"].format(number=number)), *fields)
