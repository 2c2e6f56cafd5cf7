"""The rules of the corpus, and those of a made-up batch with other values for everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from assistant.corpus_files import load_corpus
from assistant.corpus_files.calendar import CALENDAR, load_calendar
from assistant.corpus_files.places import PLACES, load_places
from assistant.corpus_files.rule_words import WORDS, load_rule_words
from assistant.corpus_files.rules import load_rulebook, load_sheets
from assistant.model import Language
from assistant.rules.places import Places
from assistant.rules.rulebook import Rulebook, RuleResult

HOME = Path(__file__).parent.parent.parent
MADE = Path(__file__).parent.parent / "made_batch"
THIRD = "2025-third-batch"
Run = Callable[..., RuleResult]


@pytest.fixture(scope="session")
def places() -> Places:
    return load_places(HOME / "corpus" / PLACES)


@cache
def the_rulebook() -> Rulebook:
    """The rules of the corpus, also for tests that hypothesis runs."""
    return load_rulebook(HOME, load_corpus(HOME))


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return the_rulebook()


@pytest.fixture(scope="session")
def made(places: Places) -> Rulebook:
    """A batch with another quota list, deadline, levels, lists, targets and caps, made of YAML alone."""
    corpus = load_corpus(MADE)
    calendar, words = load_calendar(HOME / "corpus" / CALENDAR), load_rule_words(HOME / WORDS)
    titles = {batch.id: batch.titles for scheme in corpus.schemes for batch in scheme.batches}
    return Rulebook(load_sheets(corpus.policies, places), places, calendar, words, titles)


@pytest.fixture(scope="session")
def run(rulebook: Rulebook) -> Run:
    """Runs a rule of the third batch on 12 May 2025, unless told otherwise."""

    def run(
        name: str, *, as_of: str = "2025-05-12", batch: str | None = THIRD, language: Language = "en", **given: object
    ) -> RuleResult:
        return rulebook.run(name, given, day=dt.date.fromisoformat(as_of), batch=batch, language=language)

    return run
