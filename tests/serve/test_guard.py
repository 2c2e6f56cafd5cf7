from __future__ import annotations

import datetime as dt

import pytest

from assistant.errors import NotAllowed, SettingsError, Unavailable
from assistant.kept import Person
from assistant.serve.auth.csrf import check_csrf, csrf_token
from assistant.serve.auth.oidc import inside
from assistant.serve.loopback import check_reach
from assistant.serve.turns import Turns
from tests.serve.made_parts import client_of, key_for, parts_with

HEADER = {
    "auth": ("header",),
    "trusted_proxies": ("10.0.0.0/8",),
    "admin_groups": ("bosses",),
    "officer_groups": ("desk",),
}
ASK = {"question": "What does a permit cost?"}


def ask(client, **more):
    return client.post("/api/v1/ask", json=ASK, **more)


# ---- keys ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keyed():
    parts = parts_with(auth=("keys",), rate_limit_questions="100000/minute", rate_limit_requests="100000/minute")
    return client_of(parts, raise_server_exceptions=False), parts


def test_a_key_reaches_no_further_than_its_scopes(keyed):
    client, parts = keyed
    headers = key_for(parts, "reader", scopes=("search",))
    assert client.get("/api/v1/search?q=permit", headers=headers).status_code == 200
    assert ask(client, headers=headers).status_code == 403
    assert client.get("/api/v1/documents", headers=headers).status_code == 403


@pytest.mark.parametrize("name", ["authorization", "x-api-key"])
def test_a_key_comes_in_either_header(keyed, name):
    client, parts = keyed
    key = key_for(parts, "reader")["authorization"].removeprefix("Bearer ")
    assert ask(client, headers={name: key if name == "x-api-key" else f"Bearer {key}"}).status_code == 200


def test_nobody_is_told_how_to_come_in(keyed):
    reply = ask(keyed[0])
    assert (reply.status_code, reply.headers["www-authenticate"]) == (401, "Bearer")


# ---- a trusted header ------------------------------------------------------------------------------------------------


def test_a_listed_proxy_says_who_it_is_and_of_which_group():
    client = client_of(parts_with(**HEADER), peer="10.1.2.3")
    assert client.get("/api/v1/rules", headers={"x-forwarded-user": "li"}).status_code == 200
    assert client.get("/api/v1/audit", headers={"x-forwarded-user": "li"}).status_code == 403
    officer = {"x-forwarded-user": "wu", "x-forwarded-groups": "all, desk"}
    assert client.get("/api/v1/audit", headers=officer).status_code == 200


def test_anybody_else_who_sends_the_header_is_nobody():
    for peer in ("192.0.2.7", "127.0.0.1", "testclient"):
        client = client_of(parts_with(**HEADER), peer=peer)
        spoofed = {"x-forwarded-user": "boss", "x-forwarded-groups": "bosses", "x-forwarded-for": "10.1.2.3"}
        assert client.get("/api/v1/rules", headers=spoofed).status_code == 401


def test_an_untrusted_header_does_not_reach_the_application():
    parts = parts_with(auth=("keys", "header"), trusted_proxies=("10.0.0.0/8",))
    client = client_of(parts, peer="192.0.2.7")
    headers = key_for(parts, "reader") | {"x-forwarded-user": "boss", "x-forwarded-groups": "bosses"}
    assert client.get("/api/v1/audit", headers=headers).status_code == 403


# ---- limits ----------------------------------------------------------------------------------------------------------


def test_limits_are_told_and_kept_for_each_person():
    parts = parts_with(auth=("keys",), rate_limit_questions="2/minute")
    client, one, other = client_of(parts), key_for(parts, "reader"), key_for(parts, "reader")
    first = ask(client, headers=one)
    assert first.headers["ratelimit-policy"] == '"questions";q=2;w=60'
    assert first.headers["ratelimit"].startswith('"questions";r=1;t=')
    assert ask(client, headers=one).status_code == 200
    refused = ask(client, headers=one)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["ratelimit"].startswith('"questions";r=0;t=')
    assert refused.json()["do"]
    assert ask(client, headers=other).status_code == 200


def test_an_address_is_limited_before_anybody_is_known():
    client = client_of(parts_with(auth=("keys",), rate_limit_address="3/minute"))
    statuses = [ask(client, headers={"authorization": f"Bearer pa_{n}"}).status_code for n in range(5)]
    assert statuses == [401, 401, 401, 429, 429]


def test_behind_a_proxy_the_address_is_that_of_who_asks():
    parts = parts_with(**HEADER, rate_limit_address="2/minute")
    client = client_of(parts, peer="10.1.2.3")
    for address in ("203.0.113.1", "203.0.113.2"):
        for _ in range(2):
            assert ask(client, headers={"x-forwarded-user": "li", "x-forwarded-for": address}).status_code == 200
    assert ask(client, headers={"x-forwarded-user": "li", "x-forwarded-for": "9.9.9.9, 203.0.113.2"}).status_code == 429


def test_who_waits_too_long_for_a_turn_is_told_so():
    turns = Turns(1, 2, 0.01)
    with turns.taken("one"), pytest.raises(Unavailable, match="too many questions"), turns.taken("two"):
        pass
    with turns.taken("two"):
        pass


