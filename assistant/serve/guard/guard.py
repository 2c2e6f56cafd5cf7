"""The one guard around the whole application, Gradio's mount included."""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from structlog.contextvars import bind_contextvars, clear_contextvars

from assistant.errors import NotAllowed
from assistant.serve.auth.access import EMBED_REACHES, Access, access_to, rank_of
from assistant.serve.auth.addresses import client_address
from assistant.serve.auth.door import who
from assistant.serve.auth.header import strip_untrusted
from assistant.serve.auth.secret import secret_of
from assistant.serve.embed.embeds import embeds_in
from assistant.serve.guard.chat_sessions import ChatSessions, session_named
from assistant.serve.guard.checks import largest, missing, refusal
from assistant.serve.guard.limits import Limits
from assistant.serve.guard.reply_headers import complete
from assistant.serve.metrics import count_refused, requests_in_flight
from assistant.serve.problems import Problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.kept import Person
    from assistant.serve.auth.access import Look
    from assistant.serve.parts import Parts

_ANY: Final = re.compile(".*")
BODY_SECONDS: Final = 30.0
"""How long a body may take to arrive."""


class RefusedError(Exception):
    """Ends a request with a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class Guard:
    """Refuses, or puts who asks into scope["person"], passes on, and completes the reply's headers."""

    def __init__(self, app: ASGIApp, parts: Parts) -> None:
        self._app = app
        self._parts = parts
        self._limits = Limits(parts.settings)
        self._sessions = ChatSessions()
        self._secret = secret_of(parts.settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        reply = _Reply(scope, send)
        with requests_in_flight():
            try:
                access = await self._admit(scope, reply)
                limited = _limited(receive, largest(access, self._parts.settings), reply)
                if scope["path"].startswith("/gradio_api/"):
                    limited = await self._own_session(scope, limited)
                if scope["method"] == "HEAD":
                    scope["method"] = "GET"
                await self._app(scope, limited, reply.send)
            except RefusedError as refused:
                count_refused(refused.problem.status)
                await reply.refuse(refused.problem)

    async def _admit(self, scope: Scope, reply: _Reply) -> Access:
        """What the request needs, once it is known that it may. Raises RefusedError."""
        settings = self._parts.settings
        scope["request_id"] = reply.request_id
        clear_contextvars()
        bind_contextvars(request=reply.request_id)
        scope["secret"] = self._secret
        path, method, headers = scope["path"], scope["method"], Headers(scope=scope)
        if problem := refusal(path, headers, settings):
            raise RefusedError(problem)
        scope["address"] = client_address(scope, settings.trusted_proxies)
        strip_untrusted(scope, settings)
        if method == "OPTIONS" and headers.get("access-control-request-method") and headers.get("origin"):
            return Access(frozenset({"OPTIONS"}), _ANY, rank_of(None), "static")
        access = access_to(method, path, settings.auth)
        if access:
            reply.look = access.look
        if access is None or access.kind != "static":
            self._count("address", scope["address"])
        if access is None:
            raise RefusedError(missing(path, method, settings))
        if int(headers.get("content-length", "0")) > largest(access, settings):
            raise RefusedError(Problem(413, "the request is too large"))
        scope["person"] = person = await self._person(scope)
        if rank_of(person.role if person else None) < access.least:
            raise RefusedError(_not_reached(scope, person, self._parts))
        if person and person.embed and access.least and not path.startswith(EMBED_REACHES):
            raise RefusedError(Problem(403, "a session of an embed does not reach here", "Use the API under /api/v1"))
        needed = access.scope(path)
        if person and person.scopes is not None and access.least and needed and needed not in person.scopes:
            raise RefusedError(Problem(403, f"this key is not for {needed}", "Use a key with that scope"))
        if person and access.kind != "static":
            name = "questions" if access.kind == "question" else "requests"
            reply.more |= self._count(name, person.id, self._embed_rate(person) if name == "questions" else None)
        return access

    async def _own_session(self, scope: Scope, receive: Receive) -> Receive:
        """The request, not read yet. Raises RefusedError when it names a session of the chat that is another's."""
        try:
            session, receive = await session_named(scope, receive)
        except ValueError:
            raise RefusedError(Problem(422, "the body is no JSON", "Send valid JSON in UTF-8")) from None
        if session is not None and not self._sessions.may_use(scope["person"].id, session):
            raise RefusedError(Problem(403, "this is a session of somebody else", "Open the page anew"))
        return receive

    async def _person(self, scope: Scope) -> Person | None:
        try:
            return (
                await run_in_threadpool(who, scope, self._parts)
                if self._parts.settings.auth
                else who(scope, self._parts)
            )
        except NotAllowed as error:
            raise RefusedError(Problem(401, error.what, error.do, {"www-authenticate": "Bearer"})) from None

    def _embed_rate(self, person: Person) -> str | None:
        """The rate of the embed that the person came by."""
        embed = embeds_in(self._parts.settings.embeds_file).get(person.embed) if person.embed else None
        return f"{embed.questions_per_minute}/minute" if embed else None

    def _count(self, name: str, whose: str, rate: str | None = None) -> dict[str, str]:
        """The headers that tell what is left. Raises RefusedError when nothing is."""
        standing = self._limits.hit(name, whose, rate)
        if not standing.allowed:
            raise RefusedError(Problem(429, "that was too often", headers=standing.headers()))
        return standing.headers()


def _not_reached(scope: Scope, person: Person | None, parts: Parts) -> Problem:
    """Nobody is asked to log in, a browser by being sent there; somebody is told the role is not enough."""
    if person:
        return Problem(403, f"this needs another role than {person.role}")
    wants_page = "text/html" in Headers(scope=scope).get("accept", "") and scope["method"] == "GET"
    if wants_page and "oidc" in parts.settings.auth:
        from urllib.parse import quote

        return Problem(303, "log in first", headers={"location": f"/login?next={quote(scope['path'], safe='/')}"})
    return Problem(401, "nobody is logged in", headers={"www-authenticate": "Bearer"})


class _Reply:
    """What is sent back, with its headers completed."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.request_id = secrets.token_hex(8)
        self.more: dict[str, str] = {"x-request-id": self.request_id}
        self.look: Look = "api"
        self._path: str = scope["path"]
        self._method: str = scope["method"]
        self._send = send
        self.problem: Problem | None = None
        self._begun = self._ended = False

    async def send(self, message: Message) -> None:
        if self.problem and not self._begun:
            await self.refuse(self.problem)
        if self.problem:
            return
        await self._pass_on(message)

    async def _pass_on(self, message: Message) -> None:
        """A request for the head alone gets it, and an end at once: what it would hold may have none."""
        if self._ended:
            return
        if message["type"] == "http.response.start":
            self._begun = True
            complete(message, self.look, self.more)
        elif self._method == "HEAD":
            self._ended = True
            message = {"type": "http.response.body", "body": b""}
        await self._send(message)

    async def refuse(self, problem: Problem) -> None:
        """Sends the problem, unless a reply has begun."""
        if self._begun:
            return
        body, media = problem.encoded(self._path)
        headers = {"content-type": media, "content-length": str(len(body)), "cache-control": "no-store"} | dict(
            problem.headers
        )
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await self._pass_on({"type": "http.response.start", "status": problem.status, "headers": raw})
        await self._pass_on({"type": "http.response.body", "body": body})


def _limited(receive: Receive, most: int, reply: _Reply) -> Receive:
    """The request, cut off where it grows too large without having said so, or where it comes too slowly.

    The reply keeps the problem too, as what reads a body may swallow the exception.
    """
    left, whole = most, False

    async def receive_limited() -> Message:
        nonlocal left, whole
        if whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), BODY_SECONDS)
        except TimeoutError:
            reply.problem = Problem(408, "the request came too slowly", "Send it again")
            raise RefusedError(reply.problem) from None
        left -= len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if left < 0:
            reply.problem = Problem(413, "the request is too large")
            raise RefusedError(reply.problem)
        return message

    return receive_limited
