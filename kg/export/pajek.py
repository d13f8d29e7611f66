"""Pajek's .net (http://mrvar.fdv.uni-lj.si/pajek/pajekman.pdf, section 5.2)."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from kg.export.network import Edge, Network, Node
from kg.export.writer import clean, write_lines

__all__ = ["Pajek"]

# Pajek knows these shapes; what is none of them is an ellipse.
_SHAPES = {"rectangle": "box", "diamond": "diamond", "triangle": "triangle"}


class Pajek:
    """Names, places, shapes and weights, of each edge its type; Pajek's files hold no other values.

    Neither Pajek nor igraph has an escape for a quote within a name: it becomes an apostrophe, a backslash, which networkx takes
    for one, a slash, and white space one space. Since some readers know a node by its name, a number follows where two are
    called the same.
    Pajek itself reads the file as UTF-8 where that is set in its options.
    """

    name = "pajek"
    suffix = ".net"
    description = "Pajek's .net: Pajek, igraph, networkx, Gephi"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over the nodes and two over the edges; memory grows with the number of nodes."""
        write_lines(path, _lines(network))


def _lines(network: Network) -> Iterator[str]:
    yield f"*Network {_word(network.name)}\n*Vertices {len(network.nodes)}\n"
    numbers: dict[str, int] = {}
    called: dict[str, int] = {}
    box = _Box(network)
    for number, node in enumerate(network.nodes, start=1):
        numbers[node.id] = number
        yield f"{number} {_unique(_word(node.label), called)} {box.place(node)} {_SHAPES.get(node.shape, 'ellipse')}\n"
    for heading, directed in (("*Arcs", True), ("*Edges", False)):
        lines = (_line(edge, numbers) for edge in network.edges if edge.directed == directed)
        first = next(lines, None)
        if first is not None:
            yield f"{heading}\n"
            yield from chain((first,), lines)


def _line(edge: Edge, numbers: dict[str, int]) -> str:
    return f"{numbers[edge.source]} {numbers[edge.target]} {edge.weight:.6g} l {_word(edge.label)}\n"


def _unique(word: str, called: dict[str, int]) -> str:
    """The word with the first number that makes it one of its own."""
    unique = word
    while unique in called:
        called[word] += 1
        unique = f'{word[:-1]} {called[word]}"'
    called[unique] = 1
    return unique


def _word(text: str) -> str:
    """In quotes, on one line."""
    return '"' + " ".join(clean(text).replace('"', "'").replace("\\", "/").split()) + '"'


class _Box:
    """What the nodes lie in; Pajek wants places from 0 to 1, y down."""

    def __init__(self, network: Network) -> None:
        xs, ys = [0.0, 0.0], [0.0, 0.0]
        for number, node in enumerate(network.nodes):
            for ends, value in ((xs, node.x), (ys, node.y)):
                ends[:] = [value, value] if number == 0 else [min(ends[0], value), max(ends[1], value)]
        self._left, self._top = xs[0], ys[0]
        self._side = max(xs[1] - xs[0], ys[1] - ys[0]) or 1.0

    def place(self, node: Node) -> str:
        return f"{0.05 + 0.9 * (node.x - self._left) / self._side:.4f} {0.05 + 0.9 * (node.y - self._top) / self._side:.4f}"
