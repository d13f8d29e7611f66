"""A SPARQL query of a stranger, answered: the dataset it names, the form its client wants, no more rows than are allowed."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

import pyoxigraph as ox

from kg.graph.engine import PREFIXES
from kg.graph.store import Store
from kg.web.answers import Answer, LimitError, Sink, problem
from kg.web.counting import Counted, too_many
from kg.web.negotiation import choose

__all__ = ["GRAPHS", "PREFIXED", "TABLES", "not_acceptable", "sparql", "triples", "typed"]

TABLES = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""Forms of the answers to SELECT and ASK, best first."""

GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
"""Forms of the answers to CONSTRUCT and DESCRIBE, best first."""

PREFIXED = {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML}
"""Those that shorten IRIs."""

_TABLE_NAMES = {name: name for name in TABLES} | {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
_GRAPH_NAMES = {name: name for name in GRAPHS} | {
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    "text/plain": "application/n-triples",
}
_TEXT = {"text/csv", "text/tab-separated-values", "text/turtle"}


def sparql(
    store: Store,
    query: str,
    accept: str,
    rows: int,
    dataset: str | tuple[Sequence[str], Sequence[str]],
    base: str | None = None,
) -> Answer:
    """Answer a query in the best form for `accept`.

    `dataset` and `base` are those of `Store.stream`. Raises QueryError for a bad query; the answer raises LimitError above
    `rows`.
    """
    found = store.stream(query, dataset, base)
    if isinstance(found, ox.QueryTriples):
        return triples(found, accept, rows)
    media_type = _table_form(accept)
    if media_type is None:
        return not_acceptable(TABLES)
    form = TABLES[media_type]
    if isinstance(found, ox.QueryBoolean):
        return Answer(200, typed(media_type), (found.serialize(format=form) or b"",))

    def write(sink: Sink) -> None:
        found.serialize(Counted(sink, media_type, rows), format=form)  # type: ignore[arg-type]

    return Answer(200, typed(media_type), write)


def triples(found: Iterable[ox.Triple], accept: str, rows: int) -> Answer:
    """Triples in the best form for `accept`; raises LimitError above `rows` when it is written."""
    media_type = _graph_form(accept)
    if media_type is None:
        return not_acceptable(GRAPHS)
    form = GRAPHS[media_type]

    def counted() -> Iterator[ox.Triple]:
        for number, triple in enumerate(found):
            if number == rows:
                raise LimitError(too_many(rows, "triples"))
            yield triple

    def write(sink: Sink) -> None:
        ox.serialize(counted(), sink, format=form, prefixes=PREFIXES if form in PREFIXED else None)  # type: ignore[arg-type]

    return Answer(200, typed(media_type), write)


def not_acceptable(offered: Collection[str]) -> Answer:
    """What RFC 9110 suggests: a list of what there is."""
    detail = f"none of the forms that Accept names can be given; choose one of {', '.join(offered)}"
    return problem(406, "Not acceptable", detail)


def typed(media_type: str) -> str:
    """A media type with its character encoding, where it has one to tell."""
    return f"{media_type}; charset=utf-8" if media_type in _TEXT else media_type


@lru_cache(maxsize=1024)
def _table_form(accept: str) -> str | None:
    return choose(accept, _TABLE_NAMES)


@lru_cache(maxsize=1024)
def _graph_form(accept: str) -> str | None:
    return choose(accept, _GRAPH_NAMES)
