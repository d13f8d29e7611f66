"""GraphSON 3.0 (https://tinkerpop.apache.org/docs/current/dev/io/#graphson-3d0), which TinkerPop's `g.io(...).read()` takes."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.export.columns import Column, edge_columns, edge_row, node_columns, node_row
from kg.export.json_files import encoded, named
from kg.export.network import Edge, Network, Node, Value
from kg.export.writer import clean, write_lines

__all__ = ["GraphSON"]


class GraphSON:
    """An adjacency list, a vertex a line with all its edges, numbers typed.

    Each edge stands with both its ends, so edges are held until their ends are written: memory grows with them. TinkerPop has no
    undirected edges; the property `directed` says which have no direction. An edge's dates are `start` and `end` as told.
    """

    name = "graphson"
    suffix = ".graphson.json"
    description = "GraphSON 3.0: TinkerPop's Gremlin, JanusGraph"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over edges, then one over nodes."""
        write_lines(path, _lines(network))


def _lines(network: Network) -> Iterator[str]:
    leaving: dict[str, list[Edge]] = {}
    coming: dict[str, list[Edge]] = {}
    for edge in network.edges:
        leaving.setdefault(edge.source, []).append(edge)
        coming.setdefault(edge.target, []).append(edge)
    columns, columns_of_edges = node_columns(network), edge_columns(network)
    number = 0
    for node in network.nodes:
        values = named(columns, node_row(node, network))
        vertex: dict[str, object] = {"id": clean(node.id), "label": clean(node.type)}
        for member, other_end, edges in (("inE", "outV", coming), ("outE", "inV", leaving)):
            if node.id in edges:
                vertex[member] = _edges(edges[node.id], other_end, network, columns_of_edges)
        properties = {}
        for name, value in _without_label(values, node).items():
            properties[name] = [{"id": _typed(number), "value": _typed(value)}]
            number += 1
        vertex["properties"] = properties
        yield encoded(vertex) + "\n"


def _edges(edges: list[Edge], other_end: str, network: Network, columns: tuple[Column, ...]) -> Mapping[str, list[object]]:
    by_label: dict[str, list[object]] = {}
    for edge in edges:
        other = edge.source if other_end == "outV" else edge.target
        values = named(columns, edge_row(edge, network))
        written = {
            "id": clean(edge.id),
            other_end: clean(other),
            "properties": {name: _typed(value) for name, value in _without_label(values, edge).items()},
        }
        by_label.setdefault(clean(edge.type), []).append(written)
    return by_label


def _without_label(values: Mapping[str, Value], thing: Node | Edge) -> Mapping[str, Value]:
    """Its label is `name`: TinkerPop's `label` is the type, and no property may be called so."""
    return {"name": clean(thing.label), **{name: value for name, value in values.items() if name not in {"label", "type"}}}


def _typed(value: Value) -> object:
    if isinstance(value, str):
        return value
    return {"@type": "g:Int64" if isinstance(value, int) else "g:Double", "@value": value}
