"""Answers outlive the index they came from; purge leaves every text that something still names."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.adapters.generations import Generations
from assistant.errors import IndexStateError
from assistant.kept import Person
from assistant.model import Answer, as_json
from assistant.serve.assemble import open_parts
from assistant.serve.desk import Asked, Desk
from assistant.settings import Settings, load_settings
from assistant.wiring import ingest, open_assistant, open_store, purge
from tests.kept_nouns import NOON

if TYPE_CHECKING:
    from assistant.adapters.sql_store import SqlStore

BEFORE = "# Appeals\n\nThe appeals board decides on an appeal within 30 days.\n"
AFTER = "# Appeals\n\nThe city council decides on an appeal within 45 days.\n"
PERSON = Person("p", "P")
MINE = "Who decides on an appeal? (13800138000)"


@pytest.fixture
def settings(tmp_path: Path, store_url: str) -> Settings:
    return load_settings(data_dir=tmp_path / "data", store_url=store_url)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    folder = tmp_path / "policies"
    folder.mkdir()
    return folder / "appeals.md"


def _ask(settings: Settings, store: SqlStore, policy: Path, text: str, at: dt.datetime, words: str = MINE) -> Answer:
    """The answer to a question after the policy was changed to that text."""
    policy.write_text(text, encoding="utf-8")
    ingest(settings, (policy,))
    desk = Desk(open_assistant(settings), store, today=at.date, now=lambda: at)
    return desk.ask(PERSON, Asked(words))


def test_an_old_answer_shows_its_proof_after_its_document_was_changed(settings: Settings, policy: Path) -> None:
    with closing(open_store(settings)) as store:
        old = _ask(settings, store, policy, BEFORE, NOON)
        new = _ask(settings, store, policy, AFTER, NOON + dt.timedelta(days=1))
    assert "appeals board" in old.text
    assert "city council" in new.text
    with closing(open_store(settings)) as store:
        kept = store.answer(old.id, "p")
    assert kept is not None
    assert kept.answer.question == "Who decides on an appeal? ([phone])"
    assert old.question == MINE
    shown, given = as_json(kept.answer), as_json(old)
    assert {name for name in given if given[name] != shown[name]} == {"question"}
    assistant = open_assistant(settings)
    for cited in kept.answer.citations:
        assert assistant.text(cited.sha256)[cited.start : cited.end] == cited.quote


def test_purge_deletes_the_texts_that_no_answer_and_no_index_names(settings: Settings, policy: Path) -> None:
    long_ago = NOON - dt.timedelta(days=400)
    texts = Generations(settings.data_dir).texts
    with closing(open_store(settings)) as store:
        first = _ask(settings, store, policy, BEFORE, long_ago)
        for number in range(3):  # so that no generation that is kept holds the first text any more
            _ask(settings, store, policy, AFTER.replace("45", str(50 + number)), NOON)
        (sha256,) = {cited.sha256 for cited in first.citations}
        assert len(texts.held()) == 4

        kept_for_ever = settings.model_copy(update={"retention_answers_days": 0})
        assert purge(kept_for_ever, store, NOON, kinds=["answers"]) == {"answers": None, "texts": 0}

        assert purge(settings, store, NOON, dry_run=True)["texts"] == 1
        assert store.answer(first.id)
        assert purge(settings, store, NOON) == {
            "answers": 1,
            "conversations": 0,
            "feedback": 0,
            "audit": 0,
            "budget": 0,
            "texts": 1,
        }
        assert store.answer(first.id) is None
        with pytest.raises(KeyError):
            texts.get(sha256)
        assert len(texts.held()) == 3

        assert purge(settings, store, NOON + dt.timedelta(days=1), kinds=["answers"], older_than=0)["answers"] == 3
        named = {document.sha256 for document in open_assistant(settings).documents()}
        assert named <= texts.held()
        assert len(texts.held()) == 2, "those of the published generation and of the one before it"
        assert open_assistant(settings).text(next(iter(named)))


def test_purge_waits_for_no_ingest_but_says_so(settings: Settings) -> None:
    with closing(open_store(settings)) as store:
        with Generations(settings.data_dir).writing(), pytest.raises(IndexStateError, match="another ingest"):
            purge(settings, store, NOON)
        assert purge(settings, store, NOON, kinds=["audit"]) == {"audit": 0}


def test_a_server_writes_down_the_settings_it_starts_with(settings: Settings, policy: Path) -> None:
    policy.write_text(BEFORE, encoding="utf-8")
    ingest(settings, (policy,))
    for k in (10, 10, 5):
        open_parts(settings.model_copy(update={"k": k}))
    with closing(open_store(settings)) as store:
        records = store.audit(action="settings").items
    assert [one.details["changed"] for one in records] == [{"k": {"from": 10, "to": 5}}, {}]
