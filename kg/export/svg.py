"""The network drawn as SVG 1.1 where its nodes stand already: needs no other program, and is the same everywhere."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from kg.export.labels import shown
from kg.export.layout import placed
from kg.export.network import Edge, Network, Node, Style
from kg.export.writer import clean, replacing

__all__ = ["SVG", "outline", "polygon"]

_MARGIN = 50.0
_LINE = 22.0
"""From one line of the legend to the next."""
_TITLE = 20.0
_COLUMN = 190.0
"""Of the legend."""
_DASHES = {"dashed": "7 4", "dotted": "2 3", "dashdot": "9 3 2 3"}
_HALO = 'stroke="#ffffff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
# Corners as angles from the top, in degrees, and how far out they stand, so that all shapes look equally large.
_SHAPES: Mapping[str, tuple[tuple[float, float], ...]] = {
    "rectangle": tuple((angle, 1.2) for angle in (45, 135, 225, 315)),
    "diamond": tuple((angle, 1.2) for angle in (0, 90, 180, 270)),
    "triangle": tuple((angle, 1.25) for angle in (0, 120, 240)),
    "pentagon": tuple((angle, 1.1) for angle in (0, 72, 144, 216, 288)),
    "hexagon": tuple((angle, 1.08) for angle in (30, 90, 150, 210, 270, 330)),
    "octagon": tuple((angle, 1.04) for angle in (22.5, 67.5, 112.5, 157.5, 202.5, 247.5, 292.5, 337.5)),
    "star": tuple((angle, 1.3 if angle % 72 == 0 else 0.58) for angle in range(0, 360, 36)),
}


class SVG:
    """Colours and shapes of the ontology, widths by weight, labels that find room, a legend; the rest is shown on pointing."""

    name = "svg"
    suffix = ".svg"
    description = "SVG: a drawing for browsers, documents, Inkscape"

    def write(self, network: Network, path: Path) -> None:
        """See Writer."""
        with replacing(path) as file:
            file.writelines(f"{line}\n".encode() for line in _lines(network))


def polygon(shape: str) -> list[tuple[float, float]]:
    """Corners of a shape about the origin, that fills a circle of radius 1; none for an ellipse."""
    return [
        (round(out * math.sin(math.radians(angle)), 4), round(-out * math.cos(math.radians(angle)), 4))
        for angle, out in _SHAPES.get(shape, ())
    ]


def outline(shape: str, x: float, y: float, radius: float) -> str:
    """A shape as an SVG element that is not closed yet, for more attributes."""
    corners = polygon(shape)
    if not corners:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
    return '<polygon points="' + " ".join(f"{x + radius * dx:.1f},{y + radius * dy:.1f}" for dx, dy in corners) + '"'


def _lines(network: Network) -> Iterator[str]:
    network = placed(network)
    nodes = {node.id: node for node in network.nodes}
    labels = shown(nodes.values())
    reach = [(node.x, node.y, node.size / 2) for node in nodes.values()]
    reach += [(label.x, label.y, 0.32 * len(label.text) * label.size) for label in labels]
    left = min((x - r for x, _, r in reach), default=0.0) - _MARGIN
    right = max((x + r for x, _, r in reach), default=0.0) + _MARGIN
    width = max(right - left, 3 * _COLUMN)
    top = min((node.y - node.size / 2 for node in nodes.values()), default=0.0) - _MARGIN - _TITLE
    low = max((node.y + node.size / 2 for node in nodes.values()), default=0.0) + _MARGIN
    columns = max(1, int((width - _MARGIN) // _COLUMN))
    entries = _entries(network)
    height = low - top + math.ceil(len(entries) / columns) * _LINE + _MARGIN / 2
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" font-family="system-ui, sans-serif">'
    )
    yield f"<title>{_text(network.title)}</title>"
    yield f'<rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>'
    yield f'<text x="{left + 16:.0f}" y="{top + 28:.0f}" font-size="{_TITLE:g}" fill="#333333">{_text(network.title)}</text>'
    faint = max(0.12, min(0.45, 0.45 * (900 / max(len(network.edges), 1)) ** 0.5))  # many lines, each fainter
    yield f'<g class="edges" fill="none" stroke-linecap="round" stroke-opacity="{faint:.2f}">'
    yield from _edges(network, nodes)
    yield '</g>\n<g class="nodes" stroke="#ffffff" stroke-width="1.2">'
    for node in sorted(nodes.values(), key=lambda node: (-node.size, node.id)):
        told = (_called(network, node), node.values.get("post"), node.values.get("country"))
        about = " · ".join(str(value) for value in told if value)
        shape = outline(node.shape, node.x, node.y, node.size / 2)
        yield f'{shape} fill="{node.colour}"><title>{_text(node.label)}\n{_text(about)}</title>{_close(shape)}'
    yield "</g>"
    yield f'<g class="labels" text-anchor="middle" fill="#111111" {_HALO}>'
    for label in labels:
        yield f'<text x="{label.x}" y="{label.y}" font-size="{label.size}">{_text(label.text)}</text>'
    yield '</g>\n<g class="legend" font-size="14" fill="#333333">'
    for number, (style, count, is_edge) in enumerate(entries):
        x, y = left + 24 + number % columns * _COLUMN, low + number // columns * _LINE
        yield _sample(style, x, y, is_edge)
        yield f'<text x="{x + 18:.0f}" y="{y + 5:.0f}">{_text(style.label)} ({count})</text>'
    yield "</g>\n</svg>"


def _edges(network: Network, nodes: Mapping[str, Node]) -> Iterator[str]:
    """Lines, the heaviest last; those between the same two nodes are bent, each otherwise."""
    beside: Counter[tuple[str, ...]] = Counter(tuple(sorted((edge.source, edge.target))) for edge in network.edges)
    turn: Counter[tuple[str, ...]] = Counter()
    most = max((edge.weight for edge in network.edges), default=1.0) or 1.0
    for edge in sorted(network.edges, key=lambda edge: (edge.weight, edge.id)):
        pair = tuple(sorted((edge.source, edge.target)))
        bend = (turn[pair] - (beside[pair] - 1) / 2) * 0.16
        turn[pair] += 1
        one, other = nodes[pair[0]], nodes[pair[-1]]
        width = 0.8 + 5.2 * (edge.weight / most) ** 0.5 if most > 1 else 1.2
        dash = _DASHES.get(network.edge_styles[edge.type].shape if edge.type in network.edge_styles else "")
        yield (
            f'<path d="{_way(one, other, bend)}" stroke="{edge.colour}" stroke-width="{width:.1f}"'
            + (f' stroke-dasharray="{dash}"' if dash else "")
            + f"><title>{_text(_told(edge, nodes))}</title></path>"
        )


def _way(one: Node, other: Node, bend: float) -> str:
    if one.id == other.id:
        out = one.size
        return f"M{one.x:.1f},{one.y:.1f}c{-out:.1f},{-2 * out:.1f} {out:.1f},{-2 * out:.1f} 0,0"
    if not bend:
        return f"M{one.x:.1f},{one.y:.1f}L{other.x:.1f},{other.y:.1f}"
    x = (one.x + other.x) / 2 - bend * (other.y - one.y)
    y = (one.y + other.y) / 2 + bend * (other.x - one.x)
    return f"M{one.x:.1f},{one.y:.1f}Q{x:.1f},{y:.1f} {other.x:.1f},{other.y:.1f}"


def _told(edge: Edge, nodes: Mapping[str, Node]) -> str:
    arrow = "→" if edge.directed else "–"
    when = " to ".join(dict.fromkeys(date for date in (edge.start, edge.end) if date))
    ends = f"{nodes[edge.source].label} {arrow} {nodes[edge.target].label}"
    first = ", ".join(part for part in (f"{ends}: {edge.label} ({edge.weight:g})", when) if part)
    return "\n".join([first, *(f"“{passage.text}” {passage.document}" for passage in edge.passages[:2])])


def _entries(network: Network) -> list[tuple[Style, int, bool]]:
    nodes, edges = Counter(node.type for node in network.nodes), Counter(edge.type for edge in network.edges)
    return [
        *((style, nodes[kind], False) for kind, style in network.node_styles.items()),
        *((style, edges[kind], True) for kind, style in network.edge_styles.items()),
    ]


def _sample(style: Style, x: float, y: float, is_edge: bool) -> str:
    if not is_edge:
        return f'{outline(style.shape, x, y, 8)} fill="{style.colour}"/>'
    dash = f' stroke-dasharray="{_DASHES[style.shape]}"' if style.shape in _DASHES else ""
    return f'<path d="M{x - 10:.0f},{y:.0f}h22" stroke="{style.colour}" stroke-width="3" stroke-opacity="0.7"{dash}/>'


def _called(network: Network, node: Node) -> str:
    return network.node_styles[node.type].label if node.type in network.node_styles else node.type


def _close(shape: str) -> str:
    return f"</{shape[1 : shape.index(' ')]}>"


def _text(text: str) -> str:
    return escape(clean(text))
