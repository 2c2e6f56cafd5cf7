"""What every store does: the one in memory, SQLite and PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assistant.errors import NotFound, UsageError
from assistant.kept import ERASED, KINDS_KEPT, Switch
from assistant.model import as_json
from tests.kept_nouns import NOON, OTHER_SHA, SHA, cited, conversation, did, kept, key, minutes, rated

if TYPE_CHECKING:
    from assistant.ports import AnswerStore


def test_an_answer_is_given_back_word_for_word(store: AnswerStore) -> None:
    store.keep_answer(kept())
    found = store.answer("a1")
    assert found is not None
    assert as_json(found.answer) == as_json(kept().answer)
    assert (found.person, found.at) == ("p", NOON)


def test_an_answer_is_kept_once(store: AnswerStore) -> None:
    store.keep_answer(kept())
    store.keep_answer(kept(person="thief", text="other"))
    found = store.answer("a1")
    assert found is not None
    assert (found.person, found.answer.text) == ("p", "两份 [1].")


def test_an_answer_of_somebody_else_is_not_found(store: AnswerStore) -> None:
    store.keep_answer(kept())
    assert store.answer("a1", "p")
    assert store.answer("a1", "q") is None
    assert store.answer("a2") is None


@pytest.mark.parametrize("text", ["\0", "\ud800", "a" * 1_000, "%", "'; DROP TABLE answers; --"])
def test_a_strange_id_is_just_not_found(store: AnswerStore, text: str) -> None:
    store.keep_answer(kept())
    assert store.answer(text) is None
    assert store.answers(text) == ()
    assert store.conversation(text) is None
    assert store.conversations("p", search=text).items == ()
    assert store.key_of(text) is None
    assert store.answer("a1")


def test_the_answers_of_a_conversation_come_in_the_order_they_were_given(store: AnswerStore) -> None:
    for number in (2, 0, 1):
        store.keep_answer(kept(f"a{number}", at=minutes(number), conversation="c"))
    store.keep_answer(kept("b", conversation="other"))
    assert [one.answer.id for one in store.answers("c", "p")] == ["a0", "a1", "a2"]
    assert store.answers("c", "q") == ()


def test_a_conversation_changes_but_not_its_owner(store: AnswerStore) -> None:
    store.keep_conversation(conversation("c"))
    changed = replace(conversation("c"), title="New", batch="third", scheme="s", changed=minutes(5))
    store.keep_conversation(changed)
    assert store.conversation("c", "p") == changed
    assert store.conversation("c", "q") is None


def test_conversations_are_listed_newest_first_page_by_page(store: AnswerStore) -> None:
    for number in range(7):
        store.keep_conversation(conversation(f"c{number}", at=minutes(number // 2)))
    store.keep_conversation(conversation("theirs", person="q"))
    names: list[str] = []
    cursor = None
    for _ in range(4):
        page = store.conversations("p", cursor=cursor, limit=2)
        names += [one.id for one in page.items]
        cursor = page.cursor
    assert names == ["c6", "c5", "c4", "c3", "c2", "c1", "c0"]
    assert cursor is None


def test_conversations_are_searched_in_titles_and_questions(store: AnswerStore) -> None:
    store.keep_conversation(conversation("c1", title="Quota of 广东省"))
    store.keep_conversation(conversation("c2", title="ÄRGER 100%"))
    store.keep_conversation(conversation("c3", person="q", title="Quota"))
    store.keep_answer(kept("a1", conversation="c2", question="Which Deadline?"))
    store.keep_answer(kept("a2", person="q", conversation="c1", question="not mine"))

    def found(search: str) -> list[str]:
        return [one.id for one in store.conversations("p", search=search).items]

    assert found("quota") == ["c1"]
    assert found("广东") == ["c1"]
    assert found("ärger") == ["c2"]
    assert found("deadline") == ["c2"]
    assert found("100%") == ["c2"]
    assert found("1%0") == []
    assert found("not mine") == []


def test_a_deleted_conversation_takes_its_answers_and_their_feedback_along(store: AnswerStore) -> None:
    store.keep_conversation(conversation("c"))
    store.keep_answer(kept("a1", conversation="c"))
    store.keep_answer(kept("a2"))
    store.keep_feedback(rated("f1", person="officer"))
    store.keep_feedback(rated("f2", "a2"))
    assert not store.delete_conversation("c", "q")
    assert store.delete_conversation("c", "p")
    assert not store.delete_conversation("c", "p")
    assert store.answer("a1") is None
    assert store.answer("a2")
    assert [one.id for one in store.feedback().items] == ["f2"]


def test_the_first_answer_under_an_idempotency_key_stands(store: AnswerStore) -> None:
    assert store.once("p", "k", "a1") == "a1"
    assert store.once("p", "k", "a2") == "a1"
    assert store.once("q", "k", "a3") == "a3"


def test_later_feedback_of_a_person_takes_the_place_of_the_earlier(store: AnswerStore) -> None:
    store.keep_answer(kept())
    store.keep_feedback(rated("f1"))
    store.keep_feedback(rated("f2", rating="down", reason="wrong", comment="第三条", at=minutes(1)))
    store.keep_feedback(rated("f3", person="q", at=minutes(2)))
    assert [one.id for one in store.feedback().items] == ["f3", "f2"]
    (down,) = store.feedback(rating="down").items
    assert (down.reason, down.comment, down.at) == ("wrong", "第三条", minutes(1))
    assert [one.id for one in store.feedback(since=minutes(2)).items] == ["f3"]


def test_what_a_person_thought_of_a_conversation_is_found_again(store: AnswerStore) -> None:
    store.keep_conversation(conversation("c"))
    for name, talk in {"a1": "c", "a2": "c", "a3": None}.items():
        store.keep_answer(kept(name, conversation=talk))
    for number, (answer, person) in enumerate([("a1", "p"), ("a2", "q"), ("a3", "p")]):
        store.keep_feedback(rated(f"f{number}", answer, person=person))
    assert [one.answer for one in store.ratings("c", "p")] == ["a1"]
    assert store.ratings("c", "nobody") == ()


def test_feedback_on_no_answer_is_refused(store: AnswerStore) -> None:
    with pytest.raises(NotFound, match="there is no answer a9"):
        store.keep_feedback(rated("f1", "a9"))


def test_the_audit_is_filtered_and_paged(store: AnswerStore) -> None:
    for number in range(5):
        store.record(did(f"r{number}", at=minutes(number), person="p" if number % 2 else "q"))
    full = did(
        "full",
        at=minutes(9),
        action="upload",
        outcome="answered",
        answer="a1",
        documents={"scheme/policy/通知.md": SHA},
        rules=("quota", "deadline"),
        model="m",
        prompt_sha256=SHA,
        details={"n": 1, "names": ["甲"]},
    )
    store.record(full)
    assert store.audit(action="upload").items == (full,)
    assert [one.id for one in store.audit(person="q").items] == ["r4", "r2", "r0"]
    assert [one.id for one in store.audit(since=minutes(3)).items] == ["full", "r4", "r3"]
    page = store.audit(person="q", limit=2)
    assert [one.id for one in store.audit(person="q", limit=2, cursor=page.cursor).items] == ["r0"]


@pytest.mark.parametrize("cursor", ["", "x", "WyJ4IiwieSJd.sig", "c99", "\0", "🙂", "a" * 5_000])
def test_a_forged_cursor_is_a_wrong_call(store: AnswerStore, cursor: str) -> None:
    store.record(did("r"))
    for listing in (store.audit, store.feedback, lambda cursor: store.conversations("p", cursor=cursor)):
        with pytest.raises(UsageError, match="not given out"):
            listing(cursor=cursor)


def test_a_cursor_serves_only_the_list_it_was_given_out_for(store: AnswerStore) -> None:
    for number in range(3):
        store.record(did(f"r{number}", at=minutes(number)))
        store.keep_conversation(conversation(f"c{number}", at=minutes(number)))
    cursor = store.audit(limit=1).cursor
    mine = store.conversations("p", limit=1).cursor
    assert cursor
    assert mine
    for wrong in (
        lambda: store.feedback(cursor=cursor),
        lambda: store.audit(person="q", cursor=cursor),
        lambda: store.audit(cursor=f"{'A' if cursor[0] != 'A' else 'B'}{cursor[1:]}"),
        lambda: store.conversations("q", cursor=mine),
        lambda: store.conversations("p", search="x", cursor=mine),
    ):
        with pytest.raises(UsageError):
            wrong()


def test_the_switch_is_on_until_it_is_switched_off(store: AnswerStore) -> None:
    assert store.switch() == Switch()
    off = Switch(off=True, reason="under repair · 检修", by="p", at=NOON)
    store.set_switch(off)
    assert store.switch() == off
    store.set_switch(Switch(by="p", at=minutes(1)))
    assert not store.switch().off


def test_tokens_are_summed_by_day(store: AnswerStore) -> None:
    day = dt.date(2025, 5, 12)
    assert store.spend_tokens(day, 0) == 0
    assert store.spend_tokens(day, 3_000_000_000) == 3_000_000_000
    assert store.spend_tokens(day, 5) == 3_000_000_005
    assert store.spend_tokens(day, 0) == 3_000_000_005
    assert store.spend_tokens(day + dt.timedelta(days=1), 1) == 1


def test_a_key_is_found_by_its_hash_and_changes(store: AnswerStore) -> None:
    store.keep_key(key(expires=minutes(60)), SHA)
    store.keep_key(key("k2", created=minutes(1)), OTHER_SHA)
    assert store.key_of(SHA) == key(expires=minutes(60))
    assert store.key_of("c" * 64) is None
    store.use_key("k1", minutes(3))
    assert store.key_of(SHA) == key(expires=minutes(60), last_used=minutes(3))
    store.change_key(key(name="other", role="admin", scopes=("ask", "admin"), revoked=minutes(4)))
    assert store.key_of(SHA) == key(name="other", role="admin", scopes=("ask", "admin"), revoked=minutes(4))
    assert [one.id for one in tuple(store.keys())] == ["k2", "k1"]
    with pytest.raises(NotFound):
        store.change_key(key("k9"))


def test_the_use_of_a_key_does_not_undo_its_revocation(store: AnswerStore) -> None:
    store.keep_key(key(), SHA)
    read_before = store.key_of(SHA)
    store.change_key(key(revoked=minutes(1)))
    assert read_before
    store.use_key(read_before.id, minutes(2))
    assert store.key_of(SHA) == key(revoked=minutes(1), last_used=minutes(2))


@pytest.mark.parametrize("kind", KINDS_KEPT)
def test_purge_deletes_only_what_is_older_and_only_of_the_kind(store: AnswerStore, kind: str) -> None:
    long_ago = NOON - dt.timedelta(days=100)
    for name, at in (("old", long_ago), ("new", NOON)):
        store.keep_answer(kept(name, at=at))
        store.keep_conversation(conversation(name, at=at))
        store.keep_feedback(rated(name, name, at=at))
        store.record(did(name, at=at))
        store.spend_tokens(at.date(), 1)
    before = NOON - dt.timedelta(days=10)
    assert store.older(kind, before) == 1
    assert store.purge(kind, before) == 1
    assert store.purge(kind, before) == 0
    left = {
        "answers": [name for name in ("old", "new") if store.answer(name)],
        "conversations": [name for name in ("old", "new") if store.conversation(name)],
        "feedback": [one.id for one in reversed(store.feedback().items)],
        "audit": [one.id for one in reversed(store.audit().items)],
        "budget": [name for name, at in (("old", long_ago), ("new", NOON)) if store.spend_tokens(at.date(), 0)],
    }
    assert left == {one: ["new"] if one == kind else ["old", "new"] for one in KINDS_KEPT}


def test_purge_of_an_unknown_kind_is_a_wrong_call(store: AnswerStore) -> None:
    for call in (store.purge, store.older):
        with pytest.raises(UsageError, match="no kind"):
            call("keys", NOON)


def test_the_texts_that_answers_cite_are_known_until_the_answers_go(store: AnswerStore) -> None:
    store.keep_answer(kept("a1", citations=(cited(SHA), cited(SHA, 2)), nearest=()))
    store.keep_answer(kept("a2", at=minutes(5), citations=(), nearest=(cited(OTHER_SHA),)))
    assert store.texts_cited() == {SHA, OTHER_SHA}
    assert store.texts_cited(since=minutes(1)) == {OTHER_SHA}
    store.purge("answers", minutes(1))
    assert store.texts_cited() == {OTHER_SHA}


def test_export_and_erasure_reach_one_person_only(store: AnswerStore) -> None:
    for person in ("p", "q"):
        store.keep_answer(kept(f"a-{person}", person=person, conversation=f"c-{person}"))
        store.keep_conversation(conversation(f"c-{person}", person=person))
        store.keep_feedback(rated(f"f-{person}", f"a-{person}", person=person))
        store.record(did(f"r-{person}", person=person))
        store.once(person, "k", f"a-{person}")
    store.keep_feedback(rated("on mine", "a-p", person="q"))
    exported = store.export("p")
    assert exported["person"] == "p"
    assert {kind: len(exported[kind]) for kind in KINDS_KEPT[:4]} == dict.fromkeys(KINDS_KEPT[:4], 1)
    erased = store.erase("p")
    assert {kind: erased[kind] for kind in KINDS_KEPT[:4]} == dict.fromkeys(KINDS_KEPT[:4], 1)
    assert store.answer("a-p") is None
    assert store.conversation("c-p") is None
    assert [one.id for one in store.feedback().items] == ["f-q"]
    assert {one.id: one.person for one in store.audit().items} == {"r-p": ERASED, "r-q": "q"}
    assert store.once("p", "k", "another") == "another"
    assert store.once("q", "k", "another") == "a-q"
    assert store.answer("a-q")
