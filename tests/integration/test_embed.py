"""The embed as portals and their visitors meet it: a demo portal on another origin, the real server, Chromium."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest

from assistant.serve.embed.embeds import load_embeds
from assistant.serve.embed.tokens import portal_token
from tests.integration.lamps import QUESTION_ON_LAMPS

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Page

KEY = "a-secret-of-the-portal-0123456789abcdef"
ENGLISH = "Which cities are not allowed to apply repeatedly?"
CLARIFIED = "How many cities may our province recommend?"
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Portal</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>Portal</h1>{scripts}</body></html>"""
SCRIPT = (
    '<script src="{site}/embed.js" data-token-url="/portal/assistant-token" data-embed="{embed}"{more} async></script>'
)

STORED = "() => { try { return localStorage.length + sessionStorage.length } catch { return 0 } }"
"""How much a page keeps; a browser may allow a frame of another site to keep nothing."""


class Portal:
    """A portal under a strict content policy. `mint` is what its token address answers with for an embed's name."""

    def __init__(self, site: str, embeds: Any) -> None:
        self.site = site
        self.embeds = embeds
        self.scripts = [("parks", "")]
        self.minted: list[str] = []
        self.mint: Callable[[str], str] = self.good
        self.server = make_server("127.0.0.1", 0, self, handler_class=Quiet)
        self.origin = f"http://localhost:{self.server.server_port}"

    def good(self, embed: str) -> str:
        return portal_token(self.embeds[embed], self.origin, "visitor-1", dt.datetime.now(dt.UTC))

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] == "/favicon.ico":
            start_response("204 No Content", [])
            return []
        if environ["PATH_INFO"] == "/portal/assistant-token":
            asked = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
            self.minted.append(self.mint(asked["embed"]))
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps({"token": self.minted[-1]}).encode()]
        policy = (
            f"default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            f"script-src {self.site}; frame-src {self.site}"
        )
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Security-Policy", policy)])
        scripts = "".join(SCRIPT.format(site=self.site, embed=name, more=more) for name, more in self.scripts)
        return [PAGE.format(scripts=scripts, language="en").encode()]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        return


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def embeds_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("embeds")
    (folder / "secret").write_text(KEY)
    return folder / "embeds.yaml"


@pytest.fixture(scope="module")
def portal(corpus_data_dir: Path, embeds_file: Path) -> Iterator[Portal]:
    """The portal over the corpus."""
    yield from portal_over(corpus_data_dir, embeds_file)


@pytest.fixture
def lamps_portal(lamps_data_dir: Path, tmp_path: Path) -> Iterator[Portal]:
    """The portal over a person's own PDF."""
    (tmp_path / "secret").write_text(KEY)
    yield from portal_over(lamps_data_dir, tmp_path / "embeds.yaml")


def portal_over(data_dir: Path, embeds_file: Path) -> Iterator[Portal]:
    """A portal and, behind it, a server like the one `make serve` starts, open to embeds alone."""
    port = free_port()
    portal = Portal(f"http://127.0.0.1:{port}", None)
    embeds_file.write_text(
        textwrap.dedent(f"""\
        embeds:
          parks:
            title: {{en: Parks assistant, zh: 公园助手}}
            origins: ["{portal.origin}"]
            secrets: {{k1: "file:secret"}}
            greeting: {{en: Ask the parks office., zh: 请咨询公园处。}}
            limits: {{questions_per_minute: 600, question_length: 1000}}
            colours:
              light: {{accent: "#7a1f3d", on_accent: "#ffffff"}}
          pools:
            title: {{en: Pools assistant, zh: 泳池助手}}
            origins: ["{portal.origin}"]
            secrets: {{k1: "file:secret"}}
            language: zh
            limits: {{questions_per_minute: 2, question_length: 60}}
          elsewhere:
            title: {{en: Elsewhere, zh: 别处}}
            origins: ["https://portal.example"]
            secrets: {{k1: "file:secret"}}
        """),
        encoding="utf-8",
    )
    portal.embeds = load_embeds(embeds_file)
    threading.Thread(target=portal.server.serve_forever, daemon=True).start()
    command = [sys.executable, "-m", "assistant", "--data-dir", str(data_dir), "serve", "--port", str(port)]
    environment = {**os.environ, "ASSISTANT_EMBEDS_FILE": str(embeds_file), "ASSISTANT_AUTH": '["embed"]'}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    assert server.stdout
    said = ""
    for line in server.stdout:
        said += line
        if re.search(r"Ready: http://\S+", line):
            break
    else:
        pytest.fail(f"the server did not start: {said}")
    threading.Thread(target=server.stdout.read, daemon=True).start()
    yield portal
    server.terminate()
    assert server.wait(20) is not None
    portal.server.shutdown()


