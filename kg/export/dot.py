"""DOT, the language of Graphviz, and what Graphviz draws from it."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.export.network import Network
from kg.export.writer import carried, replacing

if TYPE_CHECKING:
    import networkx

__all__ = ["DOT", "SVG", "quoted"]

_ENTITY = re.compile(r"&(?=#?\w+;)")
_LAYERED = 150
"""Edges up to which layers (`dot`) are readable and quick; beyond that, springs (`sfdp`)."""
_PATIENCE = 300


class DOT:
    """Nodes in the colours and shapes of the ontology; the passage behind an edge is its tooltip."""

    name = "dot"
    suffix = ".dot"
    description = "DOT: Graphviz and all that reads its language"

    def write(self, network: Network, path: Path) -> None:
        """See Writer."""
        with replacing(path) as file:
            file.writelines(line.encode("utf-8") for line in _lines(carried(network)))


class SVG:
    """A drawing by Graphviz; its bytes are those of the Graphviz that is installed."""

    name = "svg"
    suffix = ".svg"
    description = "SVG: a drawing for browsers and documents; needs Graphviz"

    def write(self, network: Network, path: Path) -> None:
        """See Writer. Raises QueryError where Graphviz is not installed or does not come to an end."""
        program = shutil.which("dot" if len(network.edges) <= _LAYERED else "sfdp")
        if program is None:
            raise QueryError(
                "SVG is drawn by Graphviz, which is not installed: install it (Debian: apt-get install graphviz; "
                "macOS: brew install graphviz) or export dot, graphml or gexf"
            )
        source = "".join(_lines(carried(network))).encode("utf-8")
        try:
            done = subprocess.run([program, "-Tsvg"], input=source, capture_output=True, check=True, timeout=_PATIENCE)
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
    text = " ".join(text.split())
    if label:
        text = _ENTITY.sub("&amp;", text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(network: "networkx.MultiDiGraph") -> Iterator[str]:
    yield "digraph cooperation {\n"
    yield '  graph [overlap="prism", splines="true", rankdir="LR"];\n'
    yield '  node [style="filled", fontname="sans-serif", fontsize="10"];\n'
    yield '  edge [fontname="sans-serif", fontsize="8", color="#808080"];\n'
    for node, values in network.nodes(data=True):
        ink = "#ffffff" if _dark(str(values["colour"])) else "#000000"
        attributes = {
            "label": quoted(str(values["label"]), label=True),
            "tooltip": quoted(f"{values['type']}: {values['label']}", label=True),
            "fillcolor": quoted(str(values["colour"])),
            "fontcolor": quoted(ink),
            "shape": quoted(str(values["shape"])),
        }
        yield f"  {quoted(node)} [{_attributes(attributes)}];\n"
    for source, target, values in network.edges(data=True):
        attributes = {
            "label": quoted(str(values["label"]), label=True),
            "tooltip": quoted(str(values.get("evidence", "")), label=True),
            "weight": quoted(str(values["weight"])),
            "dir": quoted("forward" if values["directed"] else "none"),
        }
        yield f"  {quoted(source)} -> {quoted(target)} [{_attributes(attributes)}];\n"
    yield "}\n"


def _attributes(attributes: dict[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in attributes.items())


def _dark(colour: str) -> bool:
    """Whether white is easier to read on it than black (relative luminance, WCAG 2, without gamma)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.45
