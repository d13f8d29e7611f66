"""Writing over HTTP: only with the token, whole, and seen at once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from kg.cli import main
from kg.graph.store import Store

Serve = Callable[..., AbstractContextManager[str]]
TOKEN = "a-secret-of-the-tests"
GRAPH = "http://example.test/graph"
TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture(scope="module")
def place(directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(directory, tmp_path_factory.mktemp("written") / "store"))


@pytest.fixture(scope="module")
def client(place: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    secret = tmp_path_factory.mktemp("secret") / "token"
    secret.write_text(f"{TOKEN}\n")
    with (
        serve("--store", place, "--token-file", secret, "--processes", "2", "--log", "none") as address,
        httpx.Client(base_url=address, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30) as client,
    ):
        yield client


def asked(client: httpx.Client, query: str) -> bool:
    answer: bool = client.get("/sparql", params={"query": query}).json()["boolean"]
    return answer


def test_an_update_is_carried_out_and_seen(client: httpx.Client) -> None:
    insert = "INSERT DATA { GRAPH <http://example.test/u> { <http://example.test/x> a bc:Person } }"
    told = client.post("/sparql", content=insert, headers={"Content-Type": "application/sparql-update"})
    assert (told.status_code, told.content) == (204, b"")
    assert asked(client, "ASK { GRAPH <http://example.test/u> { ?x a bc:Person } }")
    assert client.post("/sparql", data={"update": "DROP GRAPH <http://example.test/u>"}).status_code == 204
    assert asked(client, "ASK { FILTER NOT EXISTS { GRAPH <http://example.test/u> { ?x a bc:Person } } }")


@pytest.mark.parametrize("header", [{"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}, {"Authorization": ""}])
def test_without_the_token_nothing_is_written(client: httpx.Client, header: dict[str, str]) -> None:
    for told in (
        client.post("/sparql", data={"update": "CLEAR ALL"}, headers=header),
        client.put("/graphs", params={"graph": GRAPH}, content="", headers={**TURTLE, **header}),
        client.delete("/graphs", params={"graph": GRAPH}, headers=header),
    ):
        assert told.status_code == 401
        assert told.headers["www-authenticate"].startswith("Bearer")
    assert asked(client, "ASK { ?s a bc:Event }")


@pytest.mark.parametrize(
    ("update", "word"),
    [
        ("LOAD <file:///etc/hostname>", "LOAD is refused"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("INSERT", "not well-formed"),
    ],
)
def test_an_update_that_reaches_out_or_is_bad_is_refused(client: httpx.Client, update: str, word: str) -> None:
    told = client.post("/sparql", data={"update": update})
    assert (told.status_code, word in told.json()["detail"]) == (400, True), told.text


def test_graphs_are_put_added_to_and_removed(client: httpx.Client) -> None:
    at = {"params": {"graph": GRAPH}}
    one, two = "<http://a.test/> a <http://b.test/> .", "<http://c.test/> a <http://d.test/> ."
    assert client.put("/graphs", content=one, headers=TURTLE, **at).status_code == 201
    assert client.put("/graphs", content=two, headers=TURTLE, **at).status_code == 204
    assert client.post("/graphs", content=one, headers=TURTLE, **at).status_code == 204
    assert asked(client, f"ASK {{ GRAPH <{GRAPH}> {{ <http://a.test/> ?p ?o . <http://c.test/> ?q ?r }} }}")
    assert client.put("/graphs", content="<http://a.test/> a", headers=TURTLE, **at).status_code == 400
    assert client.put("/graphs", content="a,b", headers={"Content-Type": "text/csv"}, **at).status_code == 415
    assert client.delete("/graphs", **at).status_code == 204
    assert client.delete("/graphs", **at).status_code == 404


def test_where_another_process_writes_one_is_told_to_come_again(client: httpx.Client, place: Path) -> None:
    with Store.open(place):
        told = client.post("/sparql", data={"update": "DROP SILENT GRAPH <http://example.test/none>"})
    assert told.status_code == 503
    assert "in use by another process" in told.json()["detail"]
    assert str(place) not in told.text
    assert int(told.headers["retry-after"]) > 0


def test_a_token_that_is_too_short_is_refused(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("short")
    assert main(["serve", "--store", str(directory), "--port", "0", "--token-file", str(tmp_path / "token")]) == 6
