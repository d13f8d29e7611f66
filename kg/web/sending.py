"""Has a process answer, and sends what it answers to the client."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from kg.web.answers import PROBLEM
from kg.web.asgi import Receive, Scope, Send
from kg.web.call import Call
from kg.web.frames import Failure

if TYPE_CHECKING:
    from kg.web.app import Front

__all__ = ["Ask", "BrokenOff", "send_failure"]


_PIECE = 64 * 1024
"""Bytes of an answer that are sent on at once."""


class BrokenOff(Exception):
    """An answer ends before its end: the connection is closed without one, so that no client takes it for whole."""


class Ask:
    """A response that a function of the registry gives: `return Ask("sparql", query=…)` from a route.

    The function gets the store and the plain arguments (text, numbers, booleans, lists, None), in a process of its own that
    is ended where it takes too long. `headers` are sent with whatever it answers.
    """

    def __init__(self, name: str, /, headers: Mapping[str, str] | None = None, **arguments: object) -> None:
        self._name = name
        self._arguments = arguments
        self._headers = [(key.lower().encode("latin-1"), value.encode("latin-1")) for key, value in (headers or {}).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application does. Raises BrokenOff where the answer fails when a part of it has been sent."""
        front: Front = scope["kg.front"]
        hold = front.limits.hold
        call = Call(self._name, self._arguments, receive, hold)
        front.pool.submit(call)
        try:
            await call.gather(hold)
            if call.failure is not None:
                await send_failure(send, call.failure)
            elif not call.gone:
                await self._send(call, scope, send)
        finally:
            if not call.ended:
                front.pool.cancel(call)

    async def _send(self, call: Call, scope: Scope, send: Send) -> None:
        head = call.head
        assert head is not None
        headers = [
            (b"content-type", head.media_type.encode("latin-1")),
            *((key.encode("latin-1"), value.encode("latin-1")) for key, value in head.headers.items()),
            *self._headers,
        ]
        body = call.take()
        if call.ended:
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


async def send_failure(send: Send, failure: Failure) -> None:
    """Tell what is wrong and what to do (RFC 9457)."""
    told = {"type": "about:blank", "title": failure.title, "status": failure.status, "detail": failure.detail}
    body = msgspec.json.encode(told) + b"\n"
    headers = [(b"content-type", PROBLEM.encode()), (b"content-length", b"%d" % len(body))]
    if failure.retry:
        headers.append((b"retry-after", b"%d" % failure.retry))
    await send({"type": "http.response.start", "status": failure.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
