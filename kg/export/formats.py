"""Which formats a network can be written in, and the graph itself."""

import difflib
from collections.abc import Sequence
from typing import TypeVar

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
from kg.export.page import HTML
from kg.export.pajek import Pajek
from kg.export.picture import PNG
from kg.export.rdf import RDF, RDF_FORMATS
from kg.export.svg import SVG
from kg.export.tables import CSV, Parquet
from kg.export.writer import Writer

__all__ = ["FORMATS", "WRITERS", "format_named", "writer"]

WRITERS: tuple[Writer, ...] = (
    GraphML(),
    YEd(),
    GEXF(),
    Graphology(),
    CytoscapeJS(),
    CX2(),
    DOT(),
    HTML(),
    SVG(),
    PNG(),
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
"""Formats of networks."""
FORMATS: tuple[Writer | RDF, ...] = (*WRITERS, *RDF_FORMATS)
"""All that `kg export` writes."""


def writer(name: str) -> Writer:
    """The writer of networks of that name or suffix. Raises QueryError that lists what there is."""
    return _found(name, WRITERS)


def format_named(name: str) -> Writer | RDF:
    """The format of that name or suffix. Raises QueryError that lists what there is."""
    return _found(name, FORMATS)


_Format = TypeVar("_Format", bound=Writer | RDF)


def _found(name: str, among: Sequence[_Format]) -> _Format:
    wanted = name.lower().removeprefix(".")
    for each in among:
        if wanted in {each.name, each.suffix.removeprefix(".")}:
            return each
    names = [each.name for each in among]
    near = difflib.get_close_matches(wanted, names, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise QueryError(f"there is no format {name!r}; choose one of {', '.join(names)}{hint}")
