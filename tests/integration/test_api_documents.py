"""Documents over the API, by real parts: pages of a PDF as pictures, and texts that outlive what was asked of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote as percent_encoded

import httpx
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from starlette.testclient import TestClient

from assistant.serve.app import make_app
from assistant.serve.assemble import open_parts
from assistant.settings import Settings, load_settings
from assistant.wiring import ingest
from tests.serve.live import serving
from tests.serve.made_parts import client_of

PAGES = (
    "1. Ports. The harbour office opens at six in the morning on every working day.",
    "2. Fees. The fee for a berth is 40 yuan a day, payable to the harbour office.",
)
BEFORE = "# Appeals\n\n## 1. Who decides\n\nThe appeals board decides on an appeal within 30 days.\n"
AFTER = "# Appeals\n\n## 1. Who decides\n\nThe city council decides on an appeal within 45 days.\n"
APPEAL = {"question": "Who decides on an appeal?", "as_of": "2025-05-12"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A PDF of two pages, what only calls itself one, and a text."""
    folder = tmp_path / "policies"
    folder.mkdir()
    canvas = Canvas(str(folder / "ports.pdf"), pagesize=A4)
    for words in PAGES:
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    (folder / "appeals.md").write_text(BEFORE, encoding="utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path, folder: Path) -> Settings:
    settings = load_settings(data_dir=tmp_path / "data")
    assert not ingest(settings, (folder,)).failed
    return settings


@pytest.fixture
def api(settings: Settings) -> TestClient:
    return client_of(open_parts(settings), raise_server_exceptions=False)


def documents(api: TestClient) -> dict[str, str]:
    """The address of each document by its file's name."""
    return {one["name"]: f"/api/v1/documents/{one['id']}" for one in api.get("/api/v1/documents").json()}


# ---- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_is_drawn_as_it_is_printed(api: TestClient) -> None:
    place = documents(api)["ports.pdf"]
    first, second = (api.get(f"{place}/pages/{number}") for number in (1, 2))
    assert {reply.headers["content-type"] for reply in (first, second)} == {"image/png"}
    assert first.content != second.content
    picture = Image.open(io.BytesIO(first.content))
    assert picture.size == (round(A4[0] * 1.5), round(A4[1] * 1.5))
    assert len({*picture.convert("L").get_flattened_data()}) > 2, "there is print on it"


def test_a_page_is_drawn_larger_and_smaller(api: TestClient) -> None:
    place = f"{documents(api)['ports.pdf']}/pages/1"
    for scale in (0.5, 3.0):
        picture = Image.open(io.BytesIO(api.get(place, params={"scale": scale}).content))
        assert picture.width == pytest.approx(A4[0] * scale, abs=1)
    for scale in ("0.1", "4", "inf", "nan", "wide"):
        assert api.get(place, params={"scale": scale}).status_code == 422


@pytest.mark.parametrize(
    ("place", "status", "told"),
    [
        ("ports.pdf/pages/3", 404, "Ask for 1 to 2"),
        ("ports.pdf/pages/99999", 404, "Ask for 1 to 2"),
        ("ports.pdf/pages/0", 422, "page: "),
        ("ports.pdf/pages/-1", 422, "page: "),
        ("ports.pdf/pages/100001", 422, "page: "),
        ("ports.pdf/pages/one", 422, "page: "),
        ("appeals.md/pages/1", 404, "has no pages"),
    ],
)
def test_a_page_that_there_is_not_is_a_problem_that_says_so(
    api: TestClient, place: str, status: int, told: str
) -> None:
    name, _, rest = place.partition("/")
    reply = api.get(f"{documents(api)[name]}/{rest}")
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    assert told in reply.json()["detail"] + reply.json()["do"]


def test_the_page_of_no_document_is_not_found(api: TestClient) -> None:
    assert api.get("/api/v1/documents/none/none.pdf/pages/1").status_code == 404


def test_a_pdf_that_was_broken_or_taken_away_after_it_was_indexed_is_told(api: TestClient, folder: Path) -> None:
    place = documents(api)["ports.pdf"]
    (folder / "ports.pdf").write_bytes(b"%PDF-1.4\nbroken")
    broken = api.get(f"{place}/pages/1")
    assert (broken.status_code, broken.json()["detail"]) == (422, "the page cannot be drawn")
    (folder / "ports.pdf").unlink()
    for rest in ("pages/1", "file"):
        gone = api.get(f"{place}/{rest}")
        assert gone.status_code == 404
        assert "no longer there" in gone.json()["detail"]
    assert PAGES[0] in api.get(f"{place}/text").text


def test_an_answer_from_a_pdf_names_the_page_that_shows_its_words(api: TestClient) -> None:
    asked = {"question": "What is the fee for a berth?", "as_of": "2025-05-12"}
    [cited] = [one for one in api.post("/api/v1/ask", json=asked).json()["citations"] if one["document"] == "ports.pdf"]
    assert cited["page"] == 2
    assert api.get(f"{documents(api)['ports.pdf']}/pages/{cited['page']}").status_code == 200


# ---- after a new index -----------------------------------------------------------------------------------------------


@pytest.fixture
def site(settings: Settings) -> Iterator[httpx.Client]:
    """A server that goes on while its documents change."""
    with serving(make_app(open_parts(settings))) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def test_an_old_answer_is_replayed_with_its_proof_after_its_document_was_changed_and_indexed(
    site: httpx.Client, settings: Settings, folder: Path
) -> None:
    old = site.post("/api/v1/ask", json=APPEAL).json()
    [cited] = old["citations"]
    assert "appeals board" in old["text"]

    (folder / "appeals.md").write_text(AFTER, encoding="utf-8")
    ingest(settings, (folder,))
    new = site.post("/api/v1/ask", json=APPEAL).json()
    assert "city council" in new["text"]
    assert new["id"] != old["id"]

    assert site.get(f"/api/v1/answers/{old['id']}").json() == old
    place = f"/api/v1/documents/{percent_encoded(cited['policy'] + '/' + cited['document'])}/text"
    proof = site.get(place, params={"version": cited["sha256"]}).text
    assert proof == BEFORE
    assert proof[cited["start"] : cited["end"]] == cited["quote"]
    assert site.get(place).text == AFTER
    page = site.get(cited["url"]).text
    assert "appeals board" in page
    assert "city council" not in page
    assert "earlier version" in page
    assert "appeals board" in site.get(f"/answers/{old['id']}/print").text

    (folder / "appeals.md").unlink()
    ingest(settings, (folder,))
    assert site.get(f"/api/v1/answers/{old['id']}").json() == old
    assert site.get(place, params={"version": cited["sha256"]}).text == BEFORE
    assert "appeals board" in site.get(cited["url"]).text
