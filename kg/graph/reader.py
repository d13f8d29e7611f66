"""What can be asked, wherever it lies: a store of ours, or another SPARQL server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from kg.graph.result import Result
from kg.graph.sparql import Term
from kg.model import DocumentId
from kg.settings import Settings

__all__ = ["Reader", "StoredDocument", "documents"]


@dataclass(frozen=True)
class StoredDocument:
    """A document of the graph and what its graph says of it."""

    iri: ox.NamedNode
    id: DocumentId
    language: str
    sha256: str
    title: str | None = None
    source: str | None = None
    issued: str | None = None
    """ISO 8601, as precise as known."""


class Reader(Protocol):
    """A graph that questions are put to; all that named queries, `show` and exports need of it."""

    @property
    def location(self) -> str:
        """Where it lies, for messages."""

    @property
    def settings(self) -> Settings:
        """What it was built under."""

    def query(self, sparql: str, bindings: Mapping[str, Term | Sequence[Term]] | None = None) -> Result:
        """Run a query over the union of all graphs; `bindings` fill its parameter lines. Raises QueryError."""

    def current(self, iri: str) -> str:
        """The IRI that a thing bears now."""

    def documents(self) -> tuple[StoredDocument, ...]:
        """Every document, by identifier."""

    def close(self) -> None:
        """Let it go."""


def documents(reader: Reader) -> tuple[StoredDocument, ...]:
    """Every document of a graph, by identifier."""
    rows = reader.query(_DOCUMENTS).rows
    return tuple(StoredDocument(*row[:1], *(cell and cell.value for cell in row[1:])) for row in rows)  # type: ignore[arg-type, union-attr]


_DOCUMENTS = """
SELECT ?document ?id ?language ?sha256 ?title ?source ?issued WHERE {
  ?document a bc:Document ; dcterms:identifier ?id ; dcterms:language ?language ; bc:sha256 ?sha256 .
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document dcterms:source ?source }
  OPTIONAL { ?document dcterms:issued ?issued }
} ORDER BY ?id
"""
