#!/usr/bin/env python3
"""Every page in both languages, on a wide screen and on a phone, as PNG.

All go to .assistant/screenshots; the three that README shows go to docs/screenshots, with few colours, below 200 kB.
"""

from __future__ import annotations

import re
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
PLACES = {"en": "Kunshan", "zh": "昆山市"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> None:
    """Takes them all."""
    ALL.mkdir(parents=True, exist_ok=True)
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for language in LOCALES:
            for screen in SCREENS:
                take(browser, site, language, screen)
        browser.close()
    SHOWN.mkdir(parents=True, exist_ok=True)
    for name, shown in README.items():
        shrink(ALL / f"{name}.png", SHOWN / shown)
    print(f"{len(list(ALL.glob('*.png')))} pictures in {ALL}, {len(README)} of them in {SHOWN}")


@contextmanager
def served() -> Iterator[str]:
    """The address of a server over an index and a store of its own."""
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder:
        command = [sys.executable, "-m", "assistant", "--data-dir", folder]
        subprocess.run([*command, "ingest"], cwd=HOME, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            [*command, "serve", "--port", "0"], cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert server.stdout
        try:
            yield next(found[1] for line in server.stdout if (found := re.search(r"Ready: (http://\S+)", line)))
        finally:
            server.terminate()
            server.wait(20)


def take(browser: Browser, site: str, language: str, screen: str) -> None:
    """Every page in one language on one screen."""
    width, height = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=LOCALES[language], reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(site)
    page.wait_for_selector(".welcome")
    keep(page, f"welcome-{screen}-{language}")
    page.fill("#question", QUESTIONS[language])
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-last] .answer.answered")
    page.locator(".sentence .marker").first.click()
    page.frame_locator("iframe").locator("mark#quote").wait_for()
    if screen == "phone":
        keep(page, f"source-{screen}-{language}")
        page.click("#back")
        page.evaluate("document.querySelector('[data-last]').scrollIntoView()")
    keep(page, f"answer-{screen}-{language}")
    page.click("[data-opens=forms]")
    page.locator("#rules button").nth(2).click()
    page.fill("#field-place", PLACES[language])
    page.locator("#form button[type=submit]").click()
    page.wait_for_selector("#result .finding")
    page.locator("#form h2").scroll_into_view_if_needed()
    keep(page, f"rule-{screen}-{language}")
    for view in ("documents", "admin"):
        page.click(f"[data-opens={view}]")
        page.wait_for_selector(f"#view-{view}", state="visible")
        keep(page, f"{view}-{screen}-{language}")
    for name, address in {"list": "/documents", "ask": "/ask"}.items():
        page.goto(f"{site}{address}?lang={language}")
        keep(page, f"{name}-{screen}-{language}")
    context.close()


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
