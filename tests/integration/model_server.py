"""A small HTTP server that speaks the OpenAI chat protocol, each reply scripted by a test.

    with ModelServer(says(...), fails(429), says(...)) as server:
        ...                                 # a product that talks to server.url
    server.requests[0]["messages"]
    server.sent, server.spent               # when each piece was sent; how long each reply took

Replies are given in order, the last one again and again; or a function makes a reply of each request.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

NAME = "scripted"


@dataclass(frozen=True)
class Reply:
    """What one request gets: an error status, or pieces of text and tools called, whole or broken."""

    pieces: tuple[str, ...] = ()
    tools: tuple[tuple[str, str], ...] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    stall_after: int | None = None
    stall_seconds: float = 0.0
    keep_alive: bool = False
    pause: float = 0.0
    finish: str = "stop"


def says(*claims: Mapping[str, Any], size: int = 7, **how: Any) -> Reply:
    """The claims as the JSON that is asked for, in pieces of so many characters."""
    return text(json.dumps({"claims": list(claims)}, ensure_ascii=False), size=size, **how)


def text(whole: str, *, size: int = 7, **how: Any) -> Reply:
    """A text in pieces."""
    return Reply(tuple(whole[at : at + size] for at in range(0, len(whole), size)), **how)


def calls(*tools: tuple[str, Any], **how: Any) -> Reply:
    """Tools called; arguments that are a text are sent as they are."""
    asked = tuple((name, given if isinstance(given, str) else json.dumps(given)) for name, given in tools)
    return Reply(tools=asked, finish="tool_calls", **how)


def fails(status: int, **headers: str) -> Reply:
    """An error of HTTP."""
    return Reply(status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})


def claim(text: str, cites: Sequence[str] = ("c1",), quote: str = "") -> dict[str, Any]:
    """A claim as a model writes it."""
    return {"text": text, "cites": list(cites), "quote": quote}


def finds(*claims: Mapping[str, Any], **how: Any) -> Script:
    """The claims, each citing all passages of the request that hold its quote."""

    def write(request: Mapping[str, Any]) -> Reply:
        said = "\n".join(str(message["content"]) for message in request["messages"])
        passages = [part.partition('"') for part in said.split('<passage id="')[1:]]
        cited = [{**one, "cites": [name for name, _, words in passages if one["quote"] in words]} for one in claims]
        return says(*cited, **how)

    return write


Script = Callable[[Mapping[str, Any]], Reply]


class ModelServer:
    """The server, on a free port of this machine while the block runs."""

    def __init__(self, *replies: Reply | Script) -> None:
        self.requests: list[dict[str, Any]] = []
        self.sent: list[tuple[float, str]] = []
        self.spent: list[float] = []
        self._replies = list(replies)
        self._lock = threading.Lock()
        self._closing = threading.Event()

    @property
    def url(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host}:{port}/v1"

    def __enter__(self) -> ModelServer:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments: Any) -> None:
                pass

            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer._answer(self, request)

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 200

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that left is no error."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _reply_to(self, request: dict[str, Any]) -> Reply:
        with self._lock:
            self.requests.append(request)
            at = min(len(self.requests), len(self._replies)) - 1
            chosen = self._replies[at]
        return chosen if isinstance(chosen, Reply) else chosen(request)

    def _answer(self, http: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        start = time.perf_counter()
        reply = self._reply_to(request)
        try:
            self._send_reply(http, reply, request)
        finally:
            self.spent.append(time.perf_counter() - start)

    def _send_reply(self, http: BaseHTTPRequestHandler, reply: Reply, request: dict[str, Any]) -> None:
        if reply.status != 200:
            self._fail(http, reply)
        elif request.get("stream"):
            self._stream(http, reply, request)
        else:
            self._whole(http, reply)

    def _fail(self, http: BaseHTTPRequestHandler, reply: Reply) -> None:
        body = json.dumps({"error": {"message": f"scripted {reply.status}", "type": "scripted"}}).encode()
        http.send_response(reply.status)
        for name, value in {**reply.headers, "Content-Type": "application/json"}.items():
            http.send_header(name, value)
        http.send_header("Content-Length", str(len(body)))
        http.end_headers()
        http.wfile.write(body)

    def _whole(self, http: BaseHTTPRequestHandler, reply: Reply) -> None:
        message = {"role": "assistant", "content": "".join(reply.pieces) or None}
        if reply.tools:
            message["tool_calls"] = _tools(reply)  # type: ignore[assignment]
        choice = {"index": 0, "message": message, "finish_reason": reply.finish}
        body = json.dumps({**_head("chat.completion"), "choices": [choice], "usage": _usage(reply)}).encode()
        http.send_response(200)
        http.send_header("Content-Type", "application/json")
        http.send_header("Content-Length", str(len(body)))
        http.end_headers()
        http.wfile.write(body)

    def _stream(self, http: BaseHTTPRequestHandler, reply: Reply, request: dict[str, Any]) -> None:
        http.send_response(200)
        http.send_header("Content-Type", "text/event-stream")
        http.send_header("Transfer-Encoding", "chunked")
        http.end_headers()
        self._send(http, {"role": "assistant", "content": ""})
        for place, piece in enumerate(reply.pieces):
            if reply.cut_after == place:
                http.close_connection = True
                http.connection.close()
                return
            if reply.stall_after == place:
                self._stall(http, reply)
            self.sent.append((time.perf_counter(), piece))
            self._send(http, {"content": piece})
            if reply.pause:
                time.sleep(reply.pause)
        for number, tool in enumerate(_tools(reply)):
            self._send(http, {"tool_calls": [{"index": number, **tool}]})
        self._send(http, {}, reply.finish)
        if request.get("stream_options", {}).get("include_usage"):
            self._event(http, json.dumps({**_head("chat.completion.chunk"), "choices": [], "usage": _usage(reply)}))
        self._event(http, "[DONE]")
        http.wfile.write(b"0\r\n\r\n")

    def _stall(self, http: BaseHTTPRequestHandler, reply: Reply) -> None:
        """Silence, with comments that only keep the line open where the reply wants them."""
        until = time.monotonic() + reply.stall_seconds
        while time.monotonic() < until and not self._closing.wait(0.05):
            if reply.keep_alive:
                _chunk(http, b": keep-alive\n\n")

    def _send(self, http: BaseHTTPRequestHandler, delta: Mapping[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self._event(http, json.dumps({**_head("chat.completion.chunk"), "choices": [choice]}, ensure_ascii=False))

    def _event(self, http: BaseHTTPRequestHandler, data: str) -> None:
        _chunk(http, f"data: {data}\n\n".encode())


def _chunk(http: BaseHTTPRequestHandler, data: bytes) -> None:
    http.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    http.wfile.flush()


def _head(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": NAME}


def _tools(reply: Reply) -> list[dict[str, Any]]:
    return [
        {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": given}}
        for number, (name, given) in enumerate(reply.tools)
    ]


def _usage(reply: Reply) -> dict[str, int]:
    said = sum(map(len, reply.pieces)) // 4
    return {"prompt_tokens": 1000, "completion_tokens": said, "total_tokens": 1000 + said}
