"""The network as one interactive page: HTML that opens from a file and fetches nothing.

Its script (`kg/data/web/network.js`) draws on one canvas. The libraries that were looked at (sigma 3, cytoscape 3)
lay out and index graphs in general; here the places are told already, and what is left, shapes, labels that do not collide,
curves for parallel edges and a time window, is what they would have to be taught, at 160 to 445 kB a page.
"""

import base64
import hashlib
import html
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg import resources
from kg.export.layout import placed
from kg.export.network import Edge, Network, Node, Passage, Style
from kg.export.writer import replacing

__all__ = ["HTML"]

_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What could end a script or mean something to a parser of HTML, as JSON may write it too."""


class HTML:
    """Pan, zoom, search, filters by type and time, details with quotes, dates and documents; light and dark, mouse and keys."""

    name = "html"
    suffix = ".html"
    description = "HTML: one interactive page for any browser, which needs no network"

    def write(self, network: Network, path: Path) -> None:
        """See Writer."""
        with replacing(path) as file:
            file.writelines(part.encode() for part in _page(network))


def _page(network: Network) -> Iterator[str]:
    script = resources.data("web/network.js").read_text(encoding="utf-8")
    style = resources.data("web/network.css").read_text(encoding="utf-8")
    told = json.dumps(_told(network), ensure_ascii=True, separators=(",", ":")).translate(_UNSAFE)
    title = html.escape(_safe(network.title))
    # Nothing but this script runs and nothing is fetched, whatever a text may have smuggled into a name.
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_hash(script)}'; base-uri 'none'"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n"
    yield _BODY.replace("TITLE", title)
    yield f'<script type="application/json" id="network">{told}</script>\n<script>{script}</script>\n</body>\n</html>\n'


def _told(network: Network) -> dict[str, Any]:
    """What the script reads. Edges name nodes, types and passages by number: a passage stands behind many edges."""
    network = placed(network)
    numbers = {node.id: number for number, node in enumerate(network.nodes)}
    node_types = _types(network.node_styles, {node.type: Style(node.type, node.colour, node.shape) for node in network.nodes})
    edge_types = _types(network.edge_styles, {edge.type: Style(edge.label, edge.colour, "solid") for edge in network.edges})
    passages: dict[Passage, int] = {}
    edges = [_edge(edge, numbers, list(edge_types), passages) for edge in network.edges]
    return {
        "nodes": [_node(node, list(node_types)) for node in network.nodes],
        "edges": edges,
        "nodeTypes": [style._asdict() for style in node_types.values()],
        "edgeTypes": [style._asdict() for style in edge_types.values()],
        "passages": list(passages),
    }


def _types(styles: Mapping[str, Style], others: Mapping[str, Style]) -> dict[str, Style]:
    return {**styles, **{kind: style for kind, style in sorted(others.items()) if kind not in styles}}


def _node(node: Node, types: list[str]) -> dict[str, Any]:
    return {
        "id": node.id,
        "label": node.label,
        "type": types.index(node.type),
        "x": node.x,
        "y": node.y,
        "size": node.size,
        "start": node.start,
        "end": node.end,
        "values": dict(node.values),
    }


def _edge(edge: Edge, numbers: Mapping[str, int], types: list[str], passages: dict[Passage, int]) -> dict[str, Any]:
    return {
        "source": numbers[edge.source],
        "target": numbers[edge.target],
        "type": types.index(edge.type),
        "directed": edge.directed,
        "weight": edge.weight,
        "start": edge.start,
        "end": edge.end,
        # The first passage is told among the passages.
        "values": {name: value for name, value in edge.values.items() if name != "evidence" or not edge.passages},
        "passages": [passages.setdefault(passage, len(passages)) for passage in edge.passages],
    }


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _safe(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


_BODY = """<body>
<canvas tabindex="0" role="img" aria-label="TITLE: a network; the panel lists what is found and chosen"></canvas>
<aside id="side">
<h1>TITLE</h1>
<input type="search" id="search" placeholder="search a name ( / )" aria-label="search a name">
<ul id="found"></ul>
<p class="soft" id="counts" aria-live="polite"></p>
<h3>Nodes</h3><div id="nodes"></div>
<h3>Edges</h3><div id="edges"></div>
<div id="time" hidden><h3>Time</h3><input type="range" id="low" aria-label="from"><input type="range" id="high" aria-label="to">
<p class="soft" id="period"></p></div>
<div id="tools"><button id="fit" title="show all (0)">show all</button><button id="in" title="closer (+)">+</button>
<button id="out" title="farther (-)">−</button><button id="theme" title="light or dark (d)">◐</button></div>
<details><summary>keys</summary><p class="soft">/ search · arrows move · + and − zoom · 0 shows all ·
n and p walk through what is joined to the chosen · d light or dark · Esc lets go</p></details>
</aside>
<aside id="detail" hidden aria-live="polite"></aside>
<div id="tip" hidden></div>
"""
