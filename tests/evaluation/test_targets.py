"""Asking a running server, over real HTTP on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.adapters.answers_over_http import AnswersOverHttp
from assistant.evaluation.run import asked
from assistant.evaluation.targets import ServerTarget
from assistant.model import as_json
from tests.evaluation.answers import answer, case


class Server(ThreadingHTTPServer):
    """Answers each question with itself; keeps what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str | None, dict[str, Any]]] = []
        self.reply: Any = None


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.asked.append((self.path, self.headers["X-API-Key"], body))
        if self.path == "/api/v1/conversations":
            reply = {"id": "conversation-7"}
        else:
            reply = server.reply or as_json(answer(text=body["question"])) | {"added_later": 1}
        status = 503 if reply == "down" else 200
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(reply).encode())

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


@pytest.fixture
def target(server: Server) -> ServerTarget:
    return ServerTarget(AnswersOverHttp(f"http://127.0.0.1:{server.server_port}/", "a-key"))


def test_a_case_is_asked_with_its_day_and_batch_and_the_key(server, target):
    record = target.ask(case(question="How many?", batch="third"))
    assert server.asked == [
        ("/api/v1/ask", "a-key", {"question": "How many?", "as_of": "2025-05-12", "batch": "third"})
    ]
    assert record.answer
    assert (record.answer.text, record.answer.citations[0].clause, record.traced) == ("How many?", "III", False)


def test_the_turns_of_a_case_are_asked_in_one_conversation(server, target):
    target.ask(case(question="And Hunan?", turns=("How many may Hebei recommend?",)))
    assert [path for path, _, _ in server.asked] == ["/api/v1/conversations", "/api/v1/ask", "/api/v1/ask"]
    assert [body["question"] for _, _, body in server.asked[1:]] == ["How many may Hebei recommend?", "And Hunan?"]
    assert {body["conversation"] for _, _, body in server.asked[1:]} == {"conversation-7"}


@pytest.mark.parametrize(("reply", "says"), [("down", "503"), ({"text": "no answer"}, "not of the known shape")])
def test_a_server_that_fails_is_a_fault_of_the_case_and_not_of_the_run(server, target, reply, says):
    server.reply = reply
    record = target.ask(case())
    assert record.answer is None
    assert says in (record.fault or "")


def test_a_server_that_is_not_there_is_a_fault_too():
    assert "cannot be asked" in (ServerTarget(AnswersOverHttp("http://127.0.0.1:9")).ask(case()).fault or "")


def test_several_questions_at_a_time_come_back_in_order(target):
    cases = [case(f"c{n}", question=f"Question {n}?") for n in range(12)]
    records = list(asked(cases, target, 4))
    assert [record.case for record in records] == [one.id for one in cases]
    assert [record.answer and record.answer.text for record in records] == [one.question for one in cases]