@pytest.fixture
def visit(portal: Portal, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the portal's page with the embeds named."""

    def visited(*scripts: tuple[str, str], mint: Callable[[str], str] | None = None, **screen: Any) -> Page:
        portal.scripts = list(scripts) or [("parks", "")]
        portal.mint = mint or portal.good
        portal.minted = []
        page = open_page(**screen)
        page.goto(portal.origin)
        page.wait_for_selector("[data-policy-assistant]", state="attached")
        return page

    return visited


def opened(page: Page, embed: str = "parks") -> FrameLocator:
    """The embed's frame once its button was pressed."""
    page.locator(f"[data-policy-assistant={embed}] .open").click()
    frame = page.frame_locator(f"[data-policy-assistant={embed}] iframe")
    frame.locator(".welcome").wait_for()
    return frame


def ask(frame: FrameLocator, question: str) -> None:
    before = frame.locator(".exchange").count()
    frame.locator("#question").fill(question)
    frame.locator("#question").press("Enter")
    frame.locator(f".exchange:nth-of-type({before + 1}) .answer:not(.reading) .foot").wait_for()


def exchange(portal: Portal, token: str, *, embed: str = "parks", origin: str | None = None) -> httpx.Response:
    """What the server says to a portal's token."""
    return httpx.post(
        f"{portal.site}/embed/{embed}/session",
        headers={"Authorization": f"Bearer {token}"},
        json={"origin": origin or portal.origin},
    )


# ---- asking ----------------------------------------------------------------------------------------------------------


def test_a_visitor_of_the_portal_asks_and_reads_the_source(visit):
    page = visit()
    frame = opened(page)
    ask(frame, ENGLISH)
    said = frame.locator(".sentence").first
    assert "not allowed to apply repeatedly" in said.inner_text()
    assert frame.locator(".checked").is_visible()
    frame.locator(".marker").first.click()
    mark = frame.locator("#source mark#quote")
    mark.wait_for()
    assert " ".join(mark.inner_text().split()) in " ".join(said.inner_text().split())
    frame.locator("#source").press("Escape")
    frame.locator(".marker:focus").wait_for()
    assert page.locator("[data-policy-assistant] .panel").is_visible()


def test_a_citation_of_a_pdf_shows_its_printed_page_and_the_text_one_tab_away(lamps_portal, open_page):
    page = open_page()
    page.goto(lamps_portal.origin)
    frame = opened(page)
    ask(frame, QUESTION_ON_LAMPS)
    frame.locator(".marker").first.click()
    frame.locator("#source .quote-box").first.wait_for()
    frame.locator("#source image[href^='blob:']").wait_for(state="attached")
    frame.get_by_role("link", name="As text").click()
    quote = frame.locator("#source mark#quote")
    quote.wait_for()
    assert quote.is_visible()
    assert frame.locator("#source .quote-box").count() == 0
    frame.locator("#source").press("Escape")
    frame.locator(".marker:focus").wait_for()


def test_a_clarification_is_answered_by_a_button_and_followed_up(visit):
    frame = opened(visit())
    ask(frame, CLARIFIED)
    frame.get_by_role("button", name="Guangdong", exact=True).click()
    frame.locator(".exchange:nth-of-type(2) .foot").wait_for()
    assert "up to 2 cities" in frame.locator(".exchange:nth-of-type(2)").inner_text()
    ask(frame, "And Hainan?")
    assert "Hainan may recommend" in frame.locator(".exchange:nth-of-type(3)").inner_text()


def test_whole_sentences_are_announced_politely(visit):
    frame = opened(visit())
    ask(frame, ENGLISH)
    voice = frame.locator("#voice")
    assert voice.get_attribute("aria-live") == "polite"
    assert "not allowed to apply repeatedly" in voice.inner_text()


def test_the_labels_change_language(visit):
    frame = opened(visit())
    frame.locator("#language").click()
    assert frame.locator("#send").inner_text() == "提问"
    assert frame.locator("#title").inner_text() == "公园助手"
    ask(frame, "哪些城市不得重复申报？")
    assert frame.locator(".sources h3").inner_text() == "出处"


def test_a_question_that_is_html_stays_text(visit):
    page = visit()
    page.on("dialog", lambda _dialog: pytest.fail("a script ran"))
    frame = opened(page)
    ask(frame, "<img src=x onerror=alert(1)> Which cities may apply?")
    assert "<img src=x" in frame.locator(".asked").inner_text()
    assert frame.locator(".asked img").count() == 0


@pytest.mark.parametrize("screen", [{}, {"width": 320, "height": 640}, {"color_scheme": "dark"}])
def test_axe_finds_no_fault_in_the_frame(visit, screen):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(**screen)
    frame = opened(page)
    ask(frame, "How many cities may Guangdong recommend?")
    frame.locator(".finding summary").click()
    found = Axe().run(page.frames[1]).response["violations"]
    frame.locator(".marker").first.click()
    frame.locator("#source mark#quote").wait_for()
    found += Axe().run(page.frames[1]).response["violations"]
    assert not [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found]


# ---- the portal's page -----------------------------------------------------------------------------------------------


def test_the_keyboard_is_enough(visit):
    page = visit()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    frame.locator("#question:focus").wait_for()
    assert page.locator("iframe").get_attribute("title") == "Parks assistant"
    page.keyboard.press("Escape")
    page.wait_for_function(
        "document.querySelector('[data-policy-assistant]').shadowRoot.activeElement?.className === 'open'"
    )
    assert not page.locator(".panel").is_visible()
    page.keyboard.press("Enter")
    frame.locator("#question:focus").wait_for()


def test_the_frame_is_resized_with_the_arrow_keys(visit):
    page = visit()
    opened(page)
    before = page.locator(".panel").bounding_box()
    page.locator(".grip").press("ArrowLeft")
    after = page.locator(".panel").bounding_box()
    assert after["width"] == before["width"] + 32
    assert after["x"] + after["width"] == pytest.approx(before["x"] + before["width"])


def test_on_a_phone_the_frame_fills_the_screen(visit):
    page = visit(width=320, height=640)
    frame = opened(page)
    assert page.locator(".panel").bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 640}
    ask(frame, ENGLISH)
    assert frame.locator("html").evaluate("html => html.scrollWidth") <= 320


