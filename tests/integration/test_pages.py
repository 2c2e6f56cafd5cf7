"""Our own pages in the system's Chromium: without JavaScript, at every width, in the dark, and a PDF's printed page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.integration.lamps import LAMPS, QUESTION_ON_LAMPS, make_pdf
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

ENGLISH = "Which cities are not allowed to apply repeatedly?"
CHINESE = "哪些城市不得重复申报？"
RECTANGLES = (
    "() => [...document.querySelectorAll('svg.sheet, .quote-box')].map((one) => one.getBoundingClientRect().toJSON())"
)
"""The printed page, then the frames on it, all at one moment: the page may still be scrolling."""
SCREENS = {
    "wide": {"width": 1280, "height": 900},
    "phone": {"width": 320, "height": 640},
    "dark": {"width": 1280, "height": 900, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def site(corpus_data_dir: Path) -> Iterator[str]:
    yield from served(corpus_data_dir)


@pytest.fixture(scope="module")
def pdf_site(lamps_data_dir: Path) -> Iterator[str]:
    """A server over a person's own PDF."""
    yield from served(lamps_data_dir)


@pytest.fixture
def plain(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens pages that run no scripts."""
    return lambda **screen: open_page(java_script_enabled=False, **screen)


def ask(page: Page, question: str) -> None:
    page.fill("#question", question)
    page.click(".question-form button")
    page.wait_for_selector("#last .answer")


# ---- /ask without JavaScript -----------------------------------------------------------------------------------------


def test_a_question_is_answered_and_its_source_opened_without_javascript(site, plain):
    page = plain()
    page.goto(f"{site}/ask")
    ask(page, ENGLISH)
    said = page.locator(".sentence").first.inner_text()
    page.locator(".sentence .marker").first.click()
    page.wait_for_selector("mark#quote")
    assert " ".join(page.locator("mark#quote").inner_text().split()) in " ".join(said.split())
    page.go_back()
    assert page.locator(".exchange").count() == 1


def test_a_conversation_goes_on_over_a_clarification_without_javascript(site, plain):
    page = plain()
    page.goto(f"{site}/ask")
    ask(page, "How many cities may our province recommend?")
    page.get_by_role("button", name="Guangdong", exact=True).click()
    page.wait_for_url("**/ask?*")
    assert page.locator(".exchange").count() == 2
    assert "up to 2 cities" in page.locator("#last").inner_text()
    ask(page, "And Hainan?")
    assert "Hainan may recommend" in page.locator("#last").inner_text()


def test_a_finding_shows_its_steps_without_javascript(site, plain):
    page = plain()
    page.goto(f"{site}/ask")
    ask(page, "How many cities may Guangdong recommend?")
    assert page.locator(".verdict").inner_text() == "2 cities"
    page.get_by_text("How this was worked out").click()
    assert page.locator(".finding .receipt").is_visible()


def test_chinese_all_the_way_without_javascript(site, plain):
    page = plain(locale="zh-CN")
    page.goto(f"{site}/ask")
    ask(page, CHINESE)
    assert page.locator("html").get_attribute("lang") == "zh"
    assert page.locator(".sources h3").inner_text() == "出处"
    page.get_by_role("link", name="打印此回答").click()
    page.wait_for_selector(".paper blockquote")


def test_what_the_documents_do_not_say_is_refused(site, plain):
    page = plain()
    page.goto(f"{site}/ask")
    ask(page, "How tall is the Eiffel Tower?")
    assert page.locator(".answered, .checked").count() == 0


def test_a_question_that_is_html_stays_text(site, open_page):
    page = open_page()
    page.on("dialog", lambda _dialog: pytest.fail("a script ran"))
    page.goto(f"{site}/ask")
    ask(page, "<img src=x onerror=alert(1)><script>alert(2)</script> cities")
    assert "<img src=x" in page.locator(".asked").inner_text()
    assert page.locator(".asked img, .asked script").count() == 0


# ---- accessibility ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_no_fault_on_our_pages(site, open_page, screen, language):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(**SCREENS[screen])
    axe = Axe()

    def faults(where: str) -> list[str]:
        found = axe.run(page).response["violations"]
        return [f"{where}: {one['id']} {[node['html'][:120] for node in one['nodes']]}" for one in found]

    page.goto(f"{site}/ask?lang={language}")
    found = faults("/ask")
    ask(page, "How many cities may Guangdong recommend?" if language == "en" else "广东省可以推荐几个城市？")
    found += faults("answer")
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["width"]
    paper = page.locator("#last .ways a").get_attribute("href")
    source = page.locator(".sources a").first.get_attribute("href")
    for where in (source, paper, f"/documents?lang={language}"):
        page.goto(site + where)
        found += faults(where)
        assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen]["width"]
    assert not found


# ---- a printed page --------------------------------------------------------------------------------------------------


def test_the_quote_of_a_pdf_is_framed_on_the_page_it_stands_on(pdf_site, plain):
    page = plain(height=1400)
    page.goto(f"{pdf_site}/ask?lang=en")
    ask(page, QUESTION_ON_LAMPS)
    page.locator(".sources a").first.click()
    sheet = page.locator("svg.sheet")
    sheet.wait_for()
    assert "Page 2 as printed" in sheet.get_attribute("aria-label")
    whole, *boxes = page.evaluate(RECTANGLES)
    scale = whole["width"] / 595.28
    assert len(boxes) == 2
    for number, seen in enumerate(boxes):
        baseline = whole["y"] + (841.89 - (760 - 18 * (2 + number))) * scale
        assert seen["y"] < baseline < seen["y"] + seen["height"] + 1
        assert seen["x"] == pytest.approx(whole["x"] + 72 * scale, abs=4)
    image = page.request.get(pdf_site + page.locator("svg image").get_attribute("href"))
    assert image.headers["content-type"] == "image/png"


@pytest.mark.parametrize("width", [390, 1360])
def test_a_citation_of_a_pdf_shows_its_printed_page_beside_the_chat_and_the_text_one_tab_away(
    pdf_site, open_page, width
):
    page = open_page(width=width, height=800)
    page.goto(pdf_site)
    page.wait_for_selector("#language")
    page.fill("#question", QUESTION_ON_LAMPS)
    page.keyboard.press("Enter")
    page.locator("[data-last] .answered .marker").first.click()
    source = page.frame_locator('iframe[name="source"]')
    source.locator(".quote-box").first.wait_for()
    frame, box = page.locator("iframe").bounding_box(), source.locator(".quote-box").first.bounding_box()
    assert frame["y"] < box["y"] < frame["y"] + frame["height"]
    assert frame["x"] < box["x"] < box["x"] + box["width"] < frame["x"] + frame["width"]
    assert source.locator(".document").count() == 0
    source.get_by_role("link", name="As text").click()
    assert " ".join(source.locator("mark#quote").inner_text().split()) == LAMPS
    source.get_by_role("link", name="As printed").click()
    source.locator(".quote-box").first.wait_for()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_no_fault_on_a_printed_page(pdf_site, open_page, language):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(width=320, height=640)
    page.goto(f"{pdf_site}/ask?lang={language}")
    ask(page, QUESTION_ON_LAMPS)
    page.locator(".sources a").first.click()
    page.wait_for_selector("svg.sheet")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_words_within_the_frames_are_those_of_the_quote(tmp_path):
    import pypdfium2

    from assistant.adapters.pdfium_geometry import quoted_pages

    make_pdf(tmp_path / "lamps.pdf")
    [page] = quoted_pages(tmp_path / "lamps.pdf", LAMPS)
    words = pypdfium2.PdfDocument(tmp_path / "lamps.pdf")[page.number - 1].get_textpage()
    framed = [
        words.get_text_bounded(
            box.left, page.height - box.top - box.height, box.left + box.width, page.height - box.top
        )
        for box in page.boxes
    ]
    assert " ".join(" ".join(framed).split()) == LAMPS.removesuffix(".")


def test_the_file_itself_can_be_had(pdf_site, open_page):
    page = open_page()
    page.goto(f"{pdf_site}/documents?lang=en")
    page.locator(".policy a").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the file (PDF)").click()
    assert download.value.suggested_filename == "lamps.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")
