"""The graph itself, with every statement, for programs that know RDF."""

from pathlib import Path
from typing import NamedTuple

from kg.graph.store import Store
from kg.graph.writing import write

__all__ = ["RDF", "RDF_FORMATS"]


class RDF(NamedTuple):
    """A format of the graph as it is: no view, nothing drawn."""

    name: str
    """What the user types: `turtle`."""
    suffix: str
    description: str

    def write(self, store: Store, path: Path) -> int:
        """Write the graph, aside and then renamed; how many statements. Same graph, same bytes. Raises as `write` does."""
        return write(store, path, self.suffix)


RDF_FORMATS = (
    RDF("nquads", ".nq", "N-Quads: the graph as it is, document by document; any RDF program, and kg itself"),
    RDF("trig", ".trig", "TriG: the same, to be read by people; any RDF program"),
    RDF("jsonld", ".jsonld", "JSON-LD: the same; JavaScript, and any RDF program"),
    RDF("turtle", ".ttl", "Turtle: the union of all documents; Protégé, any RDF program"),
    RDF("ntriples", ".nt", "N-Triples: the same, a statement a line; any RDF program"),
    RDF("rdfxml", ".rdf", "RDF/XML: the same; Protégé and older RDF programs"),
)
