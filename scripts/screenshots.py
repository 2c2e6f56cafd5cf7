#!/usr/bin/env python3
"""Every page in both languages, on a wide screen and on a phone, as PNG.

All go to .assistant/screenshots; the three that README shows go to docs/screenshots, with few colours, below 200 kB.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOME = Path(__file__).parent.parent
ALL = HOME / ".assistant" / "screenshots"
SHOWN = HOME / "docs" / "screenshots"
README = {"answer-wide-en": "answer.png", "rule-wide-zh": "rule-zh.png", "answer-phone-en": "phone.png"}
"""Which of them README shows, and under what name."""
SCREENS = {"wide": (1360, 850), "phone": (390, 800)}
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
QUESTIONS = {"en": "How many cities may Guangdong recommend?", "zh": "广东省可以推荐几个城市？"}
UNCLEAR = {"en": "How many cities may our province recommend?", "zh": "我们可以推荐几个城市？"}
OUTSIDE = {"en": "What does a parking permit cost?", "zh": "办理停车证要多少钱？"}
PLACES = {"en": "Kunshan", "zh": "昆山市"}
NOTICE = {
    "en": "# Rules on bicycle stands\n\n## 1 Stands\n\nEach park keeps 120 stands near its gate (see Annex 1).\n",
    "zh": "# 自行车停放规定\n\n## 一、停放架\n\n每个公园应在大门附近设置120个自行车停放架（见附件1）。\n",
}
PORTAL_PORT = "8000"
"""Of examples/portal, as its embeds file says."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> None:
    """Takes them all."""
    shutil.rmtree(ALL, ignore_errors=True)
    ALL.mkdir(parents=True)
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with indexed() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        screens = [(language, screen) for language in LOCALES for screen in SCREENS]
        with served(folder) as site:
            for language, screen in screens:
                take_chat(opened(browser, language, screen), site, language, screen)
                take_pages(opened(browser, language, screen), site, language, screen)
        with portal(folder) as site:
            for language, screen in screens:
                take_embed(opened(browser, language, screen), site, language, screen)
        browser.close()
    SHOWN.mkdir(parents=True, exist_ok=True)
    for name, shown in README.items():
        shrink(ALL / f"{name}.png", SHOWN / shown)
    print(f"{len(list(ALL.glob('*.png')))} pictures in {ALL}, {len(README)} of them in {SHOWN}")


@contextmanager
def indexed() -> Iterator[Path]:
    """A data folder of its own with the corpus indexed."""
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder:
        command = [sys.executable, "-m", "assistant", "--data-dir", folder, "ingest"]
        subprocess.run(command, cwd=HOME, check=True, stdout=subprocess.DEVNULL)
        yield Path(folder)


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[str]:
    """The address of a server over the data folder."""
    command = [sys.executable, "-m", "assistant", "--data-dir", str(folder), "serve", "--port", "0"]
    with running(command, **settings) as lines:
        yield next(found[1] for line in lines if (found := re.search(r"Ready: (http://\S+)", line)))


@contextmanager
def portal(folder: Path) -> Iterator[str]:
    """The address of the demo portal, with a server behind it that is open to its embed."""
    secret = secrets.token_hex(32)
    embeds = str(HOME / "examples" / "portal" / "embeds.yaml")
    settings = {"ASSISTANT_AUTH": '["embed"]', "ASSISTANT_EMBEDS_FILE": embeds, "PORTAL_EMBED_SECRET": secret}
    with served(folder, **settings) as site:
        command = [sys.executable, "-u", "examples/portal/portal.py", "--assistant", site, "--port", PORTAL_PORT]
        with running(command, PORTAL_EMBED_SECRET=secret) as lines:
            yield next(line.strip() for line in lines if line.startswith("http"))


@contextmanager
def running(command: list[str], **settings: str) -> Iterator[Iterator[str]]:
    """The lines that a program prints, until it is no longer needed."""
    environment = {**os.environ, **settings}
    program = subprocess.Popen(
        command, cwd=HOME, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert program.stdout
    try:
        yield iter(program.stdout)
    finally:
        program.terminate()
        program.wait(20)


def opened(browser: Browser, language: str, screen: str) -> Page:
    """An empty page on a screen of that size."""
    width, height = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=LOCALES[language], reduced_motion="reduce"
    )
    return context.new_page()


