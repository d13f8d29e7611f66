"""Mermaid (https://mermaid.js.org/syntax/flowchart.html), for networks small enough to be read in a page of Markdown."""

from collections.abc import Iterator
from pathlib import Path

from kg.errors import QueryError
from kg.export.colours import ink
from kg.export.network import Edge, Network, Node
from kg.export.writer import clean, write_lines

__all__ = ["Mermaid"]

_EDGES, _TEXT = 500, 50_000
"""What Mermaid draws unless its settings say otherwise (`maxEdges`, `maxTextSize`)."""

# Brackets that every version of Mermaid knows; for a star, a double circle.
_SHAPES = {
    "ellipse": ("([", "])"), "rectangle": ("[", "]"), "diamond": ("{", "}"), "triangle": ("[/", "\\]"), "pentagon": (">", "]"),
    "hexagon": ("{{", "}}"), "octagon": ("[[", "]]"), "star": ("(((", ")))"),
}  # fmt: skip


class Mermaid:
    """A flowchart. Every character of a name that could mean something to Mermaid, Markdown or HTML is written by its number.

    White space in names becomes one space. One with more than 500 edges or 50,000 characters is refused, as Mermaid would refuse
    to draw it.
    """

    name = "mermaid"
    suffix = ".mmd"
    description = "Mermaid, for small networks: Markdown on GitHub, GitLab, Obsidian, Notion"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. Raises QueryError where it is too big."""
        if len(network.edges) > _EDGES:
            raise QueryError(
                f"Mermaid draws up to {_EDGES} edges, and this network has {len(network.edges)}: "
                "narrow it with filters, or export svg or gexf"
            )
        lines = list(_lines(network))
        size = sum(map(len, lines))
        if size > _TEXT:
            raise QueryError(
                f"Mermaid draws up to {_TEXT} characters, and this network takes {size}: "
                "narrow it with filters, or export svg or gexf"
            )
        write_lines(path, lines)


def _lines(network: Network) -> Iterator[str]:
    yield "flowchart LR\n"
    numbers: dict[str, str] = {}
    classes: dict[str, str] = {}
    for number, node in enumerate(network.nodes):
        numbers[node.id] = f"n{number}"
        looks = classes.setdefault(node.colour, f"c{len(classes)}")
        yield f"  n{number}{_node(node)}:::{looks}\n"
    for edge in network.edges:
        yield f"  {numbers[edge.source]} {_arrow(edge)} {numbers[edge.target]}\n"
    for colour, name in classes.items():
        yield f"  classDef {name} fill:{colour},stroke:#333333,color:{ink(colour)}\n"


def _node(node: Node) -> str:
    opened, closed = _SHAPES.get(node.shape, ("[", "]"))
    return f'{opened}"{_escaped(node.label)}"{closed}'


def _arrow(edge: Edge) -> str:
    label = _escaped(edge.label)
    line = "-->" if edge.directed else "---"
    return f'{line}|"{label}"|' if label.strip() else line


def _escaped(text: str) -> str:
    """By number all that is neither letter, digit, space nor beyond ASCII; a name that is empty is a space, as Mermaid wants."""
    plain = " ".join(clean(text).split())
    return "".join(each if each.isalnum() or each == " " or ord(each) > 127 else f"#{ord(each)};" for each in plain) or " "
