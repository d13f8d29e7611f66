"""Mermaid, drawn by Mermaid in a browser."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kg.errors import QueryError
from kg.export.formats import writer
from kg.export.network import Edge, Network, Node
from kg.export.writer import clean

SCRIPT = Path(__file__).resolve().parents[1] / "peers" / "draw_mermaid.mjs"


def drawing(network: Network, folder: Path) -> Any:
    """What is seen of it in a browser, by its texts."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None or shutil.which("node") is None:
        pytest.skip("chromium or node is not installed")
    writer("mermaid").write(network, folder / "n.mmd")
    command = ["node", str(SCRIPT), browser, str(folder / "n.mmd")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
    if "Cannot find module" in done.stderr:
        pytest.skip("the npm packages of tests/peers are not installed: say `make peers`")
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def line(text: str) -> str:
    return " ".join(clean(text).split())


def test_mermaid_draws_it(drawn: Network, tmp_path: Path) -> None:
    seen = drawing(drawn, tmp_path)
    assert seen["nodes"] == [node.label for node in drawn.nodes]
    assert seen["edges"] == [edge.label for edge in drawn.edges]
    assert seen["lines"] == len(drawn.edges)
    assert seen["fills"] == [
        f"rgb({', '.join(str(int(node.colour[at : at + 2], 16)) for at in (1, 3, 5))})" for node in drawn.nodes
    ]


def test_mermaid_draws_odd_names(all_odd: Network, tmp_path: Path) -> None:
    seen = drawing(all_odd, tmp_path)
    assert seen["nodes"] == [line(node.label) for node in all_odd.nodes]
    assert seen["edges"] == [line(edge.label) for edge in all_odd.edges if line(edge.label)]
    assert "script" not in seen["elements"] and "b" not in seen["elements"]


def test_what_mermaid_would_not_draw_is_refused(tmp_path: Path) -> None:
    nodes = (Node("a", "a", "Person"), Node("b", "b" * 60_000, "Person"))
    many = Network("n", "", nodes[:1], tuple(Edge(f"e{number}", "a", "a", "", "met") for number in range(501)))
    for network, told in ((many, "500 edges, and this network has 501"), (Network("n", "", nodes), "50000 characters")):
        with pytest.raises(QueryError, match=told):
            writer("mermaid").write(network, tmp_path / "n.mmd")
    assert not list(tmp_path.iterdir())
