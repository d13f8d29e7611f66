"""Writing over HTTP: only with the token, whole, and seen at once."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.cli import main
from kg.graph.store import Store
from kg.web.limits import Limits, Options

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


def test_graphs_named_beside_an_update_are_those_it_sees(client: httpx.Client) -> None:
    copied = {"update": "INSERT { GRAPH <urn:copied> { ?s a ?c } } WHERE { ?s a ?c }"}
    world = "https://w3id.org/bicoop/id/graph/world"
    assert client.post("/sparql", data=copied | {"using-graph-uri": "urn:none"}).status_code == 204
    assert not asked(client, "ASK { GRAPH <urn:copied> { ?s a ?c } }")
    assert client.post("/sparql", params={"using-graph-uri": world}, data=copied).status_code == 204
    assert asked(client, "ASK { GRAPH <urn:copied> { ?s a bc:Country } }")
    told = client.post("/sparql", data={"update": f"WITH <{world}> DELETE WHERE {{ ?s ?p ?o }}", "using-graph-uri": world})
    assert (told.status_code, "says WITH" in told.json()["detail"]) == (400, True)


def test_those_who_write_at_once_write_one_after_another(client: httpx.Client) -> None:
    def write(number: int) -> int:
        data = {"update": f"INSERT DATA {{ GRAPH <urn:many> {{ <urn:s> <urn:p> {number} }} }}"}
        return httpx.post(f"{client.base_url}/sparql", data=data, headers=client.headers, timeout=60).status_code

    with ThreadPoolExecutor(8) as writers:
        assert set(writers.map(write, range(16))) == {204}
    assert asked(client, "ASK { { SELECT (COUNT(*) AS ?n) { GRAPH <urn:many> { ?s ?p ?o } } } FILTER(?n = 16) }")


def test_another_process_that_writes_is_waited_for(client: httpx.Client, place: Path) -> None:
    with ThreadPoolExecutor(1) as writer:
        with Store.open(place):
            told = writer.submit(client.post, "/sparql", data={"update": "INSERT DATA { GRAPH <urn:late> { <x:x> a <x:y> } }"})
            with pytest.raises(TimeoutError):
                told.result(0.2)
        assert told.result(60).status_code == 204
    assert asked(client, "ASK { GRAPH <urn:late> { ?s ?p ?o } }")


def test_who_has_waited_long_enough_is_told_to_come_again(place: Path, front: Callable[..., Any]) -> None:
    async def ask() -> None:
        limits = Limits(queries=1, patience=0.3, waiting=2)
        async with front(place, limits, options=Options(token=TOKEN)) as client:
            client.headers["Authorization"] = f"Bearer {TOKEN}"
            data = {"update": "DROP SILENT GRAPH <http://example.test/none>"}
            with Store.open(place):
                told = await asyncio.gather(*(client.post("/sparql", data=data) for _ in range(4)))
            assert [each.status_code for each in told] == [503] * 4
            assert any("in use by another process" in each.json()["detail"] for each in told)
            assert any("others wait to write" in each.json()["detail"] for each in told)
            assert all(str(place) not in each.text and int(each.headers["retry-after"]) > 0 for each in told)
            assert (await client.post("/sparql", data=data)).status_code == 204

    asyncio.run(ask())


def test_conditions(client: httpx.Client) -> None:
    at = {"params": {"graph": "urn:conditional"}}
    statement = {"content": "<http://a.test/> a <http://b.test/> .", **at}
    new, old, tagged = (
        {**TURTLE, name: value} for name, value in (("If-None-Match", "*"), ("If-Match", "*"), ("If-Match", 'W/"1"'))
    )
    assert client.put("/graphs", headers=old, **statement).status_code == 412
    assert client.put("/graphs", headers=new, **statement).status_code == 201
    told = client.put("/graphs", headers=new, **statement)
    assert (told.status_code, "there is a graph urn:conditional" in told.json()["detail"]) == (412, True)
    assert client.put("/graphs", headers=old, **statement).status_code == 204
    assert client.put("/graphs", headers=tagged, **statement).status_code == 412
    assert client.get("/graphs", headers={"If-None-Match": "*"}, **at).status_code == 304
    assert client.delete("/graphs", headers={"If-None-Match": "*"}, **at).status_code == 412
    assert client.delete("/graphs", headers={"If-Match": "*"}, **at).status_code == 204
    assert client.get("/graphs", headers={"If-None-Match": "*"}, **at).status_code == 404


def test_what_may_be_done_is_told(client: httpx.Client, server: str) -> None:
    for path in ("/graphs", "/graphs/mine"):
        assert client.options(path).headers["allow"] == "GET, HEAD, PUT, POST, DELETE, OPTIONS"
        assert httpx.options(f"{server}{path}").headers["allow"] == "GET, HEAD, OPTIONS"
    assert client.options("/graphs-not").headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_token_that_is_too_short_is_refused(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("short")
    assert main(["serve", "--store", str(directory), "--port", "0", "--token-file", str(tmp_path / "token")]) == 6
