"""A small made-up corpus in memory, read, searched and answered from by the real parts; only the model is a fake."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.adapters.markdown_reader import markdown_extracted
from assistant.answering.compose import Composer
from assistant.answering.cues import words
from assistant.answering.pipeline import Pipeline, Trace
from assistant.corpus_files import Corpus, load_replies
from assistant.documents.clauses import find_clauses
from assistant.documents.language import language_of
from assistant.documents.passages import make_passages
from assistant.model import (
    Answer,
    Batch,
    Clause,
    Document,
    DocumentKind,
    Jurisdiction,
    MissingText,
    Passage,
    Policy,
    Question,
    Scheme,
    Term,
    Turn,
)
from assistant.ports import Rulebook
from assistant.search.retrieve import Retriever
from assistant.search.weights import LanguageWeights, Weights
from tests.fakes import FakeCatalog, FakeEmbedder, FakeKeywordIndex, FakeVectorIndex

REPLIES = load_replies(Path(__file__).parents[2] / "prompts" / "replies.yaml")
WEIGHTS = LanguageWeights(
    {"dense": 0.3, "sentence": 0.5, "bm25": 0.5, "coverage": 0.8, "language": 1.0}, {"bias": -4.0, "joint": 8.0}, 0.4
)
NOTICE = """\
# Garden notice, second round

## Summary

About 12 gardens will be chosen. Gardens of the first round may not apply again.

## I. Who may apply

About 12 gardens will be chosen for the second round. Public gardens of a town may apply. They must be open \
to everyone. Gardens of the first round may not apply again.

## II. Tasks

### (1) Plant native trees.

Gardens plant trees of the region.

### (2) Save water.

Rain is collected in tanks.

### (3) Teach children.

Schools get a bed of their own.

## III. Application

The town gardener submits two copies of the plan to the parks office before 15 March 2025. A plan holds:

- the state of the garden,
- the goals,
- the costs.

The form of the plan is given in Annex 1. The grant covers up to 80% of the costs. It is paid after the works are done.
"""
DIGEST_ZH = """\
# 花园通知摘要

## 一、申请条件

第二轮选择12个左右的花园。镇上的公共花园可以申请。

## 二、申请办法

镇园丁应在2025年3月15日前向公园办公室提交两份方案。方案格式见附件1。资助不超过费用的80%。
"""
FIRST_ROUND = """\
# Garden notice, first round

## Number of gardens

In the first round, 5 gardens were chosen.

## Grant

In the first round, the grant covered up to 50% of the costs.
"""
OLD_GUIDE = """\
# Watering guide, 2020 edition

## Hoses

