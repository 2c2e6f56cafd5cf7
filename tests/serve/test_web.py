from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.fakes import FAKE_TEXTS, FakeAssistant
from tests.serve.made_parts import client_of, parts_with, tags_of

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)>"


TEXTS = FAKE_TEXTS | {"attack.md": f"# {ATTACK}\n\n## 1 {ATTACK}\n\nA fountain {ATTACK} costs 5.\n"}


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant(TEXTS)


@pytest.fixture(scope="module")
def web() -> TestClient:
    return serving(FakeAssistant(TEXTS))


def serving(assistant: FakeAssistant) -> TestClient:
    return client_of(parts_with(assistant))


# ---- our own pages ---------------------------------------------------------------------------------------------------


def test_the_documents_are_listed_with_what_they_are_worth(web):
    page = web.get("/documents").text
    assert "Notice on City Parks" in page
    assert page.count("Digest, not the official text") == 3


def test_a_document_is_shown_with_its_quote_marked(web, fake):
    start = fake.texts["parks.md"].index("They close")
    page = web.get(f"/documents/made-up/parks.md?start={start}&end={start + 10}").text
    assert '<mark id="quote">They close</mark>' in page
    assert '<section id="1">' in page


def test_an_older_version_is_shown_and_said_to_be_one(fake):
    [old] = [document.sha256 for document in fake.documents() if document.name == "parks.md"]
    fake.texts = {"other.md": "# Other\n\n## 1 One\n\nWords.\n", "kept.md": fake.texts["parks.md"]}
    page = serving(fake).get(f"/documents/made-up/other.md?v={old}").text
    assert "an earlier version" in page
    assert "Parks open at six" in page


def test_a_document_that_is_not_there_is_404_and_names_those_that_are(web):
    reply = web.get("/documents/made-up/none.md")
    assert reply.status_code == 404
    assert "Notice on City Parks" in reply.text


@pytest.mark.parametrize("query", ["start=x", "start=-1&end=2", "v=../../etc", "part=0"])
def test_a_wrong_range_or_version_is_refused(web, query):
    assert web.get(f"/documents/made-up/parks.md?{query}").status_code == 422


@pytest.mark.parametrize("path", ["../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "made-up/../parks.md"])
def test_no_path_leads_out_of_the_documents(web, path):
    assert web.get(f"/documents/{path}").status_code == 404


def test_a_long_document_is_shown_in_parts_and_opens_at_the_quote():
    clauses = "".join(f"## {number} Clause\n\n{'Word. ' * 5000}\n\n" for number in range(12))
    fake = FakeAssistant({"long.md": f"# Long\n\n{clauses}"})
    web = serving(fake)
    start = fake.texts["long.md"].index("## 11 Clause") + 14
    page = web.get(f"/documents/made-up/long.md?start={start}&end={start + 5}").text
    assert '<mark id="quote">Word.</mark>' in page
    assert "Earlier part" in page
    assert len(page) < 250_000


def test_what_documents_say_never_becomes_part_of_the_page(web, fake):
    for path in ("/documents", "/documents/made-up/attack.md?start=0&end=999"):
        page = web.get(path).text
        assert ATTACK not in page
        assert not [tag for tag in tags_of(page) if tag.startswith("img") or tag == "script" or " on" in tag]


def test_our_pages_allow_nothing_inline_and_nothing_from_elsewhere(web):
    reply = web.get("/documents/made-up/parks.md")
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<style|style=|<script>|\son\w+=", reply.text)
    assert not re.search(r"(src|href)=\"(https?:)?//", reply.text)


# ---- the guard -------------------------------------------------------------------------------------------------------


def test_the_chat_page_is_served_without_anything_from_elsewhere(web):
    page = web.get("/").text
    loaded = re.findall(r"<(?:script|link)[^>]*(?:src|href)=\"([^\"]+)\"", page)
    assert loaded
    assert not [address for address in loaded if re.match(r"(https?:)?//", address)]
    assert "frame-ancestors 'self'" in web.get("/").headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        *("/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://x", "/gradio_api/info", "/gradio_api/openapi.json"),
        *("/gradio_api/queue", "/gradio_api/runs", "/gradio_api/call/ask", "/gradio_api/run/ask", "/monitoring"),
        *("/docs", "/openapi.json", "/monitoring/x", "/manifest.json", "/gradio_api/mcp", "/robots.txt", "/file=x"),
    ],
)
def test_what_the_chat_does_not_need_is_not_served(web, path):
    assert web.get(path).status_code == 404
    assert web.post(path, content=b"x").status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "", "localhost@evil"])
def test_a_name_that_is_not_this_machine_is_not_answered(web, host):
    assert web.get("/documents", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:7860", "[::1]:7860"])
def test_every_name_of_this_machine_is_answered(web, host):
    assert web.get("/documents", headers={"host": host}).status_code == 200


def test_another_site_cannot_use_it(web):
    for origin in ("https://evil.example", "null", "http://127.0.0.1:9999"):
        reply = web.get("/documents", headers={"origin": origin})
        assert reply.status_code == 403
        assert "access-control-allow-origin" not in reply.headers
    assert web.get("/documents", headers={"origin": "http://127.0.0.1:7860"}).status_code == 200


def test_a_large_request_is_refused(web):
    assert web.post("/gradio_api/queue/join", content=b"x" * 100_000).status_code == 413


def test_a_request_that_lies_about_its_size_is_refused(web):
    assert web.post("/gradio_api/queue/join", headers={"content-length": "many"}, content=b"x").status_code == 400
