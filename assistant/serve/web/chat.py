"""The chat page: what is on it and what happens when somebody asks. How it looks is in look/."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import gradio as gr

from assistant.errors import AssistantError
from assistant.model import Language, Question, Turn
from assistant.serve.clock import today
from assistant.serve.question_files import printable
from assistant.serve.web.answer_html import SOURCE_FRAME, Exchange, conversation_html, welcome_html
from assistant.serve.web.examples import example_questions
from assistant.serve.web.markup import Html, joined, tag
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.serve.parts import Parts
    from assistant.wiring import Assistant

LONGEST_QUESTION: Final = 2_000
KEPT: Final = 40
"""Exchanges of a conversation that stay on the page and are built on."""
AT_ONCE: Final = 8
"""Questions answered at the same time."""
STATE_SECONDS: Final = 12 * 3600
LANGUAGES: Final[dict[str, Language]] = {"English": "en", "中文": "zh"}
ON_LOAD: Final = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-ask]');
  if (button) trigger('select', {question: button.dataset.ask});
});
"""
"""A button in a conversation asks its own words."""

Talk = tuple[Exchange, ...]
log = logging.getLogger(__name__)


class Chat:
    """What the page does, apart from the page: every method gives the values of its components."""

    def __init__(self, assistant: Assistant, prompts: Path) -> None:
        self._assistant = assistant
        self._prompts = prompts

    def talk(self, exchanges: Talk, language: Language) -> Html:
        """The conversation as HTML, or how to begin one."""
        if exchanges:
            batches = {batch.id: batch.titles[language] for s in self._assistant.schemes() for batch in s.batches}
            return conversation_html(exchanges, language, batches)
        return welcome_html(example_questions(self._assistant, self._prompts, language), language)

    def ask(self, text: str, exchanges: Talk, chosen: str) -> Iterator[tuple[str, Html, Talk]]:
        """Question box, conversation and state: first with the question, then with its answer."""
        language, text = LANGUAGES[chosen], printable(text or "").strip()
        if not text:
            yield "", self.talk(exchanges, language), exchanges
            return
        yield "", self.talk((*exchanges, Exchange(text)), language), exchanges
        answered = (*exchanges, self._exchange(text, exchanges, language))[-KEPT:]
        yield "", self.talk(answered, language), answered

    def _exchange(self, text: str, earlier: Talk, language: Language) -> Exchange:
        words = labels(language)
        if len(text) > LONGEST_QUESTION:
            return Exchange(text[:200] + "…", problem=words["too_long"].format(limit=LONGEST_QUESTION))
        turns = tuple(Turn(e.question, e.answer.batch, e.answer.outcome) for e in earlier if e.answer)
        try:
            return Exchange(text, self._assistant.ask(Question(text, today(), earlier=turns)))
        except AssistantError as error:
            return Exchange(text, problem=words["problem"].format(message=error.message))
        except Exception:
            log.exception("a question failed")
            return Exchange(text, problem=words["failed"])


def make_chat(parts: Parts) -> gr.Blocks:
    """The page."""
    chat = Chat(parts.assistant, parts.settings.prompts)
    first: Language = "en"
    words = labels(first)
    page: gr.Blocks
    with gr.Blocks(title=words["product"], analytics_enabled=False, fill_width=True) as page:
        exchanges = gr.State((), time_to_live=STATE_SECONDS)
        with gr.Row(elem_id="top"):
            brand = gr.HTML(_brand(first), elem_id="brand", js_on_load=None)
            chosen = gr.Radio(
                list(LANGUAGES), value="English", label=words["language"], elem_id="language", container=False
            )
            anew = gr.Button(words["new"], elem_id="anew", size="sm")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk-side"):
                talk = gr.HTML(lambda: chat.talk((), first), elem_id="talk", js_on_load=ON_LOAD)
                with gr.Row(elem_id="composer"):
                    box = gr.Textbox(
                        placeholder=words["ask_hint"],
                        label=words["ask_label"],
                        elem_id="question",
                        lines=1,
                        max_lines=6,
                        max_length=LONGEST_QUESTION,
                        container=False,
                        autofocus=True,
                        scale=1,
                    )
                    send = gr.Button(words["ask"], variant="primary", elem_id="send", scale=0)
            with gr.Column(elem_id="source-side"):
                source = gr.HTML(_source(first), elem_id="source-panel", js_on_load=None)

        common: dict[str, Any] = {"api_visibility": "private", "concurrency_limit": AT_ONCE, "show_progress": "hidden"}
        outputs = [box, talk, exchanges]
        gr.on([box.submit, send.click], chat.ask, [box, exchanges, chosen], outputs, concurrency_id="ask", **common)

        def ask_button(event: gr.EventData, exchanges: Talk, chosen: str) -> Iterator[tuple[str, Html, Talk]]:
            yield from chat.ask(str(event.question), exchanges, chosen)

        talk.select(ask_button, [exchanges, chosen], outputs, concurrency_id="ask", **common)
        anew.click(lambda chosen: ("", chat.talk((), LANGUAGES[chosen]), ()), [chosen], outputs, **common)
        chosen.change(_relabel(chat), [exchanges, chosen], [brand, chosen, anew, talk, box, send, source], **common)
        page.load(_language_asked_for, None, [chosen], **common)
    page.queue(default_concurrency_limit=AT_ONCE, max_size=200)
    return page


def _relabel(chat: Chat) -> Callable[[Talk, str], tuple[Any, ...]]:
    """Everything on the page in the language chosen."""

    def relabel(exchanges: Talk, chosen: str) -> tuple[Any, ...]:
        language = LANGUAGES[chosen]
        words = labels(language)
        return (
            _brand(language),
            gr.Radio(label=words["language"]),
            words["new"],
            chat.talk(exchanges, language),
            gr.Textbox(placeholder=words["ask_hint"], label=words["ask_label"]),
            words["ask"],
            _source(language),
        )

    return relabel


def _language_asked_for(request: gr.Request) -> str:
    """The language in the page's address, else the one the browser prefers."""
    asked = request.query_params.get("lang") or request.headers.get("accept-language", "")
    return "中文" if asked.lower().startswith("zh") else "English"


def _brand(language: Language) -> Html:
    words = labels(language)
    return joined(
        [
            tag("a", words["skip"], href="#question", class_="skip"),
            tag("h1", words["product"]),
            tag("p", words["tagline"]),
            tag("div", role="status", aria_live="polite", id="announce", class_="unseen"),
            tag("span", data_language=language, hidden=True),
        ]
    )


def _source(language: Language) -> Html:
    """The frame in which citations open; at first it lists the documents."""
    words = labels(language)
    return joined(
        [
            tag(
                "div",
                tag("h2", words["source"]),
                tag("a", words["open_alone"], href="/documents", target="_blank", rel="noopener", id="open-alone"),
                tag("button", words["close_source"], type="button", id="back"),
                class_="bar",
            ),
            tag("iframe", name=SOURCE_FRAME, src=f"/documents?lang={language}&frame=1", title=words["source"]),
        ]
    )
