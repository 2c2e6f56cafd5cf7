from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from starlette.testclient import TestClient

from assistant.kept import AuditRecord, Feedback, KeptAnswer, Person, Switch
from assistant.model import Answer, Outcome
from assistant.serve.app import make_app
from assistant.serve.desk import Asked
from assistant.serve.web.tabs.deeds import Deed, deed_of, reaches
from assistant.serve.web.tabs.reports import PAGE, Filter, audit_html, feedback_html, report_csv
from assistant.serve.web.tabs.running import Step, Switching, switch_html, with_progress
from assistant.serve.web.tabs.upload_html import Told
from tests.fakes import FakeAnswerStore
from tests.serve.made_parts import parts_with

ADMIN = Person("admin", "An admin", "admin")
DAY = dt.datetime(2025, 5, 12, 9, tzinfo=dt.UTC)


@pytest.fixture
def store() -> FakeAnswerStore:
    store = FakeAnswerStore()
    for name, person in (("a1", "p1"), ("a2", "p2")):
        answer = Answer(name, "When?", "en", DAY.date(), Outcome.NOT_IN_CORPUS, "Not said.")
        store.keep_answer(KeptAnswer(answer, person, DAY))
    store.keep_feedback(Feedback("f1", "a1", "p1", "up", DAY))
    store.keep_feedback(Feedback("f2", "a2", "p2", "down", DAY + dt.timedelta(days=1), "wrong", "=1+1"))
    store.record(AuditRecord("r1", DAY, "p1", "ask", "answered", rules=("eligibility",)))
    store.record(AuditRecord("r2", DAY, "p2", "upload", details={"sha256": "0f"}))
    return store


def rows_of(kind: str, store: FakeAnswerStore, chosen: Filter) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report_csv(kind, store, chosen))))


def test_feedback_is_filtered_by_rating_and_day(store):
    assert "2025-05-13" not in feedback_html(store, Filter(rating="up"), "en")
    assert "2025-05-12 09" not in feedback_html(store, Filter(since="2025-05-13"), "en")
    assert "It is wrong" in feedback_html(store, Filter(), "en")


def test_the_audit_is_filtered_by_person_and_deed(store):
    shown = audit_html(store, Filter(action="upload"), "en")
    assert "p2" in shown
    assert "eligibility" not in shown


def test_a_spreadsheet_gets_all_that_the_filter_lets_through(store):
    for number in range(PAGE + 5):
        store.record(AuditRecord(f"x{number}", DAY + dt.timedelta(minutes=number), "p3", "ask"))
    assert len(rows_of("audit", store, Filter(person="p3"))) == PAGE + 5


def test_nothing_in_a_spreadsheet_is_a_formula(store):
    [row] = rows_of("feedback", store, Filter(rating="down"))
    assert row["comment"] == "'=1+1"


def test_a_filter_takes_only_what_it_can_be():
    assert Filter.of(Deed("audit", {"since": "never", "limit": "9" * 30})).moment is None
    assert Filter.of(Deed("audit", {"limit": "9" * 30})).limit == 500


def test_what_a_browser_sends_is_short_text_or_nothing():
    assert deed_of(None) == Deed("")
    assert deed_of({"do": "ask", "text": "x" * 9_999, "n": 3, "o": {}}) == Deed("ask", {"text": "x" * 4_000})


def test_a_higher_role_reaches_what_a_lower_one_does():
    assert reaches(ADMIN, "officer")
    assert not reaches(Person("p", "P"), "officer")


def test_answering_is_switched_off_with_a_reason_that_people_see(store):
    desk = parts_with(store=store).desk
    Switching(desk).do(ADMIN, Deed("switch_off", {"reason": "The notice was withdrawn"}))
    assert "The notice was withdrawn" in switch_html(store.switch(), Told(), "en")
    assert desk.ask(ADMIN, Asked("What does a permit cost?")).outcome == "unavailable"
    Switching(desk).do(ADMIN, Deed("switch_on"))
    assert not store.switch().off
    assert [record.action for record in store.audit().items if record.action.startswith("switch")] == [
        "switch_on",
        "switch_off",
    ]


def test_long_work_tells_how_far_it_is_and_how_it_ended():
    steps = list(with_progress(lambda heard: heard("read", 1, 2) or "done"))
    assert steps[-1] == Step(result="done")
    assert all(step.result or step.stage == "read" for step in steps)

    def fails(heard: object) -> None:
        raise OSError("the secret disk is full")

    [failed] = with_progress(fails)
    assert isinstance(failed.error, OSError)


def test_lists_are_for_officers_and_conversations_for_their_person(store):
    parts = parts_with(store=store)
    web = TestClient(make_app(parts), base_url="http://127.0.0.1:7860")
    reply = web.get("/admin/audit.csv?action=upload")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/csv")
    assert "p1" not in reply.text
    other = parts.desk.begin(Person("p9", "Other"))
    assert web.get(f"/conversations/{other.id}/markdown").status_code == 404
    assert web.get("/answers/a1/f1.ics").status_code == 404


def test_a_person_who_only_reads_sees_a_banner_and_no_administration():
    from assistant.serve.web.chat import head_html

    parts = parts_with()
    parts.store.set_switch(Switch(True, "Back on Monday", "admin"))
    shown = head_html(Person("p", "P"), "en", parts)
    assert "Back on Monday" in shown
    assert 'data-opens="admin"' not in shown
    assert 'data-opens="admin"' in head_html(ADMIN, "en", parts)
