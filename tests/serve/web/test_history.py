from __future__ import annotations

import pytest

from assistant.errors import NotFound
from assistant.kept import Person
from assistant.model import Language
from assistant.serve.desk import Asked
from assistant.serve.pages.answer_view import Names
from assistant.serve.web.tabs.deeds import Deed
from assistant.serve.web.tabs.history import SHOWN, History, Looking, conversation_text
from tests.serve.made_parts import parts_with

PERSON = Person("p1", "Somebody")
OTHER = Person("p2", "Somebody else")
EN: Language = "en"


@pytest.fixture
def history() -> History:
    return History(parts_with().desk)


def begun(history: History, question: str) -> str:
    name = history.desk.begin(PERSON).id
    history.desk.ask(PERSON, Asked(question, conversation=name))
    return name


def test_conversations_are_listed_for_their_person_only(history):
    begun(history, "What does a permit cost?")
    assert "What does a permit cost?" in history.html(PERSON, Looking(), None, EN)
    assert "What does a permit cost?" not in history.html(OTHER, Looking(), None, EN)


def test_a_search_finds_by_words(history):
    begun(history, "What does a permit cost?")
    begun(history, "When do parks open?")
    shown = history.html(PERSON, history.look(Looking(), Deed("search", {"search": "permit"})), None, EN)
    assert "permit cost" in shown
    assert "parks open" not in shown


def test_more_are_shown_when_asked_for(history):
    assert history.look(Looking(), Deed("more")).limit == 2 * SHOWN


def test_a_new_name_is_kept_and_shown(history):
    name = begun(history, "What does a permit cost?")
    history.rename(PERSON, Deed("rename", {"id": name, "title": "Permits"}))
    assert ">Permits<" in history.html(PERSON, Looking(), name, EN)


def test_nobody_renames_or_deletes_for_somebody_else(history):
    name = begun(history, "What does a permit cost?")
    with pytest.raises(NotFound):
        history.rename(OTHER, Deed("rename", {"id": name, "title": "Mine"}))
    with pytest.raises(NotFound):
        history.delete(OTHER, Deed("delete", {"id": name}))
    history.delete(PERSON, Deed("delete", {"id": name}))
    assert "No" not in history.html(PERSON, Looking(), None, EN).split("Conversations")[0]
    assert history.desk.store.conversation(name) is None


def test_a_conversation_goes_along_as_markdown_with_its_citations(history):
    name = begun(history, "What does a permit for an event cost?")
    held = history.desk.conversation(PERSON, name)
    text = conversation_text(held, history.desk.store.answers(name, PERSON.id), EN, Names())
    assert text.startswith("# What does a permit for an event cost?\n")
    assert "## What does a permit for an event cost?\n" in text
    assert "[1] Notice on City Parks" in text