def test_two_embeds_on_one_page_do_not_disturb_each_other(visit):
    page = visit(("parks", ""), ("pools", ""))
    parks, pools = opened(page, "parks"), opened(page, "pools")
    ask(parks, ENGLISH)
    ask(pools, "哪些城市不得重复申报？")
    assert parks.locator(".exchange").count() == pools.locator(".exchange").count() == 1
    assert parks.locator("html").get_attribute("lang") == "en"
    assert page.locator("[data-policy-assistant=pools] iframe").get_attribute("title")
    pools.locator("#question").press("Escape")
    assert not page.locator("[data-policy-assistant=pools] .panel").is_visible()
    assert page.locator("[data-policy-assistant=parks] .panel").is_visible()


def test_the_script_is_small_and_asks_for_nothing_else(portal):
    reply = httpx.get(f"{portal.site}/embed.js")
    assert len(reply.content) < 10_000
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
    assert not re.search(rb"\bimport\b|eval\(|innerHTML|localStorage|document\.cookie", reply.content)


# ---- tokens ----------------------------------------------------------------------------------------------------------


def test_a_token_never_stands_in_an_address_and_leaves_nothing_behind(visit, portal):
    page = visit()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    frame = opened(page)
    ask(frame, ENGLISH)
    assert portal.minted
    assert not [address for address in addresses if any(token in address for token in portal.minted)]
    assert page.context.cookies() == []
    for window in page.frames:
        assert window.evaluate(STORED) == 0


def test_a_renewed_token_keeps_the_conversation(visit, portal):
    page = visit()
    page.clock.install()
    frame = opened(page)
    ask(frame, "How many cities may Guangdong recommend?")
    assert len(portal.minted) == 1
    page.clock.fast_forward("09:00")
    page.wait_for_timeout(500)
    assert len(portal.minted) == 2
    ask(frame, "And Hainan?")
    assert frame.locator(".exchange").count() == 2
    assert "Hainan may recommend" in frame.locator(".exchange:nth-of-type(2)").inner_text()


