"""/ask and the printed answers over the real index, by their addresses alone."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from assistant.kept import Person
from assistant.serve.app import make_app
from assistant.serve.auth import door
from tests.serve.made_parts import parts_with

QUESTION = "Which cities are not allowed to apply repeatedly?"


@pytest.fixture
def web(assistant, home) -> TestClient:
    return TestClient(make_app(parts_with(assistant, home=home)), base_url="http://127.0.0.1:7860")


def ask(web: TestClient, question: str, **more: str):
    page = web.get("/ask?lang=en").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    return web.post("/ask", data={"csrf_token": token[1], "lang": "en", "question": question} | more)


def conversation_of(reply) -> str:
    return re.search(r"conversation=([\w-]+)", str(reply.url))[1]


def test_a_question_is_answered_on_a_page_that_may_be_loaded_again(web):
    reply = ask(web, QUESTION)
    assert reply.history[0].status_code == 303
    assert "not allowed to apply repeatedly" in reply.text
    assert web.get(reply.url).text.count('class="exchange"') == 1


def test_a_further_question_is_asked_in_the_same_conversation(web):
    first = ask(web, "How many cities may Guangdong recommend?")
    second = ask(web, "And Hainan?", conversation=conversation_of(first))
    assert second.text.count('class="exchange"') == 2
    assert "Hainan may recommend" in second.text


def test_the_choices_of_a_clarification_ask_with_one_press(web):
    reply = ask(web, "How many cities may our province recommend?")
    assert '<button name="question" value="Guangdong"' in reply.text
    chosen = ask(web, "Guangdong", conversation=conversation_of(reply))
    assert "up to 2 cities" in chosen.text


@pytest.mark.parametrize(
    ("question", "more", "words"),
    [
        ("  ", {}, "write a question"),
        ("x" * 2_001, {}, "longer than 2000 characters"),
        (QUESTION, {"as_of": "yesterday"}, "is not a day"),
        (QUESTION, {"batch": "2030-ninth"}, "no batch “2030-ninth”"),
        (QUESTION, {"batch": "2030-ninth", "lang": "zh"}, "没有“2030-ninth”这个批次"),
    ],
)
def test_a_fault_is_told_beside_what_was_typed(web, question, more, words):
    reply = ask(web, question, **more)
    assert reply.status_code == 422
    assert words in reply.text
    assert question.strip()[:50] in reply.text


def test_a_batch_and_a_day_may_be_chosen(web):
    reply = ask(web, QUESTION, batch="2025-third-batch", as_of="2025-05-12")
    assert "As of 2025-05-12" in reply.text
    assert '<option value="2025-third-batch" selected>' in reply.text


def test_a_form_without_its_token_is_refused(web):
    assert web.post("/ask", data={"question": QUESTION}).status_code == 403


def test_an_answer_and_a_conversation_are_printed_with_their_quotes(web):
    reply = ask(web, QUESTION)
    [address] = re.findall(r"/answers/[\w-]+/print", reply.text)
    paper = web.get(address).text
    assert "<blockquote>" in paper
    assert "Text version" in paper
    whole = web.get(f"/conversations/{conversation_of(reply)}/print").text
    assert QUESTION in whole


def test_what_is_not_the_persons_is_not_there(web, monkeypatch):
    reply = ask(web, QUESTION)
    [address] = re.findall(r"/answers/[\w-]+/print", reply.text)
    monkeypatch.setattr(door, "LOCAL", Person("somebody-else", "Else"))
    assert web.get(address).status_code == 404
    assert web.get(f"/conversations/{conversation_of(reply)}/print").status_code == 404
    again = web.get(reply.url)
    assert again.status_code == 404
    assert QUESTION not in again.text


def test_a_rules_answer_is_printed_under_the_name_of_its_rule(assistant, home):
    import dataclasses
    import datetime as dt

    from assistant.kept import KeptAnswer

    parts = parts_with(assistant, home=home)
    day = dt.date(2025, 5, 12)
    told = assistant.rule("recommendation_quota", {"province": "Guangdong"}, as_of=day)
    answer = dataclasses.replace(told, id="r1")
    parts.store.keep_answer(KeptAnswer(answer, "local", parts.desk.now()))
    web = TestClient(make_app(parts), base_url="http://127.0.0.1:7860")
    paper = web.get("/answers/r1/print?lang=en").text
    assert '<span class="label">Rule: </span>' in paper
    assert answer.findings[0].receipt[:16] in paper


@pytest.mark.parametrize("accepted", ["zh-CN,zh;q=0.9,en;q=0.5", "zh"])
def test_the_readers_language_is_taken_when_none_is_chosen(web, accepted):
    assert '<html lang="zh">' in web.get("/ask", headers={"accept-language": accepted}).text
    assert '<html lang="en">' in web.get("/ask?lang=en", headers={"accept-language": accepted}).text


def test_the_pages_are_strict_about_what_they_load(web):
    reply = web.get("/ask")
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.search(r"<style|style=|<script>|\son\w+=", reply.text)
