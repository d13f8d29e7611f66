"""One client's connection: uvicorn's, with limits on what comes before a body, and fewer writes."""

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.web.answers import PROBLEM
from kg.web.limits import Limits

if TYPE_CHECKING:
    from kg.web.app import Front

__all__ = ["Connection", "sweep"]


class Connection(HttpToolsProtocol):
    """Refuses headers that are too long or too slow, and connections above a number."""

    _limits: Limits
    _since: float | None
    """When the present request began to come; None while one is being answered."""
    _size: int

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has connected."""
        self._limits = cast("Front", self.app).limits
        self._since = self.loop.time()
        self._size = 0
        super().connection_made(cast(asyncio.Transport, _Corked(transport, self.loop)))
        if len(self.connections) > self._limits.connections:
            detail = f"{self._limits.connections:,} connections are open; try again later"
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, detail, b"retry-after: 5\r\n")

    def data_received(self, data: bytes) -> None:
        """Some of a request has come."""
        super().data_received(data)
        if self._since is not None:
            self._size += len(data)  # after a request that began in them has set it to nothing
            if self._size > self._limits.header:
                self._too_long()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._since = self.loop.time()
        self._size = 0

    def on_headers_complete(self) -> None:
        """All that comes before its body is there."""
        self._since = None
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers) > self._limits.header:
            self._too_long()
        else:
            super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """What has come is no HTTP."""
        if not self.transport.is_closing():
            self._refuse(HTTPStatus.BAD_REQUEST, msg)

    def expire(self, now: float) -> None:
        """Close where the headers do not come in time."""
        if self._since is not None and now - self._since > self._limits.arrival and self.timeout_keep_alive_task is None:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, f"the headers did not come within {self._limits.arrival:g} seconds")

    def _too_long(self) -> None:
        if not self.transport.is_closing():
            detail = f"line and headers of a request may have {self._limits.header:,} bytes; send a long query by POST"
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, detail)

    def _refuse(self, status: HTTPStatus, detail: str, header: bytes = b"") -> None:
        told: dict[str, Any] = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
        body = msgspec.json.encode(told) + b"\n"
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: {PROBLEM}\r\ncontent-length: {len(body)}\r\n"
        self.transport.write(head.encode() + header + b"connection: close\r\n\r\n" + body)
        self.transport.close()


class _Corked:
    """A transport that writes once what is written in one turn of the loop: a head and its body go out together."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._held:
            self._loop.call_soon(self._flush)
        self._held.append(data)

    def _flush(self) -> None:
        if self._held:
            held, self._held = self._held, []
            if not self._transport.is_closing():
                self._transport.write(held[0] if len(held) == 1 else b"".join(held))

    def close(self) -> None:
        self._flush()
        self._transport.close()


def sweep(connections: set[Any], now: float) -> None:
    """Close those connections whose headers do not come in time."""
    for connection in list(connections):
        if isinstance(connection, Connection):
            connection.expire(now)
