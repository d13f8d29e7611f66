"""The graph as a thing that is filled, finished, asked and kept. Nothing else holds an Oxigraph store."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.result import Result, Term
from kg.model import DocumentFacts, DocumentId
from kg.settings import DEFAULT, Settings

if TYPE_CHECKING:
    import rdflib

__all__ = ["Store", "StoredDocument"]


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


class Store:
    """A graph in memory or on disk. `with Store.open(…) as store:` closes it."""

    location: str
    """The file or directory it came from, or `memory`; for messages."""
    settings: Settings

    @classmethod
    def memory(cls, settings: Settings = DEFAULT) -> "Store":
        """An empty graph in memory."""
        raise NotImplementedError

    @classmethod
    def open(cls, directory: Path, *, create: bool = False, settings: Settings = DEFAULT) -> "Store":
        """A graph on disk; with `create`, made where there is none.

        Raises NoGraphError where there is none, GraphError where the directory is no store, of another version or base,
        or held by another process.
        """
        raise NotImplementedError

    @classmethod
    def read(cls, file: Path) -> "Store":
        """A graph file (.nq, .trig, .ttl, .nt, .jsonld, .rdf), in memory.

        Raises NoGraphError where there is no such file, GraphError with file and place where it cannot be parsed.
        """
        raise NotImplementedError

    def add(self, facts: DocumentFacts) -> None:
        """Put a document's graph in, in place of an earlier one of the same identifier. Call `finish` after the last."""
        raise NotImplementedError

    def remove(self, document: DocumentId) -> bool:
        """Take a document's graph out; whether it was there."""
        raise NotImplementedError

    def finish(self) -> None:
        """Recompute what depends on all documents: the world, ontology and entity graphs, and what rules derive."""
        raise NotImplementedError

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Result:
        """Run a query over the union of all graphs, which is set here and nowhere else.

        `bindings` fill the query's parameter block (see kg.graph.sparql). The core prefixes need no PREFIX line.
        Raises QueryError for bad syntax, for an update, and for SERVICE, LOAD and FROM, which could reach out.
        """
        raise NotImplementedError

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad, in no particular order."""
        raise NotImplementedError

    def documents(self) -> tuple[StoredDocument, ...]:
        """Every document of the graph, by identifier."""
        raise NotImplementedError

    def text(self, sha256: str) -> str | None:
        """The text of that hash, where this store keeps it (on disk or added to in this process)."""
        raise NotImplementedError

    def to_dataset(self) -> "rdflib.Dataset":
        """A copy as an `rdflib.Dataset` whose default graph is the union."""
        raise NotImplementedError

    def close(self) -> None:
        """Write out what is buffered and let the directory go."""
        raise NotImplementedError

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
