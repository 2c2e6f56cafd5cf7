"""What a language model may cost, for an answer and for a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from assistant.answering.budget import Budget, ModelLimits, OffFormError
from assistant.answering.compose import Composer
from assistant.errors import Unavailable
from assistant.model import Answer, Turn
from assistant.ports import ChatPiece, Message, TokensUsed, ToolCall
from assistant.serve.daily_tokens import StoredTokens
from tests.answering.library import gardens
from tests.answering.test_compose import GOOD, PROMPTS, QUESTION, texts, written
from tests.fakes import FakeAnswerStore, FakeChatModel

DAY = dt.date(2025, 5, 12)
MESSAGES = [Message("user", "x" * 300)]
TOLD = TokensUsed(900, 100)


def daily(store: FakeAnswerStore, most: int | None = None, day: dt.date = DAY) -> StoredTokens:
    return StoredTokens(store, lambda: day, most)


def said(budget: Budget, *pieces: ChatPiece | Exception) -> list[Any]:
    return list(budget.ask(FakeChatModel(pieces), MESSAGES))


def asked(store: FakeAnswerStore, most: int | None, reply: list[Any]) -> Answer:
    library = gardens()
    library.composer = Composer(FakeChatModel(reply), PROMPTS, daily=daily(store, most))
    return library.ask(QUESTION)


def test_a_reply_costs_what_the_server_says_else_what_its_length_says() -> None:
    budget = Budget(ModelLimits(tokens=2_000))
    assert said(budget, *"y" * 30) == [*"y" * 30]
    assert budget.spent == 101 + 10
    assert said(budget, "y" * 30, TokensUsed(200, 7)) == ["y" * 30]
    assert budget.spent == 111 + 207
    said(budget, ToolCall("1", "search", {"query": "z" * 30}))
    assert budget.spent > 318 + 101 + 10


def test_a_reply_over_its_tokens_is_broken_off_and_counted() -> None:
    budget = Budget(ModelLimits(reply_tokens=100))
    with pytest.raises(OffFormError):
        said(budget, *["y" * 30] * 100)
    assert 101 + 150 <= budget.spent < 300


def test_what_a_model_used_is_added_to_its_day() -> None:
    store = FakeAnswerStore()
    for number, day in enumerate((DAY, DAY, DAY + dt.timedelta(days=1)), start=1):
        said(Budget(ModelLimits(), daily(store, day=day)), "y", TokensUsed(100 * number, 1))
    assert store.spend_tokens(DAY, 0) == 302
    assert store.spend_tokens(DAY + dt.timedelta(days=1), 0) == 301


def test_a_model_that_is_down_uses_nothing_of_its_day() -> None:
    store = FakeAnswerStore()
    with pytest.raises(Unavailable):
        said(Budget(ModelLimits(), daily(store)), Unavailable("down"))
    assert store.spend_tokens(DAY, 0) == 0


def test_a_reply_that_nobody_waits_for_any_more_is_counted_by_its_length() -> None:
    store = FakeAnswerStore()
    reply = Budget(ModelLimits(), daily(store)).ask(FakeChatModel(["y" * 30, "y" * 30]), MESSAGES)
    assert next(reply) == "y" * 30
    reply.close()  # type: ignore[attr-defined]
    assert store.spend_tokens(DAY, 0) == 101 + 10


def test_with_the_tokens_of_the_day_used_up_the_texts_answer_and_it_is_said_why() -> None:
    store = FakeAnswerStore()
    first = asked(store, 6_000, [*written(GOOD), TokensUsed(5_000, 100)])
    assert first.model
    assert not first.model.fallback
    second = asked(store, 6_000, written(GOOD))
    assert second.model
    assert second.model.fallback
    assert texts(second) == texts(gardens().ask(QUESTION))
    assert {sentence.origin for sentence in second.sentences} == {"quoted"}
    [notice] = [one.text for one in second.notices if one.code == "fallback"]
    assert "budget for today" in notice
    assert store.spend_tokens(DAY, 0) == 5_100


def test_calls_at_the_same_time_cannot_go_over_the_budget_together() -> None:
    store = FakeAnswerStore()
    running = Budget(ModelLimits(), daily(store, 3_000)).ask(FakeChatModel(["y", TOLD]), MESSAGES)
    next(running)
    with pytest.raises(Unavailable, match="used up their tokens of today"):
        said(Budget(ModelLimits(), daily(store, 3_000)), "y")
    assert list(running) == []
    assert said(Budget(ModelLimits(), daily(store, 3_200)), "y") == ["y"]


def test_a_budget_of_nothing_never_asks_the_model() -> None:
    assert "fallback" in {notice.code for notice in asked(FakeAnswerStore(), 0, written(GOOD)).notices}


def test_a_reading_of_a_follow_up_that_goes_on_and_on_is_done_without() -> None:
    library = gardens()
    library.composer = Composer(FakeChatModel(["y" * 3_000] * 20, written(GOOD)), PROMPTS)
    answer = library.ask(QUESTION, "2025-03-01", Turn("Who submits the plan?"))
    assert texts(answer) == [GOOD["text"]]
