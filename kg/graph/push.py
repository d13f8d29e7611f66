"""A graph put on another SPARQL server: graph by graph, so that what was pushed before is replaced, and what stopped goes on.

A graph there is left as it is where it holds the very statements of ours: those with as many are read and compared, which costs
less than writing. Graphs under our base that are no longer here are deleted only when asked.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal as Choice
from urllib.parse import quote

import pyoxigraph as ox

from kg.errors import GraphError, QueryError
from kg.graph.endpoint import Answer, Endpoint
from kg.graph.remote import Remote
from kg.graph.store import Store

__all__ = ["METHODS", "Method", "Pushed", "Target", "push"]

Method = Choice["gsp", "update", "nquads"]
METHODS: tuple[Method, ...] = ("gsp", "update", "nquads")
"""Graph Store Protocol, one PUT a graph; SPARQL Update, DROP and INSERT DATA; one POST of N-Quads, for a first filling."""

_BATCH = 500
"""Statements of one INSERT DATA; Virtuoso refuses texts of some ten thousand lines."""


# Where servers have their services, by the path of the query service: Graph Store, updates, N-Quads in bulk.
_SERVICES = (
    (r"(/.*repositories/[^/?#]+)", r"\2/rdf-graphs/service", r"\2/statements", r"\2/statements"),  # GraphDB, RDF4J
    (r"(/[^?#]+)/(?:sparql|query)", r"\2/data", r"\2/update", r"\2/data"),  # Fuseki
    (r"/query", r"/store", r"/update", r"/store"),  # Oxigraph
    (r"/sparql", r"/sparql-graph-crud-auth", r"/sparql-auth", r""),  # Virtuoso
)


@dataclass(frozen=True)
class Target:
    """Where a graph is pushed: what takes queries, and what takes data."""

    query: Endpoint
    data: Endpoint
    """The Graph Store, the update service, or the bulk loader, as the method needs."""
    method: Method = "gsp"

    @classmethod
    def of(cls, query: Endpoint, data: str | None = None, method: Method = "gsp") -> "Target":
        """The services of a server; without `data`, at the place where servers with such a query service have theirs.

        Raises QueryError where no place is known.
        """
        if data is None:
            known = ((re.search(f"^https?://[^/?#]+(?P<path>{path})/?$", query.url, re.I), to) for path, *to in _SERVICES)
            found, places = next(((found, to) for found, to in known if found), (None, []))
            place = places[METHODS.index(method)] if found else ""
            if not found or not place:
                raise QueryError(f"{query.shown}: where this server takes data by {method} is not known; name the URL with --to")
            data = query.url[: found.start("path")] + found.expand(place)
        return cls(query, Endpoint(data, query.login, query.limits, query.pause), method)

    def __enter__(self) -> "Target":
        return self

    def __exit__(self, *exception: object) -> None:
        self.query.close()
        self.data.close()


@dataclass(frozen=True)
class Pushed:
    """What was done."""

    sent: int
    """Graphs written."""
    equal: int
    """Graphs that were there already."""
    deleted: int
    left: tuple[str, ...]
    """Graphs under our base that are there and not here, and were not deleted."""


def push(
    store: Store,
    target: Target,
    *,
    delete: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Pushed:
    """Make the server's graphs of our names equal to the store's; other graphs there are never touched.

    Raises GraphError where the server refuses a graph, naming it: those before it are written, and pushing again goes on there.
    """
    graphs = _graphs(store)
    there = _counts(target.query, store.settings.base)
    wanted = [name for name in graphs if not _equal(target.query, name, graphs[name], there.get(name, 0))]
    if target.method == "nquads":
        _post_nquads(target.data, {name: graphs[name] for name in wanted}, there)
    for done, name in enumerate(wanted if target.method != "nquads" else (), 1):
        if target.method == "gsp":
            _put(target.data, name, graphs[name])
        else:
            _replace(target.data, name, graphs[name], name in there)
        if progress:
            progress(done, len(wanted))
    gone = sorted(there.keys() - graphs.keys())
    for name in gone if delete else ():
        if target.method == "gsp":
            _checked(target.data.send("DELETE", None, {}, _named(target.data, name)), target.data, name)
        else:
            _update(target.data, f"DROP SILENT GRAPH <{name}>", name)
    return Pushed(len(wanted), len(graphs) - len(wanted), len(gone) if delete else 0, () if delete else tuple(gone))


def _graphs(store: Store) -> dict[str, list[ox.Triple]]:
    """The statements of each graph, by name; both sorted."""
    found: dict[str, list[ox.Triple]] = {}
    for quad in store.quads():
        if not isinstance(quad.graph_name, ox.NamedNode):
            raise GraphError(f"{store.location}: {quad} stands in no named graph; expected a graph built by kg")
        found.setdefault(quad.graph_name.value, []).append(quad.triple)
    return {name: sorted(found[name], key=str) for name in sorted(found)}


def _counts(endpoint: Endpoint, base: str) -> dict[str, int]:
    """How many statements each graph under our base has there."""
    text = f"""SELECT ?graph (COUNT(*) AS ?count) WHERE {{ GRAPH ?graph {{ ?s ?p ?o }}
        FILTER(STRSTARTS(STR(?graph), "{base}")) }} GROUP BY ?graph"""
    rows = Remote(endpoint).verbatim(text).rows
    return {str(getattr(graph, "value", "")): int(getattr(count, "value", "0")) for graph, count in rows}


def _equal(endpoint: Endpoint, name: str, triples: list[ox.Triple], there: int) -> bool:
    """Whether a graph is there already, statement by statement. One too large to be read back is not taken to be."""
    if there != len(triples):
        return False
    try:
        rows = Remote(endpoint).verbatim(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}").rows
    except QueryError:
        return False
    return set(rows) == {(triple.subject, triple.predicate, triple.object) for triple in triples}


def _put(endpoint: Endpoint, name: str, triples: Iterable[ox.Triple]) -> None:
    body = "".join(f"{triple} .\n" for triple in triples).encode()
    answer = endpoint.send("PUT", body, {"Content-Type": "text/turtle; charset=utf-8"}, _named(endpoint, name))
    _checked(answer, endpoint, name)


def _named(endpoint: Endpoint, name: str) -> str:
    """The address of a graph in a Graph Store. Virtuoso knows it by another parameter than the standard's."""
    mark = "&" if "?" in endpoint.url else "?"
    parameter = "graph-uri" if "sparql-graph-crud" in endpoint.url else "graph"
    return f"{endpoint.url}{mark}{parameter}={quote(name, safe='')}"