def test_one_person_cannot_take_every_turn():
    turns = Turns(5, 1, 1)
    with turns.taken("one"), turns.taken("two"), pytest.raises(Unavailable, match="your questions"), turns.taken("one"):
        pass


# ---- other sites, names and sizes ------------------------------------------------------------------------------------


def test_scripts_of_a_listed_site_may_use_the_api_and_nothing_else():
    parts = parts_with(auth=("keys",), cors_origins=("https://portal.example",))
    client, headers = client_of(parts), key_for(parts, "reader") | {"origin": "https://portal.example"}
    assert ask(client, headers=headers).headers["access-control-allow-origin"] == "https://portal.example"
    asked_first = {"origin": "https://portal.example", "access-control-request-method": "POST"}
    assert client.options("/api/v1/ask", headers=asked_first).status_code == 200
    for path in ("/", "/config", "/documents"):
        assert client.get(path, headers=headers).status_code == 403
    other = client.options("/api/v1/ask", headers=asked_first | {"origin": "https://evil.example"})
    assert other.status_code == 403
    assert "access-control-allow-origin" not in other.headers


def test_the_public_name_is_answered_when_there_is_a_login():
    parts = parts_with(auth=("keys",), public_url="https://ask.city.example")
    client = client_of(parts)
    assert client.get("/healthz", headers={"host": "ask.city.example"}).status_code == 200
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 421


def test_a_body_that_grows_without_saying_so_is_cut_off(keyed):
    client, parts = keyed
    endless = (b"x" * 10_000 for _ in range(20))
    assert client.post("/api/v1/ask", content=endless, headers=key_for(parts, "reader")).status_code == 413


def test_files_are_taken_from_admins_only(keyed):
    client, parts = keyed
    sent = {"files": {"files": ("a.md", b"# A")}}
    for role in ("reader", "officer"):
        assert client.post("/gradio_api/upload", headers=key_for(parts, role), **sent).status_code == 403
    assert client.post("/gradio_api/upload", headers=key_for(parts, "admin"), **sent).status_code == 200


def join(client, session, headers):
    sent = {"data": [], "fn_index": 0, "trigger_id": 1, "session_hash": session}
    return client.post("/gradio_api/queue/join", json=sent, headers=headers).status_code


def test_a_session_of_the_chat_is_nobody_elses(keyed):
    client, parts = keyed
    one, other = key_for(parts, "reader"), key_for(parts, "admin")
    assert join(client, "session_of_one", one) != 403
    assert join(client, "session_of_one", other) == 403
    assert join(client, "session_of_other", other) != 403
    for path in ("queue/data?session_hash=session_of_one", "heartbeat/session_of_one"):
        assert client.get(f"/gradio_api/{path}", headers=other).status_code == 403
    sent = {"session_hash": "session_of_one", "fn_index": 0, "event_id": "x"}
    assert client.post("/gradio_api/cancel", json=sent, headers=other).status_code == 403
    assert client.post("/gradio_api/cancel", json=sent, headers=one).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"1", b'{"session_hash": 5}', b'{"session_hash": null}', b"\xff", b"[" * 9_000]
)
def test_what_names_no_session_is_refused(keyed, body):
    client, parts = keyed
    reply = client.post("/gradio_api/queue/join", content=body, headers=key_for(parts, "reader"))
    assert 400 <= reply.status_code < 500
    assert reply.status_code != 403


# ---- forms -----------------------------------------------------------------------------------------------------------


class Sent:
    """A request with a form."""

    def __init__(self, person, token=None, secret="s" * 40):
        self.scope = {"person": Person(person, person), "secret": secret}
        self._form = {"csrf_token": token} if token else {}

    async def form(self):
        return self._form


async def test_a_form_of_our_own_page_is_taken():
    await check_csrf(Sent("one", csrf_token(Sent("one"))))


@pytest.mark.parametrize("token", [None, "x", csrf_token(Sent("other")), csrf_token(Sent("one", secret="t" * 40))])
async def test_any_other_form_is_refused(token):
    with pytest.raises(NotAllowed):
        await check_csrf(Sent("one", token))


# ---- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"host": "0.0.0.0"}, "no login"),  # noqa: S104
        ({"auth": ("header",)}, "trusted_proxies"),
        ({"auth": ("oidc",)}, "oidc_issuer"),
    ],
)
def test_settings_that_would_let_strangers_in_are_refused(settings, told):
    with pytest.raises(SettingsError, match=told):
        check_reach(parts_with(**settings).settings)


@pytest.mark.parametrize(
    "settings",
    [{"rate_limit_questions": "often"}, {"trusted_proxies": ("x",)}, {"cors_origins": ("*",)}, {"auth": ("magic",)}],
)
def test_a_wrong_setting_is_named(settings):
    with pytest.raises(SettingsError, match=next(iter(settings))):
        parts_with(**settings)


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example", "/\\evil", "javascript:x", "", "/a\nb"])
def test_a_login_leads_to_no_other_site(place):
    assert inside(place) == "/"
    assert inside("/ask?lang=zh") == "/ask?lang=zh"


def test_an_expired_key_is_nobodys():
    parts = parts_with(auth=("keys",))
    headers = key_for(parts, "reader", days=1)
    assert parts.desk.now() - dt.datetime(2025, 5, 12, tzinfo=dt.UTC) > dt.timedelta(days=1)
    assert ask(client_of(parts), headers=headers).status_code == 401
