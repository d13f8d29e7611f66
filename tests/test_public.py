"""What `import kg` gives: little at first, and everything on request."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import InputError, NoGraphError, QueryError
from kg.graph.store import Store
from kg.model import DocumentFacts


def test_import_loads_nothing_heavy() -> None:
    script = "import sys, kg; print(*sorted({'rdflib', 'pyoxigraph', 'networkx', 'pyshacl', 'oxrdflib'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "\n"


def test_a_graph_is_loaded_asked_handed_on_and_written(
    filled: Callable[[Store], Store], sample: tuple[DocumentFacts, ...], tmp_path: Path
) -> None:
    filled(Store.open(tmp_path / "store", create=True)).close()
    with kg.open(tmp_path / "store") as graph:
        graph.write(tmp_path / "graph.nq")
    with kg.load(tmp_path / "store") as graph:
        asked = graph.query("counts", lang="en").rows
    loaded = kg.load(tmp_path / "graph.nq")
    assert loaded.query("counts").rows == asked != ()
    assert len(list(loaded.dataset.query("SELECT ?d { ?d a <https://w3id.org/bicoop/ns#Document> }"))) == len(sample)
    assert loaded.network().number_of_nodes() > 0


def test_a_graph_is_searched(filled: Callable[[Store], Store]) -> None:
    graph = kg.Graph(filled(Store.memory()))
    (hit,) = graph.search("close frank", lang="en", kind="quote,passage").hits
    assert (hit.kind, hit.document) == ("quote", "news/talks")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["close", "frank"]
    with pytest.raises(QueryError, match="no parameter 'sort'"):
        graph.search("close", sort="date")


def test_where_there_is_no_graph(tmp_path: Path) -> None:
    for attempt in (kg.load, kg.open):
        with pytest.raises(NoGraphError, match="make one with: kg build"):
            attempt(tmp_path / "none")


def test_texts_are_built_into_a_graph(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Nothing was said.\n", encoding="utf-8")
    assert [document.id for document in kg.build([tmp_path / "note.txt"]).store.documents()] == ["note"]
    with pytest.raises(InputError):
        kg.build([tmp_path / "missing.txt"])
