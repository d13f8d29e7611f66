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

__all__ = ["FILE", "bring", "in_memory", "kept", "opened"]

FILE = "search.sqlite"
"""The index of a store on disk, in its directory; whatever becomes of it, it can be made again."""
_NAMING = ("entities", "world")
"""Graphs of no document that give things their names."""


def in_memory(graph: ox.Store, settings: Settings) -> Index:
    """An index of a graph as it is now."""
    index = Index()
    bring(index, graph, settings, 1)
    return index


def kept(directory: Path) -> Index:
    """The index of a store that is written; made where there is none, and anew where it is of another version or broken."""
    try:
        return Index(directory / FILE)
    except GraphError:
        for suffix in ("", "-wal", "-shm"):
            (directory / f"{FILE}{suffix}").unlink(missing_ok=True)
        return Index(directory / FILE)


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

    `changed` are the graphs that are other or gone since the state before. The graph of entities follows from the others, so
    only what these name is looked at there. Without them, or where the index is not of the state before, everything is compared.
    """
    with index.changing(number):
        if changed is None or index.number != number - 1:
            _bring_all(index, graph, settings)
            return
        entities, touched = graph_iri("entities", settings), set[str]()
        for node in sorted(set(changed) - {entities}, key=str):
            touched |= index.things(node.value)
            _tell(index, graph, node, settings)
            touched |= index.things(node.value)
        things = sorted(touched)
        labels = [
            quad for thing in things for quad in graph.quads_for_pattern(ox.NamedNode(thing), RDFS("label"), None, entities)
        ]
        index.tell(entities.value, name_texts(labels, settings), things)


def _bring_all(index: Index, graph: ox.Store, settings: Settings) -> None:
    gone = index.graphs()
    for node in (*graph.named_graphs(), ox.DefaultGraph()):
        gone.discard(_name(node))
        _tell(index, graph, node, settings)
    for name in sorted(gone):
        index.forget(name)


def _tell(index: Index, graph: ox.Store, node: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, settings: Settings) -> None:
    """Put what a graph tells in place of what it told before; of those that are no document's, only some name things."""
    name, own = _name(node), f"{settings.base}graph/"
    texts = set[Text]()
    if name.removeprefix(own) in _NAMING or not name.startswith(own):
        texts = document_texts(graph.quads_for_pattern(None, None, None, node), settings)
    if texts:
        index.tell(name, texts)
    else:
        index.forget(name)


def _name(node: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> str:
    return "" if isinstance(node, ox.DefaultGraph) else node.value
