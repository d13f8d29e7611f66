"""One request and its answer as the server sees them: the headers that every answer gets, the log, the counts."""

import sys
import time
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kg.web.asgi import WHOLE, Receive, Scope, Send, header
from kg.web.frames import Failure
from kg.web.graph_store import ROOT, allowed
from kg.web.limits import host_of
from kg.web.log import Line
from kg.web.sending import BrokenOff, send_failure

if TYPE_CHECKING:
    from kg.web.app import Front

__all__ = ["Exchange"]

_ROUTES = frozenset(("", "sparql", "health", "metrics", "search", "q", "id", "page", "data", "ns", "graphs", "static"))
"""First segments of paths that are counted each by itself; what a client makes up is counted as one."""
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
]
_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_EXPOSED = b"ETag, Link, Location, Retry-After, WWW-Authenticate, X-Total-Count"
_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, DELETE, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-Match, If-None-Match"),
    (b"access-control-max-age", b"86400"),
]
_TOLD = 2000
"""Characters of a query that the log keeps."""


def _route(path: str) -> str:
    """What a path is counted as."""
    first, sign, _ = path.removeprefix("/").partition("/")
    return "…" if first not in _ROUTES else f"/{first}/…" if sign else f"/{first}"


class Exchange:
    """Runs the application on one request, in the middle of what is the same for all."""

    __slots__ = ("_begun", "_cors", "_front", "_scope", "_send", "_sent", "_start", "_status")

    def __init__(self, front: "Front", scope: Scope, send: Send) -> None:
        self._front = front
        self._scope = scope
        self._send = send
        self._begun = time.perf_counter()
        self._start: Any = None
        """How the answer begins, until it is known whether that is all of it."""
        self._status = 0
        self._sent = 0
        self._cors: list[tuple[bytes, bytes]] = []

    async def run(self, receive: Receive) -> None:
        """Answer the request, and tell of it."""
        broken = True
        try:
            refused = self._refused()
            if refused is not None:
                await send_failure(self._scope, self.send, refused)
            elif self._scope["method"] == "OPTIONS":
                await self._options()
            else:
                await self._front.answer(self._scope, receive, self.send)
            broken = False
        except BrokenOff:
            raise
        except Exception:
            sys.stderr.write(traceback.format_exc())
            if not self._status or self._start is not None:
                failure = Failure(500, "An error inside the server", "the server could not answer; its log tells more")
                await send_failure(self._scope, self.send, failure)
            raise
        finally:
            self._tell(broken)

    async def send(self, message: Any) -> None:
        """Send on, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = message["headers"] = [*message.get("headers", ()), *_HEADERS, *self._cors]
            if _POLICY[0] not in dict(headers):
                headers.append(_POLICY)
            self._start = message
            return
        body = message.get("body", b"")
        self._sent += len(body)
        start, self._start = self._start, None
        if start is not None:
            whole = None if message.get("more_body") else self._scope.get("extensions", {}).get(WHOLE)
            if whole is not None and whole(self._scope, start["status"], start["headers"], body):
                return
            await self._send(start)
        await self._send(message)

    def _refused(self) -> Failure | None:
        """Why the request is not for us: a page elsewhere made the browser believe that we are its own server."""
        front, scope = self._front, self._scope
        origin = header(scope, b"origin")
        if origin and front.allows(origin):
            allowed = b"*" if "*" in front.options.origins else origin.encode("latin-1")
            self._cors = [(b"access-control-allow-origin", allowed), (b"access-control-expose-headers", _EXPOSED)]
        if front.options.hosts and host_of(f"//{header(scope, b'host')}") not in front.options.hosts:
            detail = "this server answers to other names; where it stands behind a proxy, start it with --public-url"
            return Failure(421, "Misdirected request", detail)
        return None

    async def _options(self) -> None:
        path = self._scope["path"]
        methods = "GET, HEAD, POST, OPTIONS" if path == "/sparql" else "GET, HEAD, OPTIONS"
        if path == ROOT or path.startswith(f"{ROOT}/"):
            methods = allowed(self._front)
        headers = [(b"allow", methods.encode()), *_PREFLIGHT]
        await self.send({"type": "http.response.start", "status": 204, "headers": headers})
        await self.send({"type": "http.response.body", "body": b""})

    def _tell(self, broken: bool) -> None:
        scope = self._scope
        seconds = time.perf_counter() - self._begun
        path = scope["path"]
        front = self._front
        front.metrics.add(_route(path), scope["method"], self._status, seconds, self._sent, broken)
        client = scope.get("client")
        query: str = scope.get("kg.query", "")
        line = Line(
            time=datetime.now(UTC),
            client=client[0] if client else "",
            method=scope["method"],
            path=path,
            status=self._status,
            bytes=self._sent,
            ms=round(seconds * 1000, 2),
            broken=broken,
            query=query[:_TOLD],
            agent=header(scope, b"user-agent")[:200],
        )
        front.log.add(line)
