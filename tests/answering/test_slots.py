"""Slots of findings: filled by code only, in the language of the answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from assistant.answering.slots import fill, named_in, slots_of
from assistant.model import Finding

FOUND = Finding(
    "f1",
    "submission_deadline",
    "made/up",
    "2025",
    dt.date(2025, 5, 12),
    "yes",
    value=dt.date(2025, 5, 20),
    inputs={"place": "Suzhou", "same_project": True},
    computed={"days_left": 8, "shares": (1, 2)},
)


def test_a_slot_is_filled_in_the_language_of_the_answer() -> None:
    assert fill("before {{f1.value}}, {{ f1.days_left }} days", [FOUND], "en") == ("before 20 May 2025, 8 days", None)
    assert fill("{{f1.value}}前", [FOUND], "zh") == ("2025年5月20日前", None)


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        (150_000_000, "yuan", "150 million yuan", "1.5亿元"),
        (75, "percent", "75%", "75%"),
        (15000, "city", "15,000", "15000"),
        (0, "city", "0", "0"),
    ],
)
def test_a_value_has_its_sign(value: int, unit: str, en: str, zh: str) -> None:
    found = replace(FOUND, value=value, unit=unit)
    assert slots_of(found, "en")["f1.value"] == en
    assert slots_of(found, "zh")["f1.value"] == zh


@pytest.mark.parametrize("text", ["{{f1.total}}", "{{f2.value}}", "{{f1}}", "{{f1.same_project}}"])
def test_an_unknown_slot_is_named(text: str) -> None:
    assert fill(text, [FOUND], "en")[1] == text.strip("{}")


def test_a_broken_slot_is_noticed() -> None:
    assert fill("{{f1.value", [FOUND], "en")[1]


def test_a_code_is_no_slot() -> None:
    assert "f1.value" not in slots_of(replace(FOUND, value="eligible_by_level"), "en")


def test_the_findings_of_slots_are_named_once() -> None:
    assert named_in("{{f1.value}} and {{f1.as_of}} and {{f2.value}}") == ("f1", "f2")
