"""Texts about cooperation between states, read into an RDF knowledge graph.

>>> import kg
>>> graph = kg.load("build/graph.nq")          # a file, or a store directory
>>> graph.query("meetings", country="MA").rows
>>> graph.search("fisheries agreement").hits
>>> graph.dataset                              # an rdflib.Dataset, default graph = union
>>> graph.network()                            # a networkx graph

Importing this loads nothing heavy; each function loads what it needs.
"""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.graph.result import Result
    from kg.graph.search.hits import Search
    from kg.graph.store import Store

__all__ = ["Graph", "build", "load", "open"]


class Graph:
    """A knowledge graph to ask, to hand to rdflib or networkx, or to write. `with kg.open(…) as graph:` closes it."""

    def __init__(self, store: "Store") -> None:
        self.store = store

    def query(self, query: str, **params: str) -> "Result":
        """Ask a named query or SPARQL text. Raises QueryError, which says what can be asked."""
        from kg.graph.queries import run

        return run(self.store, query, params)

    def search(self, words: str, limit: int = 20, **only: str) -> "Search":
        """What fits words, a "phrase", -not, pre*: things by name, titles, quotes and passages, best first.

        `only` are `kind` (several with commas between), `lang`, `country`, `since` and `until`, as in `kg search --help`.
        Raises QueryError where no word is asked for, or what is given is none of these.
        """
        from kg.graph.search.hits import only as narrowed
        from kg.graph.search.hits import search

        return search(self.store, words, narrowed(self.store, only), limit)

    @property
    def dataset(self) -> "rdflib.Dataset":
        """The graph as an `rdflib.Dataset` whose default graph is the union of all graphs; it is no copy."""
        return self.store.to_dataset()

    def network(self, view: str = "entities", **keep: str) -> "networkx.MultiDiGraph":
        """A view of it as exports draw it; what to keep as in `kg export`: country="MA", pair="MA-FR", kind="Meeting", …"""
        from kg.export.drawing import draw
        from kg.export.keeping import keep as resolved
        from kg.export.network import to_networkx

        return to_networkx(draw(self.store, view, resolved(self.store, keep)))

    def write(self, path: str | Path) -> None:
        """Write it in the format of the suffix: .nq, .trig, .ttl, .nt, .rdf or .jsonld."""
        from kg.graph.writing import write

        write(self.store, Path(path))

    def close(self) -> None:
        """Let a store on disk go."""
        self.store.close()

    def __enter__(self) -> "Graph":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def load(path: str | Path) -> Graph:
    """A graph file read into memory, or a store on disk, to be read beside whoever writes it.

    Raises NoGraphError where there is none. Of a store it is what has been published last; `graph.store.refresh()` goes on to
    what has been published since.
    """
    from kg.graph.store import Store

    return Graph(Store.load(Path(path)))


def open(directory: str | Path) -> Graph:
    """A store on disk or a graph file, as `load`: reads well as `with kg.open("store") as graph:`."""
    return load(directory)


def build(paths: Iterable[str | Path], *, formats: Collection[str] = ("txt", "md")) -> Graph:
    """Read texts (files or folders) into a new graph in memory. Raises the InputError of the first that cannot be read.

    `formats` are those read of a folder, as in `kg build --formats`; a file given by itself may be of any.
    """
    from kg import pipeline
    from kg.graph.store import Store

    graph = Graph(Store.memory())
    report = pipeline.build([Path(path) for path in paths], graph.store, formats=formats)
    for _, error in report.failures:
        raise error
    return graph
