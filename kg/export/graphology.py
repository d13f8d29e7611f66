"""graphology's JSON (https://graphology.github.io/serialization.html), which sigma.js and Gephi Lite draw."""

from collections.abc import Iterator
from pathlib import Path

from kg.export.columns import edge_columns, edge_row, node_columns, node_row
from kg.export.json_files import array, encoded, named
from kg.export.network import Network, Value
from kg.export.writer import clean, write_lines

__all__ = ["Graphology"]


class Graphology:
    """A mixed multigraph, with `color`, `size`, `x` and `y` under the names that sigma.js draws by; there y runs up.

    The type is the attribute `kind`: by `type` sigma.js would choose a program to draw with.
    """

    name = "graphology"
    suffix = ".graphology.json"
    description = "graphology JSON: sigma.js, Gephi Lite"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over nodes and edges; memory does not grow."""
        write_lines(path, _lines(network))


def _lines(network: Network) -> Iterator[str]:
    yield f'{{"attributes":{encoded({"name": clean(network.name), "title": clean(network.title)})},\n'
    yield '"options":{"type":"mixed","multi":true,"allowSelfLoops":true},\n'
    yield from array("nodes", _nodes(network))
    yield from array("edges", _edges(network), last=True)
    yield "}\n"


def _nodes(network: Network) -> Iterator[object]:
    columns = node_columns(network)
    for node in network.nodes:
        yield {"key": clean(node.id), "attributes": _drawn(dict(named(columns, node_row(node, network))))}


def _edges(network: Network) -> Iterator[object]:
    columns = edge_columns(network)
    for edge in network.edges:
        attributes = _drawn(dict(named(columns, edge_row(edge, network))))
        attributes["size"] = min(8.0, max(1.0, edge.weight**0.5))
        yield {
            "key": clean(edge.id), "source": clean(edge.source), "target": clean(edge.target), "attributes": attributes,
            "undirected": not edge.directed,
        }  # fmt: skip


def _drawn(values: dict[str, Value]) -> dict[str, Value]:
    """Under the names that sigma.js knows."""
    values["kind"], values["color"] = values.pop("type"), values.pop("colour")
    if "y" in values:
        values["y"] = 0.0 - float(values["y"])
    return values
