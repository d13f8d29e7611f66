"""GEXF 1.3 (https://gexf.net/schema.html), written as it is walked.

networkx writes it too, but holds the whole file as a tree: a million edges took it 88 seconds, and control characters
make its files ill-formed (`bench/exports.py`).
"""

import calendar
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from kg.export.columns import dated, directed, placed
from kg.export.markup import attribute
from kg.export.network import Edge, Kind, Network, Node, Value
from kg.export.writer import write_lines

__all__ = ["GEXF"]

# GEXF knows four shapes; what is not near one of them is a disc.
_SHAPES = {"rectangle": "square", "hexagon": "square", "octagon": "square", "triangle": "triangle", "diamond": "diamond"}
_TYPES: Mapping[Kind, str] = {"str": "string", "date": "string", "int": "long", "float": "double"}
_DAY, _MONTH = 10, 7
"""Lengths of a whole date and of one that ends with the month."""


class GEXF:
    """Colours, shapes, sizes and places are GEXF's own; dates are spells, so that Gephi's timeline plays them.

    A spell has whole days: from the first day of the year or month that was told to the last. The dates as they were told stand
    in the attributes `start` and `end`. The type of an edge is its `kind`, which lets Gephi keep several edges between two nodes,
    and the attribute `relation`, since GEXF's own `type` is direction. Edges with a direction and without may be mixed; networkx
    alone reads one sort only. Places are turned upside down: here y runs up.
    """

    name = "gexf"
    suffix = ".gexf"
    description = "GEXF 1.3: Gephi, Gephi Lite, sigma.js, graphology, networkx"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. Two walks over the nodes, and two over the edges where nothing is dated; memory does not grow."""
        write_lines(path, _lines(network))


def _lines(network: Network) -> Iterator[str]:
    time = 'mode="dynamic" timeformat="date" timerepresentation="interval"' if dated(network) else 'mode="static"'
    node_attributes: Mapping[str, Kind] = {"type": "str", "start": "date", "end": "date", **network.node_attributes}
    edge_attributes: Mapping[str, Kind] = {"relation": "str", "start": "date", "end": "date", **network.edge_attributes}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    yield f"<meta><creator>kg</creator><description>{attribute(network.title)}</description></meta>\n"
    direction = "directed" if directed(network) else "undirected"
    yield f'<graph defaultedgetype="{direction}" idtype="string" {time}>\n'
    yield from _declared("node", node_attributes)
    yield from _declared("edge", edge_attributes)
    with_places = placed(network)
    openings = _openings(node_attributes)
    yield "<nodes>\n"
    for node in network.nodes:
        yield _node(node, openings, with_places)
    yield "</nodes>\n<edges>\n"
    openings = _openings(edge_attributes)
    for edge in network.edges:
        yield _edge(edge, openings)
    yield "</edges>\n</graph>\n</gexf>\n"


def _declared(what: str, attributes: Mapping[str, Kind]) -> Iterator[str]:
    """Numbers for ids: graphology takes an attribute's title for its name only then."""
    yield f'<attributes class="{what}" mode="static">\n'
    for number, (name, kind) in enumerate(attributes.items()):
        yield f'<attribute id="{number}" title="{attribute(name)}" type="{_TYPES[kind]}"/>\n'
    yield "</attributes>\n"


def _openings(attributes: Mapping[str, Kind]) -> Mapping[str, str]:
    return {name: f'<attvalue for="{number}" value="' for number, name in enumerate(attributes)}


def _node(node: Node, openings: Mapping[str, str], with_places: bool) -> str:
    place = f'<viz:position x="{node.x:.2f}" y="{0.0 - node.y:.2f}" z="0"/>' if with_places else ""
    return (
        f'<node id="{attribute(node.id)}" label="{attribute(node.label)}"><attvalues>{_values(node.values, openings)}'
        f"{_kind_and_dates(node.type, node.start, node.end)}{_colour(node.colour)}{place}"
        f'<viz:size value="{node.size:.6g}"/><viz:shape value="{_SHAPES.get(node.shape, "disc")}"/></node>\n'
    )


def _edge(edge: Edge, openings: Mapping[str, str]) -> str:
    return (
        f'<edge id="{attribute(edge.id)}" source="{attribute(edge.source)}" target="{attribute(edge.target)}"'
        f"{_sort(edge.directed, edge.type, edge.label, edge.weight)}><attvalues>{_values(edge.values, openings)}"
        f"{_kind_and_dates(edge.type, edge.start, edge.end)}{_colour(edge.colour)}</edge>\n"
    )


def _values(values: Mapping[str, Value], openings: Mapping[str, str]) -> str:
    told = ""
    for name, value in values.items():
        told += f'{openings[name]}{attribute(value) if isinstance(value, str) else value}"/>'
    return told


# What comes again and again is remembered: a million edges have few types, weights and dates.
@lru_cache(maxsize=4096)
def _sort(directed: bool, kind: str, label: str, weight: float) -> str:
    direction = "" if directed else ' type="undirected"'
    return f'{direction} kind="{attribute(kind)}" label="{attribute(label)}" weight="{weight:.6g}"'


@lru_cache(maxsize=4096)
def _kind_and_dates(kind: str, start: str, end: str) -> str:
    """The first three attributes of nodes and of edges, the end of the attributes, and the dates as a spell."""
    told = "".join(
        f'<attvalue for="{number}" value="{attribute(text)}"/>' for number, text in enumerate((kind, start, end)) if text
    )
    first = f' start="{attribute(_first_day(start))}"' if start else ""
    last = f' end="{attribute(_last_day(end))}"' if end else ""
    spells = f"<spells><spell{first}{last}/></spells>" if start or end else ""
    return f"{told}</attvalues>{spells}"


def _first_day(date: str) -> str:
    """2024 and 2024-01 to 2024-01-01."""
    return f"{date}-01-01"[:_DAY] if len(date) < _MONTH else f"{date}-01"[:_DAY]


def _last_day(date: str) -> str:
    """2024 to 2024-12-31, 2024-02 to 2024-02-29."""
    if len(date) < _MONTH:
        return f"{date}-12-31"
    if len(date) < _DAY:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:7]))[1]}"
    return date[:_DAY]


@lru_cache(maxsize=256)
def _colour(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
