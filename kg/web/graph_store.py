"""SPARQL 1.1 Graph Store HTTP Protocol: whole graphs, by `?graph=IRI`, `?default`, or by the address itself.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/
"""

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.web.asgi import Receive, Scope, Send, header
from kg.web.protocol import FORMATS
from kg.web.requests import Refused, allow_writing, body_of, fields_of, media_type_of
from kg.web.sending import Ask, reply

if TYPE_CHECKING:
    from kg.web.app import Front

__all__ = ["ROOT", "allowed", "graphs"]

ROOT = "/graphs"

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_READ = ("GET", "HEAD")
_WRITE = ("PUT", "POST", "DELETE")


def allowed(front: "Front") -> str:
    """What may be done to graphs, as `Allow` tells it."""
    return ", ".join((*_READ, *(_WRITE if front.options.token is not None else ()), "OPTIONS"))


async def graphs(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for a graph, as an ASGI application."""
    await reply(_asked(scope, receive, scope["kg.front"]), scope, receive, send)


async def _asked(scope: Scope, receive: Receive, front: "Front") -> Ask:
    method = scope["method"]
    if method not in (*_READ, *_WRITE):
        raise Refused(405, "Method not allowed", "a graph is read by GET", {"allow": allowed(front)})
    fields = fields_of(scope["query_string"])
    graph = _graph(scope, front, fields)
    if method in _READ:
        named = next((value for name, value in fields if name == "format"), "").lower()
        accept = FORMATS.get(named) or header(scope, b"accept")
        if graph is None:
            return Ask("dataset", accept=accept, rows=front.limits.rows)
        return Ask("graph", graph=graph, accept=accept, rows=front.limits.rows, default=front.options.default_graph)
    allow_writing(scope, front)
    if graph is None:
        raise Refused(400, "No graph", "name the graph: ?graph=IRI, ?default, or its own address")
    there = _condition(scope)
    if method == "DELETE":
        return Ask("drop_graph", writes=True, graph=graph, there=there)
    content = (media_type_of(scope), await body_of(scope, receive, front))
    return Ask("put_graph", writes=True, graph=graph, content=content, replace=method == "PUT", there=there)


def _condition(scope: Scope) -> bool | None:
    """Whether the graph is to be there already, or not (RFC 9110, 13.1); None where nothing is said of that."""
    if wanted := header(scope, b"if-match").strip():
        if wanted != "*":
            detail = "tags of answers are weak, and If-Match compares strongly; send If-Match: * or leave it out"
            raise Refused(412, "The condition does not hold", detail)
        return True
    return False if header(scope, b"if-none-match").strip() == "*" else None


def _graph(scope: Scope, front: "Front", fields: list[tuple[str, str]]) -> str | None:
    """The graph that is meant: its IRI, nothing for the default graph, None for all of them."""
    rest = scope["path"].removeprefix(ROOT).removeprefix("/")
    named = [value for name, value in fields if name == "graph"]
    default = any(name == "default" for name, _ in fields)
    if len(named) + default + bool(rest) > 1:
        raise Refused(400, "More than one graph", "name one graph: ?graph=IRI, ?default, or its own address")
    if rest:
        return f"{front.url(scope)}{ROOT}/{quote(rest, safe=_IN_PATH)}"
    if named:
        if not _ABSOLUTE.match(named[0]):
            raise Refused(400, "Not an absolute IRI", f"?graph={named[0]}: expected one that begins with a scheme, as https:")
        return named[0]
    return "" if default else None


_IN_PATH = "/:@!$&'()*+,;=~"
