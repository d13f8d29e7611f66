"""What is written is read back by others, with the same nodes, edges and words."""

import copy
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import igraph
import networkx
import pytest

from kg.errors import GraphError, QueryError
from kg.export.dot import quoted
from kg.export.formats import WRITERS, writer
from kg.export.network import Edge, Network, Node, to_networkx

ODD = [
    'say "hello"', "a < b & c > d", "two\nlines", "שלום עולם", "النص العربي", "👩‍👩‍👧 family", "tab\there",
    "back\\slash\\", "&lt;b&gt; &amp;",
    "\u202eoverride", "\\N \\G \\l", "", "]]>", "zero\u200bwidth", "{curly|bar}", "日本 Привет",
]  # fmt: skip
CONTROL = ["bell\x07", "nul\x00byte", "escape\x1b[31m", "lone\ud800surrogate", "not\uffffa character"]
FILES = [each for each in WRITERS if each.name != "svg"]
ids = [each.name for each in FILES]


def odd(labels: list[str]) -> Network:
    """A ring of nodes with these labels, every edge twice."""
    shapes = ["ellipse", "rectangle", "diamond", "triangle", "pentagon", "hexagon", "octagon", "star"]
    nodes = tuple(
        Node(f"https://example.org/{number}?a=1&b=<{label}>", label, "Person", {"country": "MA"}, shape=shapes[number % 8])
        for number, label in enumerate(labels)
    )
    edges = tuple(
        Edge(
            f"e{number}.{twin}", node.id, nodes[(number + 1) % len(nodes)].id, label, "met", bool(twin), 3,
            {"documents": 2, "evidence": label}, "2024-05",
        )
        for number, (node, label) in enumerate(zip(nodes, labels, strict=True))
        for twin in range(2)
    )  # fmt: skip
    return Network("odd", "Odd names", nodes, edges, {"country": "str"}, {"documents": "int", "evidence": "str"})


def size(graph: Network | networkx.Graph) -> tuple[int, int]:
    return len(graph.nodes), len(graph.edges)


def test_graphml_is_read_back_by_networkx(drawn: Network, tmp_path: Path) -> None:
    path = tmp_path / "n.graphml"
    writer("graphml").write(drawn, path)
    back = networkx.read_graphml(path, force_multigraph=True)
    assert size(back) == size(drawn)
    expected = to_networkx(drawn)
    assert dict(back.nodes(data=True)) == dict(expected.nodes(data=True))
    assert sorted((s, t, k, sorted(v.items())) for s, t, k, v in back.edges(keys=True, data=True)) == sorted(
        (s, t, k, sorted(v.items())) for s, t, k, v in expected.edges(keys=True, data=True)
    )


def test_graphml_is_read_back_by_igraph(drawn: Network, tmp_path: Path) -> None:
    path = tmp_path / "n.graphml"
    writer("graphml").write(drawn, path)
    back = igraph.Graph.Read_GraphML(str(path))
    assert (back.vcount(), back.ecount()) == size(drawn)
    assert back.is_directed()
    assert sorted(back.vs["label"]) == sorted(node.label for node in drawn.nodes)
    assert sum(back.es["weight"]) == sum(edge.weight for edge in drawn.edges)


def test_gexf_is_read_back_by_networkx(drawn: Network, tmp_path: Path) -> None:
    path = tmp_path / "n.gexf"
    writer("gexf").write(drawn, path)
    back = networkx.read_gexf(path, version="1.3")
    assert size(back) == size(drawn)
    for node in drawn.nodes:
        told = {"label": node.label, "type": node.type, "country": node.values.get("country", "")}
        assert {name: back.nodes[node.id][name] for name in told} == told
    types = sorted(value for *_, value in back.edges(data="relation"))
    assert types == sorted(edge.type for edge in drawn.edges)


def test_gexf_is_dated_by_nothing_and_typed_by_direction_only(drawn: Network, tmp_path: Path) -> None:
    path = tmp_path / "n.gexf"
    writer("gexf").write(drawn, path)
    root = ET.parse(path).getroot()
    assert root.get("version") == "1.3"
    assert not [element.attrib for element in root.iter() if "lastmodifieddate" in element.attrib]
    assert {element.get("type") for element in root.iter("{http://gexf.net/1.3}edge")} == {None}


@pytest.mark.parametrize("labels", [ODD, CONTROL], ids=["odd", "control"])
def test_odd_names_survive_graphml(labels: list[str], tmp_path: Path) -> None:
    path, drawn = tmp_path / "n.graphml", odd(labels)
    writer("graphml").write(drawn, path)
    back = networkx.read_graphml(path, force_multigraph=True)
    assert size(back) == size(drawn)
    other = igraph.Graph.Read_GraphML(str(path))
    assert (other.vcount(), other.ecount()) == size(drawn)
    expected = labels if labels is ODD else [re.sub("[\x07\x00\x1b\ud800\uffff]", "\ufffd", label) for label in labels]
    assert [value or "" for _, value in back.nodes(data="label")] == expected
    assert [value or "" for value in other.vs["label"]] == expected


