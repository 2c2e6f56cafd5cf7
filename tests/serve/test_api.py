from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import jsonschema
import pytest

from assistant.errors import Unavailable
from assistant.model import Outcome
from assistant.serve.api.routes import answer_schema
from assistant.serve.desk import Asked
from tests.fakes import FakeAssistant
from tests.serve.made_parts import client_of, key_for, parts_with

QUESTION = "What does a permit for an event cost?"
CHECK = jsonschema.Draft202012Validator(answer_schema())


@pytest.fixture
def parts():
    return parts_with(auth=("keys",))


@pytest.fixture
def api(parts):
    return client_of(parts, headers=key_for(parts, "reader"), raise_server_exceptions=False)


def asked(api, **more):
    reply = api.post("/api/v1/ask", json={"question": QUESTION} | more)
    assert reply.status_code == 200, reply.text
    return reply.json()


def events_of(text):
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if "event:" in block]
    pairs = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(pair["event"], json.loads(pair["data"])) for pair in pairs]


# ---- asking ----------------------------------------------------------------------------------------------------------


def test_an_answer_has_the_one_shape(api):
    answer = asked(api, as_of="2025-05-12")
    CHECK.validate(answer)
    assert answer["as_of"] == "2025-05-12"
    assert answer["citations"][0]["quote"] == "A permit for an event costs nothing."


def test_the_schema_refuses_what_is_no_answer(api):
    assert not CHECK.is_valid(asked(api) | {"outcome": "perhaps"})
    assert not CHECK.is_valid({name: value for name, value in asked(api).items() if name != "text"})


def test_sentences_come_before_the_answer_that_holds_them(api):
    reply = api.post("/api/v1/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"})
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = events_of(reply.text)
    assert [name for name, _ in events] == ["sentence", "answer"]
    CHECK.validate(events[-1][1])
    assert [told["sentence"] for name, told in events[:-1]] == events[-1][1]["sentences"]


def test_an_error_in_the_middle_of_a_stream_is_an_event(parts, api):
    class Breaks(FakeAssistant):
        def stream(self, question):
            yield next(iter(super().stream(question)))
            raise Unavailable("the model is down", do="Ask later")

    object.__setattr__(parts.desk, "assistant", Breaks())
    events = events_of(
        api.post("/api/v1/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"}).text
    )
    assert [name for name, _ in events] == ["sentence", "error"]
    assert events[-1][1]["status"] == 503


def test_an_answer_is_read_again_as_it_was_given_although_its_document_changed(parts, api):
    answer = asked(api)
    parts.assistant.texts = {"other.md": "# Other\n\n## 1 One\n\nWords.\n"}
    assert api.get(f"/api/v1/answers/{answer['id']}").json() == answer


def test_nobody_reads_the_answers_of_others_but_officers_who_are_written_down(parts, api):
    answer = asked(api)
    other, officer = key_for(parts, "reader"), key_for(parts, "officer")
    assert api.get(f"/api/v1/answers/{answer['id']}", headers=other).status_code == 404
    assert api.get(f"/api/v1/answers/{answer['id']}", headers=officer).status_code == 200
    assert [one.action for one in parts.store.audit().items] == ["read_answer", "ask"]


def test_a_question_sent_twice_under_one_key_is_asked_once(parts, api):
    one, two = (
        api.post("/api/v1/ask", json={"question": QUESTION}, headers={"idempotency-key": "k1"}).json() for _ in "12"
    )
    assert one == two
    assert len(parts.assistant.asked) == 1


def test_a_question_sent_at_the_same_time_under_one_key_is_asked_once(parts):
    person = client_person()
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: parts.desk.ask(person, Asked(QUESTION, idempotency_key="k")).id, range(6)))
    assert len(set(found)) == 1
    assert len(parts.assistant.asked) == 1


def test_a_key_of_a_question_that_failed_can_be_used_again(parts):
    person = client_person()
    parts.assistant.error = Unavailable("down")
    with pytest.raises(Unavailable):
        parts.desk.ask(person, Asked(QUESTION, idempotency_key="k"))
    parts.assistant.error = None
    assert parts.desk.ask(person, Asked(QUESTION, idempotency_key="k")).outcome is Outcome.ANSWERED


