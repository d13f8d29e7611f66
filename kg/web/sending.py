"""Has a process answer, and sends what it answers to the client."""

import hashlib
import re
from collections.abc import Awaitable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from starlette.requests import Request

from kg.web.answers import PROBLEM
from kg.web.asgi import Receive, Scope, Send, header
from kg.web.asker import Asker, asker
from kg.web.call import Call
from kg.web.frames import CallFrame, Failure
from kg.web.negotiation import wants_page, weight
from kg.web.rendering import MEDIA_TYPE, render
from kg.web.rendering import headers as page_headers
from kg.web.requests import Refused

if TYPE_CHECKING:
    from kg.web.app import Front

__all__ = ["Ask", "BrokenOff", "reply", "send_failure"]

_PIECE = 64 * 1024
"""Bytes of an answer that are sent on at once."""
_VOLATILE = re.compile(rb"\b(?:NOW|RAND|STRUUID|UUID)\s*\(", re.I)
"""Functions for which the same query on the same state gives another answer."""
_VARY = (b"vary", b"Accept, Accept-Encoding, Origin")


class BrokenOff(Exception):
    """An answer ends before its end: the connection is closed without one, so that no client takes it for whole."""


class Ask:
    """A response that a function of the registry gives: `return Ask("sparql", query=…)` from a route.

    The function gets the store and the plain arguments (text, bytes, numbers, booleans, lists, None), in a process of its own
    that is ended where it takes too long. What it answers to a GET is tagged with the state of the store and the call, so
    that a client which has it already is told so without anything being run. With `writes` it is never run twice, never
    tagged, and run when no other that writes is; it is told as `patience` how many seconds it may wait for another process.
    """

    def __init__(self, name: str, /, *, writes: bool = False, **arguments: object) -> None:
        self._name = name
        self._arguments = arguments
        self._writes = writes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application does. Raises BrokenOff where the answer fails when a part of it has been sent."""
        if not self._writes:
            await self._answer(scope, receive, send)
            return
        front: Front = scope["kg.front"]
        try:
            async with front.turns.taken() as patience:
                self._arguments["patience"] = patience
                await self._answer(scope, receive, send)
        except Refused as refused:
            await send_failure(scope, send, refused.failure, refused.headers)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        front: Front = scope["kg.front"]
        hold = front.limits.hold
        call = Call(
            CallFrame(self._name, self._arguments, _reads_gzip(header(scope, b"accept-encoding"))), receive, hold, self._writes
        )
        tagged = scope["method"] in ("GET", "HEAD") and not self._writes and not _volatile(call.payload)
        if tagged and (wanted := header(scope, b"if-none-match")):
            tag = _tag(call.payload, front.newest(), front.mark)
            if tag in wanted:
                await _send_unchanged(send, tag)
                return
        front.pool.submit(call)
        try:
            await call.gather(hold)
            if call.failure is not None:
                await send_failure(scope, send, call.failure)
            elif not call.gone:
                await self._send(call, scope, send, tagged)
        finally:
            if not call.ended:
                front.pool.cancel(call)

    async def _send(self, call: Call, scope: Scope, send: Send, tagged: bool) -> None:
        front: Front = scope["kg.front"]
        head = call.head
        assert head is not None
        headers = [
            (b"content-type", head.media_type.encode("latin-1")),
            _VARY,
            *((key.lower().encode("latin-1"), value.encode("latin-1")) for key, value in head.headers.items()),
        ]
        if tagged and head.status == 200:
            tag = _tag(call.payload, head.snapshot, front.mark)
            if header(scope, b"if-none-match").strip() == "*":
                await _send_unchanged(send, tag)
                return
            headers += [(b"etag", tag.encode()), (b"cache-control", b"no-cache")]
        body = call.take()
        if head.status == 204:
            headers = headers[1:]  # it has no body, so that nothing is told of one
        elif call.ended:
            headers.append((b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": head.status, "headers": headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        while not call.ended:
            await send({"type": "http.response.body", "body": body, "more_body": True})
            await call.gather(_PIECE)
            if call.gone:
                return
            body = call.take()
        if call.failure is not None:
            raise BrokenOff(call.failure.title)
        await send({"type": "http.response.body", "body": body})


async def reply(asked: Awaitable[Ask], scope: Scope, receive: Receive, send: Send) -> None:
    """Answer by what a request turns out to ask for, or tell why it is refused."""
    try:
        ask = await asked
    except Refused as refused:
        await send_failure(scope, send, refused.failure, refused.headers)
    else:
        await ask(scope, receive, send)


async def _send_unchanged(send: Send, tag: str) -> None:
    """Tell a client that what it has is what it would get."""
    headers = [(b"etag", tag.encode()), _VARY, (b"cache-control", b"no-cache")]
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def send_failure(scope: Scope, send: Send, failure: Failure, headers: Mapping[str, str] | None = None) -> None:
    """Tell what is wrong and what to do: as a page where a browser asks for one, else as RFC 9457 has it."""
    told = {"type": "about:blank", "title": failure.title, "status": failure.status, "detail": failure.detail}
    body = msgspec.json.encode(told) + b"\n"
    media_type, all_headers = PROBLEM, dict(headers or {})
    if wants_page(header(scope, b"accept")) and b"format=" not in scope["query_string"]:
        who = Asker.of(asker(Request(scope)))
        body = render("refusal.html", who, {"title": failure.title, "detail": failure.detail})
        media_type, all_headers = MEDIA_TYPE, all_headers | page_headers(who)
    sent = [(b"content-type", media_type.encode()), (b"content-length", b"%d" % len(body))]
    sent += [(name.lower().encode(), value.encode()) for name, value in all_headers.items()]
    if failure.retry:
        sent.append((b"retry-after", b"%d" % failure.retry))
    await send({"type": "http.response.start", "status": failure.status, "headers": sent})
    await send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=256)
def _reads_gzip(accept_encoding: str) -> bool:
    return weight(accept_encoding, "gzip") > 0


def _volatile(payload: bytes) -> bool:
    """Whether a call may be answered otherwise the next time; most texts call no function, which is seen at once."""
    return b"(" in payload and _VOLATILE.search(payload) is not None


def _tag(payload: bytes, snapshot: str, mark: bytes) -> str:
    """Weak, since the order of rows may differ between two runs of a query."""
    return f'W/"{snapshot}-{hashlib.blake2b(payload, digest_size=12, key=mark).hexdigest()}"'
