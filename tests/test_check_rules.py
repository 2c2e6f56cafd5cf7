"""The check of the rules: the corpus passes, and each kind of wrong data is told with file, line and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.adapters.markdown_reader import MarkdownReader
from assistant.check_rules import check_rules

HOME = Path(__file__).parent.parent
THIRD = "corpus/sme-digital-pilot/2025-third-batch"
Edit = Callable[[str, str, str], list[str]]


def faults(home: Path) -> list[str]:
    return [problem.message for problem in check_rules(home, [MarkdownReader()])]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Changes one place of a copy of the corpus and gives the faults that this makes."""

    def edit(file: str, old: str, new: str) -> list[str]:
        for folder in ("corpus", "prompts"):
            shutil.copytree(HOME / folder, tmp_path / folder, dirs_exist_ok=True)
        path = tmp_path / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} no longer holds {old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return faults(tmp_path)

    return edit


def test_the_corpus_has_no_fault() -> None:
    assert faults(HOME) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("rules.yaml", "can recommend at most 1 city.", "can recommend at most 1 town.", "does not hold these words"),
        (
            "rules.yaml",
            "clause: III\n        quote: Cities already",
            "clause: IIII\n        quote: Cities already",
            'no clause "IIII"',
        ),
        ("rules.yaml", "value: 15000", "value: 16000", "16000 does not stand in the quote"),
        ("rules.yaml", "value: 2025-05-20", "value: 2025-05-21", "2025-05-21 does not stand in the quote"),
        ("rules.yaml", "Sichuan, Hebei]", "Sichuan, Hebai]", '"Hebai" is not the name of one place'),
        ("rules.yaml", "Sichuan, Hebei]", "Sichuan, Shanxi]", '"Shanxi" does not stand in the quote'),
        ("rules.yaml", "    unit: city\n", "    unitt: city\n", 'the key "unitt" is not known here'),
        ("rules.yaml", "  copies:\n    unit: copy", "  named_quota:\n    unit: copy", "stands here again"),
        (
            "rules.yaml",
            "parameters: {deadline: deadline}",
            "parameters: {deadlin: deadline}",
            "needs the parameter deadline",
        ),
        ("rules.yaml", "parameters: {deadline: deadline}", "parameters: {deadline: dead}", 'nothing is called "dead"'),
        ("rules.yaml", "      2025-05-09:\n        value: 34", "      May:\n        value: 34", '"May" is not a day'),
        ("rules.yaml", "  submission_deadline:\n    parameters", "  submission:\n    parameters", "no kind of rule"),
        ("examples.yaml", "given: {province: Guangdong}, ask", "given: {province: Guizhou}, ask", "value is 1, not 2"),
        ("examples.yaml", "given: {day: 2025-05-20}", "given: {day: 2025-05-18}", "no worked case at the deadline"),
        ("examples.yaml", "place: Wuxi}", "place: Wuxxxi}", "no place is known"),
    ],
)
def test_wrong_data_is_told_with_its_file_and_line(edited: Edit, file: str, old: str, new: str, told: str) -> None:
    messages = edited(f"{THIRD}/{file}", old, new)
    mine = [message for message in messages if told in message]
    assert mine, messages
    assert ".yaml:" in mine[0]


def test_a_digit_in_a_template_is_told(edited: Edit) -> None:
    assert any("holds a digit" in told for told in edited("prompts/rules.yaml", "Fewer may be", "Fewer than 3 may be"))


def test_a_place_that_is_not_in_its_quote_is_told(edited: Edit) -> None:
    messages = edited("corpus/sme-digital-pilot/pilot-cities/rules.yaml", '"3205": Suzhou', '"3202": Wuxi')
    assert any('"Wuxi" does not stand in the quote' in told for told in messages)


def test_a_code_that_is_not_of_its_name_is_told(edited: Edit) -> None:
    messages = edited("corpus/sme-digital-pilot/pilot-cities/rules.yaml", '"3205": Suzhou', '"3202": Suzhou')
    assert any('"Suzhou" does not fit: 3202 is Wuxi' in told for told in messages)


def test_a_changed_document_is_told(edited: Edit) -> None:
    messages = edited(f"{THIRD}/notice.md", "at most 1 city.\n\nProvincial", "at most 2 cities.\n\nProvincial")
    assert any("rules.yaml" in told and "does not hold these words" in told for told in messages)