def test_one_key_is_not_for_two_questions(api):
    assert api.post("/api/v1/ask", json={"question": "a?"}, headers={"idempotency-key": "k"}).status_code == 200
    assert api.post("/api/v1/ask", json={"question": "b?"}, headers={"idempotency-key": "k"}).status_code == 422


def client_person():
    from assistant.kept import Person

    return Person("key:1", "One")


# ---- the switch ------------------------------------------------------------------------------------------------------


def test_while_it_is_switched_off_people_see_the_reason(parts, api):
    admin = key_for(parts, "admin")
    assert api.put("/api/v1/switch", json={"off": True, "reason": "Being mended"}, headers=admin).status_code == 200
    answer = asked(api)
    CHECK.validate(answer)
    assert (answer["outcome"], answer["text"]) == ("unavailable", "Being mended")
    assert not parts.assistant.asked
    assert api.get("/readyz").json()["answering"] == "off"
    api.put("/api/v1/switch", json={"off": False}, headers=admin)
    assert asked(api)["outcome"] == "answered"
    assert {"switch_off", "switch_on"} <= {one.action for one in parts.store.audit().items}


# ---- conversations and feedback --------------------------------------------------------------------------------------


def test_a_conversation_is_begun_continued_renamed_exported_and_deleted(parts, api):
    made = api.post("/api/v1/conversations", json={}).json()
    place = f"/api/v1/conversations/{made['id']}"
    first = asked(api, conversation=made["id"])
    asked(api, question="And when do parks open?", conversation=made["id"])
    assert [turn.question for turn in parts.assistant.asked[1].earlier] == [QUESTION]
    whole = api.get(place).json()
    assert whole["answers"][0] == first
    assert whole["conversation"]["title"] == QUESTION
    assert api.patch(place, json={"title": "Parks"}).json()["title"] == "Parks"
    exported = api.get(f"{place}/export")
    assert "attachment" in exported.headers["content-disposition"]
    assert len(exported.json()["answers"]) == 2
    assert api.delete(place).status_code == 204
    assert api.get(place).status_code == 404


