"""`kg query`, `show`, `export` and `push` with a running server answer what they answer of the store itself."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kg.cli import main
from kg.graph.store import Store

Serve = Callable[..., AbstractContextManager[str]]
Filled = Callable[[Store], Store]
GRAPH = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } FILTER(!ISBLANK(?s) && !ISBLANK(?o)) } ORDER BY ?s ?p ?o ?g"


@pytest.mark.parametrize(
    "asked",
    [
        ["query", "meetings"],
        ["query", "documents", "--format", "csv"],
        ["query", "statements", "--format", "json"],
        ["query", "QUERY", "--format", "tsv"],
        ["show", "Japan"],
    ],
    ids=" ".join,
)
def test_an_answer_is_that_of_the_store(
    asked: list[str], server: str, directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "all.rq").write_text(GRAPH)
    asked = [str(tmp_path / "all.rq") if each == "QUERY" else each for each in asked]
    assert main([*asked, "--store", str(directory)]) == 0
    here = capsys.readouterr().out
    assert main([*asked, "--endpoint", f"{server}/sparql"]) == 0
    assert capsys.readouterr().out == here != ""


def test_a_drawing_is_that_of_the_store(server: str, directory: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here.graphml", tmp_path / "there.graphml"
    assert main(["export", "graphml", "--store", str(directory), "--out", str(here)]) == 0
    assert main(["export", "graphml", "--endpoint", f"{server}/sparql", "--out", str(there)]) == 0
    assert there.read_bytes() == here.read_bytes()


@pytest.mark.parametrize(("method", "path"), [("gsp", "/graphs"), ("update", "/sparql")])
def test_a_graph_is_pushed_with_the_token(method: str, path: str, directory: Path, serve: Serve, tmp_path: Path) -> None:
    place = tmp_path / "store"
    shutil.copytree(directory, place)
    (tmp_path / "token").write_text("a-secret-of-the-tests\n")
    (tmp_path / "credentials").write_text("Bearer a-secret-of-the-tests\n")
    with serve("--store", place, "--token-file", tmp_path / "token", "--processes", "1", "--log", "none") as address:
        push = ["push", "--store", str(directory), "--endpoint", f"{address}/sparql", "--to", address + path, "--method", method]
        with Store.load(directory) as store:
            whole = store.query(GRAPH).rows
        with Store.open(place) as store:
            store.update("DELETE { GRAPH ?g { ?s rdfs:label ?o } } WHERE { GRAPH ?g { ?s rdfs:label ?o } }")
            assert store.query(GRAPH).rows != whole
        assert main(push) != 0
        assert main([*push, "--credentials", str(tmp_path / "credentials")]) == 0
    with Store.load(place) as store:
        assert store.query(GRAPH).rows == whole
