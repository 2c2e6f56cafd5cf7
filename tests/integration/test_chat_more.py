"""More of the chat page in the system's Chromium: what is done with answers, rule forms, documents, administration."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.model import Answer, Question, Shown
from tests.fakes import FakeAssistant
from tests.serve.made_parts import parts_with

if TYPE_CHECKING:
    from playwright.sync_api import Page

ENGLISH = "Which cities are not allowed to apply repeatedly?"
UPSTREAM: frozenset[str] = frozenset()
"""Rules of axe that Gradio's own markup breaks: see docs/decisions/0010-chat-page.md."""
DRAWING = {
    "title_en": "Annex 1, the drawing of a stand",
    "issuer_en": "Park Office",
    "issuer_zh": "公园管理处",
    "match": "drawing; 图样",
    "pointer": "near its main gate",
}
STANDS = (
    "# Rules on Bicycle Stands\n\n## 1 Stands\n\nEach pilot park shall keep 120 bicycle stands near its main gate.\n"
)


def ask(page: Page, question: str) -> None:
    asked = page.locator("#talk .exchange").count()
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#talk .exchange:nth-of-type({asked + 1}) .answer:not(.reading)")


def open_view(page: Page, name: str) -> None:
    page.click(f"[data-opens={name}]")
    page.wait_for_selector(f"#view-{name}", state="visible")


# ---- with an answer --------------------------------------------------------------------------------------------------


def test_a_question_back_is_answered_by_a_button_and_followed_up(chat):
    page = chat()
    ask(page, "How many cities may our province recommend?")
    page.locator(".choices button", has_text="Guangdong").click()
    page.wait_for_selector(".exchange:nth-of-type(2) .answer.answered")
    assert "2 cities" in page.locator("[data-last] .said").inner_text()
    ask(page, "And Hainan?")
    assert "1 city" in page.locator("[data-last] .said").inner_text()
    assert page.locator("[data-last] .finding").count() == 1


def test_an_answer_is_rated_with_a_reason_and_the_focus_stays_there(chat):
    page = chat()
    ask(page, ENGLISH)
    page.locator("[data-last] .down > summary").click()
    page.get_by_label("It is out of date").check()
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_function("document.activeElement.classList.contains('rated')")


