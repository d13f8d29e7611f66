"""How a full-text index is brought after a graph: all of it, or what a commit has changed."""

from collections.abc import Collection
from pathlib import Path

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph.names import graph_iri
from kg.graph.search.index import Index
from kg.graph.search.texts import Text, document_texts, name_texts
from kg.graph.terms import RDFS
from kg.settings import Settings

__all__ = ["FILE", "bring", "in_memory", "opened"]

FILE = "search.sqlite"
"""The index of a store on disk, in its directory; whatever becomes of it, it can be made again."""
_NAMING = ("entities", "world")
"""Graphs of no document that give things their names."""


def in_memory(graph: ox.Store, settings: Settings) -> Index:
    """An index of a graph as it is now."""
    index = Index()
    bring(index, graph, settings, 1)
    return index


def opened(directory: Path, graph: ox.Store, settings: Settings) -> Index:
    """The index of a store that is only read; where it has none of this version, one in memory, of the state that is read."""
    try:
        return Index(directory / FILE, writing=False)
    except GraphError:
        return in_memory(graph, settings)


def bring(
    index: Index, graph: ox.Store, settings: Settings, number: int, changed: Collection[ox.NamedNode] | None = None
) -> None:
    """Bring an index after state `number` of a graph.

    `changed` are the graphs of documents that are other or gone since the state before; without them, or where the index is not
    of the state before, everything is compared.
    """
    with index.changing(number):
        if changed is None or index.number != number - 1:
            _bring_all(index, graph, settings)
            return
        touched = set[str]()
        for node in sorted(changed, key=str):
            touched |= index.things(node.value)
            _tell(index, node.value, document_texts(graph.quads_for_pattern(None, None, None, node), settings))
            touched |= index.things(node.value)
        entities, world = (graph_iri(name, settings) for name in _NAMING)
        things = sorted(touched)
        labels = [
            quad for thing in things for quad in graph.quads_for_pattern(ox.NamedNode(thing), RDFS("label"), None, entities)
        ]
        index.tell(entities.value, name_texts(labels, settings), things)
        index.tell(world.value, name_texts(graph.quads_for_pattern(None, None, None, world), settings))


def _bring_all(index: Index, graph: ox.Store, settings: Settings) -> None:
    own = f"{settings.base}graph/"
    naming = {graph_iri(name, settings).value for name in _NAMING}
    told = set[str]()
    for node in (*graph.named_graphs(), ox.DefaultGraph()):
        name = node.value if isinstance(node, ox.NamedNode) else ""
        if name in naming or not name.startswith(own):
            _tell(index, name, document_texts(graph.quads_for_pattern(None, None, None, node), settings))
            told.add(name)
    for gone in sorted(index.graphs() - told):
        index.forget(gone)


def _tell(index: Index, name: str, texts: set[Text]) -> None:
    if texts:
        index.tell(name, texts)
    else:
        index.forget(name)
