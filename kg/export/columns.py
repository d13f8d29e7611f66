"""Nodes and edges as rows under names, for formats that are tables at heart."""

from collections.abc import Iterator
from typing import NamedTuple

from kg.export.network import Edge, Kind, Network, Node, Value

__all__ = ["Column", "dated", "directed", "edge_columns", "edge_row", "node_columns", "node_row", "placed"]


class Column(NamedTuple):
    """A name and what stands under it."""

    name: str
    kind: Kind


_NODE_FIRST = (Column("label", "str"), Column("type", "str"), Column("start", "date"), Column("end", "date"))
_NODE_LAST = (
    Column("colour", "str"), Column("shape", "str"), Column("size", "float"), Column("x", "float"), Column("y", "float"),
)  # fmt: skip
_EDGE_FIRST = (
    Column("label", "str"), Column("type", "str"), Column("directed", "int"), Column("weight", "float"),
    Column("start", "date"), Column("end", "date"),
)  # fmt: skip
_EDGE_LAST = (Column("colour", "str"),)


def node_columns(network: Network) -> tuple[Column, ...]:
    """What `node_row` gives, in its order: all but the id, which each format keeps in a place of its own."""
    return (*_NODE_FIRST, *(Column(name, kind) for name, kind in network.node_attributes.items()), *_NODE_LAST)


def edge_columns(network: Network) -> tuple[Column, ...]:
    """What `edge_row` gives, in its order: all but id, source and target."""
    return (*_EDGE_FIRST, *(Column(name, kind) for name, kind in network.edge_attributes.items()), *_EDGE_LAST)


def node_row(node: Node, network: Network) -> list[Value | None]:
    """Its values under `node_columns`; None where open."""
    values = node.values
    return [
        node.label, node.type, node.start or None, node.end or None, *map(values.get, network.node_attributes),
        node.colour, node.shape, node.size, node.x, node.y,
    ]  # fmt: skip


def edge_row(edge: Edge, network: Network) -> list[Value | None]:
    """Its values under `edge_columns`; None where open. `directed` is 0 or 1."""
    values = edge.values
    return [
        edge.label, edge.type, int(edge.directed), edge.weight, edge.start or None, edge.end or None,
        *map(values.get, network.edge_attributes), edge.colour,
    ]  # fmt: skip


def placed(network: Network) -> bool:
    """Whether its nodes have places: where all lie in one point, no layout was made and the reader had better make one."""
    return any(node.x or node.y for node in network.nodes)


def directed(network: Network) -> bool:
    """Whether any edge has a direction, or there is none."""
    return not len(network.edges) or any(edge.directed for edge in network.edges)


def dated(network: Network) -> bool:
    """Whether anything in it has a date."""
    things: Iterator[Node | Edge] = (thing for walked in (network.nodes, network.edges) for thing in walked)
    return any(thing.start or thing.end for thing in things)
