"""Every kind of answer, asked over the API of real parts, is what the published schemas say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from starlette.testclient import TestClient

from assistant.serve.assemble import open_parts
from assistant.settings import Settings, load_settings
from assistant.wiring import ingest
from tests.integration.model_server import ModelServer, claim, says
from tests.serve.made_parts import client_of, parts_with

if TYPE_CHECKING:
    from assistant.wiring import Assistant

SENT = "About 12 gardens will be chosen for the second round."
BERTH = "1. Fees. The fee for a berth is 40 yuan a day."


class Api:
    """A client that holds every answer against both schemas that its server publishes."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        description = client.get("/api/v1/openapi.json").json()
        described = {"$ref": "#/components/schemas/Answer", "components": description["components"]}
        published = client.get("/api/v1/answer.schema.json").json()
        self.checks = [self._checked(published), self._checked(described)]
        self.fields = set(published["properties"])

    def _checked(self, schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
        jsonschema.Draft202012Validator.check_schema(schema)
        return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())

    def ask(self, question: str, **more: Any) -> dict[str, Any]:
        return self._right("/api/v1/ask", {"question": question, "as_of": "2025-05-12"} | more)

    def rule(self, name: str, **given: Any) -> dict[str, Any]:
        return self._right(f"/api/v1/rules/{name}", {"given": given, "as_of": "2025-05-12"})

    def _right(self, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        reply = self.client.post(path, json=sent)
        assert reply.status_code == 200, reply.text
        answer = reply.json()
        for check in self.checks:
            check.validate(answer)
        assert answer.keys() == self.fields
        assert self.client.get(f"/api/v1/answers/{answer['id']}").json() == answer
        return answer


@pytest.fixture(scope="module")
def api(assistant: Assistant) -> Api:
    return Api(client_of(parts_with(assistant)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "gardens.md").write_text(f"# Gardens\n\n## 1. How many\n\n{SENT}\n", encoding="utf-8")
    canvas = Canvas(str(folder / "ports.pdf"), pagesize=A4)
    canvas.drawString(72, 700, BERTH)
    canvas.save()
    return folder


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer(says(claim("About 12 gardens will be chosen.", ["c1"], SENT))) as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path, folder: Path) -> Settings:
    settings = load_settings(data_dir=tmp_path / "data")
    ingest(settings, (folder,))
    return settings


def codes(answer: dict[str, Any]) -> set[str]:
    return {notice["code"] for notice in answer["notices"]}


# ---- each outcome ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("Who submits the application?", "answered"),
        ("由谁报送申报材料？", "answered"),
        ("How many cities may Guangdong recommend?", "answered"),
        ("How many cities may my province recommend?", "clarification"),
        ("What is the weather in Paris?", "out_of_scope"),
        ("Which mobile phone must officials of the pilot cities carry?", "not_in_corpus"),
        ("Hello!", "out_of_scope"),
    ],
)
def test_an_answer_of_each_outcome(api: Api, question: str, outcome: str) -> None:
    answer = api.ask(question)
    assert answer["outcome"] == outcome
    assert bool(answer["citations"]) == (outcome == "answered")
    assert bool(answer["clarification"]) == (outcome == "clarification")


def test_an_answer_whose_text_was_tampered_with_is_not_supported(settings: Settings) -> None:
    for file in (settings.data_dir / "texts").glob("*.txt"):
        file.write_text(file.read_text(encoding="utf-8").replace("12", "99"), encoding="utf-8")
    answer = Api(client_of(open_parts(settings))).ask("How many gardens will be chosen?")
    assert (answer["outcome"], answer["citations"]) == ("not_supported", [])
    assert answer["nearest"]


def test_an_answer_while_answering_is_switched_off(assistant: Assistant) -> None:
    api = Api(client_of(parts_with(assistant)))
    api.client.put("/api/v1/switch", json={"off": True, "reason": "Being mended"})
    answer = api.ask("Who submits the application?")
    assert (answer["outcome"], codes(answer)) == ("unavailable", {"switched_off"})


@pytest.mark.parametrize("path", ["/api/v1/search?q=funds&batch={}", "/api/v1/rules?batch={}"])
def test_a_batch_that_is_not_known_is_told_with_those_that_are(api: Api, path: str) -> None:
    refused = api.client.get(path.format("nope"))
    assert refused.status_code == 422
    assert "2025-third-batch" in refused.json()["do"]
    assert api.client.get(path.format("2025-third-batch")).status_code == 200


def test_a_rule_of_a_batch_that_is_not_known_and_a_search_in_a_scheme_that_is_not(api: Api) -> None:
    called = api.client.post("/api/v1/rules/recommendation_quota", json={"given": {}, "batch": "nope"})
    assert (called.status_code, called.json()["detail"]) == (422, 'no batch "nope"')
    assert api.client.get("/api/v1/search?q=funds&scheme=nope").status_code == 422


# ---- what else an answer may hold ------------------------------------------------------------------------------------


def test_an_answer_with_findings(api: Api) -> None:
    asked, called = (
        api.ask("How many cities may Guangdong recommend?"),
        api.rule("recommendation_quota", province="Guangdong"),
    )
    assert asked["findings"][0]["rule"] == called["findings"][0]["rule"] == "recommendation_quota"
    assert called["question"] is None
    assert {one["origin"] for one in asked["sentences"]} >= {"computed"}


def test_a_rule_that_asks_back(api: Api) -> None:
    assert api.rule("recommendation_quota")["clarification"]["needs"] == "province"


def test_an_answer_with_notices(api: Api) -> None:
    assert "translation" in codes(api.ask("Who submits the application?"))
    assert "window_closed" in codes(api.ask("By when must the application be submitted?", as_of="2025-09-01"))


def test_an_answer_cited_on_a_page(settings: Settings) -> None:
    answer = Api(client_of(open_parts(settings))).ask("What is the fee for a berth?")
    assert [(one["document"], one["page"]) for one in answer["citations"]] == [("ports.pdf", 1)]


def test_an_answer_by_a_model(settings: Settings, model: ModelServer) -> None:
    chosen = settings.model_copy(update={"chat_model": "openai:scripted", "chat_base_url": model.url})
    answer = Api(client_of(open_parts(chosen))).ask("How many gardens will be chosen?")
    assert answer["model"]["name"] == "openai:scripted"
    assert not answer["model"]["fallback"]
    assert [one["origin"] for one in answer["sentences"]] == ["model"]


def test_an_answer_of_a_conversation_and_one_in_a_stream(api: Api) -> None:
    begun = api.client.post("/api/v1/conversations", json={}).json()["id"]
    api.ask("How many cities may Guangdong recommend?", conversation=begun)
    followed = api.ask("And Hunan?", conversation=begun)
    assert (followed["conversation"], followed["outcome"]) == (begun, "answered")
    whole = api.client.get(f"/api/v1/conversations/{begun}").json()
    assert whole["answers"][1] == followed
    sent = {"question": "Who submits the application?", "as_of": "2025-05-12"}
    events = api.client.post("/api/v1/ask", json=sent, headers={"accept": "text/event-stream"}).text
    [told] = [json.loads(line[6:]) for line in events.splitlines() if line.startswith('data: {"id"')]
    for check in api.checks:
        check.validate(told)


def test_the_schemas_refuse_what_is_no_answer(api: Api) -> None:
    answer = api.ask("Who submits the application?")
    for wrong in ({"outcome": "perhaps"}, {"citations": [{}]}, {"as_of": "soon"}, {"sentences": "none"}, {"model": 1}):
        assert not any(check.is_valid(answer | wrong) for check in api.checks), wrong
