"""Cytoscape's two JSON files: Cytoscape.js (https://js.cytoscape.org/#notation/elements-json) and CX2.

CX2: https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2)/
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.export.columns import Column, edge_columns, edge_row, node_columns, node_row, placed
from kg.export.json_files import array, encoded, named
from kg.export.network import Kind, Network, Style
from kg.export.writer import clean, write_lines

__all__ = ["CX2", "CytoscapeJS"]

_GREY = "#999999"
_STYLE = [
    {
        "selector": "node",
        "style": {
            "label": "data(label)", "background-color": "data(colour)", "shape": "data(shape)", "width": "data(size)",
            "height": "data(size)", "font-size": 10, "text-valign": "bottom",
        },
    },
    {
        "selector": "edge",
        "style": {"line-color": "data(colour)", "curve-style": "bezier", "width": "mapData(weight, 1, 20, 1, 6)"},
    },
    {
        "selector": "edge[directed = 1]",
        "style": {"target-arrow-shape": "triangle", "target-arrow-color": "data(colour)"},
    },
]  # fmt: skip


class CytoscapeJS:
    """What `cytoscape({...})` takes: elements, a style that draws them as we do, and their places."""

    name = "cytoscape"
    suffix = ".cyjs"
    description = "Cytoscape.js JSON: Cytoscape.js, Cytoscape"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over nodes and edges; memory does not grow."""
        write_lines(path, _cytoscape_js(network))


