"""The whole flow, over a made-up corpus: every outcome, several things asked, batches, conversations, notices."""

import datetime as dt
import hashlib
import json

import pytest

from assistant.answering.pipeline import Pipeline
from assistant.corpus_files import Corpus
from assistant.errors import UsageError
from assistant.model import (
    Answer,
    AnswerSentence,
    Citation,
    Clarification,
    DocumentKind,
    Finding,
    Outcome,
    Question,
    Turn,
    as_json,
)
from assistant.ports import Calculated
from tests.answering.library import NOTICE, Library, gardens


def codes(answer: Answer) -> list[str]:
    return [notice.code for notice in answer.notices]


def shown(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences]


def test_an_answer_is_quoted_word_for_word_with_its_place() -> None:
    answer = gardens().ask("Who submits the plan?")
    assert answer.outcome is Outcome.ANSWERED
    assert shown(answer) == [
        "The town gardener submits two copies of the plan to the parks office before 15 March 2025."
    ]
    (citation,) = answer.citations
    assert NOTICE[citation.start : citation.end] == citation.quote == answer.sentences[0].text
    assert citation.sha256 == hashlib.sha256(NOTICE.encode()).hexdigest()
    assert (citation.policy, citation.document, citation.clause) == ("gardens/second", "notice.md", "III")
    place = f"start={citation.start}&end={citation.end}&v={citation.sha256}"
    assert citation.url == f"/documents/gardens/second/notice.md?{place}#quote"
    assert answer.text == f"{citation.quote} [1]"
    assert answer.sentences[0].verified


def test_every_sentence_shown_was_verified_and_every_citation_is_used() -> None:
    for text in (
        "Who submits the plan and what are the tasks?",
        "What changed since 2023?",
        "由谁提交方案，一式几份？",
    ):
        answer = gardens().ask(text)
        assert all(sentence.verified for sentence in answer.sentences)
        used = {marker for sentence in answer.sentences for marker in sentence.citations}
        assert used == {citation.marker for citation in answer.citations} == set(range(1, len(used) + 1))


def test_a_question_for_two_things_gets_both() -> None:
    answer = gardens().ask("How many gardens will be chosen and what does a plan hold?")
    assert any("About 12 gardens" in text for text in shown(answer))
    assert any(text.endswith("- the state of the garden,\n- the goals,\n- the costs.") for text in shown(answer))


def test_one_sentence_that_answers_both_things_is_shown_once() -> None:
    answer = gardens().ask("Who submits the plan and how many copies?")
    assert len(answer.sentences) == 1
    assert "part_not_found" not in codes(answer)


def test_what_is_not_found_beside_what_is_found_is_named() -> None:
    answer = gardens().ask("Who submits the plan, and which trains run to Oslo?")
    assert answer.outcome is Outcome.ANSWERED
    assert "which trains run to Oslo" in next(n.text for n in answer.notices if n.code == "part_not_found")


def test_a_list_is_quoted_whole_with_its_lead_in() -> None:
    (text,) = shown(gardens().ask("What does a plan hold?"))
    assert text.startswith("A plan holds:")
    assert text.count("\n- ") == 3


def test_tasks_that_are_titles_of_clauses_are_listed_by_their_headings() -> None:
    answer = gardens().ask("What are the tasks?")
    assert shown(answer) == ["(1) Plant native trees.\n(2) Save water.\n(3) Teach children."]
    assert [citation.clause for citation in answer.citations] == ["II > (1)", "II > (2)", "II > (3)"]


def test_a_summary_is_never_cited_where_a_numbered_clause_says_the_same() -> None:
    for text in ("How many gardens will be chosen?", "May gardens of the first round apply again?"):
        assert {citation.clause for citation in gardens().ask(text).citations} == {"I"}


def test_a_sentence_that_points_back_brings_the_one_before() -> None:
    assert shown(gardens().ask("Must gardens be open to everyone?")) == [
        "Public gardens of a town may apply. They must be open to everyone."
    ]


def test_a_question_in_chinese_is_answered_in_chinese_with_the_restated_clause_beside_it() -> None:
    answer = gardens().ask("选择多少个花园？")
    assert answer.language == "zh"
    assert shown(answer) == ["第二轮选择12个左右的花园。"]
    assert [(citation.document, citation.clause) for citation in answer.citations] == [
        ("digest.zh.md", "一"),
        ("notice.md", "I"),
    ]
    assert "About 12 gardens" in answer.citations[1].quote
    assert {"digest", "translation"} <= set(codes(answer))


