"""How many changed drafts over the corpus get through; the whole table is printed by bench.model_drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.model_drafts import GOOD, MOSTLY, NEVER, Tally, run

if TYPE_CHECKING:
    from assistant.wiring import Assistant


@pytest.fixture(scope="module", params=[1, 2])
def tally(assistant: Assistant, request: pytest.FixtureRequest) -> Tally:
    opened = assistant._from_published(lambda opened: opened)
    passages = opened.catalog.passages(opened.catalog.passage_ids)
    tally = run(opened.catalog, passages, opened.known, seed=request.param)
    print(tally.table())
    for draft, why in tally.wrong:
        print(f"{draft.kind}: {draft.text} ({why})")
    return tally


def test_there_are_enough_drafts_in_both_languages(tally: Tally) -> None:
    assert tally.total() >= 500
    assert all(tally.tried[kind, language] >= 5 for kind in (*NEVER, *MOSTLY) for language in ("en", "zh"))


def test_no_changed_number_date_name_or_marker_is_shown(tally: Tally) -> None:
    assert [draft for draft, _ in tally.wrong if draft.kind in NEVER] == []


def test_a_changed_negation_bound_or_modality_is_caught(tally: Tally) -> None:
    assert tally.share(MOSTLY) <= 0.05


def test_good_drafts_are_shown(tally: Tally) -> None:
    assert tally.share(GOOD) >= 0.95
    assert tally.share(["written freely"]) >= 0.8
