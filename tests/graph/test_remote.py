"""A graph on another server: what is sent there, what is read, and every way in which a server can fail us."""

import base64
import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

import kg
from kg.errors import GraphError, KgError, NoGraphError, QueryError
from kg.graph.endpoint import CREDENTIALS, Endpoint, Limits, Login, login
from kg.graph.engine import PREFIXES
from kg.graph.portable import every_solution, following, portable
from kg.graph.queries import catalogue, run
from kg.graph.remote import Remote
from kg.graph.sparql import form
from kg.graph.store import Store

JSON = "application/sparql-results+json"
EMPTY = b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'
YES = b'{"head": {}, "boolean": true}'
NO = b'{"head": {}, "boolean": false}'

Reply = tuple[int, dict[str, str], bytes]


class Server:
    """A server that answers as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer: Callable[[str, dict[str, str]], Reply] = lambda *_: (200, {"Content-Type": JSON}, EMPTY)
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                outer.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                query = parse_qs(body.decode("utf-8", "replace")).get("query", [""])[0]
                status, headers, answer = outer.answer(query, outer.asked[-1][2])
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(int(headers.get("X-Promised", len(answer)))))
                self.end_headers()
                self.wfile.write(answer)
                if "X-Promised" in headers:
                    self.close_connection = True

            do_GET = do_PUT = do_DELETE = do_POST  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                pass  # a client that has had enough

        self.http = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/sparql"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def remote(server: Server, waits: list[float]) -> Iterator[Remote]:
    with Remote(Endpoint(server.url, limits=Limits(seconds=5, size=100_000), pause=waits.append)) as remote:
        yield remote


def always(status: int, headers: dict[str, str], body: bytes) -> Callable[[str, dict[str, str]], Reply]:
    return lambda *_: (status, headers, body)


def over(store: ox.Store) -> Callable[[str, dict[str, str]], Reply]:
    """Answers from a store, which knows no prefix and gives the union."""

    def answer(query: str, _: dict[str, str]) -> Reply:
        raw = store.query(query, use_default_graph_as_union=True)
        if isinstance(raw, ox.QueryTriples):
            return 200, {"Content-Type": "application/n-triples"}, raw.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
        return 200, {"Content-Type": JSON}, raw.serialize(format=ox.QueryResultsFormat.JSON) or b""

    return answer


def test_a_query_is_sent_as_a_form_with_its_prefixes(server: Server, remote: Remote) -> None:
    assert remote.query("SELECT ?x { ?x a bc:Person ; rdfs:label ?y }").rows == ()
    ((method, path, headers, body),) = server.asked
    assert (method, path, headers["content-type"]) == ("POST", "/sparql", "application/x-www-form-urlencoded")
    assert headers["accept"].startswith(JSON)
    (query,) = parse_qs(body.decode())["query"]
    assert query.startswith(f"PREFIX bc: <{PREFIXES['bc']}>\nPREFIX rdfs: <{PREFIXES['rdfs']}>\nSELECT")


def test_answers_as_in_process(server: Server, graph: Store) -> None:
    server.answer = over(graph._open)
    with Remote.open(Endpoint(server.url)) as remote:
        assert remote.settings == graph.settings
        assert remote.documents() == graph.documents()
        assert run(remote, "visits", {"country": "Chile"}).rows == run(graph, "visits", {"country": "Chile"}).rows != ()
        text = "CONSTRUCT { ?s bc:iso3 ?o } WHERE { ?s bc:iso3 ?o }"
        assert remote.query(text).triples == graph.query(text).triples != ()
        assert remote.query("ASK { ?s a bc:Call }").answer is True


def test_from_python_by_url(server: Server, graph: Store) -> None:
    server.answer = over(graph._open)
    with kg.open(server.url) as opened:
        assert opened.query("calls").dicts() == run(graph, "calls").dicts()
        assert opened.network().number_of_nodes() > 0
        for local in (lambda: opened.dataset, lambda: opened.search("x"), lambda: opened.write("x.nq")):
            with pytest.raises(QueryError, match=f"{server.url} is another server: ask it"):
                local()


def test_an_old_iri_stands_for_the_present_one(server: Server) -> None:
    old, new = "https://w3id.org/bicoop/id/person/old", "https://w3id.org/bicoop/id/person/new"
    replaced = ox.NamedNode("http://purl.org/dc/terms/isReplacedBy")
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(old), replaced, ox.NamedNode(new)))
    server.answer = over(store)
    with Remote(Endpoint(server.url)) as remote:
        assert remote.current(old) == remote.current(new) == new
        for text in (f"SELECT (STR(<{old}>) AS ?x) {{}}", f"SELECT (STR(<{old}>) AS ?x) {{}} # again"):
            assert remote.query(text).rows[0][0].value == new
        before = len(server.asked)
        remote.query(f"SELECT (STR(<{old}>) AS ?x) {{}}")
        assert len(server.asked) == before + 1, "what is known is not asked again"
        assert remote.query("SELECT ?y { VALUES ?x { <" + old + "> } ?x dcterms:isReplacedBy ?y }").rows[0][0].value == new


def test_xml_and_gzip_are_read(server: Server, remote: Remote) -> None:
    xml = b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>'
    headers = {"Content-Type": "application/sparql-results+xml; charset=utf-8", "Content-Encoding": "gzip"}
    server.answer = always(200, headers, gzip.compress(xml))
    assert remote.query("ASK {}").answer is True


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        ((500, {"Content-Type": "text/plain"}, b"SR1 Error\n\nSPARQL query:\nSELECT"), QueryError, r"\(500\): SR1 Error$"),
        ((400, {"Content-Type": "text/html"}, b"<head><title>x</title></head><p>bad query"), QueryError, r"\(400\): bad query$"),
        ((200, {"Content-Type": "text/html"}, b"<h1>Welcome</h1>"), GraphError, "with text/html: Welcome; is this the URL of"),
        ((200, {}, b""), GraphError, "no media type: nothing"),
        ((404, {}, b"no"), GraphError, "404: no SPARQL service is there; expected"),
        ((200, {"Content-Type": JSON}, EMPTY[:30]), GraphError, "not well-formed .* stops half-way"),
        ((200, {"Content-Type": JSON, "X-Promised": "999"}, EMPTY), GraphError, "cannot be reached|no answer that can be read"),
        ((200, {"Content-Type": JSON}, b" " * 200_000), GraphError, "more than 100,000 bytes"),
        ((200, {"Content-Type": JSON, "Content-Encoding": "gzip"}, gzip.compress(b" " * 10**7)), GraphError, "answered more"),
        ((200, {"Content-Type": JSON, "X-SPARQL-MaxRows": "10000"}, EMPTY), QueryError, "only its first 10000 rows"),
        (
            (200, {"Content-Type": JSON, "X-SQL-State": "S1TAT", "X-SQL-Message": "RC: incomplete  Activity: 1"}, EMPTY),
            QueryError,
            "incomplete answer: RC: incomplete; ask",
        ),
        ((401, {"WWW-Authenticate": "Basic"}, b"who?"), GraphError, f"401, who asks .*: who\\?; give .* {CREDENTIALS}"),
        ((302, {"Location": "http://example.org/sparql"}, b""), GraphError, "sends on to http://example.org/sparql, which"),
        ((307, {"Location": "/sparql"}, b""), GraphError, "is not followed"),
        ((500, {"Content-Type": "text/plain"}, b"\x1b[31m" + b"x" * 9999), QueryError, r": \[31mx+…$"),
    ],
)
def test_what_is_no_answer_is_an_error(server: Server, remote: Remote, reply: Reply, error: type[KgError], message: str) -> None:
    server.answer = always(*reply)
    with pytest.raises(error, match=message) as raised:
        remote.query("SELECT ?x {}")
    assert raised.value.args[0].startswith(server.url)


def test_a_slow_server_is_given_up(server: Server) -> None:
    held = threading.Event()

    def wait(*_: object) -> Reply:
        held.wait(10)
        return 200, {"Content-Type": JSON}, EMPTY

    server.answer = wait
    try:
        with (
            Remote(Endpoint(server.url, limits=Limits(seconds=0.1))) as remote,
            pytest.raises(GraphError, match=r"no whole answer within 0\.1 s"),
        ):
            remote.query("SELECT ?x {}")
    finally:
        held.set()


def test_no_server_is_an_error() -> None:
    with pytest.raises(GraphError, match=r"http://127\.0\.0\.1:1/q cannot be reached"):
        Remote.open(Endpoint("http://127.0.0.1:1/q?key=secret"))


def test_a_busy_server_is_asked_again_when_it_says(server: Server, remote: Remote, waits: list[float]) -> None:
    busy = [(503, {"Retry-After": "7"}, b""), (429, {}, b""), (503, {"Retry-After": "9999"}, b"")]
    replies = iter([*busy, (200, {"Content-Type": JSON}, YES)])
    server.answer = lambda *_: next(replies)
    assert remote.query("ASK {}").answer is True
    assert waits == [7.0, 2.0, 60.0]
    server.answer = always(503, {"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}, b"full")
    with pytest.raises(GraphError, match=r"is busy .*full.*asked 6 times"):
        remote.query("ASK {}")
    assert waits[3:] == [0.0] * 5


def test_sent_on_within_the_server(server: Server, remote: Remote) -> None:
    def answer(*_: object) -> Reply:
        if server.asked[-1][1] == "/sparql":
            return 301, {"Location": "/sparql/"}, b""
        return 200, {"Content-Type": JSON}, YES

    server.answer = answer
    assert remote.query("ASK {}").answer is True
    assert [(method, path) for method, path, *_ in server.asked] == [("POST", "/sparql"), ("POST", "/sparql/")]


@pytest.mark.parametrize(("asked", "shape"), [("Basic realm=x", "Basic "), ('Digest realm="x", nonce="n"', "Digest ")])
def test_who_asks_is_told_when_asked(server: Server, asked: str, shape: str) -> None:
    def answer(_: str, headers: dict[str, str]) -> Reply:
        if "authorization" not in headers:
            return 401, {"WWW-Authenticate": asked}, b""
        return 200, {"Content-Type": JSON}, YES

    server.answer = answer
    with Remote(Endpoint(server.url, Login("ann", "secret:word"))) as remote:
        assert remote.query("ASK {}").answer is True
    told = server.asked[-1][2]["authorization"]
    assert told.startswith(shape) and "secret" not in told
    if shape == "Basic ":
        assert base64.b64decode(told[6:]) == b"ann:secret:word"


def test_a_token_is_shown_to_this_machine_or_by_https_only(server: Server) -> None:
    server.answer = always(200, {"Content-Type": JSON}, YES)
    with Remote(Endpoint(server.url, Login("", "t0ken"))) as remote:
        assert remote.query("ASK {}").answer is True
    assert server.asked[-1][2]["authorization"] == "Bearer t0ken"
    with pytest.raises(GraphError, match="in the clear"):
        Remote.open(Endpoint("http://example.invalid/sparql", Login("", "t0ken")))


def test_credentials_of_a_file_or_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CREDENTIALS, raising=False)
    assert login() is None
    monkeypatch.setenv(CREDENTIALS, "Bearer abc")
    assert login() == Login("", "abc") and "abc" not in repr(login())
    (tmp_path / "own").write_text("ann:pass:word\nmore\n")
    assert login(tmp_path / "own") == Login("ann", "pass:word")
    (tmp_path / "bad").write_text("nothing")
    for name, message in (("bad", "expected one line"), ("none", "cannot be read")):
        with pytest.raises(GraphError, match=message):
            login(tmp_path / name)


@pytest.mark.parametrize("url", ["ftp://x/", "sparql", "", "http://", "file:///etc/passwd"])
def test_a_url_that_is_none(url: str) -> None:
    with pytest.raises(QueryError, match="is no endpoint; expected"):
        Endpoint(url)


def test_no_password_in_a_url() -> None:
    with pytest.raises(QueryError, match="holds credentials") as raised:
        Endpoint("https://ann:secret@example.org/sparql")
    assert "secret" not in str(raised.value)
    assert Endpoint("https://example.org:8443/sparql?key=secret").shown == "https://example.org:8443/sparql"


def test_a_default_graph_that_is_not_the_union_is_told(server: Server) -> None:
    server.answer = lambda query, _: (200, {"Content-Type": JSON}, YES if "ASK" in query else EMPTY)
    with pytest.raises(QueryError, match=r"not the union .*unionDefaultGraph.*--union-default-graph"):
        Remote.open(Endpoint(server.url))
    server.answer = lambda query, _: (200, {"Content-Type": JSON}, NO if "ASK" in query else EMPTY)
    with pytest.raises(NoGraphError, match="holds no document; put a graph there with: kg push"):
        Remote.open(Endpoint(server.url))


def test_rows_cut_without_a_word(server: Server, remote: Remote) -> None:
    """A limit is a round number; one asks whether there is a row behind it."""
    rows = b",".join([b'{"x": {"type": "literal", "value": "1"}}'] * 1000)
    full = b'{"head": {"vars": ["x"]}, "results": {"bindings": [' + rows + b"]}}"
    server.answer = lambda query, _: (200, {"Content-Type": JSON}, EMPTY if "OFFSET 1000" in query else full)
    assert len(remote.query("PREFIX a: <urn:a> SELECT ?x { ?x a:b ?y }").rows) == 1000
    (query,) = parse_qs(server.asked[-1][3].decode())["query"]
    assert query.startswith("PREFIX a: <urn:a> SELECT * WHERE { {\nSELECT ?x")
    server.answer = always(200, {"Content-Type": JSON}, full)
    with pytest.raises(QueryError, match="only its first 1,000 rows and did not say so"):
        remote.query("SELECT ?x { ?x ?p ?y }")


def test_virtuoso_is_asked_whether_it_cut_a_graph(server: Server, remote: Remote) -> None:
    triples = "".join(f"<urn:{n}> <urn:p> <urn:o> .\n" for n in range(1000)).encode()

    def answer(query: str, _: dict[str, str]) -> Reply:
        if "CONSTRUCT" in query:
            return 200, {"Content-Type": "application/n-triples", "Server": "Virtuoso/07"}, triples
        return 200, {"Content-Type": JSON, "X-SPARQL-MaxRows": "1000"}, EMPTY

    server.answer = answer
    with pytest.raises(QueryError, match="only its first 1000 rows"):
        remote.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("text", ["INSERT DATA { <urn:a> <urn:b> 1 }", "PREFIX ask: <urn:x>\nDROP ALL", "# ASK\nDROP ALL", ""])
def test_an_update_is_no_query(server: Server, remote: Remote, text: str) -> None:
    with pytest.raises(QueryError, match="is no query"):
        remote.query(text)
    assert not server.asked


def test_an_update_hidden_by_escapes_is_none_either() -> None:
    for text in ("\\u0044ROP ALL", "# \\u000a SELECT\nDROP ALL", "#\\u000a DROP ALL #\nSELECT * {}"):
        with pytest.raises(QueryError, match="is no query"):
            form(text)
    assert form("BASE <urn:x> ask {}").word == "ASK"


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_a_named_query_asks_the_same_without_its_parameters(graph: Store, query: object) -> None:
    text = portable(query.text, {}, PREFIXES)
    assert "# parameter" not in text
    assert graph.query(text).rows == graph.query(query.text).rows


LINES = """SELECT ?x WHERE {
  VALUES ?a { UNDEF } # parameter
  VALUES ?b { "en" } # parameter
  ?x ?p ?y
  FILTER(!BOUND(?a) || EXISTS { ?x ?q ?a })
  FILTER(LANG(?y) = ?b && "?b" != ?y)
}"""


def test_parameters_are_written_where_they_stand() -> None:
    one = ox.NamedNode("urn:one")
    assert portable(LINES, {}, {}) == 'SELECT ?x WHERE {\n\n\n  ?x ?p ?y\n  FILTER(LANG(?y) = "en" && "?b" != ?y)\n}'
    filled = portable(LINES, {"a": one, "b": ox.Literal('f" }')}, {})
    assert "FILTER(EXISTS { ?x ?q <urn:one> })" in filled
    assert 'FILTER(LANG(?y) = "f\\" }" && "?b" != ?y)' in filled
    several = portable(LINES, {"a": [one, ox.NamedNode("urn:two")]}, {})
    assert "VALUES ?a { <urn:one> <urn:two> } # parameter" in several
    assert "FILTER(!BOUND(?a) || EXISTS { ?x ?q ?a })" in several


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a {\n VALUES ?a { 1 } # parameter\n}",
        "SELECT * {\n VALUES ?a { 1 } # parameter\n}",
        "SELECT (COUNT(*) AS ?n) {\n VALUES ?a { 1 } # parameter\n} GROUP BY ?a",
        "SELECT ?x {\n VALUES ?a { 1 } # parameter\n BIND(BOUND(?a) AS ?x)\n}",
        "SELECT ?x {\n VALUES ?a { 1 } # parameter\n VALUES (?x ?a) { (1 1) }\n}",
        "SELECT ?x {\n VALUES ?a { 1 } # parameter\n { SELECT ?x ?a { ?x ?p ?a } }\n}",
    ],
)
def test_what_would_change_the_question_stays(text: str) -> None:
    assert portable(text, {}, PREFIXES) == text


def test_only_prefixes_that_are_used_and_not_declared() -> None:
    assert portable("prefix bc: <urn:x> ASK { ?x a bc:A, rdfs:B, <skos:C> FILTER(?x != 'owl:x') }", {}, PREFIXES).startswith(
        f"PREFIX rdfs: <{PREFIXES['rdfs']}>\nprefix bc:"
    )


def test_other_shapes_of_a_query() -> None:
    assert following("PREFIX a: <urn:a>\nSELECT ?x {} LIMIT 5", 5) == (
        "PREFIX a: <urn:a>\nSELECT * WHERE { {\nSELECT ?x {} LIMIT 5\n} } LIMIT 1 OFFSET 5"
    )
    assert every_solution("CONSTRUCT { ?s ?p '}' } WHERE { ?s ?p ?o } LIMIT 3") == "SELECT *  WHERE { ?s ?p ?o } LIMIT 3"
    assert every_solution("CONSTRUCT WHERE { ?s ?p ?o }") == "SELECT * WHERE { ?s ?p ?o }"
