"""The check of the rules: the corpus passes, and each kind of wrong data is told with file, line and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.adapters.markdown_reader import MarkdownReader
from assistant.check_rules import check_rules

HOME = Path(__file__).parent.parent
SCHEME = "corpus/sme-digital-pilot"
THIRD = f"{SCHEME}/2025-third-batch"
RULES, CASES = f"{THIRD}/rules.yaml", f"{THIRD}/examples.yaml"
BASE = f"{SCHEME}/2023-base-notice"
PILOTS = f"{SCHEME}/pilot-cities/rules.yaml"
LEVELS = f"{SCHEME}/digital-level-indicators-2022/rules.yaml"
LEVEL_CASES = f"{SCHEME}/digital-level-indicators/examples.yaml"
CALENDAR = "corpus/shared/calendar.yaml"
PLACES = "corpus/shared/places.csv"
WORDS = "prompts/rules.yaml"
Faults = Callable[[str, str, str], list[str]]

COPY = "Copy the words of the document, character by character"
READ = "Correct it, or say under reads_as how it is read from the words"


def faults(home: Path) -> list[str]:
    return [problem.message.replace(f"{home}/", "") for problem in check_rules(home, [MarkdownReader()])]


@pytest.fixture
def edited(tmp_path: Path) -> Faults:
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


def line_of(file: str, marker: str, old: str, new: str) -> int:
    """The line on which the marker first stands in the file as it was changed."""
    text = (HOME / file).read_text(encoding="utf-8").replace(old, new, 1)
    return text[: text.index(marker)].count("\n") + 1


def test_the_corpus_has_no_fault() -> None:
    assert faults(HOME) == []


QUOTES = [
    (
        RULES,
        "can recommend at most 1 city.",
        "can recommend at most 1 town.",
        "quote: Other provinces (autonomous regions",
        'clause "V" of notice.md does not hold these words: "Other provinces (autonomous regions',
        COPY,
    ),
    (
        RULES,
        "其他省（自治区、直辖市）最多推荐1个城市}",
        "其他省（自治区、直辖市）最多推荐一个城市}",
        "- {document: digest.zh.md, clause: 五, quote: 其他省",
        'clause "五" of digest.zh.md does not hold these words: "其他省（自治区、直辖市）最多推荐一个城市"',
        COPY,
    ),
    (
        RULES,
        "clause: III\n        quote: Cities already",
        "clause: IIII\n        quote: Cities already",
        "clause: IIII",
        'notice.md has no clause "IIII"',
        "It has Summary (repost), I, II",
    ),
    (
        RULES,
        "document: notice.md\n        clause: III\n        quote: Cities already",
        "document: notes.md\n        clause: III\n        quote: Cities already",
        "document: notes.md",
        "notes.md is not there or cannot be read",
        "Name a document of this folder",
    ),
    (
        PILOTS,
        '"3205": Suzhou',
        '"3202": Wuxi',
        '"3202": Wuxi',
        '"Wuxi" does not stand in the quote of its group',
        "Quote the words that name it, or take it out",
    ),
]

FIGURES = [
    (
        RULES,
        "value: 15000",
        "value: 16000",
        "value: 16000",
        '16000 does not stand in the quote "provinces with more than 15,000 industrial SMEs above design" of notice.md',
        READ,
    ),
    (
        RULES,
        "value: 2025-05-20",
        "value: 2025-05-21",
        "value: 2025-05-21",
        "2025-05-21 does not stand in the quote",
        READ,
    ),
    (
        BASE + "/rules.yaml",
        "value: 150000000",
        "value: 160000000",
        "value: 160000000",
        '160000000 does not stand in the quote "省会城市、计划单列市和新疆生产建设兵团的奖补资金总额不超过1.5亿元。"',
        READ,
    ),
    (
        LEVELS,
        "value: [20, 40, 60, 80]",
        "value: [20, 45, 60, 80]",
        "value: [20, 45, 60, 80]",
        "45 does not stand in the quote",
        READ,
    ),
    (
        RULES,
        "        value: 100\n        reads_as: all\n",
        "        value: 100\n",
        "value: 100\n",
        "100 does not stand in the quote",
        READ,
    ),
    (
        RULES,
        "value: 34\n",
        "value: 34\n        reads_as: about so many\n",
        "reads_as: about so many",
        "every part of the value stands in its quotes, so reads_as only keeps it from being checked",
        "Take reads_as out; a comment may explain the value",
    ),
    (
        RULES,
        "Sichuan, Hebei]",
        "Sichuan, Shanxi]",
        "value: [Guangdong,",
        '"Shanxi" does not stand in the quote',
        "Correct it, or write reads_as",
    ),
]

EXAMPLES = [
    (
        CASES,
        "given: {province: Guangdong}, ask",
        "given: {province: Guizhou}, ask",
        "{name: a named province,",
        'the case "a named province": value is 1, not 2',
        "Correct what is expected, or the rule's data",
    ),
    (
        CASES,
        'expect: {verdict: "yes", value: eligible_by_level, flags: [no_record, list_incomplete]}',
        'expect: {verdict: "no"}',
        "{name: an ordinary city,",
        'the case "an ordinary city": verdict is yes, not no',
        "Correct what is expected, or the rule's data",
    ),
    (
        CASES,
        "flags: [deadline_day_unclear]",
        "without: [deadline_day_unclear]",
        "{name: the day itself,",
        'the case "the day itself": the flag deadline_day_unclear is there',
        "Correct what is expected, or the rule's data",
    ),
    (
        CASES,
        "expect: {error: from 2025-05-09 on}",
        "expect: {error: from 2024 on}",
        "{name: before the notice,",
        'the case "before the notice": it ends with: sme-digital-pilot/2025-third-batch#named_provinces has no value',
        "It holds from 2025-05-09 on",
    ),
    (
        CASES,
        "place: Wuxi}, ask",
        "place: Wuxxxi}, ask",
        "{name: an ordinary city,",
        'the case "an ordinary city": it ends with: --place: no place is known by the name "Wuxxxi"',
        "Correct what is expected, or the rule's data",
    ),
    (
        RULES,
        "        value: 15000\n        at_bound: excluded",
        "        value: 15000\n        at_bond: excluded",
        "at_bond",
        'the key "at_bond" is not known here',
        'Did you mean "at_bound"?',
    ),
]

PLACE_FAULTS = [
    (
        RULES,
        "Sichuan, Hebei]",
        "Sichuan, Hebai]",
        "value: [Guangdong,",
        '"Hebai" is not the name of one place',
        "Write its full name or its code",
    ),
    (
        PILOTS,
        '"3205": Suzhou',
        '"3202": Suzhou',
        '"3202": Suzhou',
        '"Suzhou" does not fit: 3202 is Wuxi',
        "Mend the code or the name",
    ),
    (
        PILOTS,
        '"3205": Suzhou',
        '"3299": Suzhou',
        '"3299": Suzhou',
        '"Suzhou" does not fit: no place has the code 3299',
        "Mend the code or the name",
    ),
    (
        PLACES,
        "\n44,province,",
        "\n44,provinz,",
        "44,provinz,",
        'the kind "provinz" is not known',
        "Use one of province,",
    ),
    (
        PLACES,
        "\n44,province,",
        "\n43,province,",
        "43,province,广东",
        "the code 43 stands here again",
        "Keep one of the two lines",
    ),
]

DATES = [
    (
        RULES,
        "      2025-05-09:\n        value: 34",
        "      May:\n        value: 34",
        "May:",
        '"May" is not a day',
        "Write the day from which the value holds, such as 2025-05-09",
    ),
    (
        RULES,
        "      2025-05-09:\n        value: 34",
        "      2025-02-30:\n        value: 34",
        "2025-02-30:",
        '"2025-02-30" is not a day',
        "Write the day from which the value holds, such as 2025-05-09",
    ),
    (
        RULES,
        "      2025-05-09:\n        value: 34",
        "      2024-05-09:\n        value: 34",
        "2024-05-09:",
        "the value starts before its policy is in force, from 2025-05-09",
        "Correct the day here, or in_force in policy.yaml",
    ),
    (
        RULES,
        "      2025-05-09:\n        value: 34",
        "      2025-05-09: null\n      2025-05-10:\n        value: 34",
        "2025-05-09: null",
        "there is no value that this day could end",
        "Write the value before it",
    ),
    (
        RULES,
        "value: 2025-05-20",
        'value: "2025-05-20"',
        'value: "2025-05-20"',
        '"2025-05-20" is not a day',
        "Write it without quotes, such as 2025-05-20 or 15000",
    ),
    (
        RULES,
        "value: 15000",
        'value: "15,000"',
        'value: "15,000"',
        '"15,000" is not a number of the unit enterprise',
        "Write it without quotes, such as 2025-05-20 or 15000",
    ),
    (
        CALENDAR,
        "[2025-05-01, 2025-05-05]",
        "[2025-05-05, 2025-05-01]",
        "[2025-05-05, 2025-05-01]",
        "the run ends on 2025-05-01, before it begins on 2025-05-05",
        "Exchange its two days",
    ),
    (
        CALENDAR,
        "make_up: [2025-01-26",
        "make_up: [2025-01-27",
        "make_up: [2025-01-27",
        "2025-01-27 is a weekday, so it cannot be worked in exchange",
        "Compare it with the notice of the year",
    ),
    (
        CALENDAR,
        "make_up: [2025-01-26",
        "make_up: [2025-02-01",
        "make_up: [2025-02-01",
        "2025-02-01 is a holiday, so it cannot be worked in exchange",
        "Compare it with the notice of the year",
    ),
]

FORM = [
    (
        RULES,
        "    unit: city\n",
        "    unitt: city\n",
        "unitt",
        'the key "unitt" is not known here',
        'Did you mean "unit"?',
    ),
    (
        RULES,
        "  copies:\n    unit: copy",
        "  named_quota:\n    unit: copy",
        "named_quota:\n    unit: copy",
        'the key "named_quota" stands here again, first in line',
        "Keep one of them",
    ),
    (
        RULES,
        "parameters: {deadline: deadline}",
        "parameters: {deadlin: deadline}",
        "  submission_deadline:\n",
        "submission_deadline needs the parameter deadline",
        "Write deadline: and the name of a parameter",
    ),
    (
        RULES,
        "parameters: {deadline: deadline}",
        "parameters: {deadline: dead}",
        "parameters: {deadline: dead}",
        'nothing is called "dead"',
        "Write a name of this file, or policy id#name of another policy",
    ),
    (
        RULES,
        "items: {checklist: checklist}",
        "items: {check: checklist}",
        "items: {check: checklist}",
        "materials has no list of items check",
        "It has checklist",
    ),
    (
        RULES,
        "  submission_deadline:\n    parameters",
        "  submission:\n    parameters",
        "  submission:\n",
        'there is no kind of rule "submission"',
        "Kinds: recommendation_quota,",
    ),
    (
        WORDS,
        "Fewer may be",
        "Fewer than 3 may be",
        "fewer: {en:",
        "the template fewer holds a digit",
        "Let a slot give the number",
    ),
    (
        WORDS,
        'medium: {en: "with little certainty',
        'medium: {en: "by one source only',
        'medium: {en: "by one',
        'the template medium holds a figure, "one"',
        "or say it without a number",
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "marker", "what", "do"),
    [*QUOTES, *FIGURES, *EXAMPLES, *PLACE_FAULTS, *DATES, *FORM],
)
def test_wrong_data_is_told_with_its_line_and_what_to_do(
    edited: Faults, file: str, old: str, new: str, marker: str, what: str, do: str
) -> None:
    messages = edited(file, old, new)
    start = f"{file}:{line_of(file, marker, old, new)}: {what}"
    mine = next((message for message in messages if message.startswith(start)), None)
    assert mine, (start, messages)
    assert do in mine


@pytest.mark.parametrize(
    ("rules", "key", "cases", "names", "batch", "threshold"),
    [
        (
            RULES,
            "  recommendation_quota:\n",
            CASES,
            (
                "one city of a named province",
                "two cities of a named province",
                "three cities of a named province",
                "a pilot city among them",
                "a county-level city among them",
            ),
            " of 2025-third-batch",
            "named quota of 2",
        ),
        (
            RULES,
            "  submission_deadline:\n",
            CASES,
            (
                "the day before",
                "the day itself",
                "the day after",
                "asked when it is over",
                "asked on the day before",
                "asked on the day itself",
                "asked on the day after",
            ),
            " of 2025-third-batch",
            "deadline of 2025-05-20",
        ),
        (
            RULES,
            "  eligibility:\n",
            CASES,
            (
                "a city on the day before the deadline",
                "a city on the day of the deadline",
                "a city on the day after the deadline",
            ),
            " of 2025-third-batch",
            "deadline of 2025-05-20",
        ),
        (
            RULES,
            "  end_targets:\n",
            CASES,
            ("just below the share", "exactly the share", "just above the share"),
            " of 2025-third-batch",
            "share of 90",
        ),
        (
            BASE + "/rules.yaml",
            "  end_targets:\n",
            BASE + "/examples.yaml",
            ("first batch just below the share", "first batch exactly the share", "first batch just above the share"),
            " of 2023-first-batch",
            "share of 90",
        ),
        (
            RULES,
            "  fund_split:\n",
            BASE + "/examples.yaml",
            ("just below the least share", "exactly the least share", "just above the least share"),
            " of 2025-third-batch",
            "least for enterprises of 80",
        ),
        (
            SCHEME + "/digital-level-indicators/rules.yaml",
            "  digital_level:\n",
            LEVEL_CASES,
            ("just below the second level", "where the second level starts", "just within the second level"),
            "",
            "level from of 40",
        ),
    ],
)
def test_each_side_of_a_threshold_needs_a_case(
    tmp_path: Path, rules: str, key: str, cases: str, names: tuple[str, ...], batch: str, threshold: str
) -> None:
    """With the cases of all three sides taken away, all three are told; every other threshold stays covered."""
    for folder in ("corpus", "prompts"):
        shutil.copytree(HOME / folder, tmp_path / folder)
    lines = (tmp_path / cases).read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if not any(f"{{name: {name}," in line for name in names)]
    (tmp_path / cases).write_text("".join(left), encoding="utf-8")
    place = f"{rules}:{line_of(rules, key, '', '')}"
    messages = [message for message in faults(tmp_path) if f" the {threshold}. Add one to examples.yaml: " in message]
    sides = ("just below", "at", "just above")
    assert {message.split(" the ")[0] for message in messages} == {
        f"{place}: no worked case{batch} {side}" for side in sides
    }


def test_a_case_far_from_a_threshold_does_not_cover_it(edited: Faults) -> None:
    messages = edited(CASES, "enterprises: 1000, at_level_2: 899}", "enterprises: 1000, at_level_2: 500}")
    assert any("just below the share of 90. Add one to examples.yaml: share a little less" in told for told in messages)


def test_a_threshold_that_moves_needs_new_cases(edited: Faults) -> None:
    messages = edited(LEVELS, "value: [20, 40, 60, 80]", "value: [20, 40, 60, 80, 90]")
    assert any(
        "no worked case at the level from of 90. Add one to examples.yaml: score 90" in told for told in messages
    )


def test_a_rule_without_ten_examples_of_how_it_is_asked_for_is_told(edited: Faults) -> None:
    text = (HOME / RULES).read_text(encoding="utf-8")
    start = text.index("  materials:\n    parameters: {copies: copies, deadline: deadline}")
    asks = text[text.index("    asks:\n", start) : text.index("\n\n", start)]
    messages = edited(RULES, asks, "    asks: [What do we hand in?]")
    assert any("materials has 1 examples of how it is asked for. Write at least 10 under asks" in m for m in messages)


def test_a_changed_document_is_told(edited: Faults) -> None:
    messages = edited(f"{THIRD}/notice.md", "at most 1 city.\n\nProvincial", "at most 2 cities.\n\nProvincial")
    assert any("rules.yaml" in told and "does not hold these words" in told for told in messages)