def take_chat(page: Page, site: str, language: str, screen: str) -> None:
    """The chat page, tab by tab."""

    def shot(name: str) -> None:
        keep(page, f"{name}-{screen}-{language}")

    page.goto(site)
    page.wait_for_selector(".welcome")
    shot("welcome")
    ask(page, QUESTIONS[language])
    page.locator(".sentence .marker").first.click()
    page.frame_locator("iframe").locator("mark#quote").wait_for()
    if screen == "phone":
        shot("source")
        page.click("#back")
        page.evaluate("document.querySelector('[data-last]').scrollIntoView()")
    shot("answer")
    page.locator(".finding summary").click()
    page.locator(".finding").scroll_into_view_if_needed()
    shot("finding")
    page.click("#anew")
    page.wait_for_selector(".welcome")
    ask(page, UNCLEAR[language])
    shot("clarification")
    ask(page, OUTSIDE[language])
    shot("refusal")
    page.click("[data-opens=forms]")
    page.click("[data-rule=eligibility]")
    page.fill("#field-place", PLACES[language])
    page.locator("#form button[type=submit]").click()
    page.wait_for_selector("#result .finding")
    page.locator("#form h2").scroll_into_view_if_needed()
    shot("rule")
    page.click("[data-opens=documents]")
    page.wait_for_selector("#view-documents", state="visible")
    shot("documents")
    page.click("[data-opens=admin]")
    page.wait_for_selector("#view-admin", state="visible")
    shot("admin")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"notice-{screen}.md"
        file.write_text(f"{NOTICE[language]}\n{screen}\n", encoding="utf-8")
        page.locator("#view-admin input[type=file]").set_input_files(file)
        page.wait_for_selector(".uploads .chosen")
    shot("upload")
    page.context.close()


def take_pages(page: Page, site: str, language: str, screen: str) -> None:
    """The pages that need no script."""

    def shot(name: str) -> None:
        keep(page, f"{name}-{screen}-{language}")

    page.goto(f"{site}/documents?lang={language}")
    shot("list")
    page.goto(f"{site}/ask?lang={language}")
    shot("ask")
    page.fill("#question", QUESTIONS[language])
    page.click(".question-form button")
    page.wait_for_selector("#last")
    shot("ask-answer")
    source, paper = (page.locator(link).first.get_attribute("href") for link in (".sources a", "#last .ways a"))
    page.goto(f"{site}{source}")
    shot("document")
    page.goto(f"{site}{paper}")
    shot("print")
    page.context.close()


def take_embed(page: Page, site: str, language: str, screen: str) -> None:
    """The frame in a portal's page."""
    page.goto(site)
    page.locator("[data-policy-assistant] .open").click()
    frame = page.frame_locator("[data-policy-assistant] iframe")
    frame.locator(".welcome").wait_for()
    if frame.locator("html").get_attribute("lang") != language:
        frame.locator("#language").click()
    frame.locator("#question").fill(QUESTIONS[language])
    frame.locator("#question").press("Enter")
    frame.locator(".answer:not(.reading) .foot").wait_for()
    keep(page, f"embed-{screen}-{language}")
    page.context.close()


def ask(page: Page, question: str) -> None:
    """Asks in the chat and waits for the whole answer."""
    asked = page.locator("#talk .exchange").count()
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#talk .exchange:nth-of-type({asked + 1}) .answer:not(.reading)")


def keep(page: Page, name: str) -> None:
    """The page as it is seen now."""
    page.wait_for_timeout(400)
    page.screenshot(path=ALL / f"{name}.png")


def shrink(picture: Path, shown: Path) -> None:
    """The picture with few colours."""
    from PIL import Image

    with Image.open(picture) as image:
        image.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(shown, optimize=True)


if __name__ == "__main__":
    main()
