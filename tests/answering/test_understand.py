"""What a question asks: its parts, its batch, what an earlier turn adds, the words of the other language."""

import datetime as dt
from typing import get_args

import pytest

from assistant.answering.asking import AnswerKind, kind_shown, kinds_asked
from assistant.answering.batches import batches_of_parts, choose_batch, named_batches, without_comparison
from assistant.answering.parts import parts_of
from assistant.answering.understand import intent_of, understand
from assistant.answering.words import content_terms, holds_phrase, holds_word, widened_by
from assistant.model import Batch, Question, Scheme, Turn
from tests.answering.library import GLOSSARY, FakeWords, both, gardens

WORDS = FakeWords()
SCHEME = Scheme(
    "pilots",
    both("Pilots", "试点"),
    (
        Batch(
            "b1", both("First", "第一批"), ("first batch", "batch 1", "round one", "2023", "第一批", "2023年", "23年")
        ),
        Batch("b2", both("Second", "第二批"), ("second batch", "round two", "2024", "第二批")),
        Batch(
            "b3", both("Third", "第三批"), ("third batch", "2025", "第三批"), dt.date(2025, 5, 9), dt.date(2025, 5, 20)
        ),
    ),
    "b3",
)


def parts(text: str) -> list[str]:
    return [part.text for part in parts_of(text, WORDS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who submits the materials and how many copies?", ["Who submits the materials", "how many copies?"]),
        ("Who may apply, by when, and to whom?", ["Who may apply", "by when", "to whom?"]),
        ("Which tasks are there, and can a district apply?", ["Which tasks are there", "can a district apply?"]),
        ("Who decides? When is it announced?", ["Who decides?", "When is it announced?"]),
        ("What is the quota; how is it counted?", ["What is the quota", "how is it counted?"]),
        (
            "when and how must the plan be submitted?",
            ["when must the plan be submitted?", "how must the plan be submitted?"],
        ),
        ("We are a small town. May we apply?", ["We are a small town. May we apply?"]),
        ("What are the rules and conditions for firms?", ["What are the rules and conditions for firms?"]),
        ("Does the plan, which is long, need a seal?", ["Does the plan, which is long, need a seal?"]),
        ("材料由谁报送，一式几份？", ["材料由谁报送", "一式几份？"]),
        ("什么时候截止以及需要几份材料？", ["什么时候截止", "需要几份材料？"]),
        ("谁来申请？什么时候截止？", ["谁来申请？", "什么时候截止？"]),
        ("我市是试点城市，可以申请吗？", ["我市是试点城市，可以申请吗？"]),
        ("重点行业和重点企业分别有哪些？", ["重点行业分别有哪些？", "重点企业分别有哪些？"]),
        ("大企业和小企业的目标分别是什么？", ["大企业的目标分别是什么？", "小企业的目标分别是什么？"]),
    ],
)
def test_a_question_is_cut_into_the_things_it_asks(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_a_part_with_few_words_of_its_own_leans_on_the_first() -> None:
    first, second, third = parts_of("Who may apply for a grant, by when, and how many copies of the plan go in?", WORDS)
    assert first.context == ""
    assert "grant" in second.context
    assert third.context == ""


def test_at_most_six_things_are_asked() -> None:
    assert len(parts(" ".join(f"Who is number {number}?" for number in range(20)))) == 6


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who submits the plan?", "who"),
        ("Which department decides?", "who"),
        ("When does it start?", "when"),
        ("What is the deadline?", "deadline"),
        ("How long is the period?", "how_long"),
        ("How many cities?", "how_many"),
        ("How much may the award be?", "money"),
        ("May a district apply?", "may"),
        ("Why was it changed?", "why"),
        ("What does above-scale mean?", "definition"),
        ("Which tasks are there?", "list"),
        ("What should the plan contain?", "list"),
        ("How is the level tested?", "how"),
        ("Where is it published?", "where"),
        ("谁来报送？", "who"),
        ("什么时候开始？", "when"),
        ("截止日期是哪天？", "deadline"),
        ("多少个城市？", "how_many"),
        ("可以申报吗？", "may"),
        ("为什么？", "why"),
        ("有哪些任务？", "list"),
        ("怎么申报？", "how"),
        ("什么是规上企业？", "definition"),
    ],
)
def test_the_kind_of_answer_is_read_from_general_words(text: str, kind: AnswerKind) -> None:
    assert kind in kinds_asked(text)
    assert set(kinds_asked(text)) <= set(get_args(AnswerKind))


