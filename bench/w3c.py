"""The W3C's tests of SPARQL 1.1, through HTTP: queries, syntax, the protocol, the Graph Store Protocol.

    python bench/w3c.py SUITE [--only WORD] [--out FILE.json]

SUITE is the folder `sparql11` of https://github.com/w3c/rdf-tests. One `kg serve` with the strict default graph is started on
an empty store, with a token: each test's data are put there by the Graph Store Protocol, and taken away by an update. Answers
are compared as graphs, blank nodes by isomorphism: a table is one in the vocabulary of result sets, without the order of its
rows. Every test that fails is printed with the reason. Tests of entailment regimes are left out, and of federation, which
is refused.
"""

import argparse
import csv
import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, RDFS

from kg.graph.store import Store

ROOT = Path(__file__).resolve().parent.parent
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
ROOMS = (
    *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation"),
    *("project-expression", "property-path", "subquery", "syntax-query", "csv-tsv-res", "json-res", "protocol"),
)
BASE = "http://w3c.test/"
TOKEN = "a-secret-of-the-bench"
FORMS = {".ttl": "text/turtle", ".rdf": "application/rdf+xml", ".nt": "application/n-triples"}
TABLES = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}


class Failed(Exception):
    """A test whose answer is not the expected one."""


@contextmanager
def served() -> Iterator[httpx.Client]:
    """A client of a server on an empty store, with leave to write."""
    with tempfile.TemporaryDirectory() as scratch:
        store, token = Path(scratch, "store"), Path(scratch, "token")
        Store.open(store, create=True).close()
        token.write_text(TOKEN)
        command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", "--log", "none"]
        command += ["--default-graph", "strict", "--token-file", str(token), "--processes", "2"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            address = next(word for line in process.stderr for word in line.split() if word.startswith("http://"))
            try:
                headers = {"Authorization": f"Bearer {TOKEN}"}
                with httpx.Client(base_url=address.removesuffix("/sparql"), headers=headers, timeout=60) as client:
                    yield client
            finally:
                process.terminate()
                process.communicate()


def iri(path: Path, suite: Path) -> str:
    """The name of a file of the suite, as the tests' relative names have it."""
    return BASE + path.resolve().relative_to(suite.resolve()).as_posix()


def path_of(node: rdflib.term.Node, suite: Path) -> Path:
    """The file that a manifest names."""
    return suite / str(node).removeprefix(BASE)


def emptied(client: httpx.Client) -> None:
    """Take everything away."""
    client.post("/sparql", data={"update": "CLEAR ALL"}).raise_for_status()


def put(client: httpx.Client, file: Path, graph: str | None, name: str) -> None:
    """Put a file into a graph, into the default graph without one."""
    parsed = rdflib.Graph().parse(file, publicID=name, format="turtle" if file.suffix == ".ttl" else None)
    body = parsed.serialize(format="nt").encode()
    params = {"default": ""} if graph is None else {"graph": graph}
    response = client.post("/graphs", params=params, content=body, headers={"Content-Type": "application/n-triples"})
    response.raise_for_status()


def evaluated(client: httpx.Client, manifest: rdflib.Graph, test: rdflib.term.Node, suite: Path) -> None:
    """Load, ask, compare."""
    action = manifest.value(test, MF.action)
    assert action is not None
    emptied(client)
    for node in manifest.objects(action, QT.data):
        put(client, path_of(node, suite), None, str(node))
    for node in manifest.objects(action, QT.graphData):
        if isinstance(node, rdflib.URIRef):
            put(client, path_of(node, suite), str(node), str(node))
        else:
            inner, label = manifest.value(node, QT.graph), manifest.value(node, RDFS.label)
            put(client, path_of(inner or node, suite), str(label or inner), str(label or inner))
    file = path_of(manifest.value(action, QT.query) or action, suite)
    text = f"BASE <{iri(file, suite)}>\n{file.read_text(encoding='utf-8')}"
    result = path_of(manifest.value(test, MF.result) or action, suite)
    accept = "text/csv" if result.suffix == ".csv" else "application/sparql-results+json, application/n-triples"
    response = client.post(
        "/sparql", content=text.encode(), headers={"Content-Type": "application/sparql-query", "Accept": accept}
    )
    if response.status_code != 200:
        raise Failed(f"{response.status_code}: {response.json()['detail']}")
    if result.suffix == ".csv":
        found_rows, expected_rows = rows_of(response.text), rows_of(result.read_text(encoding="utf-8"))
        if found_rows != expected_rows:
            raise Failed(f"another table: {found_rows}")
        return
    expected, found = expected_graph(result, iri(result, suite)), found_graph(response)
    if not isomorphic(found, expected):
        why = "literals in canonical form" if isomorphic(found, as_engine_writes(expected)) else "another answer"
        same = isomorphic(found, in_process(manifest, action, text, suite))
        raise Failed(f"{why}; the engine {'answers' if same else 'does NOT answer'} so in process, too")


def in_process(manifest: rdflib.Graph, action: rdflib.term.Node, text: str, suite: Path) -> rdflib.Graph:
    """What the engine answers without a server, as a graph."""
    store = ox.Store()
    for node in manifest.objects(action, QT.data):
        store.load(path=str(path_of(node, suite)), base_iri=str(node), to_graph=ox.DefaultGraph())
    for node in manifest.objects(action, QT.graphData):
        if isinstance(node, rdflib.URIRef):
            store.load(path=str(path_of(node, suite)), base_iri=str(node), to_graph=ox.NamedNode(str(node)))
    answer = store.query(text)
    if isinstance(answer, ox.QueryTriples):
        return rdflib.Graph().parse(data=ox.serialize(answer, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    return table(answer)


def rows_of(text: str) -> list[list[tuple[str, str]]]:
    """Rows of a CSV table, without their order and that of its columns; blank nodes are all alike."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return sorted(sorted((name, "_:" if value.startswith("_:") else value) for name, value in row.items()) for row in rows)


def expected_graph(file: Path, name: str) -> rdflib.Graph:
    """What is to come out, as a graph."""
    if file.suffix in TABLES:
        return table(ox.parse_query_results(file.read_bytes(), TABLES[file.suffix]))
    graph = rdflib.Graph().parse(file, publicID=name, format="turtle" if file.suffix == ".ttl" else None)
    graph.remove((None, RS["index"], None))
    return graph


def found_graph(response: httpx.Response) -> rdflib.Graph:
    """What has come out, as a graph."""
    if response.headers["content-type"].startswith("application/n-triples"):
        return rdflib.Graph().parse(data=response.text, format="nt")
    return table(ox.parse_query_results(response.content, ox.QueryResultsFormat.JSON))


def table(results: ox.QuerySolutions | ox.QueryBoolean) -> rdflib.Graph:
    """A table in the vocabulary of result sets."""
    triples: list[ox.Triple] = []
    root = ox.BlankNode()

    def say(subject: ox.BlankNode, name: str, value: ox.BlankNode | ox.Literal | ox.NamedNode | ox.Triple) -> None:
        triples.append(ox.Triple(subject, ox.NamedNode(str(RS[name])), value))

    triples.append(ox.Triple(root, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(RS["ResultSet"]))))
    if isinstance(results, ox.QueryBoolean):
        say(root, "boolean", ox.Literal(bool(results)))
    else:
        for variable in results.variables:
            say(root, "resultVariable", ox.Literal(variable.value))
        for row in results:
            solution = ox.BlankNode()
            say(root, "solution", solution)
            for variable, value in zip(results.variables, row, strict=True):
                if value is not None:
                    binding = ox.BlankNode()
                    say(solution, "binding", binding)
                    say(binding, "variable", ox.Literal(variable.value))
                    say(binding, "value", value)
    return rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")


def as_engine_writes(graph: rdflib.Graph) -> rdflib.Graph:
    """The same graph after it has been in the engine's store, which normalizes literals."""
    store = ox.Store()
    store.load(graph.serialize(format="nt").encode(), format=ox.RdfFormat.N_TRIPLES)
    text = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    return rdflib.Graph().parse(data=text, format="nt")


def parsed(client: httpx.Client, manifest: rdflib.Graph, test: rdflib.term.Node, suite: Path, good: bool) -> None:
    """A query is read, or refused."""
    file = path_of(manifest.value(test, MF.action) or test, suite)
    text = f"BASE <{iri(file, suite)}>\n{file.read_text(encoding='utf-8')}"
    response = client.post("/sparql", content=text.encode(), headers={"Content-Type": "application/sparql-query"})
    if (response.status_code == 200) != good:
        raise Failed(f"answered {response.status_code}: {response.text}")


def spoken(client: httpx.Client, manifest: rdflib.Graph, test: rdflib.term.Node, suite: Path) -> None:
    """The requests of a protocol test, one after another."""
    emptied(client)
    for node in manifest.objects(test, UT.graphData):
        file = path_of(manifest.value(node, UT.graph) or node, suite)
        put(client, file, str(manifest.value(node, RDFS.label)), str(manifest.value(node, RDFS.label)))
    requests = manifest.value(manifest.value(test, MF.action), HT.requests)
    assert requests is not None
    for request in Collection(manifest, requests):
        answer = manifest.value(request, HT.resp)
        response = sent(client, manifest, request)
        wanted = {str(status)[-3:] for status in manifest.objects(answer, MF.expectedStatus)}
        if not any(str(response.status_code).startswith(status.rstrip("x")) for status in wanted):
            raise Failed(f"answered {response.status_code}, expected {' or '.join(sorted(wanted))}")
        truth = manifest.value(answer, MF.expectedBoolean)
        if truth is not None and response.json()["boolean"] != truth.toPython():  # type: ignore[attr-defined]
            raise Failed(f"answered {response.text}")
        form = str(manifest.value(answer, MF.expectedFormat) or "")
        kind = response.headers.get("content-type", "")
        tabular = "sparql-results" in kind or "csv" in kind
        if (form in ("boolean", "tabular") and not tabular) or (form == "RDF" and "turtle" not in kind):
            raise Failed(f"answered as {kind}")


def sent(client: httpx.Client, manifest: rdflib.Graph, request: rdflib.term.Node) -> httpx.Response:
    """One request of a protocol test."""
    path = str(manifest.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    body = manifest.value(request, HT.body)
    content = b""
    if body is not None:
        content = str(manifest.value(body, CNT.chars)).encode(str(manifest.value(body, CNT.characterEncoding) or "utf-8"))
    headers = {}
    listed = manifest.value(request, HT.headers)
    for header in Collection(manifest, listed) if listed is not None else ():
        headers[str(manifest.value(header, HT.fieldName))] = str(manifest.value(header, HT.fieldValue))
    return client.request(str(manifest.value(request, HT.methodName)), path, content=content or None, headers=headers)


def run(client: httpx.Client, manifest: rdflib.Graph, test: rdflib.term.Node, suite: Path) -> tuple[str, str]:
    """The kind of a test, and why it fails; nothing where it passes."""
    kind = str(manifest.value(test, RDF.type)).removeprefix(MF)
    name = str(test).rpartition("#")[2]
    try:
        if kind in ("QueryEvaluationTest", "CSVResultFormatTest"):
            evaluated(client, manifest, test, suite)
        elif kind in ("PositiveSyntaxTest11", "NegativeSyntaxTest11"):
            parsed(client, manifest, test, suite, kind.startswith("Positive"))
        elif kind == "ProtocolTest":
            kind = "Protocol, updates" if "update" in name else "Protocol, queries"
            spoken(client, manifest, test, suite)
        else:
            return "", ""
    except Failed as failed:
        return kind, str(failed)
    except (httpx.HTTPError, KeyError, ValueError, SyntaxError) as error:
        return kind, f"{type(error).__name__}: {error}"
    return kind, ""


def main() -> None:
    """Run all and print what failed, and how many passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", type=Path)
    parser.add_argument("--only", default="", help="a word in the names of tests, or a folder")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "w3c.json")
    options = parser.parse_args()
    passed: Counter[str] = Counter()
    failed: dict[str, dict[str, str]] = {}
    with served() as client:
        for room in ROOMS:
            file = options.suite / room / "manifest.ttl"
            manifest = rdflib.Graph().parse(file, publicID=f"{BASE}{room}/manifest.ttl", format="turtle")
            entries = next(manifest.objects(None, MF.entries))
            for test in Collection(manifest, entries):
                if options.only not in f"{room} {test}":
                    continue
                kind, why = run(client, manifest, test, options.suite)
                if kind and why:
                    failed.setdefault(kind, {})[f"{room}/{str(test).rpartition('#')[2]}"] = why
                elif kind:
                    passed[kind] += 1
    for kind, tests in sorted(failed.items()):
        for name, why in tests.items():
            print(f"failed  {kind:<22} {name:<44} {' '.join(why.split())[:150]}")
    print(f"\n{'kind':<24}{'passed':>8}{'failed':>8}")
    for kind in sorted({*passed, *failed}):
        print(f"{kind:<24}{passed[kind]:>8}{len(failed.get(kind, {})):>8}")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps({"passed": passed, "failed": failed}, indent=1) + "\n")
    print(f"written: {options.out}")


if __name__ == "__main__":
    main()
