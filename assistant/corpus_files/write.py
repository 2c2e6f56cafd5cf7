"""A policy.yaml from what a form says of one document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assistant.corpus_files.write_missing import lacking_of_missing, missing_entries
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.rules.places import Place, Places

NEEDED: Final = ("title_en", "title_zh", "issuer_en", "issuer_zh", "kind", "language", "level", "source")
"""The facts without which a document may not be searched."""
NATIONAL: Final = "national"
BETWEEN: Final = ";"
"""Between the values of a fact that may have several."""


@dataclass(frozen=True, slots=True)
class FormFile:
    """The file that a form describes; `clause_of` gives the path of the clause that holds some words, or None."""

    name: str
    sha256: str
    clause_of: Callable[[str], str | None]


def lacking(facts: Mapping[str, str]) -> list[str]:
    """The names of facts that are needed and not there; a digest says how sure it is, a place which one it is."""
    needed = [*NEEDED]
    if facts.get("kind") == "digest":
        needed.append("confidence")
    if facts.get("level", NATIONAL) != NATIONAL:
        needed.append("place")
    if facts.get("scheme") and not facts.get("in_force_from"):
        needed.append("in_force_from")
    return [name for name in needed if not facts.get(name)] + lacking_of_missing(facts)


def policy_yaml(policy: str, file: FormFile, facts: Mapping[str, str], places: Places | None) -> str:
    """The text of policy.yaml.

    Raises UsageError for a day or a place that is none, and for words that do not stand in the file.
    """
    import yaml

    document = {
        "file": file.name,
        "title": facts[f"title_{facts['language']}"] if facts.get("language") in ("en", "zh") else None,
        "kind": facts["kind"],
        "language": facts["language"],
        "source": facts["source"],
        "confidence": facts.get("confidence"),
        "sha256": file.sha256,
    }
    described = {
        "id": policy,
        "scheme": facts.get("scheme"),
        "batch": facts.get("batch"),
        "titles": {"en": facts["title_en"], "zh": facts["title_zh"]},
        "issuer": {"en": facts["issuer_en"], "zh": facts["issuer_zh"]},
        "number": facts.get("number"),
        "published": _day(facts, "published"),
        "jurisdiction": _jurisdiction(facts, places),
        "in_force": {"from": _day(facts, "in_force_from"), "to": _day(facts, "in_force_to")},
        "amends": values_of(facts.get("amends", "")),
        "superseded_by": facts.get("superseded_by"),
        "documents": [{name: value for name, value in document.items() if value is not None}],
        "missing": missing_entries(facts, file.name, file.clause_of),
    }
    return yaml.safe_dump(described, allow_unicode=True, sort_keys=False, width=120)


def values_of(fact: str) -> list[str]:
    """The values of a fact that may have several, each once."""
    return list(dict.fromkeys(part.strip() for part in fact.split(BETWEEN) if part.strip()))


def _day(facts: Mapping[str, str], name: str) -> dt.date | None:
    if not facts.get(name):
        return None
    try:
        return dt.date.fromisoformat(facts[name])
    except ValueError:
        what = f'"{facts[name]}" is not a day'
        raise UsageError(what, do="Choose a day, such as 2025-05-20", code="no_day", value=facts[name]) from None


def _jurisdiction(facts: Mapping[str, str], places: Places | None) -> dict[str, Any]:
    level = facts["level"]
    if level == NATIONAL:
        return {"level": level, "place": "CN"}
    place = _place(facts["place"], level, places)
    names = dict.fromkeys(filter(None, [place.en, place.short, place.zh]))
    return {"level": level, "place": place.code, "names": list(names)}


def _place(name: str, level: str, places: Places | None) -> Place:
    found = places.find(name).places if places else ()
    wanted = [place for place in found if level != "province" or place.level == "province"]
    if len(wanted) != 1:
        what = f'"{name}" names several places' if wanted else f'no {level} is known by the name "{name}"'
        code = "several_places" if wanted else "no_place"
        raise UsageError(what, do="Choose one from the list, or write its division code", code=code, value=name)
    return wanted[0]