def test_a_subordinate_when_asks_for_no_day() -> None:
    assert "when" not in kinds_asked("Does size matter when selecting firms?")


def test_a_sentence_shows_the_kind_it_holds() -> None:
    assert kind_shown(("when",), "It ends on 20 May 2025.") > kind_shown(("when",), "It ends.")
    assert kind_shown(("how_many",), "选择34个城市。") > kind_shown(("how_many",), "选择城市。")
    assert kind_shown(("list",), "Tasks include planting, watering and teaching.") == 1
    assert kind_shown(("what",), "Anything.") == 0


@pytest.mark.parametrize(
    ("text", "batches"),
    [
        ("How many in the first batch?", ("b1",)),
        ("第一批多少个？", ("b1",)),
        ("What held in 2023?", ("b1",)),
        ("the first and third batch", ("b1", "b3")),
        ("第一、三批", ("b1", "b3")),
        ("the action plan 2025-2027", ()),
        ("before 20 May 2025", ()),
        ("财建〔2023〕117号", ()),
        ("于2025年5月20日前", ()),
        ("rounds one and two", ("b1", "b2")),
        ("23年的通知", ("b1",)),
        ("23年7月", ()),
        ("the 2024 edition of the indicators", ()),
        ("2024版评测指标", ()),
        ("15,000 firms at the end of 2023", ()),
        ("2023年底的规上企业", ()),
        ("by 2023 figures", ()),
        ("batch 12", ()),
        ("no batch", ()),
    ],
)
def test_a_batch_is_named_by_its_words_and_not_by_a_year_inside_a_date(text: str, batches: tuple[str, ...]) -> None:
    assert named_batches(text, SCHEME) == batches


@pytest.mark.parametrize(
    ("text", "day", "batch", "source", "compared"),
    [
        ("How many cities?", "2025-05-12", "b3", "window", ()),
        ("How many cities?", "2026-01-01", "b3", "default", ()),
        ("How many cities in the first batch?", "2025-05-12", "b1", "named", ()),
        ("May a city of the first batch apply again?", "2025-05-12", "b3", "window", ()),
        ("Can first batch cities apply?", "2025-05-12", "b3", "window", ()),
        ("第一批城市还能再申报吗？", "2025-05-12", "b3", "window", ()),
        ("We failed in 2023; may we try this year?", "2025-05-12", "b3", "window", ()),
        ("2023年没入选，今年还有资格吗", "2025-05-12", "b3", "window", ()),
        ("2023年的试点，现在结束了吗", "2025-05-12", "b1", "named", ()),
        ("It was in the first batch. May it this year?", "2025-05-12", "b3", "window", ()),
        ("2023年报过，今年还能报吗", "2025-05-12", "b3", "window", ()),
        ("What changed since 2023?", "2025-05-12", "b3", "window", ("b1", "b3")),
        ("difference between the first and third batch", "2025-05-12", "b3", "named", ("b1", "b3")),
        ("与2023年相比有什么变化？", "2025-05-12", "b3", "window", ("b1", "b3")),
        ("How does it differ from the previous batch?", "2025-05-12", "b3", "window", ("b2", "b3")),
        ("第一批和第二批有什么不同？", "2025-05-12", "b2", "named", ("b1", "b2")),
    ],
)
def test_the_batch_of_a_question(text: str, day: str, batch: str, source: str, compared: tuple[str, ...]) -> None:
    found = choose_batch(Question(text, dt.date.fromisoformat(day)), text, (SCHEME,))
    assert (found.batch, found.source, found.compared) == (batch, source, compared)