@pytest.mark.parametrize("labels", [ODD, CONTROL], ids=["odd", "control"])
def test_odd_names_survive_gexf(labels: list[str], tmp_path: Path) -> None:
    path, drawn = tmp_path / "n.gexf", odd(labels)
    writer("gexf").write(drawn, path)
    back = networkx.read_gexf(path, version="1.3")
    assert size(back) == size(drawn)
    expected = labels if labels is ODD else [re.sub("[\x07\x00\x1b\ud800\uffff]", "\ufffd", label) for label in labels]
    assert [value for _, value in back.nodes(data="label")] == expected


@pytest.mark.parametrize("text", [*ODD, *CONTROL])
def test_dot_strings_end_where_they_should(text: str) -> None:
    for label in (False, True):
        written = quoted(text, label)
        assert re.fullmatch(r'"(?:[^"\\\n]|\\.)*"', written), written
    # What Graphviz makes of a label: escapes undone, character references read.
    shown = re.sub(r"\\(.)", r"\1", quoted(text, label=True)[1:-1]).replace("&amp;", "&")
    assert shown == " ".join(text.split())


@pytest.mark.parametrize("labels", [ODD, CONTROL], ids=["odd", "control"])
def test_dot_has_a_line_for_each_node_and_edge(labels: list[str], tmp_path: Path) -> None:
    path, drawn = tmp_path / "n.dot", odd(labels)
    writer("dot").write(drawn, path)
    string = r'"(?:[^"\\\n]|\\.)*"'
    attributes = rf"\[\w+={string}(?:, \w+={string})*\];"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sum(1 for line in lines if re.fullmatch(rf"  {string} {attributes}", line)) == len(drawn.nodes)
    assert sum(1 for line in lines if re.fullmatch(rf"  {string} -> {string} {attributes}", line)) == len(drawn.edges)
    assert len(lines) == sum(size(drawn)) + 5


@pytest.mark.parametrize("each", FILES, ids=ids)
def test_same_network_same_bytes(each: object, drawn: Network, tmp_path: Path) -> None:
    for name in ("a", "b"):
        each.write(drawn, tmp_path / name)  # type: ignore[attr-defined]
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_bytes().endswith(b"\n")


def test_writing_leaves_the_network_as_it_was(drawn: Network, tmp_path: Path) -> None:
    before = copy.deepcopy(drawn)
    for each in FILES:
        each.write(drawn, tmp_path / each.name)
    assert before == drawn


def test_bytes_do_not_hang_on_hash_order(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    script = """
import runpy, sys
from pathlib import Path
from kg.export.formats import WRITERS
from kg.export.drawing import draw
from kg.graph.store import Store
store = Store.memory()
for facts in runpy.run_path("tests/sample.py")["sample"]():
    store.add(facts)
store.finish()
for each in WRITERS:
    if each.name != "svg":
        each.write(draw(store), Path(sys.argv[1]) / each.name)
"""
    for seed in ("1", "2"):
        command = [sys.executable, "-c", script, str(tmp_path / seed)]
        subprocess.run(command, cwd=root, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}, check=True)
    for each in FILES:
        assert (tmp_path / "1" / each.name).read_bytes() == (tmp_path / "2" / each.name).read_bytes()


@pytest.mark.parametrize("each", FILES, ids=ids)
def test_an_unfit_place_is_refused_and_a_file_kept(each: object, drawn: Network, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(GraphError, match="--out"):
        each.write(drawn, tmp_path / "file" / "below")  # type: ignore[attr-defined]
    (tmp_path / "folder").mkdir()
    with pytest.raises(GraphError, match="--out"):
        each.write(drawn, tmp_path / "folder")  # type: ignore[attr-defined]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"], "nothing is left lying about"


def test_svg_without_graphviz_says_how_to_get_it(drawn: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(QueryError, match="apt-get install graphviz"):
        writer("svg").write(drawn, tmp_path / "n.svg")
    assert not (tmp_path / "n.svg").exists()


def test_svg_that_graphviz_refuses_is_not_written(drawn: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\ncat >/dev/null\necho 'syntax error' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(QueryError, match="syntax error"):
        writer("svg").write(drawn, tmp_path / "n.svg")
    assert not (tmp_path / "n.svg").exists()


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("labels", [ODD, CONTROL], ids=["odd", "control"])
def test_svg_shows_the_labels(labels: list[str], tmp_path: Path) -> None:
    path = tmp_path / "n.svg"
    writer("svg").write(odd(labels), path)
    texts = ET.parse(path).iter("{http://www.w3.org/2000/svg}text")
    shown = {" ".join(element.text.split()) for element in texts if element.text}
    plain = [label for label in labels if label.isprintable() and label]
    assert {" ".join(label.split()) for label in plain} <= shown


@pytest.mark.parametrize("name", [each.name for each in WRITERS])
def test_a_writer_is_found_by_name_and_suffix(name: str) -> None:
    assert writer(name).name == writer(name.upper()).name == writer(f".{name}").name == name
    assert writer(name).suffix.startswith(".")
    assert writer(name).description


def test_an_unknown_format_lists_what_there_is() -> None:
    with pytest.raises(QueryError, match=r"graphml, gexf, dot, svg; did you mean gexf\?"):
        writer("gefx")
