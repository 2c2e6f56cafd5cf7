"""Whether two ways of writing a place mean the same one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from assistant.corpus_files.places import PLACES, load_places

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.evaluation.measures.ruling import SamePlace


def same_place_in(corpus: Path) -> SamePlace:
    """By code or by name, in both languages; a name that several places bear stands for each of them.

    Without a list of places only the same spelling is the same place.
    """
    file = corpus / PLACES
    if not file.is_file():
        return lambda one, other: one == other
    places = load_places(file)

    @cache
    def codes(name: str) -> frozenset[str]:
        """The codes that a name, or a name with those of the places around it, may mean."""
        found = places.find(name)
        return frozenset() if found.written else frozenset(place.code for place in found.places)

    return lambda one, other: not codes(one).isdisjoint(codes(other))
