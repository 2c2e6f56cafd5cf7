"""The conversations of one person: found, named, opened, taken along, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import NotFound
from assistant.kept import Conversation, KeptAnswer, Listed, Person
from assistant.model import Language
from assistant.serve.desk import TITLE
from assistant.serve.question_files import printable
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.web.tabs.talk_html import as_text
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.serve.desk import Desk
    from assistant.serve.pages.answer_view import Names
    from assistant.serve.web.tabs.deeds import Deed

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Looking:
    """What of the list is looked at: words to find, how many."""

    search: str = ""
    limit: int = SHOWN


@dataclass(frozen=True, slots=True)
class History:
    """The list beside the chat."""

    desk: Desk

    def html(self, person: Person, looking: Looking, current: str | None, language: Language) -> Html:
        """The list as it is now."""
        listed = self.desk.store.conversations(person.id, search=looking.search, limit=looking.limit)
        return history_html(listed, looking, current, language)

    def look(self, looking: Looking, deed: Deed) -> Looking:
        """Other words to find, or more of the list."""
        if deed.verb == "more":
            return replace(looking, limit=min(looking.limit + SHOWN, 300))
        return Looking(deed["search"])

    def rename(self, person: Person, deed: Deed) -> None:
        """Raises NotFound for a conversation that is not the person's."""
        held = self.desk.conversation(person, deed["id"])
        if title := printable(deed["title"])[:TITLE]:
            self.desk.store.keep_conversation(replace(held, title=title))

    def delete(self, person: Person, deed: Deed) -> None:
        """With its answers. Raises NotFound."""
        if not self.desk.store.delete_conversation(deed["id"], person.id):
            raise NotFound("there is no such conversation", do="Look at the list again", code="no_conversation")


def history_html(listed: Listed[Conversation], looking: Looking, current: str | None, language: Language) -> Html:
    """Newest first; `current` is the one on the page."""
    words = labels(language)
    search = tag(
        "form",
        tag("label", words["find_conversation"], for_="find-conversation", class_="unseen"),
        tag(
            "input",
            type="search",
            name="search",
            id="find-conversation",
            value=looking.search,
            placeholder=words["find_conversation"],
        ),
        data_do="search",
        role="search",
    )
    items = [_item(one, one.id == current, language) for one in listed.items]
    none = tag("p", words["nothing_found"] if looking.search else words["no_conversations"], class_="none")
    more = tag("button", words["more"], type="button", data_do="more", class_="plain") if listed.cursor else None
    new = tag("button", words["new"], type="button", data_do="new", id="anew")
    body = [tag("h2", words["conversations"]), search, tag("ul", *items) if items else none, more]
    return joined([new, tag("details", tag("summary", words["conversations"]), *body, class_="past", data_folds=True)])


def _item(conversation: Conversation, is_current: bool, language: Language) -> Html:
    words = labels(language)
    title = conversation.title or words["untitled"]
    day = tag("span", conversation.changed.date().isoformat(), class_="day")
    name = tag(
        "button",
        tag("span", title, class_="name"),
        day,
        type="button",
        data_do="open",
        data_id=conversation.id,
        aria_current="true" if is_current else None,
        class_="title",
    )
    rename = tag(
        "form",
        tag("label", words["name"], tag("input", name="title", value=title, maxlength=TITLE, required=True)),
        tag("button", words["rename"], type="submit", class_="plain"),
        data_do="rename",
        data_id=conversation.id,
    )
    take = f"/conversations/{conversation.id}"
    links = [
        tag("a", words["as_markdown"], href=f"{take}/markdown?lang={language}", download=True),
        tag("a", words["print"], href=f"{take}/print?lang={language}", target="_blank", rel="noopener"),
    ]
    delete = tag(
        "details",
        tag("summary", words["delete"]),
        tag("p", words["delete_sure"]),
        tag("button", words["delete_really"], type="button", data_do="delete", data_id=conversation.id, class_="alarm"),
        class_="delete",
    )
    more = tag(
        "summary", tag("span", "⋯", aria_hidden="true"), tag("span", f"{words['manage']}: {title}", class_="unseen")
    )
    return tag("li", name, tag("details", more, rename, *links, delete, class_="manage"))


def conversation_text(conversation: Conversation, kept: Sequence[KeptAnswer], language: Language, names: Names) -> str:
    """The whole conversation as Markdown, each answer with its citations."""
    words = labels(language)
    parts = [f"# {conversation.title or words['untitled']}\n"]
    for one in kept:
        question, _, rest = as_text(one.answer, language, names).partition("\n")
        parts.append(f"## {question}\n{rest}")
    return "\n".join(parts)
