"""One client's connection: uvicorn's, with limits on what comes before a body, an answer that is heard, and fewer writes."""

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

import msgspec
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kg.web.answers import PROBLEM
from kg.web.asgi import WHOLE, Scope
from kg.web.limits import Limits

if TYPE_CHECKING:
    from kg.web.app import Front

__all__ = ["Connection", "sweep"]

_THROWN_AWAY = 512 << 20
"""Bytes of a request that are read after its answer, at most."""
_BODILESS = (204, 304)


class Connection(HttpToolsProtocol):
    """Refuses headers that are too long or too slow, and connections above a number; ends those that take no answer."""

    _limits: Limits
    _wire: "_Wire"
    _since: float | None
    """When the present request began to come; None while one is being answered."""
    _size: int
    """Bytes of the present request that had come before."""
    _coming: int
    """Bytes that are being read."""
    _answered: float | None
    """When a request was answered or refused that is still coming; None where there is none such."""
    _untaken: float | None
    """Since when the client leaves some of an answer lying; None while it takes all."""
    _rests: float | None
    """Since when all that it asked for is answered; None while there is something, and before the first request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has connected."""
        self._limits = cast("Front", self.app).limits
        self._since = self.loop.time()
        self._size = self._coming = 0
        self._answered = self._untaken = self._rests = None
        self._wire = _Wire(transport, self.loop)
        super().connection_made(cast(asyncio.Transport, self._wire))
        if len(self.connections) > self._limits.connections:
            detail = f"{self._limits.connections:,} connections are open; try again later"
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, detail, b"retry-after: 5\r\n")

    def data_received(self, data: bytes) -> None:
        """Some of a request has come."""
        if self._wire.half:
            self._wire.throw_away(len(data))
            return
        self._rests = None
        self._coming = len(data)
        super().data_received(data)
        if self._since is not None:
            self._size += len(data)  # after a request that began in them has set it to nothing
            if self._size > self._limits.header:
                self._too_long()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self.scope["extensions"] = cast(Any, {WHOLE: self._send_whole})
        self._since = self.loop.time()
        self._size = 0
        self._wire.unread = True

    def on_headers_complete(self) -> None:
        """All that comes before its body is there."""
        self._since = None
        limit = self._limits.header
        if self._size + self._coming > limit and self._head() > limit:  # what is coming may hold some of a body, too
            self._too_long()
        else:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of a request is there."""
        self._wire.unread = False
        if self._answered is not None:
            self._answered, self._rests = None, self.loop.time()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """A request has been answered."""
        now = self.loop.time()
        if self.cycle.more_body and self.cycle.response_complete:
            self._answered = now
        if self.pipeline or self.transport.is_closing():
            super().on_response_complete()
        else:  # as uvicorn has it, but for a timer that would be set and stopped for each request
            self.server_state.total_requests += 1
            self.flow.resume_reading()
            self._rests = now

    def _send_whole(self, scope: Scope, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> bool:
        """Write an answer of which all is there, at once; false where it is to go uvicorn's way, which looks at each header.

        That takes a tenth of a front's time for a short answer.
        """
        cycle, named = self.cycle, dict(headers)
        if (
            cycle.scope is not scope  # another request has come meanwhile
            or cycle.disconnected
            or not cycle.keep_alive
            or self.flow.write_paused
            or scope["method"] == "HEAD"
            or status in _BODILESS
            or b"connection" in named
            or named.get(b"content-length") != b"%d" % len(body)
        ):
            return False
        all_headers = cycle.default_headers + headers
        head = b"\r\n".join(map(b": ".join, all_headers))
        if any(head.count(mark) >= len(all_headers) for mark in (b"\r", b"\n")):
            return False  # one holds a line break, which uvicorn refuses to send
        self._wire.write_at_once(b"".join((STATUS_LINE[status], head, b"\r\n\r\n", body)))
        cycle.response_started = cycle.response_complete = True
        cycle.waiting_for_100_continue = False
        cycle.message_event.set()
        cycle.on_response()
        return True

    def send_400_response(self, msg: str) -> None:
        """What has come is no HTTP."""
        if not self.transport.is_closing():
            self._refuse(HTTPStatus.BAD_REQUEST, msg)

    def expire(self, now: float) -> None:
        """Close where nothing more is asked, or headers, the rest of an answered body, the taking of an answer last too long."""
        limits = self._limits
        if self._rests is not None:
            if now - self._rests > limits.idle:
                self.transport.close()
        elif self._since is not None and now - self._since > limits.arrival:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, f"the headers did not come within {limits.arrival:g} seconds")
        if self._answered is not None and now - self._answered > limits.arrival:
            self.transport.abort()
        if not self._wire.get_write_buffer_size():
            self._untaken = None
        elif self._untaken is None:
            self._untaken = now
        elif now - self._untaken > limits.seconds:
            self.transport.abort()

    def _head(self) -> int:
        """Bytes of a request's line and headers."""
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    def _too_long(self) -> None:
        if not self.transport.is_closing():
            detail = f"line and headers of a request may have {self._limits.header:,} bytes; send a long query by POST"
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, detail)

    def _refuse(self, status: HTTPStatus, detail: str, header: bytes = b"") -> None:
        told: dict[str, Any] = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
        body = msgspec.json.encode(told) + b"\n"
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: {PROBLEM}\r\ncontent-length: {len(body)}\r\n"
        self.transport.write(head.encode() + header + b"connection: close\r\n\r\n" + body)
        self._answered = self.loop.time()
        self.transport.close()


class _Wire:
    """A transport that writes once what is written in one turn of the loop, and closes so that the answer is heard.

    Where the peer is still sending when it is closed, only our half is, and what comes is thrown away: the system
    would answer it with a reset, which takes from the peer what it has not read yet (RFC 9112, 9.6).
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held: list[bytes] = []
        self._thrown_away = 0
        self.unread = False
        """Whether some of a request is still to come."""
        self.half = False
        """Whether our half has been closed."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._held:
            self._loop.call_soon(self._flush)
        self._held.append(data)

    def write_at_once(self, data: bytes) -> None:
        if self._held or self.is_closing():
            self.write(data)
        else:
            self._transport.write(data)

    def _flush(self) -> None:
        if self._held:
            held, self._held = self._held, []
            if not self.is_closing():
                self._transport.write(held[0] if len(held) == 1 else b"".join(held))

    def is_closing(self) -> bool:
        return self.half or self._transport.is_closing()

    def close(self) -> None:
        self._flush()
        if not self.unread or self.is_closing():
            self._transport.close()
            return
        self.half = True
        self._transport.write_eof()
        self._transport.resume_reading()

    def throw_away(self, size: int) -> None:
        """So much has come that nobody reads."""
        self._thrown_away += size
        if self._thrown_away > _THROWN_AWAY:
            self._transport.abort()


def sweep(connections: set[Any], now: float) -> None:
    """Close those connections on which something does not come, or is not taken, in time."""
    for connection in list(connections):
        if isinstance(connection, Connection):
            connection.expire(now)
