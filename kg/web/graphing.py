"""Graphs as they are, read and written: what the Graph Store Protocol and updates have done."""

import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import BusyError, NotFoundError, QueryError
from kg.graph.engine import PREFIXES
from kg.graph.sparql import using as named
from kg.graph.store import Store
from kg.web.answers import Answer, LimitError, Sink, problem
from kg.web.counting import too_many
from kg.web.negotiation import choose
from kg.web.querying import GRAPHS, PREFIXED, not_acceptable, triples, typed

__all__ = ["dataset", "drop_graph", "graph", "put_graph", "update"]

_AGAIN = 0.05
"""Seconds between tries to become the writer."""
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_DATASETS = {name: name for name in ("application/trig", "application/n-quads", "application/ld+json")}
_BY_MEDIA_TYPE = GRAPHS | {"text/plain": ox.RdfFormat.N_TRIPLES, "application/xml": ox.RdfFormat.RDF_XML}


def graph(store: Store, graph: str, accept: str, rows: int, default: str) -> Answer:
    """One graph, the default graph where no IRI is given. Raises NotFoundError where nothing is in it."""
    found = store.stream(_ALL, ([graph], []) if graph else default)
    assert isinstance(found, ox.QueryTriples)
    first = next(found, None)
    if first is None and graph:
        raise NotFoundError(f"there is no graph {graph}; /graphs gives all of them")

    def all_of_it() -> Iterator[ox.Triple]:
        if first is not None:
            yield first
            yield from found

    return triples(all_of_it(), accept, rows)


def dataset(store: Store, accept: str, rows: int) -> Answer:
    """Every graph, each under its name."""
    media_type = choose(accept, _DATASETS)
    if media_type is None:
        return not_acceptable(_DATASETS)
    form = GRAPHS[media_type]

    def counted() -> Iterator[ox.Quad]:
        for number, quad in enumerate(store.quads()):
            if number == rows:
                raise LimitError(too_many(rows, "statements"))
            yield quad

    def write(sink: Sink) -> None:
        ox.serialize(counted(), sink, format=form, prefixes=PREFIXES if form in PREFIXED else None)  # type: ignore[arg-type]

    return Answer(200, typed(media_type), write)


def update(store: Store, update: str, base: str, using: tuple[list[str], list[str]] | None, patience: float) -> Answer:
    """Carry out a SPARQL update in the store, whole or not at all, and publish what it gives.

    `using`: the graphs that its operations see outside GRAPH and in it, where the request names them beside the update.
    """
    text = update if using is None else named(update, *using)
    with _written(store, patience) as writer:
        writer.update(text, base)
    return _done(store)


def put_graph(store: Store, graph: str, content: tuple[str, bytes], replace: bool, there: bool | None, patience: float) -> Answer:
    """Write statements, sent as `content` of a media type, into a graph, in place of those that it holds or beside them.

    With `there`, only where the graph is there already, or is not.
    """
    media_type, body = content
    form = _BY_MEDIA_TYPE.get(media_type)
    if form is None or (form.supports_datasets and form != ox.RdfFormat.JSON_LD):
        forms = "text/turtle, application/n-triples, application/rdf+xml or application/ld+json"
        return problem(415, "Unknown kind of body", f"one graph is sent as {forms}; found {media_type!r}")
    try:
        quads = list(ox.parse(body, format=form, base_iri=graph or None))
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the body is not well-formed: {error}") from None
    with _written(store, patience) as writer:
        if there is not None and there != _holds(writer, graph):
            return _condition(graph, there)
        new = writer.write_graph(graph, [quad.triple for quad in quads], replace)
    return _done(store, 201 if new else 204)


def drop_graph(store: Store, graph: str, there: bool | None, patience: float) -> Answer:
    """Remove a graph, on the same condition. Raises NotFoundError where there is none."""
    with _written(store, patience) as writer:
        if there is not None and there != _holds(writer, graph):
            return _condition(graph, there)
        if not writer.drop_graph(graph):
            raise NotFoundError(f"there is no graph {graph or 'of that kind'}")
    return _done(store)


def _holds(store: Store, graph: str) -> bool:
    return bool(store.stream("ASK { ?s ?p ?o }", ([graph], []) if graph else "strict"))


def _condition(graph: str, there: bool) -> Answer:
    """What was asked for on a condition that does not hold is not done."""
    found = f"there is {'no' if there else 'a'} graph {graph or 'without a name'}"
    return problem(412, "The condition does not hold", f"{found}; ask without {'If-Match' if there else 'If-None-Match'}")


def _written(store: Store, patience: float) -> Store:
    """The store, to be written. Raises BusyError where another process writes to it for longer than so many seconds."""
    until = time.monotonic() + patience
    while True:
        try:
            return Store.open(Path(store.location))
        except BusyError:
            if time.monotonic() >= until:
                raise
            time.sleep(_AGAIN)


def _done(store: Store, status: int = 204) -> Answer:
    store.refresh()
    return Answer(status, "text/plain; charset=utf-8", ())
