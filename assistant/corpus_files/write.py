"""A policy.yaml from what a form says of one document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.rules.places import Place, Places

NEEDED: Final = ("title_en", "title_zh", "issuer_en", "issuer_zh", "kind", "language", "level", "source")
"""The facts without which a document may not be searched."""
NATIONAL: Final = "national"


def lacking(facts: Mapping[str, str]) -> list[str]:
    """The names of facts that are needed and not there; a digest says how sure it is, a place which one it is."""
    needed = [*NEEDED]
    if facts.get("kind") == "digest":
        needed.append("confidence")
    if facts.get("level", NATIONAL) != NATIONAL:
        needed.append("place")
    if facts.get("scheme") and not facts.get("in_force_from"):
        needed.append("in_force_from")
    return [name for name in needed if not facts.get(name)]


def policy_yaml(policy: str, file: str, sha256: str, facts: Mapping[str, str], places: Places | None) -> str:
    """The text of policy.yaml. Raises UsageError for a day or a place that is none."""
    import yaml

    document = {
        "file": file,
        "title": facts[f"title_{facts['language']}"] if facts.get("language") in ("en", "zh") else None,
        "kind": facts["kind"],
        "language": facts["language"],
        "source": facts["source"],
        "confidence": facts.get("confidence"),
        "sha256": sha256,
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
        "documents": [{name: value for name, value in document.items() if value is not None}],
    }
    return yaml.safe_dump(described, allow_unicode=True, sort_keys=False, width=120)


def _day(facts: Mapping[str, str], name: str) -> dt.date | None:
    if not facts.get(name):
        return None
    try:
        return dt.date.fromisoformat(facts[name])
    except ValueError:
        raise UsageError(f'"{facts[name]}" is not a day', do="Choose a day, such as 2025-05-20") from None


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
        raise UsageError(what, do="Choose one from the list, or write its division code")
    return wanted[0]
