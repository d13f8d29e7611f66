"""What holds of every format, and what is DOT's and Graphviz's own."""

import copy
import dataclasses
import os
import re
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import GraphError, QueryError
from kg.export.dot import quoted
from kg.export.formats import WRITERS, writer
from kg.export.network import Edge, Network, Node, Walked
from kg.export.writer import Writer, clean

DRAWN_BY_OTHERS = {"png", "pdf"}
FILES = [each for each in WRITERS if each.name not in DRAWN_BY_OTHERS]
ids = [each.name for each in FILES]


def content(path: Path) -> dict[str, bytes]:
    """Each file of a folder, or the one file."""
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in files}


def test_dot_strings_end_where_they_should(hostile: Network) -> None:
    for node in hostile.nodes:
        for label in (False, True):
            written = quoted(node.label, label)
            assert re.fullmatch(r'"(?:[^"\\\n]|\\.)*"', written), written
        # What Graphviz makes of a label: escapes undone, character references read.
        shown = re.sub(r"\\(.)", r"\1", quoted(node.label, label=True)[1:-1]).replace("&amp;", "&")
        assert shown == " ".join(clean(node.label).split())


@pytest.mark.parametrize("each", FILES, ids=ids)
def test_same_network_same_bytes(each: Writer, drawn: Network, mixed: Network, tmp_path: Path) -> None:
    for number, network in enumerate((drawn, mixed)):
        for name in ("a", "b"):
            each.write(network, tmp_path / f"{name}{number}")
        assert content(tmp_path / f"a{number}") == content(tmp_path / f"b{number}")


@pytest.mark.parametrize("each", FILES, ids=ids)
def test_a_network_of_nothing_is_written(each: Writer, tmp_path: Path) -> None:
    each.write(Network("nothing", ""), tmp_path / "n")
    assert content(tmp_path / "n")


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
    if each.name not in {"png", "pdf"}:
        each.write(draw(store), Path(sys.argv[1]) / each.name)
"""
    for seed in ("1", "2"):
        command = [sys.executable, "-c", script, str(tmp_path / seed)]
        subprocess.run(command, cwd=root, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}, check=True)
    for each in FILES:
        assert content(tmp_path / "1" / each.name) == content(tmp_path / "2" / each.name)


@pytest.mark.parametrize("each", FILES, ids=ids)
def test_an_unfit_place_is_refused_and_a_file_kept(each: Writer, mixed: Network, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(GraphError, match="--out"):
        each.write(mixed, tmp_path / "file" / "below")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine").write_text("kept")
    with pytest.raises(GraphError, match="--out"):
        each.write(mixed, tmp_path / "folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"], "nothing is left lying about"
    assert content(tmp_path / "folder") == {"mine": b"kept"}


@pytest.mark.parametrize("each", FILES, ids=ids)
def test_what_was_written_is_replaced(each: Writer, drawn: Network, mixed: Network, tmp_path: Path) -> None:
    for network in (drawn, mixed):
        each.write(network, tmp_path / "again")
    each.write(mixed, tmp_path / "once")
    assert content(tmp_path / "again") == content(tmp_path / "once")
    assert len(list(tmp_path.iterdir())) == 2


class _Many:
    """Edges that are made while they are walked."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Edge]:
        for number in range(self._count):
            yield Edge(f"e{number}", "a", "b", "met", "Meeting", True, 1 + number % 9, {"evidence": f"Quoted & no. {number}"})


STREAMING = (
    "csv", "cx2", "cypher", "cytoscape", "dot", "gexf", "graphml", "graphology", "ladybug", "neo4j", "pajek", "yed",
)  # fmt: skip
"""Those that hold no edges; Parquet holds some thousand rows at a time."""


@pytest.mark.parametrize("name", STREAMING)
def test_memory_does_not_grow_with_the_edges(name: str, tmp_path: Path) -> None:
    nodes = (Node("a", "A", "Person"), Node("b", "B", "Person"))
    peaks = []
    for count in (6_000, 12_000):
        network = Network("many", "", nodes, _Many(count), {}, {"evidence": "str"})
        tracemalloc.start()
        writer(name).write(network, tmp_path / "n")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000, "the edges themselves take five times that"


def test_a_folder_that_another_format_wrote_is_left(mixed: Network, tmp_path: Path) -> None:
    writer("neo4j").write(mixed, tmp_path / "folder")
    before = content(tmp_path / "folder")
    with pytest.raises(GraphError, match="not written by kg export csv"):
        writer("csv").write(mixed, tmp_path / "folder")
    assert content(tmp_path / "folder") == before


@pytest.mark.parametrize("each", FILES, ids=ids)
def test_a_walk_that_fails_leaves_nothing(each: Writer, mixed: Network, tmp_path: Path) -> None:
    broken = dataclasses.replace(mixed, edges=_Broken(mixed.edges))
    each.write(mixed, tmp_path / "n")
    before = content(tmp_path / "n")
    with pytest.raises(ZeroDivisionError):
        each.write(broken, tmp_path / "n")
    assert content(tmp_path / "n") == before
    assert [path.name for path in tmp_path.iterdir()] == ["n"]


class _Broken:
    """Edges that cannot be walked to their end."""

    def __init__(self, edges: Walked[Edge]) -> None:
        self._edges = edges

    def __len__(self) -> int:
        return len(self._edges)

    def __iter__(self) -> Iterator[Edge]:
        yield from self._edges
        raise ZeroDivisionError


def test_pdf_without_graphviz_says_how_to_get_it(drawn: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(QueryError, match="apt-get install graphviz"):
        writer("pdf").write(drawn, tmp_path / "n.pdf")
    assert not (tmp_path / "n.pdf").exists()


def test_pdf_that_graphviz_refuses_is_not_written(drawn: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("dot", "neato"):
        (tmp_path / name).write_text("#!/bin/sh\ncat >/dev/null\necho 'syntax error' >&2\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(QueryError, match="syntax error"):
        writer("pdf").write(drawn, tmp_path / "n.pdf")
    assert not (tmp_path / "n.pdf").exists()


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_pdf_is_one(mixed: Network, tmp_path: Path) -> None:
    writer("pdf").write(mixed, tmp_path / "n.pdf")
    assert (tmp_path / "n.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("name", [each.name for each in WRITERS])
def test_a_writer_is_found_by_name_and_suffix(name: str) -> None:
    assert writer(name).name == writer(name.upper()).name == writer(f".{name}").name == name
    assert writer(name).suffix.startswith(".")
    assert writer(name).description


def test_an_unknown_format_lists_what_there_is() -> None:
    with pytest.raises(QueryError, match=r"graphml, .*gexf, .*; did you mean gexf\?"):
        writer("gefx")