def test_the_batch_is_the_one_given_then_named_then_of_the_conversation_then_open_then_the_default() -> None:
    library = gardens()
    earlier = Turn("How many gardens?", "2023-first-round")
    assert library.ask("How many gardens were chosen?", batch="first round").batch == "2023-first-round"
    assert library.ask("How many gardens were chosen in the first round?").batch == "2023-first-round"
    assert library.ask("How many gardens were chosen?", "2025-03-01", earlier).batch == "2023-first-round"
    assert library.ask("How many gardens will be chosen?", "2025-03-01").batch == "2025-second-round"
    assert library.ask("How many gardens will be chosen?", "2030-01-01").batch == "2025-second-round"


def test_a_named_batch_is_answered_from_its_own_texts() -> None:
    assert shown(gardens().ask("How many gardens were chosen in the first round?")) == [
        "In the first round, 5 gardens were chosen."
    ]


def test_an_unknown_batch_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(UsageError, match="2025-second-round"):
        gardens().ask("How many gardens?", batch="fourth round")


def test_what_changed_sets_the_batches_side_by_side() -> None:
    answer = gardens().ask("What changed since 2023?")
    assert answer.outcome is Outcome.ANSWERED
    texts = shown(answer)
    assert texts.index("In the first round, 5 gardens were chosen.") + 1 == texts.index(
        "About 12 gardens will be chosen for the second round."
    )
    assert any("up to 50%" in text for text in texts)
    assert any("up to 80%" in text for text in texts)


def test_a_comparison_of_one_thing_shows_that_thing_of_both() -> None:
    texts = shown(gardens().ask("How did the grant change since the first round?"))
    assert len(texts) == 2
    assert "up to 50%" in texts[0]
    assert "up to 80%" in texts[1]


def test_a_follow_up_carries_the_earlier_words() -> None:
    turn = Turn("How many gardens will be chosen?", "2025-second-round", Outcome.ANSWERED)
    answer = gardens().ask("And in the first round?", "2025-03-01", turn)
    assert answer.batch == "2023-first-round"
    assert shown(answer) == ["In the first round, 5 gardens were chosen."]


def test_a_question_about_a_missing_text_quotes_what_points_to_it_and_says_who_issues_it() -> None:
    answer = gardens().ask("What is in Annex 1?")
    assert answer.outcome is Outcome.ANSWERED
    assert shown(answer) == ["The form of the plan is given in Annex 1."]
    notice = next(notice for notice in answer.notices if notice.code == "missing_text")
    assert "Annex 1, the form of the plan" in notice.text
    assert "the parks office" in notice.text


def test_the_same_in_chinese_quotes_the_digest_beside_the_text() -> None:
    answer = gardens().ask("附件1是什么？")
    assert shown(answer) == ["方案格式见附件1。"]
    assert [citation.document for citation in answer.citations] == ["digest.zh.md", "notice.md"]
    assert "missing_text" in codes(answer)


def test_what_the_texts_do_not_say_is_refused_with_the_nearest_clauses_and_whom_to_ask() -> None:
    answer = gardens().ask("Which colour must the garden gate have?")
    assert answer.outcome is Outcome.NOT_IN_CORPUS
    assert answer.sentences == answer.citations == ()
    assert 1 <= len(answer.nearest) <= 3
    assert "Ask the parks office." in answer.text


def test_what_is_about_something_else_is_out_of_scope() -> None:
    for text, word in (("Which trains run to Oslo?", "Town gardens"), ("火车开往首都吗？", "城镇花园")):
        answer = gardens().ask(text)
        assert answer.outcome is Outcome.OUT_OF_SCOPE
        assert word in answer.text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hello!", "greeting"),
        ("good morning", "greeting"),
        ("你好", "greeting"),
        ("您好！", "greeting"),
        ("Thank you very much", "thanks"),
        ("谢谢您", "thanks"),
        ("Who are you?", "identity"),
        ("你是谁？", "identity"),
        ("...", "empty"),
    ],
)
def test_small_talk_is_out_of_scope_and_answered_kindly(text: str, code: str) -> None:
    answer = gardens().ask(text)
    assert answer.outcome is Outcome.OUT_OF_SCOPE
    assert codes(answer) == [code]
    assert answer.text == answer.notices[0].text


@pytest.mark.parametrize("text", ["Hello, who submits the plan?", "您好，由谁提交方案？"])
def test_a_question_behind_a_greeting_is_a_question(text: str) -> None:
    assert gardens().ask(text).outcome is Outcome.ANSWERED


def test_a_closed_window_is_told_where_the_question_is_about_applying() -> None:
    library = gardens()
    assert "window_closed" in codes(library.ask("Who submits the plan?", "2025-06-01"))
    assert "window_closed" not in codes(library.ask("Who submits the plan?", "2025-03-01"))
    assert "window_closed" not in codes(library.ask("What are the tasks?", "2025-06-01"))


