"""The public question sets: their questions, what counts as a right passage, groups of documents, and halves.

A question's half is that of its group of documents, where questions come from many source pages; in a set of a few long
sources it is that of its right passage, since one statute or article would be most of a half.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

SETS = ("orsharc", "squad2", "lecoqa")
DEFAULT_FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "bench"
Half = Literal["tuned", "untuned"]

_GOLD_HEAD = 60
_FRAGMENT = {"en": 30, "zh": 12}
_HASH_SUFFIX = re.compile(r"-[0-9a-f]{6}\.md$")
_PART_SUFFIX = re.compile(r"-\d+$")


@dataclass(frozen=True, slots=True)
class BenchQuestion:
    """A question, and (document file, text) of each passage that is right."""

    id: str
    text: str
    language: Literal["en", "zh"]
    answerable: bool
    golds: tuple[tuple[str, str], ...]
    group: str
    half: Half


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A folder of documents and its questions; `groups` has the group of each document file."""

    name: str
    documents: Path
    questions: tuple[BenchQuestion, ...]
    groups: Mapping[str, str]

    @property
    def budget(self) -> int:
        """The characters of passage@4k: 4,000, or 2,000 in Chinese, where a character says more."""
        return 2_000 if self.questions[0].language == "zh" else 4_000


def available(folder: Path) -> list[str]:
    """The sets that lie in a folder."""
    return [name for name in SETS if (folder / name / "questions.jsonl").is_file()]


def load_set(folder: Path, name: str) -> QuestionSet:
    """A set with its questions in the order of its file."""
    lines = (folder / name / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    files = sorted(path.name for path in (folder / name / "docs").glob("*.md"))
    groups = document_groups(files, records)
    questions = tuple(_question(record, groups) for record in records)
    return QuestionSet(name, folder / name / "docs", questions, groups)


def half_of(key: str) -> Half:
    """The half that a key falls into, the same in every run: weights are made on the tuned one only."""
    return "tuned" if hashlib.sha256(key.encode()).digest()[-1] % 2 == 0 else "untuned"


def document_groups(files: Iterable[str], records: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Documents with one title or one source page, or of one article, are a group; so are two that share a question."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            name = parents[name]
        return name

    def join(one: str, other: str) -> None:
        first, second = sorted((root(one), root(other)))
        parents[second] = first

    for file in files:
        join(file, "title:" + _PART_SUFFIX.sub("", _HASH_SUFFIX.sub("", file)))
    for record in records:
        if url := record["meta"].get("url"):
            join(record["doc"], "url:" + url)
        for other in record["meta"].get("also_docs", []) if "gold" not in record["meta"] else []:
            join(record["doc"], other)
    return {file: root(file) for file in files}


def is_right(text: str, gold: str, language: Literal["en", "zh"]) -> bool:
    """Whether a passage of the right document is the right one: it holds the gold's beginning, or the gold holds it.

    White space does not count; a fragment of the gold counts only when it is long enough or all of it.
    """
    passage, wanted = _dense(text), _dense(gold)
    if not passage or not wanted:
        return False
    return wanted[:_GOLD_HEAD] in passage or (
        passage in wanted and (len(passage) >= _FRAGMENT[language] or passage == wanted)
    )


def _dense(text: str) -> str:
    return "".join(text.split())


def _question(record: Mapping[str, Any], groups: Mapping[str, str]) -> BenchQuestion:
    meta = record["meta"]
    golds = [(gold["doc"], gold["text"]) for gold in meta.get("gold", [])]
    golds += [(name, record["gold_passage"]) for name in (record["doc"], *meta.get("also_docs", []))]
    group = groups[record["doc"]]
    return BenchQuestion(
        record["id"],
        record["question"],
        record["lang"],
        record["answerable"],
        tuple(dict.fromkeys(golds)),
        group,
        half_of(group if meta.get("url") else record["gold_passage"]),
    )
