"""Each format is opened by a program of others: the same nodes and edges, and words that agree with the store."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import networkx
import pandas
import pyarrow.parquet
import pytest

from kg.export.cypher import cypher_string
from kg.export.formats import writer
from kg.export.network import Network
from kg.export.writer import clean
from kg.graph.store import Store

Peer = Callable[[str, Path], Any]

_LABEL = "SELECT ?label WHERE { ?thing a bc:Person ; rdfs:label ?label } ORDER BY ?label LIMIT 1"
_CODE = "SELECT ?code WHERE { ?thing a bc:Person ; rdfs:label ?label ; bc:country/bc:iso2 ?code } ORDER BY ?label LIMIT 1"
_PAIRS = """SELECT (COUNT(DISTINCT ?fact) AS ?n) WHERE { ?fact a bc:Cooperation ; bc:party ?a , ?b .
    ?a bc:iso2 "FR" . ?b bc:iso2 "MA" }"""

READERS = [
    ("gexf", "gexf"), ("graphml", "graphml"), ("yed", "graphml"), ("graphology", "graphology"), ("cytoscape", "cytoscape"),
    ("graphson", "graphson"),
]  # fmt: skip


def told(store: Store, query: str) -> str:
    ((value,),) = store.query(query).rows
    return str(value.value)  # type: ignore[union-attr]


def written(network: Network, name: str, folder: Path) -> Path:
    path = folder / f"n{writer(name).suffix}"
    writer(name).write(network, path)
    return path


def size(network: Network) -> tuple[int, int]:
    return len(network.nodes), len(network.edges)


def cleaned(network: Network) -> list[str]:
    return [clean(node.label) for node in network.nodes]


@pytest.mark.parametrize(("name", "reader"), READERS, ids=[name for name, _ in READERS])
def test_javascript_reads_it(name: str, reader: str, drawn: Network, store: Store, peer: Peer, tmp_path: Path) -> None:
    read = peer(reader, written(drawn, name, tmp_path))
    nodes, edges = dict(read["nodes"]), {edge[0]: edge for edge in read["edges"]}
    assert (len(nodes), len(edges)) == size(drawn)
    assert len({*nodes} - {node.id for node in drawn.nodes}) == 0
    key = "name" if name == "graphson" else "label"
    person = next(node for node in drawn.nodes if node.label == told(store, _LABEL))
    assert nodes[person.id][key] == told(store, _LABEL)
    assert nodes[person.id]["country"] == told(store, _CODE)
    (pair,) = (edge for edge in drawn.edges if edge.type == "Cooperation" and edge.source.endswith("FR"))
    assert edges[pair.id][1:3] == [pair.source, pair.target]
    assert edges[pair.id][4]["weight"] == int(told(store, _PAIRS))


@pytest.mark.parametrize(("name", "reader"), READERS, ids=[name for name, _ in READERS])
def test_javascript_reads_odd_names(name: str, reader: str, hostile: Network, peer: Peer, tmp_path: Path) -> None:
    read = peer(reader, written(hostile, name, tmp_path))
    assert (len(read["nodes"]), len(read["edges"])) == size(hostile)
    key = "name" if name == "graphson" else "label"
    # graphology-gexf takes an empty label for none.
    assert [values.get(key, "") for _, values in read["nodes"]] == cleaned(hostile)
    assert [values["note"] for _, values in read["nodes"]] == cleaned(hostile)
    assert [values["evidence"] for *_, values in (edge[:5] for edge in read["edges"])] == [
        clean(str(edge.values["evidence"])) for edge in hostile.edges
    ]


def test_gexf_opens_with_colours_sizes_and_places(mixed: Network, peer: Peer, tmp_path: Path) -> None:
    read = peer("gexf", written(mixed, "gexf", tmp_path))
    quist = dict(read["nodes"])["https://example.org/a"]
    assert (quist["color"], quist["size"], quist["x"], quist["y"]) == ("rgb(0,114,178)", 24, -40.5, -10)
    assert (quist["degree"], quist["start"], quist["end"]) == (3, "2024", "2025-02")
    assert [(edge[0], edge[3], edge[4]["kind"]) for edge in read["edges"]] == [
        ("e0", False, "visitor"), ("e1", False, "Statement"), ("e2", True, "Cooperation"), ("e3", True, "Cooperation"),
    ]  # fmt: skip


def test_cytoscape_draws_it_in_our_colours_and_places(mixed: Network, peer: Peer, tmp_path: Path) -> None:
    drawn = dict(peer("cytoscape", written(mixed, "cytoscape", tmp_path))["nodes"])["https://example.org/a"]
    assert (drawn["style"], drawn["drawn"], drawn["position"]) == ("rgb(0,114,178)", "hexagon", {"x": -40.5, "y": 10})


def test_graphson_has_each_edge_at_both_its_ends(mixed: Network, peer: Peer, tmp_path: Path) -> None:
    for edge in peer("graphson", written(mixed, "graphson", tmp_path))["edges"]:
        assert edge[1] == edge[5], "told by its target as by its source"


@pytest.mark.parametrize("which", ["drawn", "all_odd"])
def test_neo4j_has_no_complaint_of_the_script(which: str, request: pytest.FixtureRequest, peer: Peer, tmp_path: Path) -> None:
    network: Network = request.getfixturevalue(which)
    types = {node.type for node in network.nodes}, {edge.type for edge in network.edges}
    told = peer("cypher", written(network, "cypher", tmp_path))
    assert told["complaints"] == []
    assert told["statements"] == 1 + sum(map(len, types)), "no name ended a statement or began one"


@pytest.mark.skipif(importlib.util.find_spec("ladybug") is None, reason="ladybug is not installed")
def test_strings_of_cypher_are_read_as_they_were(hostile: Network) -> None:
    labels = [clean(node.label) for node in hostile.nodes]
    assert ladybug([f"RETURN [{', '.join(map(cypher_string, labels))}]"]) == [[labels]]


@pytest.mark.skipif(importlib.util.find_spec("ladybug") is None, reason="ladybug is not installed")
def test_ladybug_loads_it(drawn: Network, store: Store, tmp_path: Path) -> None:
    folder = written(drawn, "ladybug", tmp_path)
    assert ladybug(["MATCH (n) RETURN count(n)"], folder) == [[len(drawn.nodes)]]
    assert ladybug(["MATCH ()-[r]->() RETURN count(r)"], folder) == [[len(drawn.edges)]]
    asked = "MATCH (n:Person) RETURN n.label, n.country ORDER BY n.label LIMIT 1"
    assert ladybug([asked], folder) == [[told(store, _LABEL), told(store, _CODE)]]
    asked = "MATCH (a:Country {country: 'FR'})-[r:COOPERATION]->(b:Country {country: 'MA'}) RETURN r.weight"
    assert ladybug([asked], folder) == [[int(told(store, _PAIRS))]]


@pytest.mark.skipif(importlib.util.find_spec("ladybug") is None, reason="ladybug is not installed")
def test_ladybug_loads_odd_names(hostile: Network, tmp_path: Path) -> None:
    folder = written(hostile, "ladybug", tmp_path)
    rows = dict(ladybug(["MATCH (n:Person) RETURN n.id, n.label"], folder))
    assert rows == {clean(node.id): clean(node.label) for node in hostile.nodes}


def ladybug(queries: list[str], folder: Path | None = None) -> Any:
    """The rows of the last query, in a process of its own: the engine must not share one with another of its family."""
    script = r"""
