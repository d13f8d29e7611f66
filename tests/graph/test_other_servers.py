"""The same questions to other servers' engines: `oxigraph serve` and Virtuoso, started here on ports of this machine."""

import configparser
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from facts import collected, filled

from kg.cli import main
from kg.errors import QueryError
from kg.export.drawing import draw
from kg.graph.dossier import dossier
from kg.graph.endpoint import CREDENTIALS, Endpoint, Login
from kg.graph.lookup import find_pair
from kg.graph.push import METHODS, Method, Pushed, Target, push
from kg.graph.queries import run
from kg.graph.remote import Remote
from kg.graph.store import Store

HERE = Path(__file__).parent
CASES = json.loads((HERE / "answers.json").read_text(encoding="utf-8"))
ACROSS = {"contradictions", "holders", "merges", "undecided"}
HERE_ONLY = {"said-about"}
"""Needs our full-text index."""
ALONE = [
    {"query": "calls", "params": {"person": "otieno"}},
    {"query": "calls", "params": {"person": "halla"}},  # who are two
    {"query": "meetings", "params": {"person": "tove"}},
    {"query": "meetings", "params": {"person": "halla"}},
    {"query": "visits", "params": {"country": "FI"}},
    {"query": "visits", "params": {"from": "FI"}},
]
"""Conditions that stand alone: Virtuoso 7.2 loses such a one where it follows a sub-select of all events."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answering(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers a query."""
    for _ in range(600):
        try:
            if httpx.get(url, params={"query": "ASK {}"}).status_code == 200:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"{url} does not answer: {log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """`oxigraph(*options)` starts a server in memory and gives the URL of its query service."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("oxigraph is not installed (pip install oxigraph)")
    started = []

    def start(*options: str) -> str:
        port, log = free_port(), tmp_path_factory.mktemp("oxigraph") / "log"
        with log.open("wb") as out:
            process = subprocess.Popen([program, "serve", "--bind", f"127.0.0.1:{port}", *options], stdout=out, stderr=out)
        started.append(process)
        answering(f"http://127.0.0.1:{port}/query", process, log)
        return f"http://127.0.0.1:{port}/query"

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The query service of a Virtuoso with an empty database, made as docs/endpoints.md says."""
    program, distributed = shutil.which("virtuoso-t"), Path("/etc/virtuoso-opensource-7/virtuoso.ini")
    if program is None or not distributed.is_file():
        pytest.skip("virtuoso-t is not installed (apt-get install virtuoso-opensource)")
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "db").mkdir()
    settings = configparser.RawConfigParser(strict=False, inline_comment_prefixes=(";",))
    settings.optionxform = str  # type: ignore[assignment, method-assign]
    settings.read(distributed)
    for section in settings.sections():
        for name, value in settings.items(section):
            settings.set(section, name, value.replace("/var/lib/virtuoso-opensource-7", str(folder)))
    settings.set("Parameters", "ServerPort", f"127.0.0.1:{free_port()}")
    settings.set("HTTPServer", "ServerPort", f"127.0.0.1:{port}")
    with (folder / "v.ini").open("w") as file:
        settings.write(file)
    log = folder / "log"
    with log.open("wb") as out:
        command = [program, "+foreground", "+configfile", "v.ini"]
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
    try:
        answering(f"http://127.0.0.1:{port}/sparql", process, log)
        yield f"http://127.0.0.1:{port}/sparql"
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Endpoint:
    if request.param == "oxigraph":
        return Endpoint(request.getfixturevalue("oxigraph")("--union-default-graph"))
    return Endpoint(request.getfixturevalue("virtuoso"), Login("dba", "dba"))


def is_virtuoso(server: Endpoint) -> bool:
    return server.url.endswith("/sparql")


def put(store: Store, target: Target, *, delete: bool = False) -> Pushed:
    with target:
        return push(store, target, delete=delete)


def cells(row: tuple[object, ...]) -> list[object]:
    """A row for comparison: the parts of a cell that gathers several are in no order that every engine keeps."""
    return [sorted(str(getattr(cell, "value", "")).replace(" […] ", "; ").split("; ")) for cell in row]


def test_named_queries_answer_as_in_process(server: Endpoint) -> None:
    different = []
    for store, asked in ((filled(Store.memory()), False), (collected(Store.memory()), True)):
        put(store, Target.of(server), delete=True)
        with Remote.open(server) as remote:
            for case in (*CASES, *ALONE):
                name, params = case["query"], case["params"]
                if (name in ACROSS) is not asked or name in HERE_ONLY:
                    continue
                theirs, ours = run(remote, name, params), run(store, name, params)
                assert theirs.variables == ours.variables
                if sorted(map(cells, theirs.rows)) != sorted(map(cells, ours.rows)):
                    different.append((name, params, theirs.rows, ours.rows))
    assert not different


def test_show_and_export_tell_the_same(server: Endpoint) -> None:
    store = filled(Store.memory())
    put(store, Target.of(server), delete=True)
    with Remote.open(server) as remote:
        for pair in ("CL-FI", "FI", "CL"):
            assert dossier(remote, find_pair(remote, pair)) == dossier(store, find_pair(store, pair))
        theirs, ours = draw(remote), draw(store)
        assert (list(theirs.nodes), list(theirs.edges)) == (list(ours.nodes), list(ours.edges))
        assert remote.documents() == store.documents()


@pytest.mark.parametrize("method", METHODS)
def test_a_push_makes_equal_what_is_there(server: Endpoint, method: Method) -> None:
    if is_virtuoso(server) and method == "nquads":
        with pytest.raises(QueryError, match="is not known; name the URL with --to"):
            Target.of(server, None, method)
        return
    target = Target.of(server, None, method)
    few, store = collected(Store.memory()), filled(Store.memory())
    put(Store.memory(), Target.of(server), delete=True)
    first = put(few, target)
    assert (first.equal, first.deleted, first.left) == (0, 0, ())
    rounded = is_virtuoso(server) and method == "update"  # makes an integer of the decimal 1, so that a graph is never equal
    assert put(few, target).sent == 0 or rounded
    if method == "nquads":
        with pytest.raises(QueryError, match="would be added to them"):
            put(store, target)
        return
    second = put(store, target)
    assert second.equal >= 2, "ontology and world are the same"
    assert {document.iri.value for document in few.documents()} <= set(second.left)
    third = put(store, target, delete=True)
    assert (third.deleted, third.left) == (len(second.left), ())
    if rounded:
        return
    assert third.sent == 0
    with Remote.open(server) as remote:
        ours = f'FILTER(STRSTARTS(STR(?g), "{store.settings.base}"))'
        there = remote.verbatim(f"SELECT DISTINCT ?g ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }}").rows
    assert set(there) == {(quad.graph_name, quad.subject, quad.predicate, quad.object) for quad in store.quads()}


def test_commands_push_and_ask(
    server: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kg.graph.writing import write

    write(filled(Store.memory()), tmp_path / "g.nq")
    monkeypatch.setenv(CREDENTIALS, "dba:dba")
    assert main(["push", "--graph", str(tmp_path / "g.nq"), "--endpoint", server.url, "--delete"]) == 0
    assert "there already" in capsys.readouterr().out
    told = []
    for where in (["--graph", str(tmp_path / "g.nq")], ["--endpoint", server.url]):
        assert main(["query", "visits", "--param", "country=CL", "--format", "csv", *where]) == 0
        told.append(capsys.readouterr().out)
    assert told[0].splitlines() == told[1].splitlines() and len(told[0].splitlines()) == 3


def test_a_default_graph_without_the_union_is_found_out(oxigraph: Callable[..., str]) -> None:
    server = Endpoint(oxigraph())
    put(filled(Store.memory()), Target.of(server))
    with pytest.raises(QueryError, match="not the union"):
        Remote.open(server)


def test_virtuoso_says_when_it_cuts(virtuoso: str) -> None:
    """Its limit is 10,000 rows as Debian has it."""
    server = Endpoint(virtuoso, Login("dba", "dba"))
    graph = ox.NamedNode("https://w3id.org/bicoop/id/document/many")
    with Remote(server) as remote:
        many = "\n".join(f"<urn:s{number}> <urn:p> <urn:o> ." for number in range(10_500)).encode()
        address = f"{virtuoso.removesuffix('/sparql')}/sparql-graph-crud-auth?graph-uri={graph.value}"
        assert server.send("PUT", many, {"Content-Type": "text/turtle"}, address).status == 201
        for text in ("SELECT ?s WHERE { ?s <urn:p> ?o }", "CONSTRUCT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }"):
            with pytest.raises(QueryError, match="only its first 10000 rows"):
                remote.query(text)
        assert len(remote.query("SELECT ?s WHERE { ?s <urn:p> ?o } LIMIT 9999").rows) == 9999
        server.send("DELETE", None, {}, address)
