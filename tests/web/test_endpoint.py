"""Queries over HTTP: the three ways to ask, the forms of answers, what is told where something is wrong."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from kg.errors import GraphError
from kg.graph.store import Store
from kg.graph.writing import write
from kg.web.app import Front
from kg.web.limits import Limits

SELECT = "SELECT DISTINCT ?label WHERE { ?s a bc:Event ; bc:rule ?label } ORDER BY ?label"
CONSTRUCT = "CONSTRUCT { ?s bc:rule ?label } WHERE { ?s a bc:Event ; bc:rule ?label }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . FILTER(?c != ?l) }"
FLOOD = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def ways(address: str, query: str, accept: str) -> list[httpx.Response]:
    headers = {"Accept": accept}
    return [
        httpx.get(f"{address}/sparql", params={"query": query}, headers=headers),
        httpx.post(f"{address}/sparql", data={"query": query}, headers=headers),
        httpx.post(
            f"{address}/sparql", content=query, headers={**headers, "Content-Type": "application/sparql-query; charset=utf-8"}
        ),
    ]


def test_the_three_ways_to_ask_give_what_the_store_gives(server: str, filled: Callable[[Store], Store]) -> None:
    expected = [row[0].value for row in filled(Store.memory()).query(SELECT).rows]  # type: ignore[union-attr]
    assert expected
    for response in ways(server, SELECT, "application/sparql-results+json"):
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/sparql-results+json"
        assert [row["label"]["value"] for row in response.json()["results"]["bindings"]] == expected


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, "", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv, */*;q=0.1", "text/csv; charset=utf-8"),
        (SELECT, "text/tab-separated-values;q=0.8, text/csv;q=0.7", "text/tab-separated-values; charset=utf-8"),
        ("ASK {}", "*/*", "application/sparql-results+json"),
        (CONSTRUCT, "", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/n-quads", "application/n-quads"),
        ("DESCRIBE <https://w3id.org/bicoop/id/country/MA>", "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_answers_come_in_the_form_that_is_wanted(server: str, query: str, accept: str, media_type: str) -> None:
    (first, *others) = ways(server, query, accept)
    assert (first.status_code, first.headers["content-type"]) == (200, media_type)
    assert all(other.content == first.content for other in others)
    if query == CONSTRUCT:
        assert list(ox.parse(first.content, ox.RdfFormat.from_media_type(media_type)))  # type: ignore[arg-type]


def test_what_is_wrong_is_told(server: str) -> None:
    refused = httpx.get(f"{server}/sparql", params={"query": "SELECT WHERE"})
    assert refused.status_code == 400
    assert refused.headers["content-type"] == "application/problem+json"
    assert "not well-formed" in refused.json()["detail"]
    unacceptable = httpx.get(f"{server}/sparql", params={"query": SELECT}, headers={"Accept": "image/png"})
    assert unacceptable.status_code == 406
    assert "text/csv" in unacceptable.json()["detail"]


def test_health_tells_that_queries_can_be_answered(server: str) -> None:
    assert httpx.get(f"{server}/health").json()["status"] == "ok"


def test_a_graph_file_is_served(server: str, filled: Callable[[Store], Store], tmp_path: Path, serve: Callable[..., Any]) -> None:
    write(filled(Store.memory()), tmp_path / "graph.nq")
    with serve("--graph", tmp_path / "graph.nq") as address:
        (first, *_) = ways(address, SELECT, "text/csv")
    assert first.content == ways(server, SELECT, "text/csv")[0].content


@pytest.mark.parametrize(
    ("limits", "query", "status", "word"),
    [
        (Limits(queries=1, seconds=0.3), ENDLESS, 504, "0.3 seconds"),
        (Limits(queries=1, rows=10), FLOOD, 413, "10 rows"),
        (Limits(queries=1, bytes=100_000), FLOOD, 413, "100,000 bytes"),
        (Limits(queries=1, query=20), FLOOD, 413, "characters"),
    ],
)
def test_limits_are_told_and_the_next_query_is_answered(
    directory: Path, front: Callable[..., Any], limits: Limits, query: str, status: int, word: str
) -> None:
    async def ask() -> None:
        async with front(directory, limits) as client:
            refused = await client.post("/sparql", data={"query": query})
            assert (refused.status_code, word in refused.json()["detail"]) == (status, True), refused.text
            assert (await client.post("/sparql", data={"query": "ASK {}"})).json()["boolean"] is True

    asyncio.run(ask())


def test_an_answer_that_breaks_off_is_never_taken_for_whole(directory: Path) -> None:
    async def ask(front: Front) -> None:
        await front.start()
        sent: list[dict[str, Any]] = []
        asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> dict[str, Any]:
            for message in asked:
                return message
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/sparql",
            "query_string": str(httpx.QueryParams({"query": FLOOD})).encode(),
            "headers": [(b"accept", b"text/csv")],
        }
        try:
            with pytest.raises(Exception, match="too long"):
                await front(scope, receive, send)
        finally:
            await front.stop()
        assert sent[0]["status"] == 200
        assert all(message["more_body"] for message in sent[1:])

    asyncio.run(ask(Front(directory, Limits(queries=1, bytes=3_000_000, hold=100_000))))


def test_long_queries_do_not_keep_short_ones_waiting(directory: Path, front: Callable[..., Any]) -> None:
    limits = Limits(queries=1, long=2, aside=0.1, seconds=20, patience=20)

    async def ask() -> None:
        async with front(directory, limits) as client:
            endless = [asyncio.create_task(client.post("/sparql", data={"query": ENDLESS})) for _ in range(2)]
            await asyncio.sleep(0.5)
            quick = await client.post("/sparql", data={"query": "ASK {}"})
            assert quick.status_code == 200
            assert not any(task.done() for task in endless)
            for task in endless:
                task.cancel()
            await asyncio.gather(*endless, return_exceptions=True)

    asyncio.run(ask())


def test_a_process_that_dies_is_replaced_and_its_client_told(directory: Path, front: Callable[..., Any]) -> None:
    deep = f"SELECT * WHERE {{ FILTER({' || '.join(['?x = 1'] * 100_000)}) }}"

    async def ask() -> None:
        async with front(directory, Limits(queries=1, query=2_000_000)) as client:
            told = await client.post("/sparql", data={"query": deep})
            assert told.status_code == 500, told.text
            assert (await client.post("/sparql", data={"query": "ASK {}"})).status_code == 200

    asyncio.run(ask())


def test_a_store_that_is_not_there_is_refused(tmp_path: Path) -> None:
    async def start() -> None:
        front = Front(tmp_path / "none", Limits(queries=1))
        try:
            await front.start()
        finally:
            await front.stop()

    with pytest.raises(GraphError, match="there is no graph at"):
        asyncio.run(start())


def test_problems_are_json(server: str) -> None:
    told = json.loads(httpx.post(f"{server}/sparql", content="x", headers={"Content-Type": "text/plain"}).content)
    assert (told["status"], told["title"]) == (415, "Unknown kind of body")