def test_conversations_are_listed_by_page_and_found_by_words(api):
    for number in range(5):
        api.post("/api/v1/conversations", json={"title": f"Talk {number}"})
    seen, cursor = [], None
    for _ in range(3):
        page = api.get("/api/v1/conversations", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [one["title"] for one in page["items"]]
        cursor = page["cursor"]
    assert cursor is None
    assert sorted(seen) == [f"Talk {number}" for number in range(5)]
    found = api.get("/api/v1/conversations", params={"search": "Talk 3"}).json()["items"]
    assert [one["title"] for one in found] == ["Talk 3"]
    assert api.get("/api/v1/conversations", params={"cursor": "made-up"}).status_code == 422


def test_nobody_sees_the_conversations_of_others(parts, api):
    made = api.post("/api/v1/conversations", json={"title": "Mine"}).json()
    other = key_for(parts, "admin")
    assert api.get(f"/api/v1/conversations/{made['id']}", headers=other).status_code == 404
    assert api.get("/api/v1/conversations", headers=other).json()["items"] == []
    assert (
        api.post("/api/v1/ask", json={"question": "x?", "conversation": made["id"]}, headers=other).status_code == 404
    )


def test_feedback_is_given_on_own_answers_and_read_by_officers(parts, api):
    answer = asked(api)
    given = {"answer": answer["id"], "rating": "down", "comment": "call 13800138000"}
    assert api.post("/api/v1/feedback", json=given).status_code == 201
    assert api.post("/api/v1/feedback", json=given, headers=key_for(parts, "reader")).status_code == 404
    [held] = api.get("/api/v1/feedback", params={"rating": "down"}, headers=key_for(parts, "officer")).json()["items"]
    assert held["answer"] == answer["id"]
    assert "13800138000" not in held["comment"]


# ---- documents and search --------------------------------------------------------------------------------------------


def test_documents_give_their_text_and_clauses(parts, api):
    [first, _] = api.get("/api/v1/documents").json()
    text = api.get(f"/api/v1/documents/{first['id']}/text").text
    assert text == parts.assistant.texts["parks.md"]
    clauses = api.get(f"/api/v1/documents/{first['id']}/clauses").json()
    assert [clause["title"] for clause in clauses] == ["Opening", "Permits", "Fees"]
    assert api.get("/api/v1/documents/made-up/none.md").status_code == 404
    assert api.get(f"/api/v1/documents/x/text?version={first['sha256']}").text == text


def test_search_gives_passages_at_their_place(parts, api):
    found = api.get("/api/v1/search", params={"q": "permit event", "k": 1}).json()
    [passage] = found["passages"]
    assert parts.assistant.texts["parks.md"][passage["start"] : passage["end"]] == passage["text"]


# ---- problems --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/api/v1/nothing", {}, 404),
        ("GET", "/api/v1/rules/none", {}, 404),
        ("DELETE", "/api/v1/ask", {}, 405),
        ("POST", "/api/v1/ask", {"content": b"{", "headers": {"content-type": "application/json"}}, 422),
        ("POST", "/api/v1/ask", {"content": b""}, 422),
        ("POST", "/api/v1/ask", {"content": b'{"question": "x"}'}, 415),
        ("POST", "/api/v1/ask", {"data": {"question": "x"}}, 415),
        (
            "POST",
            "/api/v1/ask",
            {"content": b'{"question": "\xff"}', "headers": {"content-type": "application/json"}},
            400,
        ),
        ("POST", "/api/v1/ask", {"content": b"[" * 9_000, "headers": {"content-type": "application/json"}}, 400),
        ("POST", "/api/v1/ask", {"json": {"question": "\x00"}}, 422),
        ("POST", "/api/v1/ask", {"json": {"question": "x", "conversation": "none"}}, 404),
        ("GET", "/api/v1/conversations", {"params": {"limit": 10**30}}, 422),
        ("POST", "/api/v1/ask", {"json": {"question": "x", "more": 1}}, 422),
        ("POST", "/api/v1/ask", {"json": {"question": "  "}}, 422),
        ("POST", "/api/v1/ask", {"json": {"question": "x" * 2001}}, 422),
        ("POST", "/api/v1/ask", {"json": {"question": "x", "as_of": 1_700_000_000}}, 422),
        ("POST", "/api/v1/ask", {"json": {"question": "x", "as_of": "2025-05-12T00:00:00"}}, 422),
        ("GET", "/api/v1/search", {"params": {"q": "x", "as_of": 1_700_000_000}}, 422),
        ("POST", "/api/v1/ask", {"content": b"x" * 70_000}, 413),
        ("GET", "/api/v1/audit", {}, 403),
        ("GET", "/api/v1/ask", {"headers": {"authorization": "Bearer pa_wrong"}}, 405),
        ("GET", "/api/v1/rules", {"headers": {"authorization": "Bearer pa_wrong"}}, 401),
    ],
)
def test_every_error_is_a_problem_that_says_what_to_do(api, method, path, sent, status):
    reply = api.request(method, path, **sent)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert problem.keys() == {"type", "title", "status", "detail", "do", "instance"}
    assert (problem["status"], problem["instance"]) == (status, path)
    assert problem["do"]


def test_a_fault_of_ours_tells_nothing_of_its_inside(parts, api):
    parts.assistant.error = RuntimeError("secret path /srv/x")
    reply = api.post("/api/v1/ask", json={"question": QUESTION})
    assert (reply.status_code, reply.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in reply.text


def test_characters_that_no_database_holds_are_asked_and_kept(parts, api):
    answer = asked(api, question="Permit\x00 for an \x7f event?")
    assert api.get(f"/api/v1/answers/{answer['id']}").status_code == 200


def test_the_head_of_a_reply_is_that_of_the_whole(api):
    for path in ("/api/v1/documents", "/api/v1/openapi.json", "/documents", "/healthz"):
        head, whole = api.head(path), api.get(path)
        assert (head.status_code, head.content) == (200, b""), path
        assert head.headers["content-length"] == whole.headers["content-length"]
    missing = api.head("/api/v1/answers/none")
    assert (missing.status_code, missing.content) == (404, b"")


# ---- what is told to those who run it --------------------------------------------------------------------------------


def test_figures_count_outcomes_and_the_logs_hold_no_words_of_a_question(parts, api, caplog, capsys):
    with caplog.at_level("INFO"):
        asked(api, question="permit zebra-crossing")
    said = caplog.text + "".join(capsys.readouterr())
    assert "zebra" not in said
    figures = api.get("/metrics", headers=key_for(parts, "admin")).text
    assert 'policy_answers_total{language="en",outcome="answered",way="key"}' in figures
    assert 'policy_step_seconds_bucket{le="0.001",step="total"}' in figures
