"""Places, labels, pictures and the interactive page; where Chromium is installed, as it shows them."""

import json
import math
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from kg.errors import QueryError
from kg.export.drawing import draw
from kg.export.formats import writer
from kg.export.labels import shown, text_width
from kg.export.layout import placed
from kg.export.network import Edge, Network, Node
from kg.graph.store import Store

SVG = "{http://www.w3.org/2000/svg}"
SCRIPT = Path(__file__).resolve().parents[1] / "peers" / "open_page.mjs"


def net(count: int, pairs: Iterable[tuple[int, int]], size: float = 12.0) -> Network:
    nodes = tuple(Node(f"n{number:04}", f"Thing {number}", "Person", size=size) for number in range(count))
    edges = tuple(Edge(f"e{at}", nodes[one].id, nodes[other].id, "met", "met", False) for at, (one, other) in enumerate(pairs))
    return Network("some", "Some things", nodes, edges)


def ladder(count: int) -> Network:
    """Two rows joined rung by rung, a hub at one end, a pair apart and a thing alone."""
    rows = [(at, at + 2) for at in range(count - 2)] + [(at, at + 1) for at in range(0, count, 2)]
    return net(count + 33, [*rows, *((0, count + at) for at in range(30)), (count + 30, count + 31)])


@pytest.mark.parametrize("count", [60, 700], ids=["exact", "by grid"])
def test_no_node_lies_upon_another_and_what_is_joined_is_near(count: int) -> None:
    network = placed(ladder(count))
    place = {node.id: (node.x, node.y) for node in network.nodes}
    assert placed(ladder(count)) == network, "the same places each time"
    assert placed(network) is network, "what has places keeps them"
    near = sorted(place.values())
    for at, one in enumerate(near):
        for other in near[at + 1 : at + 40]:
            assert math.dist(one, other) >= 12
    joined = [math.dist(place[edge.source], place[edge.target]) for edge in network.edges]
    every = [math.dist(one, other) for one, other in combinations(near[:: max(1, len(near) // 60)], 2)]
    assert sum(joined) / len(joined) < 0.5 * sum(every) / len(every)


def test_components_are_packed_not_flung_apart() -> None:
    network = placed(net(60, [(at, at + 1) for at in range(0, 60, 2)]))
    wide = max(node.x for node in network.nodes) - min(node.x for node in network.nodes)
    high = max(node.y for node in network.nodes) - min(node.y for node in network.nodes)
    assert 0.4 < wide / high < 4
    assert wide * high < 60 * 200**2


def test_degenerate_networks_are_placed() -> None:
    assert placed(net(0, [])).nodes == ()
    assert [(node.x, node.y) for node in placed(net(1, [(0, 0)])).nodes] == [(0.0, 0.0)]
    assert all(math.isfinite(node.x + node.y) for node in placed(net(30, combinations(range(30), 2))).nodes)
    assert all(math.isfinite(node.x + node.y) for node in placed(net(5, [(0, 1), (0, 1), (1, 0), (2, 2)])).nodes)


def test_labels_lie_on_no_other() -> None:
    labels = shown(placed(ladder(60)).nodes)
    boxes = [(each.x, each.y, text_width(each.text, each.size) / 2, each.size) for each in labels]
    assert len(labels) > 40
    for one, other in combinations(boxes, 2):
        assert abs(one[0] - other[0]) >= one[2] + other[2] - 0.1 or abs(one[1] - other[1]) >= min(one[3], other[3]) - 0.1


def test_the_picture_tells_all_that_it_draws(hostile: Network, tmp_path: Path) -> None:
    writer("svg").write(hostile, tmp_path / "n.svg")
    root = ET.parse(tmp_path / "n.svg").getroot()
    groups = {group.get("class"): list(group) for group in root.iter(f"{SVG}g")}
    assert len(groups["nodes"]) == len(hostile.nodes)
    assert len(groups["edges"]) == len(hostile.edges)
    told = {" ".join((title.text or "").partition("\n person")[0].split()) for title in root.iter(f"{SVG}title")}
    for node in hostile.nodes:
        if node.label.isprintable() and node.label.strip():
            assert any(" ".join(node.label.split()) in each for each in told)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "rect", "text", "g", "path", "circle", "polygon",
    }  # fmt: skip


def test_the_page_is_whole_and_fetches_nothing(hostile: Network, tmp_path: Path) -> None:
    writer("html").write(hostile, tmp_path / "n.html")
    page = (tmp_path / "n.html").read_text(encoding="utf-8")
    assert page.count("</script>") == 2, "no text ends a script"
    assert not re.search(r"<(?:link|img|iframe|base)|\bsrc=|\bhref=|url\(|@import|\bfetch\(|XMLHttpRequest", page)
    told = json.loads(page.partition('id="network">')[2].partition("</script>")[0])
    assert [node["label"] for node in told["nodes"]] == [node.label for node in hostile.nodes]
    assert [edge["weight"] for edge in told["edges"]] == [edge.weight for edge in hostile.edges]


def test_png_without_a_browser_or_graphviz_says_what_is_missing(
    mixed: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(QueryError, match="apt-get install graphviz"):
        writer("png").write(mixed, tmp_path / "n.png")


def test_a_browser_that_fails_is_told_of(mixed: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chromium").write_text("#!/bin/sh\necho 'no display' >&2\n")
    (tmp_path / "chromium").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(QueryError, match="no display"):
        writer("png").write(mixed, tmp_path / "n.png")


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
def test_png_is_as_large_as_the_drawing(mixed: Network, tmp_path: Path) -> None:
    for name in ("svg", "png"):
        writer(name).write(mixed, tmp_path / f"n.{name}")
    picture = (tmp_path / "n.png").read_bytes()
    assert picture.startswith(b"\x89PNG\r\n")
    told = ET.parse(tmp_path / "n.svg").getroot().attrib
    assert [int.from_bytes(picture[at : at + 4], "big") for at in (16, 20)] == [int(told["width"]), int(told["height"])]


@pytest.fixture(scope="session")
def opened() -> Callable[..., Any]:
    """`opened(file, name)`: what Chromium shows of a page or picture, a name searched and clicked."""

    def look(path: Path, name: str = "") -> Any:
        browser = shutil.which("chromium") or shutil.which("google-chrome")
        if browser is None or shutil.which("node") is None:
            pytest.skip("chromium or node is not installed")
        command = ["node", str(SCRIPT), browser, str(path), name]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
        if "Cannot find module" in done.stderr:
            pytest.skip("the npm packages of tests/peers are not installed: say `make peers`")
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return look


def test_the_page_in_a_browser_agrees_with_the_store(store: Store, tmp_path: Path, opened: Callable[..., Any]) -> None:
    drawn = draw(store, "entities")
    writer("html").write(drawn, tmp_path / "n.html")
    seen = opened(tmp_path / "n.html", "ida")
    assert (seen["fetched"], seen["errors"]) == ([], [])
    assert seen["counts"] == "8 of 8 nodes, 14 of 14 edges"
    query = "SELECT ?name ?code ?post { ?who rdfs:label ?name ; bc:country/bc:iso2 ?code ; bc:holdsPost/bc:caption ?post }"
    persons = {row[0].value: (row[1].value, row[2].value) for row in store.query(query).rows}  # type: ignore[union-attr]
    told = {node["label"]: (node["values"].get("country"), node["values"].get("post")) for node in seen["nodes"]}
    assert len(persons) == 3 and persons.items() <= told.items()
    assert seen["weights"] == [edge.weight for edge in drawn.edges]
    assert "person3" in seen["legend"] and "meeting1" in seen["legend"]
    assert seen["found"] == ["Ida Sorn"] and seen["closed"]
    for detail in (seen["searched"], seen["clicked"]):
        assert "Ida Sorn" in detail and "Minister of Justice" in detail and "2024-05-03" in detail
        assert "met her French counterpart, Ole Brack, in Rabat on 3 May 2024." in detail, "the quote"
        assert "news/talks · 2024-05-03" in detail
    assert seen["filtered"] == "7 of 8 nodes, 10 of 14 edges", "without agreements"
    assert seen["later"] == "2 of 8 nodes, 1 of 14 edges", "in the last month of all"
    for view in seen["views"]:
        assert view["labels"] and view["overlap"] < 0.05


def test_hostile_names_do_nothing_in_a_browser(all_odd: Network, tmp_path: Path, opened: Callable[..., Any]) -> None:
    for name in ("html", "svg"):
        writer(name).write(all_odd, tmp_path / f"n.{name}")
    seen = opened(tmp_path / "n.html")
    assert (seen["fetched"], seen["errors"]) == ([], [])
    assert len(seen["nodes"]) == len(all_odd.nodes)
    picture = opened(tmp_path / "n.svg")
    assert picture["errors"] == [] and picture["labels"] > 20 and picture["overlap"] < 0.05


def test_labels_of_a_crowded_picture_hardly_overlap(tmp_path: Path, opened: Callable[..., Any]) -> None:
    writer("svg").write(placed(ladder(300)), tmp_path / "n.svg")
    seen = opened(tmp_path / "n.svg")
    assert seen["labels"] > 100 and seen["overlap"] < 0.05
