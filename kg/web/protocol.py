"""SPARQL 1.1 Protocol: what a client asks, read from its request.

Source: https://www.w3.org/TR/sparql11-protocol/
"""

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kg.web.asgi import Receive, Scope, Send
from kg.web.frames import Failure
from kg.web.sending import Ask, send_failure

if TYPE_CHECKING:
    from kg.web.app import Front

__all__ = ["Refused", "body_of", "header", "sparql"]


_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"


class Refused(Exception):
    """A request that is not carried out; `failure` says why."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(detail)
        self.failure = Failure(status, title, detail)


async def sparql(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer at the SPARQL endpoint, as an ASGI application."""
    front: Front = scope["kg.front"]
    try:
        ask = await _asked(scope, receive, front)
    except Refused as refused:
        await send_failure(send, refused.failure)
    else:
        await ask(scope, receive, send)


async def _asked(scope: Scope, receive: Receive, front: "Front") -> Ask:
    fields = _fields(scope["query_string"])
    method = scope["method"]
    if method == "POST":
        kind = header(scope, b"content-type").partition(";")[0].strip().lower()
        if kind == _FORM:
            fields += _fields(await body_of(scope, receive, front))
        elif kind == _QUERY:
            fields.append(("query", _text(await body_of(scope, receive, front))))
        else:
            detail = f"a query is sent as {_QUERY} or {_FORM}; found {kind or 'no Content-Type'}"
            raise Refused(415, "Unknown kind of body", detail)
    elif method not in ("GET", "HEAD"):
        raise Refused(405, "Method not allowed", "a query is sent by GET or POST")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise Refused(400, "No one query", f"a request holds one `query`; found {len(queries)}")
    limits = front.limits
    if len(queries[0]) > limits.query:
        raise Refused(413, "The query is too long", f"it has {len(queries[0]):,} characters, and {limits.query:,} are allowed")
    default = [value for name, value in fields if name == "default-graph-uri"]
    named = [value for name, value in fields if name == "named-graph-uri"]
    chosen = bool(default or named)
    return Ask(
        "sparql",
        query=queries[0],
        accept=header(scope, b"accept"),
        rows=limits.rows,
        default=default if chosen else front.default_graph,
        named=named if chosen else None,
    )


def header(scope: Scope, name: bytes) -> str:
    """A header's value, several joined by commas; empty where there is none."""
    values = [value for key, value in scope["headers"] if key == name]
    return b",".join(values).decode("latin-1") if values else ""


async def body_of(scope: Scope, receive: Receive, front: "Front") -> bytes:
    """The body of a request. Raises Refused where it is too long or does not come in time."""
    limits = front.limits
    told = header(scope, b"content-length")
    if told.isdigit() and int(told) > limits.body:
        raise _too_long(limits.body)
    parts, size, more = [], 0, True
    try:
        async with asyncio.timeout(limits.arrival):
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused(400, "The client has gone", "")
                parts.append(message["body"])
                size += len(parts[-1])
                if size > limits.body:
                    raise _too_long(limits.body)
                more = message["more_body"]
    except TimeoutError:
        detail = f"it did not come within {limits.arrival:g} seconds"
        raise Refused(408, "The body came too slowly", detail) from None
    return b"".join(parts)


def _too_long(limit: int) -> Refused:
    return Refused(413, "The body is too long", f"at most {limit:,} bytes are allowed")


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (UnicodeDecodeError, ValueError):
        raise Refused(400, "Not well-formed", "parameters are to be UTF-8, percent-encoded, and at most 1,000") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "Not well-formed", "a query is to be UTF-8") from None
