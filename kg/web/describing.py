"""The server and its data described in their own terms: SPARQL 1.1 Service Description, VoID.

Sources: https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/
"""

from collections.abc import Iterator
from functools import lru_cache

import pyoxigraph as ox

from kg.graph.engine import PREFIXES
from kg.graph.search.functions import FUNCTIONS
from kg.graph.store import Store
from kg.graph.terms import RDF, XSD
from kg.web.answers import Answer
from kg.web.querying import GRAPHS, TABLES, triples

__all__ = ["description", "void"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}
_PARTITIONS = 1000
_COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { { SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } } }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { GRAPH ?g { ?s a ?c } }",
    "documents": "SELECT (COUNT(DISTINCT ?d) AS ?n) WHERE { GRAPH ?g { ?d a bc:Document } }",
}
_CLASSES = f"""SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE {{ GRAPH ?g {{ ?s a ?c }} FILTER(ISIRI(?c)) }}
GROUP BY ?c ORDER BY ?c LIMIT {_PARTITIONS}"""
_PROPERTIES = f"""SELECT ?p (COUNT(*) AS ?n) WHERE {{ {{ SELECT DISTINCT ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} }} }}
GROUP BY ?p ORDER BY ?p LIMIT {_PARTITIONS}"""


def description(store: Store, accept: str, url: str, default: str) -> Answer:
    """What the endpoint understands and gives, and which dataset it is about."""
    return triples(_described(store, url, default), accept, _PARTITIONS)


def void(store: Store, accept: str, url: str) -> Answer:
    """What the data are: sizes, vocabularies, classes and properties with their numbers."""
    return triples(_void(store, url, store.snapshot), accept, 10 * _PARTITIONS)  # another state has other numbers


def _described(store: Store, url: str, default: str) -> Iterator[ox.Triple]:
    service, dataset, graph = ox.NamedNode(f"{url}/sparql"), ox.NamedNode(_about(url)), ox.BlankNode("default")
    yield _typed(service, "Service")
    yield ox.Triple(service, _sd("endpoint"), service)
    for language in ("SPARQL11Query",):
        yield ox.Triple(service, _sd("supportedLanguage"), _sd(language))
    for function in sorted(FUNCTIONS, key=str):
        yield ox.Triple(service, _sd("extensionFunction"), function)
    if default == "union":
        yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for media_type in (*TABLES, *GRAPHS):
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + _FORMAT_NAMES[media_type]))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield _typed(dataset, "Dataset")
    yield ox.Triple(dataset, _sd("defaultGraph"), graph)
    yield _typed(graph, "Graph")
    found = store.stream("SELECT DISTINCT ?g WHERE { GRAPH ?g { } } ORDER BY ?g LIMIT 200", "strict")
    assert isinstance(found, ox.QuerySolutions)
    for (name,) in found:
        named = ox.BlankNode()
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield _typed(named, "NamedGraph")
        yield ox.Triple(named, _sd("name"), name)


@lru_cache(maxsize=1)
def _void(store: Store, url: str, _: str) -> tuple[ox.Triple, ...]:
    return tuple(_counted(store, url))


def _counted(store: Store, url: str) -> Iterator[ox.Triple]:
    dataset = ox.NamedNode(_about(url))
    yield ox.Triple(dataset, RDF("type"), _v("Dataset"))
    yield ox.Triple(dataset, _v("sparqlEndpoint"), ox.NamedNode(f"{url}/sparql"))
    yield ox.Triple(dataset, _v("dataDump"), ox.NamedNode(f"{url}/graphs"))
    yield ox.Triple(dataset, _v("uriSpace"), ox.Literal(store.settings.base))
    for name in sorted(PREFIXES):
        yield ox.Triple(dataset, _v("vocabulary"), ox.NamedNode(PREFIXES[name]))
    for name, query in _COUNTS.items():
        ((number,),) = store.query(query).rows
        yield ox.Triple(dataset, _v(name), _number(number))
    for part, key, count, query in (
        ("classPartition", "class", "entities", _CLASSES),
        ("propertyPartition", "property", "triples", _PROPERTIES),
    ):
        for about, number in store.query(query).rows:
            partition = ox.BlankNode()
            yield ox.Triple(dataset, _v(part), partition)
            yield ox.Triple(partition, _v(key), about)  # type: ignore[arg-type]
            yield ox.Triple(partition, _v(count), _number(number))


def _number(term: object) -> ox.Literal:
    return ox.Literal(getattr(term, "value", "0"), datatype=XSD("integer"))


def _about(url: str) -> str:
    return f"{url}/.well-known/void#dataset"


def _typed(subject: ox.NamedNode | ox.BlankNode, name: str) -> ox.Triple:
    return ox.Triple(subject, RDF("type"), _sd(name))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _v(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)