@pytest.mark.parametrize(
    ("parts", "batches"),
    [
        (("What did 2023 ask?", "how many are there in 2024?"), [("b1",), ("b2",)]),
        (("How many in the first batch?", "by which day?"), [("b1",), ("b1",)]),
        (("By which day?", "how many in the first batch?"), [("b3",), ("b1",)]),
        (("How many in the first batch?", "and how many this year?"), [("b1",), ("b3",)]),
        (("第一批有多少个？", "今年呢，选多少个？"), [("b1",), ("b3",)]),
        (("How many in the first and second batch?", "who pays?"), [("b1", "b2"), ("b1", "b2")]),
        (("How many?", "by when?"), [("b3",), ("b3",)]),
    ],
)
def test_each_thing_asked_is_about_the_batch_it_names_or_that_of_the_thing_before(
    parts: tuple[str, ...], batches: list[tuple[str, ...]]
) -> None:
    question = Question(" ".join(parts), dt.date(2025, 5, 12))
    whole = choose_batch(question, question.text, (SCHEME,))
    assert batches_of_parts(parts, question, whole, SCHEME) == batches


def test_a_given_batch_is_that_of_all_things_asked() -> None:
    parts = ("How many in 2023?", "by which day?")
    question = Question(" ".join(parts), dt.date(2025, 5, 12), batch="b2")
    whole = choose_batch(question, question.text, (SCHEME,))
    assert batches_of_parts(parts, question, whole, SCHEME) == [("b2",), ("b2",)]


def test_the_topic_of_a_comparison_is_what_is_left_of_it() -> None:
    assert without_comparison("What is the difference between the first and third batch in the quota").endswith("quota")
    assert "申报范围" in without_comparison("第一批和第三批的申报范围有什么不同")


@pytest.mark.parametrize(
    ("text", "earlier", "expected"),
    [
        ("And in the first round?", "How many gardens are chosen?", "gardens"),
        ("what about copies?", "Who submits the plan?", "plan"),
        ("那第一轮呢？", "选择多少个花园？", "花园"),
    ],
)
def test_a_turn_that_leans_back_takes_the_earlier_words(text: str, earlier: str, expected: str) -> None:
    question = Question(text, dt.date(2025, 3, 1), earlier=(Turn(earlier),))
    assert expected in understand(question, gardens().corpus, WORDS).text


def test_a_whole_question_takes_nothing_from_earlier_turns() -> None:
    question = Question(
        "Who submits the plan to the office?", dt.date(2025, 3, 1), earlier=(Turn("How many gardens?"),)
    )
    assert understand(question, gardens().corpus, WORDS).text == question.text


def test_a_chain_of_follow_ups_leans_on_the_last_whole_question() -> None:
    turns = (Turn("How many gardens are chosen?"), Turn("And in the first round?"))
    question = Question("And in the second round?", dt.date(2025, 3, 1), earlier=turns)
    assert understand(question, gardens().corpus, WORDS).text == "How many gardens are chosen in the second round"


def test_a_question_is_widened_by_the_words_of_the_other_language() -> None:
    assert widened_by(GLOSSARY, "Which gardens get a grant?") == ("花园", "资助")
    assert widened_by(GLOSSARY, "花园的方案") == ("garden", "gardens", "plan")
    assert widened_by(GLOSSARY, "the garden 花园") == ()


def test_a_word_is_held_as_a_whole_word_in_english_and_anywhere_in_chinese() -> None:
    assert holds_word("The Pilot-city rules", "pilot city")
    assert not holds_word("Copilots fly", "pilot")
    assert holds_word("本市试点城市", "试点")
    assert not holds_word("anything", " ")


def test_a_phrase_is_also_held_by_other_forms_of_its_words() -> None:
    assert holds_phrase("How is performance assessed?", "performance assessment")
    assert not holds_phrase("How is it assessed?", "performance assessment")


def test_words_that_only_ask_carry_no_content() -> None:
    assert content_terms("What is the grant, and who may get it?", WORDS) == ("grant",)
    assert content_terms("请问谁可以申请资助？", WORDS) == ("申请", "资助")
    assert content_terms("What is it?", WORDS) == ()


@pytest.mark.parametrize("text", ["Hi there", "hello", "Good morning!", "你好！", "在吗？"])
def test_a_greeting_is_no_question(text: str) -> None:
    assert intent_of(text) == "greeting"


@pytest.mark.parametrize(
    "text", ["Thanks for the deadline, but who submits?", "hello world programs, what are they?", "你好像没有回答"]
)
def test_a_question_that_begins_kindly_is_still_one(text: str) -> None:
    assert intent_of(text) == "question"
