"""SPARQL 1.1 Protocol: what a client asks at the endpoint, read from its request.

Source: https://www.w3.org/TR/sparql11-protocol/
"""

from typing import TYPE_CHECKING

from starlette.requests import Request

from kg.web.asgi import Receive, Scope, Send, header
from kg.web.asker import asker
from kg.web.negotiation import wants_page
from kg.web.requests import Refused, allow_writing, body_of, fields_of, media_type_of, text_of
from kg.web.sending import Ask, reply

if TYPE_CHECKING:
    from kg.web.app import Front

__all__ = ["FORMATS", "sparql"]

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_DATASET = {"query": ("default-graph-uri", "named-graph-uri"), "update": ("using-graph-uri", "using-named-graph-uri")}

FORMATS = {
    "json": "application/sparql-results+json, application/ld+json",
    "xml": "application/sparql-results+xml, application/rdf+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ttl": "text/turtle",
    "trig": "application/trig",
    "ntriples": "application/n-triples",
    "nt": "application/n-triples",
    "nquads": "application/n-quads",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
"""What `format=` may say where a client cannot send Accept, as a link on a page; the header counts after it."""


async def sparql(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer at the SPARQL endpoint, as an ASGI application."""
    await reply(_asked(scope, receive, scope["kg.front"]), scope, receive, send)


async def _asked(scope: Scope, receive: Receive, front: "Front") -> Ask:
    fields = fields_of(scope["query_string"])
    method = scope["method"]
    if method == "POST":
        kind = media_type_of(scope)
        if kind not in (_FORM, _QUERY, _UPDATE):
            detail = f"a query is sent as {_QUERY} or {_FORM}, an update as {_UPDATE}; found {kind or 'no Content-Type'}"
            raise Refused(415, "Unknown kind of body", detail)
        _in_utf8(scope)
        if kind == _UPDATE:
            allow_writing(scope, front)  # before anything is read that would be refused
        body = await body_of(scope, receive, front)
        if kind == _FORM:
            fields += fields_of(body)
        else:
            fields.append(("query" if kind == _QUERY else "update", text_of(body)))
    elif method not in ("GET", "HEAD"):
        raise Refused(405, "Method not allowed", "a query is sent by GET or POST", {"allow": "GET, HEAD, POST, OPTIONS"})
    given: dict[str, list[str]] = {}
    for name, value in fields:
        given.setdefault(name, []).append(value)
    texts = given.get("query", []) + given.get("update", [])
    dataset: object = front.options.default_graph
    base = f"{front.url(scope)}/sparql"
    paged = wants_page(header(scope, b"accept")) and "format" not in given
    if not texts and paged:
        return Ask("editor", query=None, dataset=dataset, base=base, asker=asker(Request(scope)))
    if not texts and method != "POST":
        return Ask("description", accept=_accept(scope, given), url=front.url(scope), default=front.options.default_graph)
    if len(texts) != 1:
        raise Refused(400, "No one query", f"a request holds one `query` or one `update`; found {len(texts)}")
    if len(texts[0]) > front.limits.query:
        detail = f"it has {len(texts[0]):,} characters, and {front.limits.query:,} are allowed"
        raise Refused(413, "The query is too long", detail)
    scope["kg.query"] = texts[0]
    what = "update" if "update" in given else "query"
    default, named = given.get(_DATASET[what][0], []), given.get(_DATASET[what][1], [])
    if what == "update":
        return _update(scope, front, texts[0], [default, named] if default or named else None)
    if default or named:
        dataset = (default, named)
    if paged:
        return Ask("editor", query=texts[0], dataset=dataset, base=base, asker=asker(Request(scope)))
    return Ask(
        "sparql",
        query=texts[0],
        accept=_accept(scope, given),
        rows=front.limits.rows,
        base=base,
        dataset=dataset,
    )


def _update(scope: Scope, front: "Front", text: str, using: list[list[str]] | None) -> Ask:
    if scope["method"] != "POST":
        raise Refused(405, "Method not allowed", "an update is sent by POST", {"allow": "POST"})
    allow_writing(scope, front)
    return Ask("update", writes=True, update=text, base=f"{front.url(scope)}/sparql", using=using)


def _accept(scope: Scope, given: dict[str, list[str]]) -> str:
    accept = header(scope, b"accept")
    form = FORMATS.get(given["format"][0].lower()) if "format" in given else None
    return f"{form}, {accept or '*/*;q=0.1'}" if form else accept


def _in_utf8(scope: Scope) -> None:
    for parameter in header(scope, b"content-type").split(";")[1:]:
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "charset" and value.strip('" ').lower() not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(415, "Unknown character encoding", f"expected UTF-8, found {value}")
