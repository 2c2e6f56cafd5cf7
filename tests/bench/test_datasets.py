"""Reading a question set, and what counts as a right passage; the texts here are made up."""

import json
from pathlib import Path

from bench.datasets import available, document_groups, half_of, is_right, load_set

GOLD = "A firm may claim the grant once a year when it has paid all of its taxes and fees on time."


def written(folder: Path, *records: dict[str, object]) -> Path:
    docs = folder / "squad2" / "docs"
    docs.mkdir(parents=True)
    for record in records:
        (docs / str(record["doc"])).write_text("# Title\n", encoding="utf-8")
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (folder / "squad2" / "questions.jsonl").write_text(lines, encoding="utf-8")
    return folder


def record(name: str, **meta: object) -> dict[str, object]:
    facts = {"id": name, "question": "Who?", "doc": f"{name}.md", "gold_answers": [], "answerable": True}
    return {**facts, "gold_passage": GOLD, "lang": "en", "meta": meta}


def test_a_passage_that_holds_the_beginning_of_the_gold_is_right_whatever_the_white_space() -> None:
    assert is_right("Grants\n" + GOLD.replace(" ", "\n") + " More follows.", GOLD, "en")


def test_a_part_of_the_gold_is_right_when_it_is_long_enough() -> None:
    assert is_right(GOLD[20:70], GOLD, "en")
    assert not is_right(GOLD[20:40], GOLD, "en")


def test_in_chinese_a_shorter_part_is_enough() -> None:
    gold = "企业按时缴纳各项税费的，每年可以申请一次补助。"
    assert is_right(gold[:12], gold, "zh")
    assert not is_right(gold[:11], gold, "zh")


def test_all_of_a_short_gold_is_right() -> None:
    assert is_right("Closed.", "Closed.", "en")


def test_nothing_is_right_by_being_empty() -> None:
    assert not is_right("", GOLD, "en")
    assert not is_right(GOLD, "", "en")


def test_documents_of_one_title_or_one_page_are_a_group() -> None:
    files = [
        "Grants-aaaaaa.md",
        "Grants-bbbbbb.md",
        "Taxes-cccccc.md",
        "Fees-dddddd.md",
        "River-1-eeeeee.md",
        "River-2-ffffff.md",
    ]
    records = [
        {"doc": "Taxes-cccccc.md", "meta": {"url": "https://example.org/a"}},
        {"doc": "Fees-dddddd.md", "meta": {"url": "https://example.org/a"}},
    ]
    groups = document_groups(files, records)
    assert groups["Grants-aaaaaa.md"] == groups["Grants-bbbbbb.md"]
    assert groups["Taxes-cccccc.md"] == groups["Fees-dddddd.md"] != groups["Grants-aaaaaa.md"]
    assert groups["River-1-eeeeee.md"] == groups["River-2-ffffff.md"]


def test_a_half_hangs_on_the_key_alone_and_both_are_used() -> None:
    halves = [half_of(f"group {number}") for number in range(100)]
    assert halves == [half_of(f"group {number}") for number in range(100)]
    assert 30 < halves.count("tuned") < 70


def test_a_set_is_read_with_every_gold(tmp_path: Path) -> None:
    gold = [
        {"doc": "one.md", "article": "1", "text": "First article."},
        {"doc": "two.md", "article": "2", "text": "Second."},
    ]
    questions = load_set(written(tmp_path, record("one", gold=gold, also_docs=["three.md"])), "squad2").questions
    assert questions[0].golds == (
        ("one.md", "First article."),
        ("two.md", "Second."),
        ("one.md", GOLD),
        ("three.md", GOLD),
    )


def test_questions_from_one_page_lie_in_one_half(tmp_path: Path) -> None:
    records = [record(name, url="https://example.org/page") for name in ("one", "two", "three")]
    assert len({question.half for question in load_set(written(tmp_path, *records), "squad2").questions}) == 1


def test_only_sets_that_are_there_are_available(tmp_path: Path) -> None:
    assert available(tmp_path) == []
    assert available(written(tmp_path, record("one"))) == ["squad2"]
