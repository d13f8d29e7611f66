"""Tables that run nothing, and the files of bulk loaders, which are verbatim."""

import csv
import importlib.util
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.export.formats import writer
from kg.export.network import Edge, Network, Node
from kg.export.tables import harmless
from kg.export.writer import clean


def rows(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠x"])
def test_no_cell_is_a_formula(text: str, tmp_path: Path) -> None:
    assert harmless(text) == f"'{text}"
    node = Node("a", text, text, {text: text, "n": -3})
    network = Network("n", "", (node,), (Edge("e", "a", "a", text, text),), {text: "str", "n": "int"})
    writer("csv").write(network, tmp_path / "t")
    cells = [cell for name in ("nodes", "edges") for row in rows(tmp_path / "t" / f"{name}.csv", "utf-8-sig") for cell in row]
    assert cells.count(f"'{text}") == 6
    assert {cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n＝＠"))} == {"-3"}, "a number is no formula"


@pytest.mark.parametrize("text", ["", "plain", "a=1", "'=1", " =1", "é"])
def test_other_cells_are_as_they_were(text: str) -> None:
    assert harmless(text) == text


def test_tables_open_in_a_spreadsheet(hostile: Network, tmp_path: Path) -> None:
    writer("csv").write(hostile, tmp_path / "t")
    raw = (tmp_path / "t" / "nodes.csv").read_bytes()
    assert raw.startswith(b'\xef\xbb\xbf"id","label"') and raw.endswith(b"\r\n")
    header, *read = rows(tmp_path / "t" / "nodes.csv", "utf-8-sig")
    at = header.index("label")
    assert [row[at] for row in read] == [harmless(clean(node.label)) for node in hostile.nodes]
    assert {len(row) for row in read} == {len(header)}


def test_neo4j_has_typed_headers_and_verbatim_values(mixed: Network, hostile: Network, tmp_path: Path) -> None:
    writer("neo4j").write(mixed, tmp_path / "n")
    nodes, edges = rows(tmp_path / "n" / "nodes.csv"), rows(tmp_path / "n" / "relationships.csv")
    assert nodes[0] == [
        "id:ID", "label:string", "start:string", "end:string", "country:string", "degree:long", "colour:string", "shape:string",
        "size:double", "x:double", "y:double", ":LABEL",
    ]  # fmt: skip
    assert nodes[1] == [
        "https://example.org/a", "Ada Quist", "2024", "2025-02", "PT", "3", "#0072B2", "hexagon", "24", "-40.5", "10",
        "Thing;Person",
    ]  # fmt: skip
    assert edges[0] == [
        ":START_ID", ":END_ID", "id:string", "label:string", "directed:long", "weight:double", "start:string", "end:string",
        "documents:long", "evidence:string", "colour:string", ":TYPE",
    ]  # fmt: skip
    assert edges[2][:3] == ["https://example.org/a", "https://example.org/b", "e1"] and edges[2][-1] == "STATEMENT"
    writer("neo4j").write(hostile, tmp_path / "n")
    assert [row[1] for row in rows(tmp_path / "n" / "nodes.csv")[1:]] == [clean(node.label) for node in hostile.nodes]
    assert "--multiline-fields=true" in (tmp_path / "n" / "README.txt").read_text(encoding="utf-8")


def test_parquet_without_pyarrow_says_how_to_get_it(mixed: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(QueryError, match=r"pip install 'bicoop\[tables\]'"):
        writer("parquet").write(mixed, tmp_path / "n")
    assert not list(tmp_path.iterdir())
