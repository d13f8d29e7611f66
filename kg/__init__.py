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

    from kg.graph.reader import Reader
    from kg.graph.result import Result
    from kg.graph.search.hits import Search
    from kg.graph.store import Store

__all__ = ["Graph", "build", "load", "open"]


class Graph:
    """A knowledge graph to ask, to hand to rdflib or networkx, or to write. `with kg.open(…) as graph:` closes it."""

    def __init__(self, reader: "Reader") -> None:
        """`reader` is a store, or a graph on another server."""
        self.reader = reader

    @property
    def store(self) -> "Store":
        """The store. Raises QueryError where the graph lies on another server, which can be asked and drawn, and no more."""
        from kg.errors import QueryError
        from kg.graph.store import Store

        if not isinstance(self.reader, Store):
            raise QueryError(f"{self.reader.location} is another server: ask it, or draw its network; for all else, load a file")
        return self.reader

    def query(self, query: str, **params: str) -> "Result":
        """Ask a named query or SPARQL text. Raises QueryError, which says what can be asked."""
        from kg.graph.queries import run

        return run(self.reader, query, params)

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

        return to_networkx(draw(self.reader, view, resolved(self.reader, keep)))

    def write(self, path: str | Path) -> None:
        """Write it in the format of the suffix: .nq, .trig, .ttl, .nt, .rdf or .jsonld."""
        from kg.graph.writing import write

        write(self.store, Path(path))

    def close(self) -> None:
        """Let a store on disk, or the connection to a server, go."""
        self.reader.close()

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


def open(place: str | Path, *, credentials: str | Path | None = None) -> Graph:
    """A store on disk, a graph file, or a graph on another SPARQL server by the URL of its query service.

    `credentials` is a file with `USER:PASSWORD` or `Bearer TOKEN` for a server; without it, the environment's KG_CREDENTIALS is
    taken. Raises NoGraphError where there is none, and for a server what `kg.graph.remote.Remote.open` raises.
    """
    if not str(place).lower().startswith(("http://", "https://")):
        return load(place)
    from kg.graph.endpoint import Endpoint, login
    from kg.graph.remote import Remote

    return Graph(Remote.open(Endpoint(str(place), login(Path(credentials) if credentials else None))))


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
