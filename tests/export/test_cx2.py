"""CX2, checked against its specification and read by ndex2; Cytoscape itself does not run here."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.export.formats import writer
from kg.export.network import Network
from kg.export.writer import clean


def aspects(network: Network, folder: Path) -> tuple[list[str], dict[str, Any]]:
    writer("cx2").write(network, folder / "n.cx2")
    fragments = json.loads((folder / "n.cx2").read_text(encoding="utf-8"))
    assert fragments[0] == {"CXVersion": "2.0", "hasFragments": False}
    names = [name for fragment in fragments[1:] for name in fragment]
    return names, {name: aspect for fragment in fragments[1:] for name, aspect in fragment.items()}


def test_aspects_stand_in_order_and_are_counted(mixed: Network, tmp_path: Path) -> None:
    names, read = aspects(mixed, tmp_path)
    assert names[0] == "metaData" and names[1] == "attributeDeclarations" and names[-1] == "status"
    assert {each["name"]: each["elementCount"] for each in read["metaData"]} == {
        name: len(read[name]) for name in names if name not in {"metaData", "status"}
    }
    assert read["status"] == [{"success": True, "error": ""}]


def test_values_are_declared_and_of_their_type(mixed: Network, hostile: Network, tmp_path: Path) -> None:
    python = {"string": str, "long": int, "double": int | float}
    for network in (mixed, hostile):
        _, read = aspects(network, tmp_path)
        (declared,) = read["attributeDeclarations"]
        for aspect in ("nodes", "edges"):
            for thing in read[aspect]:
                for name, value in thing["v"].items():
                    assert isinstance(value, python[declared[aspect][name]["d"]])
        assert [node["v"]["name"] for node in read["nodes"]] == [clean(node.label) for node in network.nodes]


def test_edges_join_nodes_by_number(mixed: Network, tmp_path: Path) -> None:
    _, read = aspects(mixed, tmp_path)
    iris = {node["id"]: node["v"]["iri"] for node in read["nodes"]}
    assert [(iris[edge["s"]], iris[edge["t"]]) for edge in read["edges"]] == [(edge.source, edge.target) for edge in mixed.edges]
    assert (read["nodes"][0]["x"], read["nodes"][0]["y"], read["nodes"][0]["v"]["degree"]) == (-40.5, 10, 3)


def test_types_are_drawn_in_their_colours(mixed: Network, tmp_path: Path) -> None:
    _, read = aspects(mixed, tmp_path)
    (style,) = read["visualProperties"]
    colours = {each["v"]: each["vp"] for each in style["nodeMapping"]["NODE_BACKGROUND_COLOR"]["definition"]["map"]}
    assert colours == {"Person": "#0072B2", "Place": "#E69F00", "Country": "#009E73"}
    shapes = {each["v"]: each["vp"] for each in style["nodeMapping"]["NODE_SHAPE"]["definition"]["map"]}
    assert shapes == {"Person": "hexagon", "Place": "diamond", "Country": "hexagon"}, "CX2 has no star and no pentagon"


def test_ndex2_reads_it(drawn: Network, hostile: Network, tmp_path: Path) -> None:
    cx2 = pytest.importorskip("ndex2.cx2")
    for network in (drawn, hostile):
        writer("cx2").write(network, tmp_path / "n.cx2")
        read = cx2.RawCX2NetworkFactory().get_cx2network(str(tmp_path / "n.cx2"))
        assert read.get_name() == network.name
        nodes, edges = read.get_nodes(), read.get_edges()
        assert [node["v"]["label"] for node in nodes.values()] == [clean(node.label) for node in network.nodes]
        assert [(nodes[edge["s"]]["v"]["iri"], edge["v"]["weight"]) for edge in edges.values()] == [
            (clean(edge.source), edge.weight) for edge in network.edges
        ]
