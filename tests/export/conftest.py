"""The sample as a network, networks with odd names and with everything, and programs of others that read what is written."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.export.drawing import draw
from kg.export.network import Edge, Network, Node, Passage, Style
from kg.graph.store import Store

PEERS = Path(__file__).resolve().parents[1] / "peers"
ODD = [
    'say "hello"', "a < b & c > d", "two\nlines", "שלום עולם", "النص العربي", "👩‍👩‍👧 family", "tab\there", "back\\slash\\",
    "&lt;b&gt; &amp;", "\u202eoverride", "\\N \\G \\l", "", "]]>", "zero\u200bwidth", "{curly|bar}",
    "日本 Привет",
    "=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "comma, semi; 'quote'", "`tick` ``", "}) DETACH DELETE n //", "\\'",
    "1. first", "# heading #tag", "[[link|alias]] ^block", "CON", "con", "a/b:c*d?", "... ", "é", "e\u0301", "$x^2$",
    "%%comment%%", "next\x85line", "end", "line\u2028separator", "return\rcarriage", "null",
    "<script>alert(1)</script>", "---", "*bold*",
]  # fmt: skip
CONTROL = ["bell\x07", "nul\x00byte", "escape\x1b[31m", "lone\ud800surrogate", "not\uffffa character"]


@pytest.fixture(scope="session")
def store(filled: Callable[[Store], Store]) -> Store:
    return filled(Store.memory())


@pytest.fixture(scope="session")
def drawn(store: Store) -> Network:
    return draw(store, "facts")


@pytest.fixture(scope="session")
def mixed() -> Network:
    """Three things and four edges with all that a network can say of them."""
    nodes = (
        Node("https://example.org/a", "Ada Quist", "Person", {"country": "PT", "degree": 3}, "2024", "2025-02", "#0072B2",
             "hexagon", 24, -40.5, 10),
        Node("https://example.org/b", "Lisbon", "Place", {"country": "PT", "degree": 2}, "", "", "#E69F00", "star", 12, 60, -30),
        Node("https://example.org/c", "Japan", "Country", {"degree": 3}, "2024-05-03", "", "#009E73", "pentagon", 18, 0, 55.25),
    )  # fmt: skip
    passage = Passage("Quist flew to “Lisbon”.", "talks", "2024-05-04")
    edges = (
        Edge("e0", nodes[0].id, nodes[1].id, "visited", "visitor", True, 2, {"documents": 2, "evidence": passage.text},
             "2024-02", "2024-05-03", "#56B4E9", (passage,)),
        Edge("e1", nodes[0].id, nodes[1].id, "praised", "Statement", True, 1.5, {"documents": 1}),
        Edge("e2", nodes[1].id, nodes[2].id, "cooperation", "Cooperation", False, 1, {"documents": 1}, "2023", ""),
        Edge("e3", nodes[2].id, nodes[2].id, "itself", "Cooperation", False, 1, {}),
    )  # fmt: skip
    styles = {node.type: Style(node.type.lower(), node.colour, node.shape) for node in nodes}
    edge_styles = {edge.type: Style(edge.label, edge.colour, "ellipse") for edge in edges}
    attributes = ({"country": "str", "degree": "int"}, {"documents": "int", "evidence": "str"})
    return Network("mixed", "Three things & what joins them", nodes, edges, *attributes, styles, edge_styles)


def odd(labels: list[str]) -> Network:
    """A ring of nodes with these labels, every edge twice."""
    shapes = ["ellipse", "rectangle", "diamond", "triangle", "pentagon", "hexagon", "octagon", "star"]
    nodes = tuple(
        Node(f"https://example.org/{number}?a=1&b=<{label}>", label, "Person", {"note": label}, shape=shapes[number % 8])
        for number, label in enumerate(labels)
    )
    edges = tuple(
        Edge(
            f"e{number}.{twin}", node.id, nodes[(number + 1) % len(nodes)].id, label, "met", bool(twin), 3,
            {"documents": 2, "evidence": label}, "2024-05", passages=(Passage(label, label),),
        )
        for number, (node, label) in enumerate(zip(nodes, labels, strict=True))
        for twin in range(2)
    )  # fmt: skip
    style = {"Person": Style("person", "#999999", "ellipse")}
    return Network("odd", "Odd & names\nof things", nodes, edges, {"note": "str"}, {"documents": "int", "evidence": "str"}, style)


@pytest.fixture
def all_odd() -> Network:
    return odd(ODD + CONTROL)


@pytest.fixture(params=["odd", "control"])
def hostile(request: pytest.FixtureRequest) -> Network:
    return odd(ODD if request.param == "odd" else CONTROL)


@pytest.fixture(scope="session")
def peer() -> Callable[[str, Path], Any]:
    """`peer(reader, file)`: what a JavaScript program of others reads from a file; see tests/peers/read_graph.mjs."""

    def read(reader: str, path: Path) -> Any:
        if shutil.which("node") is None:
            pytest.skip("node is not installed")
        command = ["node", str(PEERS / "read_graph.mjs"), reader, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
        if "ERR_MODULE_NOT_FOUND" in done.stderr or "Cannot find module" in done.stderr:
            pytest.skip("the npm packages of tests/peers are not installed: say `make peers`")
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return read
