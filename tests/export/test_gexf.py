"""What is GEXF's own."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kg.export.formats import writer
from kg.export.network import Edge, Network, Node

GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"


def written(network: Network, folder: Path) -> ET.Element:
    writer("gexf").write(network, folder / "n.gexf")
    return ET.parse(folder / "n.gexf").getroot()


def test_dates_are_spells_of_whole_days(mixed: Network, tmp_path: Path) -> None:
    root = written(mixed, tmp_path)
    (graph,) = root.iter(f"{GEXF}graph")
    assert (graph.get("mode"), graph.get("timeformat"), graph.get("timerepresentation")) == ("dynamic", "date", "interval")
    spells = {
        thing.get("id"): [dict(spell.attrib) for spell in thing.iter(f"{GEXF}spell")]
        for thing in (*root.iter(f"{GEXF}node"), *root.iter(f"{GEXF}edge"))
    }
    assert spells == {
        "https://example.org/a": [{"start": "2024-01-01", "end": "2025-02-28"}],
        "https://example.org/b": [],
        "https://example.org/c": [{"start": "2024-05-03"}],
        "e0": [{"start": "2024-02-01", "end": "2024-05-03"}],
        "e1": [],
        "e2": [{"start": "2023-01-01"}],
        "e3": [],
    }


@pytest.mark.parametrize(("told", "day"), [("2024", "2024-12-31"), ("2024-02", "2024-02-29"), ("2023-12-05", "2023-12-05")])
def test_a_date_ends_with_its_last_day(told: str, day: str, tmp_path: Path) -> None:
    root = written(Network("n", "", (Node("a", "a", "Person", {}, "", told),)), tmp_path)
    assert [dict(spell.attrib) for spell in root.iter(f"{GEXF}spell")] == [{"end": day}]


def test_what_has_no_date_and_no_place_is_static_and_laid_out_by_the_reader(tmp_path: Path) -> None:
    nodes = (Node("a", "a", "Person"), Node("b", "b", "Person"))
    root = written(Network("n", "", nodes, (Edge("e", "a", "b", "", "met"),)), tmp_path)
    (graph,) = root.iter(f"{GEXF}graph")
    assert graph.get("mode") == "static" and not list(root.iter(f"{GEXF}spell"))
    assert not list(root.iter(f"{VIZ}position"))


def test_drawn_as_the_network_says(mixed: Network, tmp_path: Path) -> None:
    root = written(mixed, tmp_path)
    node = next(root.iter(f"{GEXF}node"))
    drawn = {child.tag.removeprefix(VIZ): dict(child.attrib) for child in node if child.tag.startswith(VIZ)}
    assert drawn == {
        "color": {"r": "0", "g": "114", "b": "178"},
        "position": {"x": "-40.50", "y": "-10.00", "z": "0"},
        "size": {"value": "24"},
        "shape": {"value": "square"},
    }
    edges = [dict(edge.attrib) for edge in root.iter(f"{GEXF}edge")]
    assert [(edge["kind"], edge["weight"], edge.get("type", "directed")) for edge in edges] == [
        ("visitor", "2", "directed"),
        ("Statement", "1.5", "directed"),
        ("Cooperation", "1", "undirected"),
        ("Cooperation", "1", "undirected"),
    ]


def test_attributes_are_declared_with_their_types(mixed: Network, tmp_path: Path) -> None:
    root = written(mixed, tmp_path)
    declared = [
        (attribute.get("title"), attribute.get("type"))
        for attributes in root.iter(f"{GEXF}attributes")
        for attribute in attributes
    ]
    assert declared == [
        ("type", "string"), ("start", "string"), ("end", "string"), ("country", "string"), ("degree", "long"),
        ("relation", "string"), ("start", "string"), ("end", "string"), ("documents", "long"), ("evidence", "string"),
    ]  # fmt: skip