import json, sys
from pathlib import Path
import ladybug
connection = ladybug.Connection(ladybug.Database(":memory:"))
load = Path("load.cypher")
loading = load.read_text(encoding="utf-8").split(";\n") if load.exists() else []
for query in filter(str.strip, [*loading, *json.load(sys.stdin)]):
    rows = connection.execute(query).get_all()
print(json.dumps(rows))
"""
    command = [sys.executable, "-c", script]
    asked = json.dumps(queries)
    done = subprocess.run(command, input=asked, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["graphml", "yed"])
def test_igraph_and_networkx_read_graphml(name: str, drawn: Network, tmp_path: Path) -> None:
    path = written(drawn, name, tmp_path)
    one = igraph.Graph.Read_GraphML(str(path))
    other = networkx.read_graphml(path, force_multigraph=True)
    assert (one.vcount(), one.ecount()) == (len(other), other.number_of_edges()) == size(drawn)
    assert one.vs["label"] == [label for _, label in other.nodes(data="label")] == [node.label for node in drawn.nodes]
    assert one.es["weight"] == [edge.weight for edge in drawn.edges]
    assert one.es["evidence"] == [edge.values.get("evidence", "") for edge in drawn.edges]
    assert {key: weight for *_, key, weight in other.edges(keys=True, data="weight")} == {
        edge.id: edge.weight for edge in drawn.edges
    }


@pytest.mark.parametrize("name", ["graphml", "yed"])
def test_igraph_and_networkx_read_odd_names(name: str, hostile: Network, tmp_path: Path) -> None:
    path = written(hostile, name, tmp_path)
    assert igraph.Graph.Read_GraphML(str(path)).vs["label"] == cleaned(hostile)
    other = networkx.read_graphml(path, force_multigraph=True)
    assert [label or "" for _, label in other.nodes(data="label")] == cleaned(hostile)


def test_networkx_reads_gexf_of_one_direction(mixed: Network, tmp_path: Path) -> None:
    for directed in (True, False):
        edges = tuple(edge for edge in mixed.edges if edge.directed == directed)
        network = Network("part", "", mixed.nodes, edges, mixed.node_attributes, mixed.edge_attributes)
        back = networkx.read_gexf(written(network, "gexf", tmp_path), version="1.3")
        assert (len(back), back.number_of_edges(), back.is_directed()) == (3, 2, directed)
    quist = back.nodes["https://example.org/a"]
    assert (quist["label"], quist["type"], quist["degree"]) == ("Ada Quist", "Person", 3)
    assert quist["viz"]["color"] == {"r": 0, "g": 114, "b": 178, "a": 1.0}


def test_igraph_reads_pajek(drawn: Network, tmp_path: Path) -> None:
    back = igraph.Graph.Read_Pajek(str(written(drawn, "pajek", tmp_path)))
    assert (back.vcount(), back.ecount()) == size(drawn)
    names = [node.label for node in drawn.nodes]
    twice = [name for number, name in enumerate(names) if name in names[:number]]
    assert twice == ["Minister of Justice"]
    assert sorted(back.vs["name"]) == sorted([*dict.fromkeys(names), "Minister of Justice 2"])
    assert sorted(zip(back.es["label"], back.es["weight"], strict=True)) == sorted((e.label, e.weight) for e in drawn.edges)


def test_igraph_and_networkx_read_odd_names_of_pajek(hostile: Network, tmp_path: Path) -> None:
    path = written(hostile, "pajek", tmp_path)
    back = igraph.Graph.Read_Pajek(str(path))
    assert (back.vcount(), back.ecount()) == size(hostile)
    plain = [" ".join(label.replace('"', "'").replace("\\", "/").split()) for label in cleaned(hostile)]
    assert [name for name in back.vs["name"] if not re.search(r" \d$", name)] == list(dict.fromkeys(plain))
    assert len(networkx.read_pajek(path)) == len(hostile.nodes)


def test_pandas_and_pyarrow_read_the_tables(drawn: Network, store: Store, tmp_path: Path) -> None:
    folder = written(drawn, "parquet", tmp_path)
    nodes, edges = (pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pandas() for name in ("nodes", "edges"))
    again = written(drawn, "csv", tmp_path)
    for frame, file in ((nodes, "nodes.csv"), (edges, "edges.csv")):
        read = pandas.read_csv(again / file, dtype=frame.dtypes.to_dict(), na_values=[""], keep_default_na=False)
        pandas.testing.assert_frame_equal(read, frame)
    assert (len(nodes), len(edges)) == size(drawn)
    person = nodes[nodes["label"] == told(store, _LABEL)].iloc[0]
    assert (person["type"], person["country"]) == ("Person", told(store, _CODE))
    pair = edges[(edges["type"] == "Cooperation") & edges["source"].str.endswith("FR")].iloc[0]
    assert (pair["weight"], pair["directed"]) == (int(told(store, _PAIRS)), 0)


def test_parquet_has_odd_names_as_they_are(hostile: Network, tmp_path: Path) -> None:
    table = pyarrow.parquet.read_table(written(hostile, "parquet", tmp_path) / "nodes.parquet")
    assert table["label"].to_pylist() == cleaned(hostile)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_dot(drawn: Network, mixed: Network, hostile: Network, tmp_path: Path) -> None:
    for network in (drawn, mixed, hostile):
        path = written(network, "dot", tmp_path)
        done = subprocess.run(["dot", "-Tjson0", "-y", path], capture_output=True, check=True)
        read = json.loads(done.stdout.decode("utf-8", "replace"))
        objects = [each for each in read["objects"] if "nodes" not in each]
        assert (len(objects), len(read["edges"])) == size(network)
    path = written(mixed, "dot", tmp_path)
    placed = subprocess.run(["neato", "-n", "-Tplain", path], capture_output=True, check=True, text=True).stdout
    (line,) = re.findall(r'^node "?https://example.org/a"? (\S+) (\S+) (\S+)', placed, re.MULTILINE)
    (other,) = re.findall(r'^node "?https://example.org/b"? (\S+) (\S+)', placed, re.MULTILINE)
    assert (float(other[0]) - float(line[0])) * 72 == pytest.approx(100.5, abs=0.1)
    assert (float(other[1]) - float(line[1])) * 72 == pytest.approx(40, abs=0.1)
