"""Oxigraph as it is asked, and written by hand: what a query sees and knows, whole graphs put and dropped, its errors as ours."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.search.functions import FUNCTIONS
from kg.graph.terms import BC, DCTERMS, OWL, RDF, RDFS, SKOS, XSD

__all__ = ["PREFIXES", "Dataset", "Raw", "ask", "drop_graph", "told", "update", "write_graph"]

PREFIXES = {
    "bc": BC.iri,
    "dcterms": DCTERMS.iri,
    "owl": OWL.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "skos": SKOS.iri,
    "xsd": XSD.iri,
}
"""Known to every query without a PREFIX line."""

Raw = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
"""An answer as the engine gives it."""

Dataset = str | tuple[Sequence[str], Sequence[str]]
"""What a query sees: outside GRAPH the `union` of all graphs or, `strict`, the unnamed graph alone; or the IRIs of the graphs it
sees there, and of those that GRAPH sees."""


def ask(inner: ox.Store, text: str, dataset: Dataset = "union", base: str | None = None) -> Raw:
    """Run a query, with our prefixes and functions; `union` goes before its FROM. Raises what the engine raises: see `told`."""
    seen: dict[str, Any] = {"use_default_graph_as_union": dataset == "union"}
    if not isinstance(dataset, str):
        default, named = ([ox.NamedNode(iri) for iri in graphs] for graphs in dataset)
        seen = {"default_graph": default, "named_graphs": named}
    return inner.query(text, base_iri=base, prefixes=PREFIXES, custom_functions=FUNCTIONS, **seen)


def update(inner: ox.Store, sparql: str, base: str | None) -> None:
    """Carry out a SPARQL update, whole or not at all. Raises QueryError."""
    with told("an update is an INSERT, DELETE, CLEAR, DROP, CREATE, COPY, MOVE or ADD"):
        inner.update(sparql, base_iri=base, prefixes=PREFIXES)


def write_graph(inner: ox.Store, iri: str, triples: Sequence[ox.Triple], replace: bool) -> bool:
    """Write a graph, in place of what it holds or beside it, at once; whether there was none. Without an IRI: the unnamed one.

    Raises QueryError for an IRI that is none.
    """
    graph = _graph(iri)
    new = not _holds(inner, graph)
    lines = "\n".join(f"{triple} ." for triple in triples)
    body = f"GRAPH {graph} {{\n{lines}\n}}" if iri else lines
    drop = f"DROP SILENT GRAPH {graph} ;" if iri else "DROP SILENT DEFAULT ;"
    with told("a statement of the body cannot be written"):
        inner.update(f"{drop if replace else ''} INSERT DATA {{ {body} }}")
    return new


def drop_graph(inner: ox.Store, iri: str) -> bool:
    """Remove a graph; whether there was one. Raises QueryError for an IRI that is none."""
    graph = _graph(iri)
    there = _holds(inner, graph)
    if there:
        inner.remove_graph(graph)
    return there


def _graph(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    with told():
        return ox.NamedNode(iri) if iri else ox.DefaultGraph()


def _holds(inner: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> bool:
    return next(iter(inner.quads_for_pattern(None, None, None, graph)), None) is not None


@contextmanager
def told(expected: str = "a query is a SELECT, ASK, CONSTRUCT or DESCRIBE") -> Iterator[None]:
    """The engine's errors as ours."""
    try:
        yield
    except SyntaxError as error:
        raise QueryError(f"the query is not well-formed: {_brief(error)}; {expected}") from None
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from None


def _brief(error: SyntaxError) -> str:
    """Oxigraph's message without its list of everything that could have stood there."""
    return str(error).partition(": expected")[0].partition("\n")[0]