def test_an_answer_is_copied_with_its_citations(chat):
    page = chat(permissions=["clipboard-read", "clipboard-write"])
    ask(page, ENGLISH)
    page.get_by_role("button", name="Copy with citations").click()
    page.wait_for_function("document.querySelector('[data-copy]').textContent === 'Copied'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert ENGLISH in copied
    assert re.search(r"\[1\] .+: “.+”", copied)


def test_conversations_are_listed_renamed_found_exported_opened_and_deleted(chat):
    page = chat(accept_downloads=True)
    ask(page, ENGLISH)
    current = page.locator("#past li:has([aria-current])")
    current.locator(".manage > summary").click()
    current.get_by_label("Name", exact=True).fill("Repeated applications")
    current.get_by_role("button", name="Rename").click()
    page.wait_for_selector("#past .name:text('Repeated applications')")
    with page.expect_download() as download:
        page.locator("#past li:has([aria-current]) .manage > summary").click()
        page.locator("#past li:has([aria-current])").get_by_text("Export as Markdown").click()
    assert ENGLISH in Path(download.value.path()).read_text(encoding="utf-8")
    page.click("#anew")
    page.wait_for_selector(".welcome")
    page.fill("#find-conversation", "repeated applications")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('#past li').length === 1")
    page.locator("#past .title").click()
    page.wait_for_selector(".exchange .answered")
    page.locator("#past .manage > summary").click()
    page.locator("#past .delete > summary").click()
    page.get_by_role("button", name="Delete for good").click()
    page.wait_for_selector(".welcome")
    assert page.locator("#past li").count() == 0


def test_a_conversation_that_is_gone_is_told_in_the_language_of_the_page(chat):
    page = chat(locale="zh-CN")
    ask(page, "哪些城市不得重复申报？")
    elsewhere = page.context.new_page()
    elsewhere.goto(page.url)
    elsewhere.locator("#past .manage > summary").first.click()
    elsewhere.locator("#past .delete > summary").first.click()
    name = elsewhere.locator("#past .title").first.get_attribute("data-id")
    elsewhere.get_by_role("button", name="永久删除").click()
    elsewhere.locator(f"#past [data-id={name}]").first.wait_for(state="detached")
    page.locator("#past .title").first.click()
    told = page.get_by_text("该对话已不存在")
    told.wait_for()
    assert told.is_visible()


def test_the_batch_chosen_beside_the_question_is_that_of_the_answer(chat):
    page = chat()
    page.select_option("#chosen-batch", label="Second batch (2024)")
    ask(page, ENGLISH)
    assert "Second batch (2024)" in page.locator("[data-last] .foot").inner_text()


# ---- while an answer comes -------------------------------------------------------------------------------------------


class SlowAssistant(FakeAssistant):
    """Waits for a word before each sentence but the first."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def stream(self, question: Question) -> Iterator[Shown | Answer]:
        for number, piece in enumerate(super().stream(question)):
            if number:
                self.go_on.wait(10)
            yield piece


@pytest.fixture
def slow() -> Iterator[tuple[str, SlowAssistant]]:
    """The address of a server whose answers come as they are let go."""
    import uvicorn

    from assistant.serve.app import make_app

    assistant = SlowAssistant()
    server = uvicorn.Server(uvicorn.Config(make_app(parts_with(assistant)), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", assistant
    assistant.go_on.set()
    server.should_exit = True
    thread.join(20)


def test_sentences_are_shown_and_read_out_as_they_are_verified_and_can_be_stopped(slow, open_page):
    site, assistant = slow
    page = open_page()
    page.goto(site)
    page.wait_for_selector("#question")
    page.fill("#question", "What does a permit for an event cost, and when do parks open?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer.reading .sentence")
    assert page.locator(".sentence").count() == 1
    first = page.locator(".sentence p").first.inner_text().rstrip("1 ")
    assert first in page.locator("#announce").inner_text()
    page.click("#composer .stop")
    page.wait_for_selector(".answer.halted")
    assert page.locator(".sentence").count() == 1
    assistant.go_on.set()
    page.get_by_role("button", name="Ask again").click()
    page.wait_for_selector(".answer.answered")
    assert page.locator(".exchange").count() == 1
    read = page.locator("#announce p").all_inner_texts()
    assert any("complete" in line for line in read)


# ---- rule forms ------------------------------------------------------------------------------------------------------


def test_a_rule_form_finds_places_in_both_languages_and_shows_a_result_to_print(chat):
    page = chat()
    open_view(page, "forms")
    page.locator("#rules button", has_text="Whether a place may apply").click()
    page.wait_for_selector("#field-place")
    page.locator("#field-place").press_sequentially("苏州")
    page.wait_for_selector("#places-found option", state="attached")
    offered = [option.get_attribute("value") for option in page.locator("#places-found option").all()]
    chosen = next(name for name in offered if name and "Suzhou" in name)
    page.fill("#field-place", chosen)
    page.get_by_role("button", name="Compute").click()
    page.wait_for_selector("#result .finding .verdict")
    assert page.evaluate("document.querySelector('#result').contains(document.activeElement)")
    printed = page.request.get(
        page.url.partition("#")[0].rstrip("/") + page.locator("#result .actions a").get_attribute("href")
    )
    assert printed.ok
    assert "Suzhou" in printed.text()


@pytest.mark.parametrize(
    ("locale", "told"), [("en-GB", "No place is known by the name “Atlantis”"), ("zh-CN", "没有找到“Atlantis”")]
)
def test_what_cannot_be_filled_in_is_told_at_the_form_in_the_language_of_the_page(chat, locale, told):
    page = chat(locale=locale)
    open_view(page, "forms")
    page.locator("#rules [data-rule=eligibility]").click()
    page.fill("#field-place", "Atlantis")
    page.locator("#form button[type=submit]").click()
    page.wait_for_selector("#result [role=alert]")
    assert told in page.locator("#result").inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_choosing_a_rule_leads_to_its_form_also_the_second_time(chat, width):
    page = chat(width=width, height=800)
    open_view(page, "forms")
    rule = page.locator("#rules [data-rule=pilot_period]")
    for _ in range(2):
        rule.scroll_into_view_if_needed()
        rule.click()
        page.wait_for_function("document.activeElement === document.querySelector('#form h2')")
        assert page.locator("#form h2").inner_text() == "Pilot period"
        assert 0 <= page.locator("#form h2").bounding_box()["y"] < 400


def test_a_result_stands_below_its_form(chat):
    page = chat(width=1280, height=800)
    open_view(page, "forms")
    page.locator("#rules button", has_text="Whether a place may apply").click()
    page.fill("#field-place", "Kunshan")
    page.get_by_role("button", name="Compute").click()
    page.wait_for_selector("#result .finding")
    form, result = page.locator("#form").bounding_box(), page.locator("#result").bounding_box()
    assert form["x"] == result["x"] >= 0
    assert result["y"] >= form["y"] + form["height"]


def test_a_deadline_is_taken_along_as_a_calendar_file(chat):
    page = chat()
    open_view(page, "forms")
    page.locator("#rules button", has_text="Submission deadline").click()
    page.wait_for_selector("#field-day")
    page.get_by_role("button", name="Compute").click()
    link = page.locator("#result a[href$='.ics']")
    link.wait_for()
    with page.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_text().startswith("BEGIN:VCALENDAR")


# ---- documents and administration ------------------------------------------------------------------------------------


def test_documents_are_listed_with_their_health_and_searched(chat):
    page = chat()
    open_view(page, "documents")
    assert page.locator("#documents .state").first.inner_text() == "In order"
    page.fill("#find-text", "recommendation letter")
    page.keyboard.press("Enter")
    hit = page.locator(".found a").first
    hit.click()
    page.frame_locator('iframe[name="source"]').locator("mark#quote").wait_for()


def test_a_file_is_brought_described_approved_and_answers(chat, tmp_path):
    question = "How many bicycle stands shall each pilot park keep near its main gate?"
    file = tmp_path / "stands.md"
    file.write_text(STANDS, encoding="utf-8")
    page = chat()
    open_view(page, "admin")
    page.locator("#view-admin input[type=file]").set_input_files(file)
    page.wait_for_selector(".uploads .chosen")
    ask_elsewhere(page, question, "120", found=False)
    fill(
        page,
        {"title_zh": "自行车停放规定", "issuer_en": "Park Office", "issuer_zh": "公园管理处", "source": "a letter"},
    )
    page.fill("#field-in_force_from", "2025-01-01")
    page.select_option("#field-scheme", index=1)
    page.select_option("#field-kind", "official")
    page.select_option("#field-level", "national")
    page.fill("#field-in_force_to", "2024-01-01")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_text("The last day in force lies before the first.").wait_for()
    page.fill("#field-in_force_to", "")
    page.get_by_label("2023 base notice on SME digital").check()
    page.select_option("#field-superseded_by", value="sme-digital-pilot/2025-third-batch")
    page.locator(".missing > summary").click()
    fill(page, {f"missing_1_{part}": said for part, said in DRAWING.items()})
    page.get_by_role("button", name="Save and check").click()
    page.get_by_text("Still needed:").wait_for()
    assert "Missing text 1: Its title in Chinese" in page.locator(".uploads .note").inner_text()
    page.fill("#field-missing_1_title_zh", "附件1")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_role("button", name="Approve and index").click()
    page.wait_for_selector(".uploads .state.approved")
    ask_elsewhere(page, question, "120 bicycle stands", found=True)
    ask_elsewhere(page, question, "a later one has replaced", found=True)
    ask_elsewhere(page, "What does the drawing of a bicycle stand show?", "Annex 1, the drawing", found=True)
    page.get_by_role("button", name="Take out of search").click()
    page.wait_for_selector(".uploads .state.withdrawn")
    ask_elsewhere(page, question, "120", found=False)


def fill(page: Page, facts: dict[str, str]) -> None:
    for name, value in facts.items():
        page.fill(f"#field-{name}", value)


def ask_elsewhere(page: Page, question: str, words: str, *, found: bool) -> None:
    """Asks on the first tab and comes back."""
    open_view(page, "talk")
    ask(page, question)
    assert (words in page.locator("[data-last] .answer").inner_text()) is found
    open_view(page, "admin")


@pytest.mark.parametrize(("locale", "fault"), [("en-GB", "Open the file and save it anew"), ("zh-CN", "文件无法读取")])
def test_a_bad_file_is_refused_with_its_fault_in_the_language_of_the_page(chat, tmp_path, locale, fault):
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.4 broken")
    page = chat(locale=locale)
    open_view(page, "admin")
    page.locator("#view-admin input[type=file]").set_input_files(file)
    page.wait_for_selector("#admin-uploads .told.bad")
    told = page.locator("#admin-uploads .told.bad").inner_text()
    assert told.startswith("broken.pdf")
    assert fault in told


def test_answering_is_switched_off_and_on_and_all_is_written_down(chat):
    page = chat()
    open_view(page, "admin")
    page.fill("#switch-reason", "The notice was withdrawn")
    page.get_by_role("button", name="Switch answering off").click()
    page.get_by_role("button", name="Switch answering on").wait_for()
    open_view(page, "talk")
    ask(page, ENGLISH)
    assert "The notice was withdrawn" in page.locator("[data-last] .answer").inner_text()
    open_view(page, "admin")
    page.get_by_role("button", name="Switch answering on").click()
    page.get_by_role("button", name="Switch answering off").wait_for()
    page.get_by_role("button", name="Index anew").click()
    page.wait_for_selector("#admin-index .told.good")
    page.locator("#admin-audit [name=action]").fill("switch_off")
    page.locator("#admin-audit").get_by_role("button", name="Filter").click()
    page.wait_for_function("document.querySelectorAll('#admin-audit tbody tr').length === 1")


# ---- for everybody ---------------------------------------------------------------------------------------------------


@pytest.fixture
def faults() -> Callable[[Page], list[str]]:
    """The serious and critical faults that axe finds on a page as it is."""
    from axe_playwright_python.sync_playwright import Axe

    def found(page: Page) -> list[str]:
        violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
        return [
            f"{one['id']}: {one['nodes'][0]['html'][:160]}"
            for one in violations
            if one["impact"] in ("serious", "critical") and one["id"] not in UPSTREAM
        ]

    return found


SCREENS: dict[str, dict[str, Any]] = {
    "wide": {"width": 1280, "height": 900},
    "dark": {"width": 1280, "height": 900, "color_scheme": "dark"},
    "phone": {"width": 390, "height": 800},
    "dark phone": {"width": 320, "height": 640, "color_scheme": "dark"},
}
PROVINCES = {"en": "How many cities may Guangdong recommend?", "zh": "广东省可以推荐几个城市？"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_no_serious_fault_on_any_tab(chat, faults, screen, language, tmp_path):
    page = chat(f"/?lang={language}", **SCREENS[screen])
    found = {"welcome": faults(page)}
    ask(page, PROVINCES[language])
    page.locator("[data-last] .finding summary").click()
    page.locator("[data-last] .down > summary").click()
    found["answer"] = faults(page)
    page.locator("[data-last] .sources a").first.click()
    page.frame_locator('iframe[name="source"]').locator("mark#quote").wait_for()
    found["source"] = faults(page)
    ask(page, "x")
    found["refusal"] = faults(page)
    open_view(page, "forms")
    page.locator("#rules [data-rule=eligibility]").click()
    page.fill("#field-place", "Kunshan")
    page.locator("#form button[type=submit]").click()
    page.wait_for_selector("#result .finding")
    found["forms"] = faults(page)
    open_view(page, "documents")
    found["documents"] = faults(page)
    file = tmp_path / "text.md"
    file.write_text(f"# On {screen}\n\nA text that was brought in {language} on {screen}.\n", encoding="utf-8")
    open_view(page, "admin")
    page.locator("#view-admin input[type=file]").set_input_files(file)
    page.wait_for_selector(".uploads .chosen")
    page.locator(".missing > summary").click()
    found["admin"] = faults(page)
    assert not {view: told for view, told in found.items() if told}


def test_no_tab_is_cut_off_at_320_pixels_or_at_four_times_the_size(chat):
    page = chat(width=320, height=256)
    for view in ("talk", "forms", "documents", "admin"):
        open_view(page, view)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, view


def test_colours_forced_by_the_system_and_less_motion_are_respected(chat):
    page = chat(forced_colors="active", reduced_motion="reduce")
    ask(page, ENGLISH)
    assert page.locator("[data-last] .notices").evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"
    assert page.locator("#talk").evaluate("one => getComputedStyle(one).scrollBehavior") == "auto"


def test_a_suite_is_run_and_its_report_read(chat):
    page = chat()
    open_view(page, "admin")
    page.select_option("#suite", "out_of_scope")
    page.locator("#admin-suites").get_by_role("button", name="Run").click()
    page.locator("#admin-suites .told.good").wait_for(timeout=60_000)
    address = page.locator("#admin-suites .runs a").first.get_attribute("href")
    report = page.request.get(page.url.partition("#")[0].rstrip("/") + address)
    assert report.ok
    assert "out_of_scope" in report.text()
