"""DOT, the language of Graphviz (https://graphviz.org/doc/info/lang.html), and what Graphviz draws from it."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import QueryError
from kg.export.colours import ink
from kg.export.columns import placed
from kg.export.network import Edge, Network, Node
from kg.export.writer import clean, replacing, write_lines

__all__ = ["DOT", "Graphviz", "quoted"]

_ENTITY = re.compile(r"&(?=#?\w+;)")
_LAYERED = 150
"""Edges up to which layers (`dot`) are readable and quick; beyond that, springs (`sfdp`)."""
_PATIENCE = 300
_POINTS = 72
"""Points in an inch, in which Graphviz measures nodes."""


class DOT:
    """Nodes in their colours, shapes, sizes and places; the passage behind an edge is its tooltip.

    `neato -n` keeps the places, the other programs of Graphviz make their own. White space in texts becomes one space.
    """

    name = "dot"
    suffix = ".dot"
    description = "DOT: Graphviz and all that reads its language"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. One walk over nodes and edges; memory does not grow."""
        write_lines(path, _lines(network))


class Graphviz:
    """A drawing by Graphviz; its bytes are those of the Graphviz that is installed.

    Nodes stand where the network places them; one without places is drawn in layers, or by springs where it is large.
    """

    def __init__(self, form: str, description: str, name: str = "") -> None:
        self.name = name or form
        self.suffix = f".{form}"
        self.description = f"{description}, drawn by Graphviz, which must be installed"
        self._form = form

    def write(self, network: Network, path: Path) -> None:
        """See Writer. Raises QueryError where Graphviz is not installed or does not come to an end."""
        command = ["neato", "-n"] if placed(network) else ["dot"] if len(network.edges) <= _LAYERED else ["sfdp"]
        program = shutil.which(command[0])
        if program is None:
            raise QueryError(
                f"{self._form.upper()} is drawn by Graphviz, which is not installed: install it "
                "(Debian: apt-get install graphviz; macOS: brew install graphviz) or export dot, graphml or gexf"
            )
        source = "".join(_lines(network)).encode("utf-8")
        call = [program, *command[1:], f"-T{self._form}"]
        try:
            done = subprocess.run(call, input=source, capture_output=True, check=True, timeout=_PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise QueryError(
                f"Graphviz did not draw {len(network.nodes)} nodes and {len(network.edges)} edges in "
                f"{_PATIENCE} s: export gexf and lay it out in Gephi"
            ) from error
        except subprocess.CalledProcessError as error:
            raise QueryError(f"Graphviz refused the network: {error.stderr.decode('utf-8', 'replace').strip()[:300]}") from error
        with replacing(path) as file:
            file.write(done.stdout)


def quoted(text: str, label: bool = False) -> str:
    """A DOT string: on one line, in quotes.

    A backslash is doubled, lest it escape the quote or, in a label, mean a line break; in a label `&name;` would be read as a
    character, so its `&` is written out.
    """
    text = " ".join(clean(text).split())
    if label:
        text = _ENTITY.sub("&amp;", text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(network: Network) -> Iterator[str]:
    yield f"digraph {quoted(network.name)} {{\n"
    with_places = placed(network)
    overlap = "true" if with_places else "prism"
    yield f'  graph [label={quoted(network.title, label=True)}, overlap="{overlap}", splines="true", rankdir="LR"];\n'
    yield '  node [style="filled", fontname="sans-serif", fontsize="10", penwidth="0"];\n'
    yield '  edge [fontname="sans-serif", fontsize="8"];\n'
    for node in network.nodes:
        yield f"  {quoted(node.id)} [{_attributes(_node(node, with_places))}];\n"
    for edge in network.edges:
        yield f"  {quoted(edge.source)} -> {quoted(edge.target)} [{_attributes(_edge(edge))}];\n"
    yield "}\n"


def _node(node: Node, with_places: bool) -> Mapping[str, str]:
    """With a place the node has its own size and the label stands below it; without, Graphviz makes room for the label."""
    attributes = {
        "tooltip": quoted(f"{node.type}: {node.label}", label=True),
        "fillcolor": quoted(node.colour),
        "shape": quoted(node.shape),
    }
    if not with_places:
        return {"label": quoted(node.label, label=True), "fontcolor": quoted(ink(node.colour)), **attributes}
    size = f'"{node.size / _POINTS:.4g}"'
    place = {"pos": f'"{node.x:.2f},{0.0 - node.y:.2f}"', "width": size, "height": size, "fixedsize": '"true"'}
    return {"label": '""', "xlabel": quoted(node.label, label=True), **attributes, **place}


def _edge(edge: Edge) -> Mapping[str, str]:
    return {
        "label": quoted(edge.label, label=True),
        "tooltip": quoted(str(edge.values.get("evidence", "")), label=True),
        "weight": f'"{max(1, round(edge.weight))}"',
        "color": quoted(edge.colour),
        "dir": '"forward"' if edge.directed else '"none"',
    }


def _attributes(attributes: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in attributes.items())
