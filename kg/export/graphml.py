"""GraphML (http://graphml.graphdrawing.org/specification.html), plain and as yEd draws it, written as it is walked."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from kg.export.columns import Column, directed, edge_columns, edge_row, node_columns, node_row
from kg.export.markup import attribute, content
from kg.export.network import Edge, Kind, Network, Node, Value
from kg.export.writer import write_lines

__all__ = ["GraphML", "YEd"]

_TYPES: Mapping[Kind, str] = {"str": "string", "date": "string", "int": "long", "float": "double"}
_XMLNS = "http://graphml.graphdrawing.org/xmlns"

# yEd's names for shapes, where they are others than ours; it has no pentagon.
_YED_SHAPES = {"pentagon": "trapezoid", "star": "star5"}


class GraphML:
    """Every value is a typed attribute; what is open is left out.

    The file calls all edges directed, and the attribute `directed` says which are: GraphML can mix them, but networkx and igraph
    cannot read that. A network all of whose edges have no direction is called undirected.
    """

    name = "graphml"
    suffix = ".graphml"
    description = "GraphML: igraph, networkx, Cytoscape, Gephi, graph-tool"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over the nodes and up to two over the edges; memory does not grow."""
        write_lines(path, _plain(network))


class YEd:
    """GraphML with yEd's own shapes, labels, colours and places beside the typed attributes.

    Where the network has no layout, all nodes lie in one point: choose one in yEd's menu Layout.
    """

    name = "yed"
    suffix = ".yed.graphml"
    description = "GraphML as yEd draws it: yEd, networkx"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over the nodes and up to two over the edges; memory does not grow."""
        write_lines(path, _yed(network))


def _plain(network: Network) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_XMLNS}">\n'
    nodes, edges = node_columns(network), edge_columns(network)
    yield from _keys("node", "n", nodes)
    yield from _keys("edge", "e", edges)
    yield _graph(network)
    openings = _openings("n", len(nodes))
    for node in network.nodes:
        yield f'<node id="{attribute(node.id)}">{_data(node_row(node, network), openings)}</node>\n'
    openings = _openings("e", len(edges))
    for edge in network.edges:
        yield f"{_opened(edge)}{_data(edge_row(edge, network), openings)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _yed(network: Network) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_XMLNS}" xmlns:y="http://www.yworks.com/xml/graphml">\n'
    yield '<key id="ng" for="node" yfiles.type="nodegraphics"/>\n<key id="eg" for="edge" yfiles.type="edgegraphics"/>\n'
    nodes, edges = node_columns(network), edge_columns(network)
    yield from _keys("node", "n", nodes)
    yield from _keys("edge", "e", edges)
    yield _graph(network)
    openings = _openings("n", len(nodes))
    for node in network.nodes:
        data = _data(node_row(node, network), openings)
        yield f'<node id="{attribute(node.id)}">{data}<data key="ng">{_shape(node)}</data></node>\n'
    openings = _openings("e", len(edges))
    for edge in network.edges:
        data = _data(edge_row(edge, network), openings)
        yield f'{_opened(edge)}{data}<data key="eg">{_line(edge)}</data></edge>\n'
    yield "</graph>\n</graphml>\n"


def _keys(what: str, letter: str, columns: tuple[Column, ...]) -> Iterator[str]:
    for number, (name, kind) in enumerate(columns):
        yield f'<key id="{letter}{number}" for="{what}" attr.name="{attribute(name)}" attr.type="{_TYPES[kind]}"/>\n'


def _graph(network: Network) -> str:
    return f'<graph id="{attribute(network.name)}" edgedefault="{"directed" if directed(network) else "undirected"}">\n'


def _openings(letter: str, count: int) -> list[str]:
    return [f'<data key="{letter}{number}">' for number in range(count)]


def _data(row: list[Value | None], openings: list[str]) -> str:
    return "".join(
        [
            f"{opening}{content(value) if isinstance(value, str) else repr(value)}</data>"
            for opening, value in zip(openings, row, strict=True)
            if value is not None
        ]
    )


def _opened(edge: Edge) -> str:
    return f'<edge id="{attribute(edge.id)}" source="{attribute(edge.source)}" target="{attribute(edge.target)}">'


def _shape(node: Node) -> str:
    """yEd gives a node the place of its upper left corner."""
    size = f"{node.size:.6g}"
    return (
        f'<y:ShapeNode><y:Geometry height="{size}" width="{size}" x="{node.x - node.size / 2:.2f}" '
        f'y="{node.y - node.size / 2:.2f}"/><y:Fill color="{attribute(node.colour)}" transparent="false"/>'
        f'<y:BorderStyle color="#FFFFFF" type="line" width="1.0"/>'
        f'<y:NodeLabel fontFamily="Dialog" fontSize="12" modelName="sides" modelPosition="s" textColor="#000000">'
        f'{content(node.label)}</y:NodeLabel><y:Shape type="{_YED_SHAPES.get(node.shape, attribute(node.shape))}"/></y:ShapeNode>'
    )


def _line(edge: Edge) -> str:
    return (
        f'<y:PolyLineEdge><y:LineStyle color="{attribute(edge.colour)}" type="line" width="{_width(edge.weight)}"/>'
        f'<y:Arrows source="none" target="{"standard" if edge.directed else "none"}"/>'
        f'<y:EdgeLabel fontFamily="Dialog" fontSize="9" textColor="#555555">{content(edge.label)}</y:EdgeLabel></y:PolyLineEdge>'
    )


@lru_cache(maxsize=1024)
def _width(weight: float) -> str:
    """From 1 to 8 pixels, by the root of the weight."""
    return f"{min(8.0, max(1.0, weight**0.5)):.2f}"
