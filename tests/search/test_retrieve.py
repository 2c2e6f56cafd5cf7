"""A query -> its passages, over an index in memory."""

import datetime as dt
from collections.abc import Mapping

import pytest

from assistant.model import Clause, Document, DocumentKind, Language, Passage, Query, Sentence
from assistant.search.retrieve import Retriever
from assistant.search.signals import FUSED
from assistant.search.weights import LanguageWeights, Weights
from tests.fakes import FakeCatalog, FakeEmbedder, FakeKeywordIndex, FakeSegmenter, FakeVectorIndex

CLAUSE = Clause("I", "Title", ("Title",), 1, 0, 0, 1000)
OF_ONE = LanguageWeights(
    {"dense": 0.5, "sentence": 0.5, "bm25": 1.0, "coverage": 0.5, "language": 3.0}, {"bias": -2.0, "joint": 5.0}, 0.5
)
TEXTS = {
    "loans": "The interest rate of a loan is three per cent.",
    "cities": "Pilot cities submit two copies of the plan.",
    "parks": "Industrial parks share machines and data.",
}


def document(name: str, language: Language, **dates: dt.date | str) -> Document:
    return Document(name, "p", name, name, name, DocumentKind.OFFICIAL, language, "0", **dates)  # type: ignore[arg-type]


def passage(name: str, text: str, language: Language) -> Passage:
    sentence = Sentence(0, len(text), text)
    return Passage(f"{name}-1", name, CLAUSE, 0, len(text), text, "", language, sentences=(sentence,))


def retriever(texts: Mapping[str, str], **facts: Mapping[str, dt.date | str]) -> Retriever:
    language: dict[str, Language] = {name: "en" if text.isascii() else "zh" for name, text in texts.items()}
    documents = [document(name, language[name], **facts.get(name, {})) for name in texts]
    passages = [passage(name, text, language[name]) for name, text in texts.items()]
    embedder, segmenter = FakeEmbedder(), FakeSegmenter()
    catalog = FakeCatalog(documents, passages, embedder)
    return Retriever(
        catalog,
        FakeVectorIndex(catalog, embedder),
        FakeKeywordIndex(catalog, segmenter),
        embedder,
        segmenter,
        Weights({"en": OF_ONE, "zh": OF_ONE}),
    )


def test_the_passage_that_says_it_comes_first() -> None:
    for name, question in {"loans": "What is the interest rate?", "cities": "How many copies?"}.items():
        assert retriever(TEXTS).retrieve(Query(question, "en")).kept[0].passage.document == name


def test_scores_fall_and_every_signal_is_given() -> None:
    kept = retriever(TEXTS).retrieve(Query("machines of industrial parks", "en")).kept
    assert [item.score for item in kept] == sorted((item.score for item in kept), reverse=True)
    assert set(kept[0].signals) == {*FUSED, "language"}


def test_what_lies_below_the_cut_is_kept_as_rejected() -> None:
    retrieval = retriever(TEXTS).retrieve(Query("interest rate", "en", k=1))
    assert len(retrieval.kept) == 1
    assert {item.rejected for item in retrieval.rejected} == {"below the cut"}
    assert len(retrieval.rejected) == len(TEXTS) - 1


def test_a_document_out_of_force_is_not_found_and_the_reason_is_given() -> None:
    past = {"loans": {"in_force_to": dt.date(2020, 1, 1)}}
    retrieval = retriever(TEXTS, **past).retrieve(Query("interest rate", "en", in_force_on=dt.date(2025, 1, 1)))
    assert "loans" not in [item.passage.document for item in retrieval.kept]
    reasons = {item.passage.document: item.rejected for item in retrieval.rejected}
    assert reasons["loans"] == "not in force on 2025-01-01: in force from the beginning to 2020-01-01"


def test_a_repeat_of_the_same_words_is_given_once() -> None:
    retrieval = retriever({**TEXTS, "again": TEXTS["loans"]}).retrieve(Query("interest rate", "en"))
    assert len([item for item in retrieval.kept if item.passage.text == TEXTS["loans"]]) == 1
    assert [item.rejected for item in retrieval.rejected] == ["repeats again-1"]


def test_a_passage_in_the_questions_language_comes_before_its_translation() -> None:
    both = {"zh": "贷款利率为百分之三。", "en": "The loan interest rate is three per cent."}
    index = retriever(both)
    assert (
        index.retrieve(Query("贷款利率是多少", "zh", widened=("loan", "interest rate"))).kept[0].passage.document
        == "zh"
    )
    assert index.retrieve(Query("loan interest rate", "en", widened=("贷款", "利率"))).kept[0].passage.document == "en"


def test_the_glossary_finds_what_is_only_there_in_the_other_language() -> None:
    index = retriever({**TEXTS, "grain": "Stocks of grain are counted."})
    found = index.retrieve(Query("贷款利率", "zh", widened=("loan", "interest rate")))
    assert found.kept[0].passage.document == "loans"


def test_a_question_that_the_documents_answer_looks_more_answerable_than_another() -> None:
    index = retriever(TEXTS)
    known = index.retrieve(Query("What is the interest rate of a loan?", "en")).answerable
    unknown = index.retrieve(Query("How do I renew my passport?", "en")).answerable
    assert known > unknown


@pytest.mark.parametrize("question", ["", "?", "的"])
def test_a_question_without_words_is_no_error(question: str) -> None:
    assert 0 <= retriever(TEXTS).retrieve(Query(question, "en")).answerable <= 1


def test_an_empty_index_finds_nothing() -> None:
    retrieval = retriever({}).retrieve(Query("interest rate", "en"))
    assert retrieval.kept == retrieval.rejected == ()
    assert retrieval.answerable == 0