def test_a_replaced_text_is_said_to_be_replaced() -> None:
    answer = gardens().ask("How often are hoses checked?")
    assert codes(answer) == ["superseded"]
    assert "Watering guide, 2020 edition" in answer.notices[0].text


def test_a_text_that_was_changed_behind_our_back_is_not_shown() -> None:
    library = gardens()
    catalog = library.catalog
    digest = hashlib.sha256(NOTICE.encode()).hexdigest()
    catalog.texts[digest] = NOTICE.replace("two copies", "three copies")
    answer, trace = library.pipeline(catalog).answer(Question("Who submits the plan?", dt.date(2025, 3, 1)))
    assert answer.outcome is Outcome.NOT_SUPPORTED
    assert answer.sentences == ()
    assert [failure.check for failure in trace.failures] == ["quote"]


def test_loose_files_have_no_scheme_no_batch_and_no_contact() -> None:
    library = Library(Corpus((), (), ())).add("files", "notice.md", NOTICE)
    answer = library.ask("Who submits the plan?")
    assert (answer.outcome, answer.scheme, answer.batch) == (Outcome.ANSWERED, None, None)
    assert codes(answer) == []
    refused = library.ask("Which colour must the garden gate have?")
    assert refused.outcome is not Outcome.ANSWERED
    assert "Ask whoever issued the documents." in library.ask("Which colour has the garden plan?").text


def test_no_documents_at_all_are_no_error() -> None:
    assert Library().ask("Who submits the plan?").outcome is Outcome.OUT_OF_SCOPE


def test_the_same_question_has_the_same_id_and_another_day_another() -> None:
    first, again = (gardens().ask("Who submits the plan?") for _ in range(2))
    assert first.id == again.id
    assert first.id != gardens().ask("Who submits the plan?", "2025-03-02").id


def test_an_answer_is_one_json_value_with_its_timings() -> None:
    answer = gardens().ask("Who submits the plan?")
    held = json.loads(json.dumps(as_json(answer), ensure_ascii=False))
    assert held["outcome"] == "answered"
    assert set(held["timings_ms"]) == {"understand", "calculate", "retrieve", "write", "verify", "total"}


def test_the_trace_says_what_was_scored_and_what_was_left_out() -> None:
    _, trace = gardens().explain("How many gardens will be chosen?")
    assert trace.scored[0].features["covered"] > 0
    assert any(item.rejected for item in trace.retrievals[0].rejected)


# ---- rules -----------------------------------------------------------------------------------------------------------


class OneRule:
    """Says how many gardens a town may send, or asks for the town."""

    def calculate(self, question: Question, text: str, batch: str | None) -> Calculated:
        if "town" not in text:
            return Calculated()
        if "Oak" not in text:
            return Calculated(clarification=Clarification("town", "Which town?", ("Oak", "Elm")))
        start = NOTICE.index("About 12 gardens will be chosen for the second round.")
        quote = "About 12 gardens will be chosen for the second round."
        citation = Citation(
            1,
            "gardens/second",
            "notice.md",
            "Notice",
            DocumentKind.TRANSLATION,
            "I",
            "Who may apply",
            None,
            start,
            start + len(quote),
            quote,
            hashlib.sha256(NOTICE.encode()).hexdigest(),
            "/documents/x",
        )
        finding = Finding(
            "f1", "quota", "gardens/second", batch, question.as_of, "yes", value=2, unit="gardens", citations=(1,)
        )
        said = "Oak may send 2 gardens." if "wrong" not in text else "Oak may send 3 gardens."
        return Calculated((AnswerSentence(said, "computed", (1,), ("f1",)),), (finding,), (citation,))


def test_what_a_rule_computes_is_shown_with_its_finding() -> None:
    answer = gardens(OneRule()).ask("How many gardens may the town of Oak send?")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.sentences[0].text == "Oak may send 2 gardens."
    assert answer.findings[0].citations == answer.sentences[0].citations == (1,)


def test_a_computed_figure_that_no_finding_holds_is_dropped() -> None:
    answer = gardens(OneRule()).ask("What is wrong with the town of Oak?")
    assert all("3 gardens" not in text for text in shown(answer))


def test_a_rule_that_lacks_a_fact_asks_for_it() -> None:
    answer = gardens(OneRule()).ask("How many gardens may my town send?")
    assert answer.outcome is Outcome.CLARIFICATION
    assert answer.clarification is not None
    assert answer.text == "Which town?"


def test_a_question_that_no_rule_fits_is_answered_from_the_texts() -> None:
    pipeline: Pipeline = gardens(OneRule()).pipeline()
    answer, _ = pipeline.answer(Question("Who submits the plan?", dt.date(2025, 3, 1)))
    assert answer.outcome is Outcome.ANSWERED
