"""What a SPARQL query answers, whichever kind it is."""

from collections.abc import Iterable
from functools import cached_property
from typing import Literal as Choice

import msgspec
import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.sparql import Term

__all__ = ["Kind", "Result", "plain"]

Kind = Choice["select", "ask", "construct"]

_TABLES = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "ttl": ox.RdfFormat.TURTLE,
}


class _Bindings(msgspec.Struct):
    bindings: list[msgspec.Raw]


class _Table(msgspec.Struct):
    """The JSON form of a SELECT's answer, whose rows are not looked into."""

    head: msgspec.Raw
    results: _Bindings


class Result:
    """The answer to one query, held in memory so that it can be read more than once.

    SELECT fills `variables` and `rows`, ASK `answer`, CONSTRUCT and DESCRIBE `triples` (sorted, without duplicates);
    the others stay empty.
    """

    def __init__(self, raw: ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]) -> None:
        self.kind: Kind
        self.variables: tuple[str, ...] = ()
        self.answer: bool | None = None
        self.triples: tuple[ox.Triple, ...] = ()
        self._json = b""
        if isinstance(raw, ox.QuerySolutions):
            self.kind = "select"
            self.variables = tuple(variable.value for variable in raw.variables)
        elif isinstance(raw, ox.QueryBoolean):
            self.kind, self.answer = "ask", bool(raw)
        else:
            self.kind = "construct"
            self.triples = tuple(sorted(set(raw), key=str))
            return
        self._json = raw.serialize(format=ox.QueryResultsFormat.JSON) or b""

    @cached_property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """Terms in the order of `variables`; None where unbound."""
        if self.kind != "select":
            return ()
        solutions = ox.parse_query_results(self._json, ox.QueryResultsFormat.JSON)
        return tuple(tuple(row) for row in solutions) if isinstance(solutions, ox.QuerySolutions) else ()

    def part(self, first: int, count: int) -> "tuple[Result, int]":
        """So many rows of a SELECT from the one of that number (0 is the first), and how many there are in all."""
        table = msgspec.json.decode(self._json, type=_Table)
        whole = table.results.bindings
        table.results.bindings = whole[first : first + count]
        kept = ox.parse_query_results(msgspec.json.encode(table), ox.QueryResultsFormat.JSON)
        return Result(kept), len(whole)

    def serialize(self, format: str) -> bytes:  # noqa: A002
        """Bytes in `csv`, `tsv`, `json`, `xml` (SELECT), `json`, `xml` (ASK) or `nt`, `ttl`, `rdfxml`, `jsonld` (CONSTRUCT).

        Raises QueryError, which lists the formats that this kind of answer has.
        """
        if self.kind == "construct":
            if format in _GRAPHS:
                return ox.serialize(self.triples, format=_GRAPHS[format]) or b""
            known = sorted(_GRAPHS)
        else:
            known = sorted(_TABLES) if self.kind == "select" else ["json", "xml"]
            if format in known:
                return ox.parse_query_results(self._json, ox.QueryResultsFormat.JSON).serialize(format=_TABLES[format]) or b""
        raise QueryError(f"a {self.kind.upper()} query cannot be given as {format!r}; choose one of {', '.join(known)}")


def plain(cell: Term | None) -> str:
    """A cell as text: an IRI, the words of a literal without its language or type; empty where it is unbound."""
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, ox.Triple) else cell.value