def test_another_person_does_not_see_the_conversation(visit, portal):
    subjects = iter(["first", "second", "second", "second"])

    def mint(embed: str) -> str:
        return portal_token(portal.embeds[embed], portal.origin, next(subjects), dt.datetime.now(dt.UTC))

    page = visit(mint=mint)
    page.clock.install()
    frame = opened(page)
    ask(frame, ENGLISH)
    page.clock.fast_forward("09:00")
    frame.locator(".welcome").wait_for()
    assert frame.locator(".exchange").count() == 0


def test_an_expired_a_forged_and_a_replayed_token_are_refused(portal):
    embed = portal.embeds["parks"]
    past = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10)
    assert "expired" in exchange(portal, portal_token(embed, portal.origin, "visitor-1", past)).json()["detail"]
    good = portal.good("parks")
    head, claims, _ = good.split(".")
    assert exchange(portal, f"{head}.{claims}.{'A' * 43}").status_code == 403
    assert exchange(portal, good, origin="https://evil.example").status_code == 403
    assert exchange(portal, good).status_code == 200
    assert "used before" in exchange(portal, good).json()["detail"]


def test_a_visitor_whose_token_is_refused_is_told_so(portal, browser):
    portal.scripts, portal.mint = [("parks", "")], lambda embed: "forged"
    page = browser.new_page()
    page.goto(portal.origin)
    frame = opened(page)
    frame.get_by_role("alert").wait_for()
    assert "did not let the assistant in" in frame.get_by_role("alert").inner_text()
    page.close()


def test_without_a_token_nothing_is_answered(portal):
    asked = {"question": ENGLISH}
    assert httpx.post(f"{portal.site}/api/v1/ask", json=asked).status_code == 401
    assert httpx.get(f"{portal.site}/documents").status_code == 401
    headers = {"Authorization": f"Bearer {portal.good('parks')}"}
    assert httpx.post(f"{portal.site}/api/v1/ask", json=asked, headers=headers).status_code == 401


def test_a_page_of_another_origin_cannot_show_the_frame(portal, browser):
    policy = httpx.get(f"{portal.site}/embed/elsewhere").headers["content-security-policy"]
    assert "frame-ancestors https://portal.example" in policy
    portal.scripts, portal.mint = [("elsewhere", "")], portal.good
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text))
    page.goto(portal.origin)
    page.locator("[data-policy-assistant] .open").click()
    page.wait_for_timeout(1_000)
    assert any("frame-ancestors" in text for text in refused)
    assert portal.minted == [] or all("elsewhere" not in token for token in portal.minted)
    page.close()


def test_the_limits_of_an_embed_hold(portal):
    session = exchange(portal, portal.good("pools"), embed="pools").json()["token"]
    headers = {"Authorization": f"Bearer {session}"}

    def asked(question: str) -> int:
        return httpx.post(f"{portal.site}/api/v1/ask", json={"question": question}, headers=headers).status_code

    assert asked("x" * 61) == 422
    assert [asked("Which cities may apply?") for _ in range(3)][-1] == 429


# ---- examples --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("runtime", ["python", "node"])
def test_the_examples_mint_tokens_that_hold(portal, home, runtime, tmp_path):
    import shutil

    from tests.conftest import not_run

    if runtime == "node" and not shutil.which("node"):
        not_run("no Node")
    script = home / "examples/portal" / ("portal.py" if runtime == "python" else "portal.mjs")
    command = [sys.executable if runtime == "python" else "node", str(script), "--embed", "parks", "--key", "k1"]
    command += ["--issuer", "parks", "--token-for", portal.origin]
    environment = {**os.environ, "PORTAL_EMBED_SECRET": KEY}
    token = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.strip()
    assert exchange(portal, token).status_code == 200


def test_the_command_prints_a_token_that_holds(portal, embeds_file):
    command = [sys.executable, "-m", "assistant", "embed-token", "--embed", "parks", "--origin", portal.origin]
    environment = {**os.environ, "ASSISTANT_EMBEDS_FILE": str(embeds_file)}
    done = subprocess.run([*command, "--subject", "s-1"], capture_output=True, text=True, check=True, env=environment)
    assert exchange(portal, done.stdout.strip()).status_code == 200
