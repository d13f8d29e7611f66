"""Which formats a network can be written in."""

import difflib

from kg.errors import QueryError
from kg.export.cypher import Cypher
from kg.export.cytoscape import CX2, CytoscapeJS
from kg.export.dot import DOT, Graphviz
from kg.export.gexf import GEXF
from kg.export.graphml import GraphML, YEd
from kg.export.graphology import Graphology
from kg.export.graphson import GraphSON
from kg.export.ladybug import Ladybug
from kg.export.mermaid import Mermaid
from kg.export.neo4j import Neo4j
from kg.export.obsidian import Obsidian
from kg.export.pajek import Pajek
from kg.export.tables import CSV, Parquet
from kg.export.writer import Writer

__all__ = ["WRITERS", "writer"]

WRITERS: tuple[Writer, ...] = (
    GraphML(),
    YEd(),
    GEXF(),
    Graphology(),
    CytoscapeJS(),
    CX2(),
    DOT(),
    Graphviz("svg", "SVG: a drawing for browsers and documents"),
    Graphviz("pdf", "PDF: a drawing for print"),
    Mermaid(),
    Pajek(),
    CSV(),
    Parquet(),
    Neo4j(),
    Cypher(),
    Ladybug(),
    GraphSON(),
    Obsidian(),
)


def writer(name: str) -> Writer:
    """The writer of that format, by name or suffix. Raises QueryError that lists what there is."""
    wanted = name.lower().removeprefix(".")
    for each in WRITERS:
        if wanted in {each.name, each.suffix.removeprefix(".")}:
            return each
    names = [each.name for each in WRITERS]
    near = difflib.get_close_matches(wanted, names, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise QueryError(f"there is no format {name!r}; choose one of {', '.join(names)}{hint}")