Hoses are checked every spring.
"""
VOCABULARY = (
    "花园 申请 条件 办法 方案 提交 镇园丁 公园 办公室 附件 资助 费用 选择 公共 第一轮 第二轮 左右 天气 火车 首都 份数"
)


class FakeWords:
    """Cuts Chinese at the longest word that it knows."""

    def __init__(self) -> None:
        self._known = {word for word in words("asking") if not word.isascii()} | set(VOCABULARY.split())

    def words(self, text: str) -> list[str]:
        found, at = [], 0
        while at < len(text):
            size = next((size for size in range(5, 1, -1) if text[at : at + size] in self._known), 1)
            found.append(text[at : at + size])
            at += size
        return found


class HeldCatalog(FakeCatalog):
    """A catalog that also holds the texts and clauses of its documents."""

    def __init__(
        self,
        documents: list[Document],
        passages: list[Passage],
        texts: Mapping[str, str],
        clauses: Mapping[str, tuple[Clause, ...]],
    ) -> None:
        super().__init__(documents, passages, FakeEmbedder())
        self.texts = dict(texts)
        self._clauses = clauses

    def text(self, sha256: str) -> str:
        return self.texts[sha256]

    def clauses(self, document: str) -> tuple[Clause, ...]:
        return self._clauses[document]


class Library:
    """Documents with what is known of them, and the pipeline over them."""

    def __init__(self, corpus: Corpus | None = None, rulebook: Rulebook | None = None, threshold: float = 0.4) -> None:
        self.composer: Composer | None = None
        self.corpus = corpus or Corpus((), (), ())
        self.rulebook = rulebook
        self.weights = LanguageWeights(WEIGHTS.fusion, WEIGHTS.answerable, threshold)
        self._documents: list[Document] = []
        self._passages: list[Passage] = []
        self._texts: dict[str, str] = {}
        self._clauses: dict[str, tuple[Clause, ...]] = {}

    def add(self, policy: str, name: str, text: str, **facts: Any) -> Library:
        """The library with one more Markdown document."""
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        extracted = markdown_extracted(text)
        document = Document(
            **{
                "id": f"{policy}/{name}",
                "policy": policy,
                "name": name,
                "path": name,
                "title": extracted.title,
                "kind": DocumentKind.OFFICIAL,
                "language": language_of(text),
                "sha256": sha256,
                **facts,
            }
        )
        clauses = find_clauses(extracted)
        self._documents.append(document)
        self._passages += make_passages(document, extracted, clauses, lambda words: len(words.split()))
        self._texts[sha256] = text
        self._clauses[document.id] = clauses
        return self

    @property
    def catalog(self) -> HeldCatalog:
        return HeldCatalog(self._documents, self._passages, self._texts, self._clauses)

    def pipeline(self, catalog: HeldCatalog | None = None) -> Pipeline:
        """What answers from the library."""
        held = catalog or self.catalog
        embedder, segmenter = FakeEmbedder(), FakeWords()
        weights = Weights({"en": self.weights, "zh": self.weights})
        keywords = FakeKeywordIndex(held, segmenter)  # type: ignore[arg-type]
        retriever = Retriever(held, FakeVectorIndex(held, embedder), keywords, embedder, segmenter, weights)
        return Pipeline(retriever, self.corpus, REPLIES, "generation 1", self.rulebook, self.composer)

    def explain(self, text: str, day: str = "2025-03-01", *turns: Turn, **given: Any) -> tuple[Answer, Trace]:
        """The answer to a question on a day, with its trace."""
        return self.pipeline().answer(Question(text, dt.date.fromisoformat(day), earlier=turns, **given))

    def ask(self, text: str, day: str = "2025-03-01", *turns: Turn, **given: Any) -> Answer:
        """The answer to a question on a day."""
        return self.explain(text, day, *turns, **given)[0]


def both(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


SCHEME = Scheme(
    "gardens",
    both("Town gardens", "城镇花园"),
    (
        Batch("2023-first-round", both("First round", "第一轮"), ("first round", "2023", "第一轮")),
        Batch(
            "2025-second-round",
            both("Second round", "第二轮"),
            ("second round", "2025", "第二轮"),
            dt.date(2025, 2, 1),
            dt.date(2025, 3, 15),
        ),
    ),
    "2025-second-round",
    both("Ask the parks office.", "请咨询公园办公室。"),
    ("garden", "gardens", "grant", "花园", "资助"),
)
ANNEX = MissingText(
    both("Annex 1, the form of the plan", "附件1（方案格式）"),
    both("the parks office", "公园办公室"),
    ("annex 1", "form of the plan", "附件1", "方案格式"),
    "III",
    "notice.md",
    "is given in Annex 1",
)
POLICY = Policy(
    "gardens/second",
    "gardens/second",
    both("Second notice", "第二份通知"),
    both("Parks office", "公园办公室"),
    (),
    scheme="gardens",
    batch="2025-second-round",
    jurisdiction=Jurisdiction(),
    missing=(ANNEX,),
)
GLOSSARY = (
    Term(("garden", "gardens"), ("花园",)),
    Term(("copies", "copy"), ("份数", "份")),
    Term(("grant",), ("资助",)),
    Term(("plan",), ("方案",)),
)


def gardens(rulebook: Rulebook | None = None) -> Library:
    """Two rounds of a scheme: a notice with a summary, a Chinese digest of it, the round before, an old guide."""
    second = {"scheme": "gardens", "batch": "2025-second-round", "jurisdiction": Jurisdiction()}
    library = Library(Corpus((SCHEME,), (POLICY,), GLOSSARY), rulebook)
    library.add(
        "gardens/second",
        "notice.md",
        NOTICE,
        kind=DocumentKind.TRANSLATION,
        repeated_clauses={"Summary": ("I",)},
        **second,
    )
    library.add(
        "gardens/second",
        "digest.zh.md",
        DIGEST_ZH,
        kind=DocumentKind.DIGEST,
        restates="notice.md",
        restated_clauses={"一": "I", "二": "III"},
        **second,
    )
    library.add(
        "gardens/first",
        "first.md",
        FIRST_ROUND,
        kind=DocumentKind.DIGEST,
        scheme="gardens",
        batch="2023-first-round",
        jurisdiction=Jurisdiction(),
    )
    library.add("gardens/guide", "guide.md", OLD_GUIDE, scheme="gardens", superseded_by="gardens/new-guide")
    return library