def _replace(endpoint: Endpoint, name: str, triples: list[ox.Triple], there: bool) -> None:
    """Write a graph by updates; one that is not whole is seen by its count, and written anew by the next push."""
    if there:
        _update(endpoint, f"DROP SILENT GRAPH <{name}>", name)
    for start in range(0, len(triples), _BATCH):
        lines = "\n".join(f"{triple} ." for triple in triples[start : start + _BATCH])
        _update(endpoint, f"INSERT DATA {{ GRAPH <{name}> {{\n{lines}\n}} }}", name)


def _update(endpoint: Endpoint, text: str, name: str) -> None:
    _checked(endpoint.send("POST", {"update": text}, {}), endpoint, name)


def _post_nquads(endpoint: Endpoint, graphs: Mapping[str, list[ox.Triple]], there: Mapping[str, int]) -> None:
    """Add the graphs in one request. Raises QueryError where one is there with other statements: it would become a mixture."""
    mixed = [name for name in graphs if name in there]
    if mixed:
        raise QueryError(
            f"{endpoint.shown} holds {len(mixed)} of these graphs with other statements, as {mixed[0]}, and N-Quads would be "
            "added to them; push with --method gsp or update"
        )
    if graphs:
        lines = (f"{triple} <{name}> .\n" for name, triples in graphs.items() for triple in triples)
        answer = endpoint.send("POST", "".join(lines).encode(), {"Content-Type": "application/n-quads"})
        _checked(answer, endpoint, f"{len(graphs)} graphs")


def _checked(answer: Answer, endpoint: Endpoint, name: str) -> None:
    """Raise where the server did not take a graph."""
    if answer.status in {404, 405, 410, 415, 501}:
        raise QueryError(
            f"{endpoint.shown} answered {answer.status} to {name}: {answer.told or 'nothing'}; is this the URL of that service? "
            "see docs/endpoints.md for the URL and method of each server"
        )
    if not 200 <= answer.status < 300:
        raise GraphError(
            f"{endpoint.shown} did not take {name} ({answer.status}): {answer.told or 'it does not say why'}; what was sent "
            "before is there, and pushing again goes on"
        )
