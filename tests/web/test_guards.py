"""What clients may not do to a server: each attempt is told so, and the next client is answered."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.graph.sparql import refuse_nesting
from kg.web.answers import LimitError
from kg.web.counting import COUNTERS, Counted
from kg.web.limits import Limits
from kg.web.log import AccessLog, Line
from kg.web.querying import TABLES

Serve = Callable[..., AbstractContextManager[str]]
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . FILTER(?c != ?l) }"
BIG = 'SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f)); SEPARATOR = "") AS ?x) WHERE { ?a ?b ?c . ?d ?e ?f }'


def raw(address: str, sent: bytes) -> bytes:
    """What a server answers to bytes, until it closes the connection."""
    at = urlsplit(address)
    with socket.create_connection((at.hostname, at.port), timeout=30) as channel:
        channel.sendall(sent)
        answer = b""
        while part := channel.recv(65536):
            answer += part
    return answer


def test_headers_that_are_too_long_are_refused(server: str) -> None:
    for sent in (
        b"GET /sparql?query=" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 70_000,
        b"GET /sparql HTTP/1.1\r\n" + b"X-Many: x\r\n" * 10_000,
    ):
        answer = raw(server, sent)
        assert answer.startswith(b"HTTP/1.1 431 "), answer[:200]
        assert b"by POST" in answer
    assert httpx.get(f"{server}/health").status_code == 200


def test_what_is_no_http_is_refused(server: str) -> None:
    assert raw(server, b"no http at all\r\n\r\n").startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("told", [True, False], ids=["with its length", "in chunks"])
def test_a_body_that_is_too_long_is_refused(server: str, told: bool) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    content: Any = b"#" * 5_000_000 if told else iter([b"#" * 100_000] * 50)
    refused = httpx.post(f"{server}/sparql", content=content, headers=headers)
    assert (refused.status_code, refused.json()["title"]) == (413, "The body is too long")


def test_a_browser_is_told_on_a_page(directory: Path, front: Callable[..., Any]) -> None:
    async def ask() -> None:
        async with front(directory, Limits(queries=1, seconds=0.3, rows=1)) as client:
            page = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "fr"}
            late = await client.get("/sparql", params={"query": ENDLESS}, headers=page)
            assert (late.status_code, late.headers["content-type"]) == (504, "text/html; charset=utf-8")
            assert "La requête a pris trop de temps" in late.text
            assert "style-src 'self'" in late.headers["content-security-policy"]
            told = await client.get("//elsewhere.example/<script>", headers=page)
            assert (told.status_code, 'href="//' in told.text, "<script>" in told.text) == (404, False, False)
            assert "GET" in (await client.post("/q", headers=page)).headers["allow"]
            for asked in ({"params": {"query": ENDLESS}}, {"params": {"query": ENDLESS, "format": "csv"}, "headers": page}):
                assert (await client.get("/sparql", **asked)).json()["status"] == 504
            for path, status in (("/none", 404), ("/static/none", 404), ("/q/", 404)):
                assert (await client.get(path)).json()["status"] == status

    asyncio.run(ask())


def test_a_front_never_loads_the_engine() -> None:
    subprocess.run([sys.executable, "-c", "import sys, kg.web.app; assert 'pyoxigraph' not in sys.modules"], check=True)


def test_what_clients_make_up_is_neither_counted_by_itself_nor_an_error_inside(server: str) -> None:
    with httpx.Client(base_url=server) as client:
        assert client.options("/made-up%22%0Akg_snapshot%20999").status_code == 204
        assert client.get("/made-up", headers={"Host": "made-up.example"}).status_code == 421
        assert client.get("/health", headers={"Origin": "http://["}).status_code == 200
        assert client.get("/graphs", params={"graph": "http://["}).status_code == 400
        assert client.get("/graphs", params={"graph": "no scheme:"}).status_code == 400
        assert "made-up" not in client.get("/metrics").text
    assert raw(server, b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 204 ")


def test_every_address_of_loopback_answers_to_the_names_of_this_machine_alone(directory: Path, serve: Serve) -> None:
    with serve("--store", directory, "--host", "127.0.0.2", "--processes", "1", "--log", "none") as address:
        assert httpx.get(f"{address}/health").status_code == 200
        told = httpx.get(f"{address}/health", headers={"Host": "elsewhere.example", "Origin": "https://elsewhere.example"})
        assert (told.status_code, "access-control-allow-origin" in told.headers) == (421, False)


def test_slow_bodies_are_ended(directory: Path, front: Callable[..., Any]) -> None:
    async def drops() -> Any:
        while True:
            yield b"S"
            await asyncio.sleep(0.02)

    async def ask() -> None:
        async with front(directory, Limits(queries=1, arrival=0.3)) as client:
            scope = {
                "type": "http",
                "method": "POST",
                "path": "/sparql",
                "query_string": b"",
                "headers": [(b"content-type", b"application/sparql-query")],
            }
            sent: list[dict[str, Any]] = []
            dropping = drops()

            async def receive() -> dict[str, Any]:
                return {"type": "http.request", "body": await anext(dropping), "more_body": True}

            async def send(message: dict[str, Any]) -> None:
                sent.append(message)

            await client._transport.app(scope, receive, send)
            assert sent[0]["status"] == 408

    asyncio.run(ask())


def test_a_query_that_needs_too_much_memory_is_ended(directory: Path, front: Callable[..., Any]) -> None:
    async def ask() -> None:
        async with front(directory, Limits(queries=1, memory=80 << 20, seconds=300)) as client:
            told = await client.post("/sparql", data={"query": BIG})
            assert (told.status_code, told.json()["title"]) == (507, "The query needs too much memory")
            assert (await client.post("/sparql", data={"query": "ASK {}"})).status_code == 200

    asyncio.run(ask())


def test_those_who_come_when_too_many_wait_are_told_to_come_again(directory: Path, front: Callable[..., Any]) -> None:
    limits = Limits(queries=1, long=0, waiting=1, seconds=3, patience=0.3)

    async def ask() -> None:
        async with front(directory, limits) as client:
            asked = [asyncio.create_task(client.post("/sparql", data={"query": ENDLESS})) for _ in range(6)]
            told = [task.result() for task in (await asyncio.wait(asked))[0]]
            refused = [each for each in told if each.status_code == 503]
            assert len(refused) >= 3
            assert all(int(each.headers["retry-after"]) > 0 for each in refused)

    asyncio.run(ask())


def test_a_client_that_goes_away_has_its_query_ended(directory: Path, serve: Serve) -> None:
    with serve("--store", directory, "--processes", "1", "--log", "none") as address:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{address}/sparql", data={"query": ENDLESS}, timeout=1.0)
        for _ in range(200):
            if 'kg_ended_total{why="gone"} 1' in httpx.get(f"{address}/metrics").text:
                break
            time.sleep(0.05)
        else:
            pytest.fail("the query goes on")


def test_a_log_that_nobody_reads_stops_no_server(directory: Path) -> None:
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "kg", "serve", "--store", str(directory), "--port", "0"]
    with subprocess.Popen(command, stderr=writing, env=dict(os.environ)) as process:
        os.close(writing)
        told = b""
        while b"/sparql" not in told:
            told += os.read(reading, 1000)
        address = told.split()[-1].decode().removesuffix("/sparql")
        agent = {"user-agent": "x" * 200}
        with httpx.Client(base_url=address, headers=agent) as client:
            for _ in range(1000):  # more than a pipe holds
                assert client.get("/health").status_code == 200
        process.terminate()
        assert process.wait(timeout=30) == 0
    os.close(reading)


def test_a_log_tells_how_many_lines_it_lost() -> None:
    async def fill(log: AccessLog) -> None:
        line = Line(datetime.now(UTC), "127.0.0.1", "GET", "/", 200, 0, 1.0, agent="x" * 100)
        for _ in range(50_000):
            log.add(line)

    reading, writing = os.pipe()
    with os.fdopen(writing, "wb", buffering=0) as file:
        log = AccessLog(file)
        asyncio.run(fill(log))
        assert 0 < log.lost < 50_000
        os.close(reading)
        log.close()


def test_nobody_stays_behind_when_a_server_is_killed(directory: Path) -> None:
    command = [sys.executable, "-m", "kg", "serve", "--store", str(directory), "--port", "0", "--log", "none"]
    environment = {name: value for name, value in os.environ.items() if name != "GLIBC_TUNABLES"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        assert "serving" in process.stderr.readline()
        below = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not below.exists():
            pytest.skip("the system does not tell a process's children")
        children = [int(each) for each in below.read_text().split()]
        assert children
        # Those that answer keep at hand what a query frees.
        assert any(b"GLIBC_TUNABLES=glibc.malloc.tcache" in Path(f"/proc/{child}/environ").read_bytes() for child in children)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for _ in range(200):
            if not any(Path(f"/proc/{child}").exists() for child in children):
                break
            time.sleep(0.05)
        else:
            pytest.fail("processes stay behind")


@pytest.mark.parametrize("opening", ["(", "{", "["])
def test_brackets_in_brackets(opening: str) -> None:
    refuse_nesting(f"ASK {{ FILTER(?x = '{opening * 300}') }} # {opening * 300}")
    with pytest.raises(QueryError, match="flatter"):
        refuse_nesting(f"ASK {{ {opening * 300}")


class Bin:
    """Takes bytes and forgets them."""

    def write(self, data: bytes, /) -> int:
        return len(data)


@pytest.mark.parametrize("media_type", COUNTERS)
@pytest.mark.parametrize("size", [1, 7, 8192])
def test_rows_are_counted_whatever_stands_in_them(media_type: str, size: int) -> None:
    nasty = ['},{"', 'a\\"},{', "line\nbreak", "<result>", '"', "\\", ""]
    values = " ".join(str(ox.Literal(value)) for value in nasty)
    query = f"SELECT ?a ?b {{ {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} UNDEF }} }} UNION {{ }} }}"
    table = ox.Store().query(query).serialize(format=TABLES[media_type])  # type: ignore[call-arg, arg-type]
    assert table
    rows = len(nasty) * (len(nasty) + 1) + 1
    for allowed, enough in ((rows, True), (rows - 1, False)):
        counted = Counted(Bin(), media_type, allowed)
        pieces = [table[start : start + size] for start in range(0, len(table), size)]
        if enough:
            for piece in pieces:
                counted.write(piece)
        else:
            with pytest.raises(LimitError, match=f"more than {allowed} rows"):
                for piece in pieces:
                    counted.write(piece)
