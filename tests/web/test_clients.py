"""Clients of others against a running server get what the store itself answers."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from kg.graph import queries
from kg.graph.engine import PREFIXES
from kg.graph.store import Store

PEERS = Path(__file__).resolve().parents[1] / "peers"
STRING = "http://www.w3.org/2001/XMLSchema#string"
LINES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
QUERIES = {
    "names in every language": "SELECT ?thing ?label { ?thing a bc:Country ; rdfs:label ?label } ORDER BY ?thing ?label LIMIT 40",
    "numbers, dates, what is unbound": """SELECT ?fact ?confidence ?date ?place { ?fact bc:confidence ?confidence
        OPTIONAL { ?fact bc:date ?date } OPTIONAL { ?fact bc:place ?place } } ORDER BY ?fact ?confidence ?date""",
    "words with signs of every kind": "SELECT ?passage ?text { ?passage bc:text ?text } ORDER BY ?passage",
    "which document says it": """SELECT ?graph (COUNT(DISTINCT ?fact) AS ?facts) { GRAPH ?graph { ?fact bc:evidence ?passage } }
        GROUP BY ?graph ORDER BY ?graph""",
    "nothing": "SELECT ?nothing { ?nothing a bc:Nothing }",
}
CONSTRUCT = "CONSTRUCT { ?fact bc:rule ?rule } WHERE { ?fact a bc:Event ; bc:rule ?rule }"

Cell = tuple[str, str, str, str]
Rows = list[dict[str, Cell]]


@pytest.fixture(scope="module")
def store(directory: Path) -> Iterator[Store]:
    with Store.load(directory) as store:
        yield store


@pytest.fixture(params=QUERIES.values(), ids=QUERIES.keys())
def query(request: pytest.FixtureRequest) -> str:
    return LINES + str(request.param)


def of_json(bindings: list[dict[str, dict[str, str]]]) -> Rows:
    return [{name: cell(told) for name, told in row.items()} for row in bindings]


def cell(told: Mapping[str, str]) -> Cell:
    """Kind, value, language and datatype, which is xsd:string where none is told."""
    if told["type"] == "uri":
        return "uri", told["value"], "", ""
    language = told.get("xml:lang", "")
    return "literal", told["value"], language, "" if language else told.get("datatype", STRING)


def expected(store: Store, query: str) -> Rows:
    result = store.query(query)
    return [
        {name: of_engine(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
        for row in result.rows
    ]


def of_engine(term: Any) -> Cell:
    if isinstance(term, ox.Literal):
        return "literal", term.value, term.language or "", "" if term.language else term.datatype.value
    assert isinstance(term, ox.NamedNode)
    return "uri", term.value, "", ""


def of_rdflib(term: Any) -> Cell:
    if isinstance(term, rdflib.Literal):
        return "literal", str(term), term.language or "", "" if term.language else str(term.datatype or STRING)
    assert isinstance(term, rdflib.URIRef)
    return "uri", str(term), "", ""


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(command: list[str], missing: tuple[str, ...]) -> bytes:
    """Standard output of a program; skips where it says that something it needs is missing."""
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    wrong = done.stderr.decode("utf-8", "replace")
    if any(each in wrong for each in missing):
        pytest.skip(f"{command[0]} lacks what it needs: say `make peers`")
    assert done.returncode == 0, wrong[-2000:]
    return done.stdout


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(server: str, store: Store, query: str, method: str) -> None:
    client = SPARQLWrapper(f"{server}/sparql", returnFormat=JSON)
    client.setMethod(method)
    client.setQuery(query)
    answer = client.query().convert()
    assert isinstance(answer, dict)
    assert of_json(answer["results"]["bindings"]) == expected(store, query)


def test_sparqlwrapper_asks_and_constructs(server: str, store: Store) -> None:
    client = SPARQLWrapper(f"{server}/sparql", returnFormat=JSON)
    client.setQuery("ASK {}")
    asked = client.query().convert()
    assert isinstance(asked, dict)
    assert asked["boolean"] is True
    client.setReturnFormat(TURTLE)
    client.setQuery(LINES + CONSTRUCT)
    turtle = client.query().convert()
    assert isinstance(turtle, bytes)
    found = {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    assert found == set(store.query(CONSTRUCT).triples) != set()


@pytest.mark.parametrize("form", ["xml", "json"])
def test_rdflib(server: str, store: Store, query: str, form: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server}/sparql", returnFormat=form))
    rows = [
        {str(name): of_rdflib(term) for name, term in row.asdict().items()}  # type: ignore[union-attr]
        for row in graph.query(query)
    ]
    assert rows == expected(store, query)


def test_rdflib_constructs_and_walks(server: str, store: Store) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server}/sparql"))
    made = graph.query(LINES + CONSTRUCT).graph
    assert made is not None
    triples = {(str(triple.subject.value), triple.object.value) for triple in store.query(CONSTRUCT).triples}  # type: ignore[union-attr]
    assert {(str(subject), str(value)) for subject, _, value in made} == triples
    meeting = rdflib.URIRef("https://w3id.org/bicoop/ns#Meeting")
    found = {str(subject) for subject in graph.subjects(rdflib.RDF.type, meeting)}
    assert found == {row[0].value for row in store.query("SELECT ?m { ?m a bc:Meeting }").rows} != set()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
    ],
)
@pytest.mark.parametrize("sent", [["--get"], []], ids=["GET", "POST"])
def test_curl(server: str, store: Store, query: str, form: str, media_type: str, sent: list[str]) -> None:
    command = [program("curl"), "--silent", "--fail", *sent, "--header", f"Accept: {media_type}"]
    answered = run([*command, "--data-urlencode", f"query={query}", f"{server}/sparql"], ())
    assert answered == store.query(query).serialize(form)


def test_curl_asks_by_name_and_follows_an_iri(server: str, store: Store) -> None:
    curl = [program("curl"), "--silent", "--fail", "--location"]
    listed = run([*curl, f"{server}/q/documents?format=csv"], ())
    assert listed == queries.run(store, "documents").serialize("csv")
    turtle = run([*curl, "--header", "Accept: text/turtle", f"{server}/id/country/MA"], ())
    label = ox.Triple(
        ox.NamedNode("https://w3id.org/bicoop/id/country/MA"),
        ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
        ox.Literal("Maroc", language="fr"),
    )
    assert label in {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


def test_perl(server: str, store: Store, query: str) -> None:
    """RDF::Query::Client, which asks for XML."""
    told = run([program("perl"), str(PEERS / "ask.pl"), f"{server}/sparql", query], ("Can't locate",))
    assert of_json(json.loads(told)) == expected(store, query)


@pytest.fixture
def page(server: str, tmp_path: Path) -> Iterator[str]:
    """A page with YASGUI on another origin than the server."""
    build = PEERS / "node_modules" / "@zazuko" / "yasgui" / "build"
    if not build.is_dir():
        pytest.skip("the npm packages of tests/peers are not installed: say `make peers`")
    for name in ("yasgui.min.js", "yasgui.min.css"):
        (tmp_path / name).write_bytes((build / name).read_bytes())
    (tmp_path / "index.html").write_text(
        f"""<!DOCTYPE html><meta charset="utf-8"><link rel="stylesheet" href="yasgui.min.css"><div id="yasgui"></div>
        <script src="yasgui.min.js"></script>
        <script>window.yasgui = new Yasgui(document.getElementById("yasgui"), {{
          requestConfig: {{ endpoint: "{server}/sparql" }}, copyEndpointOnNewTab: false, persistenceId: null }});</script>""",
        encoding="utf-8",
    )

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as pages:
        thread = threading.Thread(target=pages.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{pages.server_address[1]}/index.html"
        finally:
            pages.shutdown()
            thread.join()


def test_yasgui_in_a_browser(page: str, store: Store) -> None:
    query = LINES + QUERIES["names in every language"]
    command = [program("node"), str(PEERS / "yasgui.mjs"), page, query, program("chromium")]
    told = json.loads(run(command, ("ERR_MODULE_NOT_FOUND",)))
    assert told["errors"] == []
    assert of_json(told["bindings"]) == expected(store, query)
    assert told["drawn"] > 0
