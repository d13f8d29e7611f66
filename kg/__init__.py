"""Texts about cooperation between states, read into an RDF knowledge graph.

>>> import kg
>>> graph = kg.load("build/graph.nq")          # a file, or a store directory
>>> graph.query("meetings", country="MA").rows
>>> graph.dataset                              # an rdflib.Dataset, default graph = union
>>> graph.network()                            # a networkx graph

Importing this loads nothing heavy; each function loads what it needs.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.graph.result import Result
    from kg.graph.store import Store

__all__ = ["Graph", "build", "load", "open"]


class Graph:
    """A knowledge graph to ask, to hand to rdflib or networkx, or to write."""

    def __init__(self, store: "Store") -> None:
        self.store = store

    def query(self, query: str, **params: str) -> "Result":
        """Ask a named query, a query file or SPARQL text."""
        raise NotImplementedError

    @property
    def dataset(self) -> "rdflib.Dataset":
        """A copy as an `rdflib.Dataset` whose default graph is the union of all graphs."""
        raise NotImplementedError

    def network(self, view: str = "cooperation") -> "networkx.MultiDiGraph":
        """A network view of it, as exports draw it."""
        raise NotImplementedError

    def write(self, path: str | Path) -> None:
        """Write it in the format of the suffix: .nq, .trig, .ttl, .nt or .jsonld."""
        raise NotImplementedError

    def close(self) -> None:
        """Let a store on disk go."""
        raise NotImplementedError


def load(path: str | Path) -> Graph:
    """A graph file read into memory, or a store directory opened."""
    raise NotImplementedError


def open(directory: str | Path) -> Graph:
    """A store on disk."""
    raise NotImplementedError


def build(paths: Iterable[str | Path]) -> Graph:
    """Read texts (files or folders) into a new graph in memory. Raises InputError for one that cannot be read."""
    raise NotImplementedError