class CX2:
    """Cytoscape Exchange 2, with a style that draws types in their colours and shapes.

    Nodes and edges have numbers there, so memory grows with the number of nodes (not of edges); ours are the attribute `iri`.
    """

    name = "cx2"
    suffix = ".cx2"
    description = "CX2: Cytoscape from 3.10, Cytoscape Web, NDEx"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over nodes and edges."""
        write_lines(path, _cx2(network))


def _cytoscape_js(network: Network) -> Iterator[str]:
    layout = {"name": "preset"} if placed(network) else {"name": "cose"}
    yield '{"format_version":"1.0","generated_by":"kg","target_cytoscapejs_version":"~3.0",\n'
    yield f'"data":{encoded({"name": clean(network.name), "title": clean(network.title)})},\n'
    yield f'"layout":{encoded(layout)},\n"style":{encoded(_STYLE)},\n"elements":{{'
    columns = node_columns(network)
    yield from array(
        "nodes",
        (
            {
                "data": {"id": clean(node.id), "name": clean(node.label), **named(columns, node_row(node, network))},
                "position": {"x": node.x, "y": node.y},
            }
            for node in network.nodes
        ),
    )
    columns_of_edges = edge_columns(network)
    yield from array(
        "edges",
        (
            {
                "data": {
                    "id": clean(edge.id), "source": clean(edge.source), "target": clean(edge.target),
                    "interaction": clean(edge.label), **named(columns_of_edges, edge_row(edge, network)),
                }
            }
            for edge in network.edges
        ),
        last=True,
    )  # fmt: skip
    yield "}}\n"


_CX2_TYPES: Mapping[Kind, str] = {"str": "string", "date": "string", "int": "long", "float": "double"}


def _cx2(network: Network) -> Iterator[str]:
    nodes, edges = node_columns(network), edge_columns(network)
    declared = {
        "networkAttributes": {"name": {"d": "string"}, "description": {"d": "string"}},
        "nodes": {"iri": {"d": "string"}, "name": {"d": "string"}, **_declared(nodes)},
        "edges": {"interaction": {"d": "string"}, **_declared(edges)},
    }
    counts = {
        "attributeDeclarations": 1, "networkAttributes": 1, "nodes": len(network.nodes), "edges": len(network.edges),
        "visualProperties": 1, "visualEditorProperties": 1,
    }  # fmt: skip
    yield '[{"CXVersion":"2.0","hasFragments":false},\n'
    yield f'{{"metaData":{encoded([{"name": name, "elementCount": count} for name, count in counts.items()])}}},\n'
    yield f'{{"attributeDeclarations":{encoded([declared])}}},\n'
    told = {"name": clean(network.name), "description": clean(network.title)}
    yield f'{{"networkAttributes":{encoded([told])}}},\n{{'
    numbers: dict[str, int] = {}
    yield from array("nodes", _cx2_nodes(network, nodes, numbers), last=True)
    yield "},\n{"
    yield from array("edges", _cx2_edges(network, edges, numbers), last=True)
    yield f'}},\n{{"visualProperties":{encoded([_cx2_style(network)])}}},\n'
    yield '{"visualEditorProperties":[{"properties":{"nodeSizeLocked":true,"arrowColorMatchesEdge":true}}]},\n'
    yield '{"status":[{"success":true,"error":""}]}]\n'


def _declared(columns: tuple[Column, ...]) -> dict[str, dict[str, str]]:
    return {clean(name): {"d": _CX2_TYPES[kind]} for name, kind in columns}


def _cx2_nodes(network: Network, columns: tuple[Column, ...], numbers: dict[str, int]) -> Iterator[object]:
    with_places = placed(network)
    for number, node in enumerate(network.nodes):
        numbers[node.id] = number
        values = {"iri": clean(node.id), "name": clean(node.label), **named(columns, node_row(node, network))}
        yield {"id": number, **({"x": node.x, "y": node.y} if with_places else {}), "v": values}


def _cx2_edges(network: Network, columns: tuple[Column, ...], numbers: dict[str, int]) -> Iterator[object]:
    for number, edge in enumerate(network.edges):
        values = {"interaction": clean(edge.label), **named(columns, edge_row(edge, network))}
        yield {"id": number, "s": numbers[edge.source], "t": numbers[edge.target], "v": values}


def _cx2_style(network: Network) -> object:
    through = {"type": "PASSTHROUGH"}
    return {
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
            "node": {
                "NODE_BACKGROUND_COLOR": _GREY, "NODE_SHAPE": "ellipse", "NODE_WIDTH": 20, "NODE_HEIGHT": 20,
                "NODE_LABEL_FONT_SIZE": 10, "NODE_LABEL_COLOR": "#000000", "NODE_BORDER_WIDTH": 0,
            },
            "edge": {"EDGE_LINE_COLOR": _GREY, "EDGE_WIDTH": 1, "EDGE_TARGET_ARROW_SHAPE": "none"},
        },
        "nodeMapping": {
            "NODE_LABEL": {**through, "definition": {"attribute": "name", "type": "string"}},
            "NODE_WIDTH": {**through, "definition": {"attribute": "size", "type": "double"}},
            "NODE_HEIGHT": {**through, "definition": {"attribute": "size", "type": "double"}},
            "NODE_BACKGROUND_COLOR": _by_type({name: style.colour for name, style in network.node_styles.items()}),
            "NODE_SHAPE": _by_type({name: _cx2_shape(style) for name, style in network.node_styles.items()}),
        },
        "edgeMapping": {
            "EDGE_LINE_COLOR": _by_type({name: style.colour for name, style in network.edge_styles.items()}),
            "EDGE_TARGET_ARROW_SHAPE": {
                "type": "DISCRETE",
                "definition": {"attribute": "directed", "map": [{"v": 1, "vp": "triangle"}], "type": "long"},
            },
        },
    }  # fmt: skip


def _by_type(looks: Mapping[str, str]) -> object:
    choices = [{"v": clean(name), "vp": look} for name, look in looks.items()]
    return {"type": "DISCRETE", "definition": {"attribute": "type", "map": choices, "type": "string"}}


def _cx2_shape(style: Style) -> str:
    """CX2 knows neither pentagon nor star."""
    return {"pentagon": "hexagon", "star": "diamond"}.get(style.shape, style.shape)
