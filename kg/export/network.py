"""A network as every exporter takes it: nodes and edges with typed values, walked as often as a writer likes.

It is a value and knows neither the store nor RDF: `kg.export.drawing` makes it of a store, by a view. Nodes and edges are given
by anything that has a length and can be walked again and again, so that a writer streams, and a million edges that are made while
they are walked need no memory.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    import networkx

__all__ = ["Edge", "Kind", "Network", "Node", "Passage", "Style", "Value", "Walked", "to_networkx"]

Value: TypeAlias = str | int | float
Kind: TypeAlias = Literal["str", "int", "float", "date"]
"""What an attribute holds; a date is a str, ISO 8601, as precise as told: 2024, 2024-05 or 2024-05-03."""

_T_co = TypeVar("_T_co", covariant=True)


class Walked(Protocol[_T_co]):
    """A length, and what can be walked more than once, always in the same order. A tuple is one."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def __iter__(self) -> Iterator[_T_co]:
        """A new walk from the first."""
        ...


class Passage(NamedTuple):
    """A passage that an edge rests on."""

    text: str
    document: str
    """The document's identifier."""
    date: str = ""
    """When the document was published; "" where open."""


class Style(NamedTuple):
    """An entry of a legend."""

    label: str
    """What the type is called, in English."""
    colour: str
    """`#RRGGBB`, of the Okabe-Ito set."""
    shape: str
    """A name that Graphviz and Cytoscape share: ellipse, rectangle, diamond, triangle, pentagon, hexagon, octagon or star."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing. Any text may hold any character; what a format cannot carry, its writer replaces."""

    id: str
    """Its IRI."""
    label: str
    type: str
    """Local name of its class: `Country`; a key of the network's `node_styles`."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """By the names of the network's `node_attributes`; what is open is absent."""
    start: str = ""
    """The first and last dates at which it is seen, ISO 8601 as precise as told, "" where open."""
    end: str = ""
    colour: str = "#999999"
    shape: str = "ellipse"
    size: float = 10.0
    """Its diameter, in the units of x and y."""
    x: float = 0.0
    """Where it is drawn; x runs to the right and y down, as on a screen."""
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Edge:
    """What joins two nodes; there may be several between the same two."""

    id: str
    """Unique in the network, never that of a node: `e0`."""
    source: str
    target: str
    label: str
    """What the type is called, in English."""
    type: str
    """Local name of the class or property behind it; a key of the network's `edge_styles`."""
    directed: bool = True
    weight: float = 1.0
    """How many facts it stands for, unless the view counts otherwise."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """By the names of the network's `edge_attributes`; what is open is absent."""
    start: str = ""
    """The first and last dates of its facts, "" where open."""
    end: str = ""
    colour: str = "#999999"
    passages: tuple[Passage, ...] = ()
    """Some of the passages it rests on, for formats that can show them; `values["evidence"]` is the first, for all others."""


@dataclass(frozen=True)
class Network:
    """What is drawn. Edges join nodes that are there."""

    name: str
    """The view it was made by: `entities`."""
    title: str
    """What it shows, in a line."""
    nodes: Walked[Node] = ()
    edges: Walked[Edge] = ()
    node_attributes: Mapping[str, Kind] = field(default_factory=dict)
    """Every name that values of nodes may have, in order."""
    edge_attributes: Mapping[str, Kind] = field(default_factory=dict)
    node_styles: Mapping[str, Style] = field(default_factory=dict)
    """The legend: every type of its nodes, in order of their labels."""
    edge_styles: Mapping[str, Style] = field(default_factory=dict)


def to_networkx(network: Network) -> "networkx.MultiDiGraph":
    """The same as a networkx graph: each edge under its id, the fields of nodes and edges beside their values, `directed` 0 or 1.

    Every node has the same names, and every edge; what is open is "" (text), 0 or 0.0.
    """
    import networkx

    graph = networkx.MultiDiGraph(name=network.name)
    for node in network.nodes:
        graph.add_node(
            node.id, label=node.label, type=node.type, start=node.start, end=node.end, colour=node.colour, shape=node.shape,
            size=node.size, x=node.x, y=node.y, **_filled(node.values, network.node_attributes),
        )  # fmt: skip
    for edge in network.edges:
        graph.add_edge(
            edge.source, edge.target, key=edge.id, label=edge.label, type=edge.type, directed=int(edge.directed),
            weight=edge.weight, start=edge.start, end=edge.end, colour=edge.colour,
            **_filled(edge.values, network.edge_attributes),
        )  # fmt: skip
    return graph


_OPEN: Mapping[Kind, Value] = {"str": "", "date": "", "int": 0, "float": 0.0}


def _filled(values: Mapping[str, Value], attributes: Mapping[str, Kind]) -> dict[str, Value]:
    return {name: values.get(name, _OPEN[kind]) for name, kind in attributes.items()}
