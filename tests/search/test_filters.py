"""Which documents a query may look in."""

import datetime as dt
from typing import Any

import pytest

from assistant.model import Document, DocumentKind, Jurisdiction, Query
from assistant.search.filters import reason_against, reasons_against

CITY = Jurisdiction("city", "440300")


def document(**facts: Any) -> Document:
    given: dict[str, Any] = {"id": "p/d", "policy": "p", "name": "d", "path": "d", "title": "D", "sha256": "0"}
    return Document(**{**given, "kind": DocumentKind.OFFICIAL, "language": "en", **facts})


def query(**filters: Any) -> Query:
    return Query("what", "en", **filters)


@pytest.mark.parametrize(
    ("facts", "filters", "reason"),
    [
        ({"scheme": "b"}, {"scheme": "a"}, "other scheme: b"),
        ({"batch": "2023"}, {"batch": "2025"}, "other batch: 2023"),
        ({"kind": DocumentKind.DIGEST}, {"kinds": frozenset({DocumentKind.OFFICIAL})}, "other kind: digest"),
        ({"jurisdiction": CITY}, {"jurisdiction": Jurisdiction()}, "other jurisdiction: city 440300"),
    ],
)
def test_a_document_of_another_kind_is_left_out_with_the_reason(facts: Any, filters: Any, reason: str) -> None:
    assert reason_against(document(**facts), query(**filters)) == reason


@pytest.mark.parametrize("day", [dt.date(2023, 12, 31), dt.date(2025, 1, 1)])
def test_outside_its_dates_a_document_is_left_out_and_the_dates_are_given(day: dt.date) -> None:
    held = document(in_force_from=dt.date(2024, 1, 1), in_force_to=dt.date(2024, 12, 31))
    reason = reason_against(held, query(in_force_on=day))
    assert reason is not None
    assert "2024-01-01" in reason
    assert "2024-12-31" in reason
    assert reason_against(held, query(in_force_on=dt.date(2024, 12, 31))) is None


def test_a_document_that_says_nothing_of_itself_fits_every_filter() -> None:
    strict = query(scheme="a", batch="b", in_force_on=dt.date(2025, 1, 1), jurisdiction=CITY)
    assert reason_against(document(), strict) is None


def test_open_filters_leave_nothing_out() -> None:
    documents = {"p/d": document(scheme="a", batch="b", jurisdiction=CITY, in_force_to=dt.date(2020, 1, 1))}
    assert reasons_against(documents, query()) == {}
