"""The chat page as people meet it: the real server over the real index, in the system's Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Page

ENGLISH = "Which cities are not allowed to apply repeatedly?"
CHINESE = "哪些城市不得重复申报？"


def ask(page: Page, question: str) -> None:
    asked = page.locator("#talk .exchange").count()
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#talk .exchange:nth-of-type({asked + 1}) .answer:not(.reading)")


def source(page: Page) -> FrameLocator:
    return page.frame_locator('iframe[name="source"]')


def test_a_citation_shows_its_quote_in_the_document_beside_the_answer(chat):
    page = chat()
    ask(page, ENGLISH)
    sentence = page.locator(".sentence").first
    sentence.locator(".marker").first.click()
    mark = source(page).locator("mark#quote")
    mark.wait_for()
    assert " ".join(mark.inner_text().split()) in " ".join(sentence.inner_text().split())
    assert page.locator("[data-last] .answer.answered .checked").is_visible()
    frame, answer = page.locator("iframe").bounding_box(), page.locator("#talk").bounding_box()
    assert frame["x"] >= answer["x"] + answer["width"] - 1
    top = mark.bounding_box()["y"]
    assert frame["y"] < top < frame["y"] + frame["height"]


def test_the_origin_of_a_source_and_the_notices_are_to_be_seen(chat):
    page = chat()
    ask(page, ENGLISH)
    assert page.locator(".sources .kind").first.inner_text() in ("Translation", "Digest, not the official text")
    assert page.locator(".notices li").first.is_visible()


def test_an_example_question_is_answered_with_one_click(chat):
    page = chat()
    example = page.locator(".examples button").first
    question = example.inner_text().removesuffix("→").strip()
    example.click()
    page.wait_for_selector("[data-last] .answer:not(.reading)")
    assert question in page.locator("[data-last] .asked").inner_text()


def test_chinese_all_the_way(chat):
    page = chat(locale="zh-CN")
    ask(page, CHINESE)
    assert re.search("[\u4e00-\u9fff]", page.locator(".sentence").first.inner_text())
    assert page.locator(".sources h3").inner_text() == "出处"
    page.locator(".sources a").first.click()
    source(page).locator("mark#quote").wait_for()
    assert source(page).locator("html").get_attribute("lang") == "zh"
    assert page.locator("html").get_attribute("lang") == "zh"


def test_the_labels_change_language_and_the_conversation_stays(chat):
    page = chat()
    ask(page, ENGLISH)
    page.click("#language")
    page.wait_for_function("document.querySelector('#send').innerText === '提问'")
    assert ENGLISH in page.locator(".asked").inner_text()
    assert page.locator(".sources h3").inner_text() == "出处"
    page.locator("#anew").click()
    page.wait_for_selector(".welcome")
    assert page.locator(".welcome h2").inner_text() == "您想了解什么？"


def test_the_parts_of_the_page_open_without_losing_what_its_address_asks_for(chat):
    page = chat("/?lang=zh")
    ask(page, CHINESE)
    page.click("[data-opens=documents]")
    page.wait_for_selector("#view-documents", state="visible")
    page.click("[data-opens=talk]")
    assert page.locator("#talk .exchange").count() == 1
    assert page.url.endswith("/?lang=zh#talk")


@pytest.mark.parametrize("width", [320, 375, 400])
def test_on_a_phone_nothing_is_cut_off_and_the_source_is_below(chat, width):
    page = chat(width=width, height=700)
    ask(page, ENGLISH)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".sources a").first.click()
    source(page).locator("mark#quote").wait_for()
    frame, answer = page.locator("iframe").bounding_box(), page.locator("[data-last]").bounding_box()
    assert frame["y"] > answer["y"]
    assert -40 <= page.locator("#source-side").bounding_box()["y"] < 350
    assert frame["width"] <= width
    page.locator("#back").click()
    page.wait_for_function("document.activeElement.matches('.sources a')")


def test_the_keyboard_is_enough(chat):
    page = chat()
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement !== document.body")
    page.locator("#question").focus()
    page.keyboard.type(ENGLISH)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-last] .answered")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.target") == "source":
            break
    page.keyboard.press("Enter")
    source(page).locator("mark#quote").wait_for()
    assert page.evaluate("document.activeElement.name") == "source"
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.target === 'source' && document.activeElement.tagName === 'A'")


def test_an_answer_is_announced_to_screen_readers(chat):
    page = chat()
    ask(page, ENGLISH)
    page.wait_for_function("document.querySelector('#announce').textContent.length > 20")
    assert page.locator("#announce").get_attribute("aria-live") == "polite"


def test_a_question_that_is_html_stays_text(chat):
    page = chat()
    page.on("dialog", lambda _dialog: pytest.fail("a script ran"))
    ask(page, "<img src=x onerror=alert(1)><script>alert(2)</script> ${alert(3)} **cities** <b>x</b>")
    assert "<img src=x" in page.locator(".asked").inner_text()
    assert page.locator(".asked img, .asked script, .asked b").count() == 0


def test_what_the_documents_do_not_say_is_not_answered(chat):
    page = chat()
    ask(page, "How tall is the Eiffel Tower?")
    assert page.locator(".answered").count() == 0
    assert page.locator(".said").inner_text().strip()
    assert page.locator(".checked").count() == 0


def test_the_source_page_works_without_scripts(site, chat, open_page):
    page = chat()
    ask(page, ENGLISH)
    address = page.locator(".sources a").first.get_attribute("href").replace("&frame=1", "")
    plain = open_page(java_script_enabled=False)
    plain.goto(site + address)
    assert plain.locator("mark#quote").is_visible()


def test_the_address_of_a_citation_leads_to_its_quote(site, open_page, assistant):
    from assistant.model import Question
    from assistant.serve.clock import today

    citation = assistant.ask(Question(ENGLISH, today())).citations[0]
    page = open_page()
    page.goto(site + citation.url)
    page.wait_for_selector("mark#quote")
    marked = " ".join(page.locator("mark").all_inner_texts())
    assert " ".join(marked.split()) == " ".join(citation.quote.replace("**", "").split())
