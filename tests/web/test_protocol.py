"""The protocol, case by case (protocol.csv): a request and what is answered. What takes more than one request stands below."""

import csv
import gzip
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

Serve = Callable[..., AbstractContextManager[str]]

with Path(__file__).with_name("protocol.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))
ASK = "/sparql?query=ASK%20%7B%7D"
MANY = "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(server: str, case: dict[str, str]) -> None:
    headers = dict(line.split(": ", 1) for line in case["headers"].splitlines())
    request = httpx.Request(case["method"], server + case["path"], headers=headers, content=case["body"].encode() or None)
    with httpx.Client(timeout=30) as client:
        response = client.send(request)
    media_type = response.headers["content-type"].partition(";")[0]
    assert (str(response.status_code), media_type) == (case["status"], case["media_type"]), response.text
    assert case["contains"] in response.text


def test_head_tells_what_get_would_and_sends_nothing(server: str) -> None:
    got, headed = httpx.get(server + ASK), httpx.head(server + ASK)
    assert headed.status_code == 200
    assert headed.content == b""
    for name in ("content-type", "content-length", "etag", "vary"):
        assert headed.headers[name] == got.headers[name]


def test_an_answer_that_the_client_has_is_not_found_again(server: str, directory: Path, serve: Serve) -> None:
    tag = httpx.get(server + ASK).headers["etag"]
    again = httpx.get(server + ASK, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert httpx.get(server + ASK + "%20", headers={"If-None-Match": tag}).status_code == 200
    assert httpx.get(server + ASK, headers={"If-None-Match": tag, "Accept": "application/sparql-results+xml"}).status_code == 200
    with serve("--store", directory, "--processes", "1", "--log", "none") as other:
        assert httpx.get(other + ASK, headers={"If-None-Match": tag, "Host": urlsplit(server).netloc}).status_code == 200
    assert "etag" not in httpx.get(f"{server}/sparql?query=SELECT%20(NOW()%20AS%20%3Fn)%20%7B%7D").headers


def test_answers_are_compressed_for_those_who_can_read_them(server: str) -> None:
    plain = httpx.get(server + MANY, headers={"Accept-Encoding": "identity", "Accept": "text/csv"})
    packed = httpx.get(server + MANY, headers={"Accept-Encoding": "gzip", "Accept": "text/csv"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert sorted(packed.text.splitlines()) == sorted(plain.text.splitlines())
    with httpx.stream("GET", server + MANY, headers={"Accept-Encoding": "gzip;q=0"}) as refused:
        assert "content-encoding" not in refused.headers
    with httpx.stream("GET", server + MANY, headers={"Accept-Encoding": "gzip"}) as raw:
        assert gzip.decompress(b"".join(raw.iter_raw())).startswith(b'{"head"')


@pytest.mark.parametrize("path", ["/sparql", "/graphs", "/health"])
def test_options_tell_what_can_be_done(server: str, path: str) -> None:
    told = httpx.options(server + path, headers={"Origin": "http://localhost:3000"})
    assert (told.status_code, told.content) == (204, b"")
    assert "GET" in told.headers["allow"]
    assert told.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert "content-type" in told.headers["access-control-allow-headers"].lower()


def test_pages_elsewhere_are_let_in_where_that_was_said(server: str, directory: Path, serve: Serve) -> None:
    elsewhere = {"Origin": "https://elsewhere.test"}
    assert "access-control-allow-origin" not in httpx.get(server + ASK, headers=elsewhere).headers
    with serve("--store", directory, "--cors", "https://elsewhere.test", "--processes", "1", "--log", "none") as address:
        assert httpx.get(address + ASK, headers=elsewhere).headers["access-control-allow-origin"] == "https://elsewhere.test"


def test_another_name_that_leads_here_is_refused(server: str) -> None:
    told = httpx.get(server + ASK, headers={"Host": "elsewhere.test"})
    assert told.status_code == 421
    assert "--public-url" in told.json()["detail"]


def test_every_answer_is_as_safe_as_headers_make_it(server: str) -> None:
    for path in (ASK, "/sparql?query=no", "/health", "/nothing"):
        headers = httpx.get(server + path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "server" not in headers


def test_strict_default_graph_is_the_unnamed_one(directory: Path, serve: Serve) -> None:
    query = {"query": "ASK { ?s ?p ?o }"}
    with serve("--store", directory, "--default-graph", "strict", "--processes", "1", "--log", "none") as address:
        assert httpx.get(f"{address}/sparql", params=query).json()["boolean"] is False
        within = {"query": "ASK { GRAPH ?g { ?s ?p ?o } }"}
        assert httpx.get(f"{address}/sparql", params=within).json()["boolean"] is True


def test_metrics_and_log_tell_what_was_asked(directory: Path, tmp_path: Path, serve: Serve) -> None:
    log = tmp_path / "log"
    with serve("--store", directory, "--processes", "1", "--log", log) as address:
        assert httpx.get(address + ASK).status_code == 200
        assert httpx.get(address + "/sparql?query=no").status_code == 400
        told = httpx.get(f"{address}/metrics").text
    assert 'kg_requests_total{route="/sparql",method="GET",status="200"} 1' in told
    assert 'kg_requests_total{route="/sparql",method="GET",status="400"} 1' in told
    assert 'kg_request_seconds_bucket{le="+Inf"} 2' in told
    lines = [httpx.Response(200, content=line).json() for line in log.read_bytes().splitlines()]
    assert [(line["path"], line["status"], line.get("query")) for line in lines] == [
        ("/sparql", 200, "ASK {}"),
        ("/sparql", 400, "no"),
        ("/metrics", 200, None),
    ]
