"""The shapes accept a well-formed graph and name what is wrong in a damaged one."""

from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, SKOS, Graph, Namespace
from rdflib.collection import Collection

from kg import resources

HERE = Path(__file__).parent
BC = Namespace("https://w3id.org/bicoop/ns#")

PREFIXES = """
PREFIX bc: <https://w3id.org/bicoop/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX id: <https://w3id.org/bicoop/id/>
PREFIX fact: <https://w3id.org/bicoop/id/fact/>
PREFIX passage: <https://w3id.org/bicoop/id/passage/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX topic: <https://w3id.org/bicoop/id/topic/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(resources.shapes())


@pytest.fixture(scope="module")
def golden() -> Graph:
    return Graph().parse(HERE / "golden.ttl")


@pytest.fixture(scope="module")
def union(golden: Graph) -> Graph:
    return Graph().parse(resources.ontology()) + golden


@pytest.fixture
def graph(golden: Graph, union: Graph) -> Graph:
    """The golden graph and the topics that it uses, to be damaged; with the whole ontology each check takes twice as long."""
    topics = {above for topic in golden.objects(None, BC.topic) for above in union.transitive_objects(topic, SKOS.broader)}
    copy = Graph() + golden
    for topic in topics:
        copy += union.triples((topic, None, None))
    return copy


def messages(graph: Graph, shapes: Graph) -> dict[str, set[str]]:
    """Of each node that is not well-formed, by local name, what is said of it."""
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
    found: dict[str, set[str]] = {}
    for result in report.objects(None, SH.result):
        node = str(report.value(result, SH.focusNode)).rsplit("/", 1)[1]
        found.setdefault(node, set()).update(str(text) for text in report.objects(result, SH.resultMessage))
    assert conforms == (not found)
    return found


def test_golden_is_well_formed(union: Graph, shapes: Graph) -> None:
    assert messages(union, shapes) == {}


def test_shapes_are_well_formed(golden: Graph, shapes: Graph) -> None:
    """The shapes conform to the shapes of SHACL itself, else pySHACL raises."""
    pyshacl.validate(golden, shacl_graph=shapes, meta_shacl=True)


DATE = "bc:date is at most one"
CONFIDENCE = "exactly one bc:confidence"
TEXT = "exactly one bc:text"


def replaced(node: str, predicate: str, value: str) -> str:
    return f"DELETE {{ {node} {predicate} ?old }} INSERT {{ {node} {predicate} {value} }} WHERE {{ {node} {predicate} ?old }}"


def removed(node: str, predicate: str) -> str:
    return f"DELETE WHERE {{ {node} {predicate} ?old }}"


def added(node: str, predicate: str, value: str) -> str:
    return f"INSERT DATA {{ {node} {predicate} {value} }}"


@pytest.mark.parametrize(
    ("node", "update", "message"),
    [
        # every fact: evidence, confidence, rule
        ("meeting", removed("fact:meeting", "bc:evidence"), "a fact has bc:evidence"),
        ("tenure-1", removed("fact:tenure-1", "bc:evidence"), "a fact has bc:evidence"),
        ("tide-plan", removed("<https://w3id.org/bicoop/id/framework/tide-plan>", "bc:evidence"), "a fact has bc:evidence"),
        ("meeting", replaced("fact:meeting", "bc:evidence", "topic:trade"), "a fact has bc:evidence"),
        ("meeting", replaced("fact:meeting", "bc:confidence", "1.5"), CONFIDENCE),
        ("meeting", replaced("fact:meeting", "bc:confidence", '"-0.1"^^xsd:decimal'), CONFIDENCE),
        ("meeting", replaced("fact:meeting", "bc:confidence", '"high"'), CONFIDENCE),
        ("meeting", added("fact:meeting", "bc:confidence", "0.5"), CONFIDENCE),
        ("statement", removed("fact:statement", "bc:confidence"), CONFIDENCE),
        ("cooperation", removed("fact:cooperation", "bc:rule"), "exactly one bc:rule"),
        ("cooperation", added("fact:cooperation", "bc:rule", '"other"'), "exactly one bc:rule"),
        # dates
        ("meeting", replaced("fact:meeting", "bc:date", '"2031-13-01"^^xsd:date'), DATE),
        ("meeting", replaced("fact:meeting", "bc:date", '"2031-02-30"^^xsd:date'), DATE),
        ("meeting", replaced("fact:meeting", "bc:date", '"2031-13"^^xsd:gYearMonth'), DATE),
        ("meeting", replaced("fact:meeting", "bc:date", '"31"^^xsd:gYear'), DATE),
        ("meeting", replaced("fact:meeting", "bc:date", '"2031-05-14"'), DATE),
        ("meeting", replaced("fact:meeting", "bc:date", '"2031-05"^^xsd:date'), DATE),
        ("meeting", replaced("fact:meeting", "bc:date", '"2031-05-14T00:00:00"^^xsd:dateTime'), DATE),
        ("meeting", added("fact:meeting", "bc:date", '"2031"^^xsd:gYear'), DATE),
        ("tenure-2", replaced("fact:tenure-2", "bc:to", '"last year"^^xsd:gYear'), "bc:to is at most one"),
        # roles
        ("meeting", removed("fact:meeting", "bc:participant"), "a meeting or call has a bc:participant"),
        ("call", removed("fact:call", "bc:participant"), "a meeting or call has a bc:participant"),
        ("visit", "DELETE WHERE { fact:visit bc:visitor ?a ; bc:host ?b }", "a visit has a bc:visitor or a bc:host"),
        ("signing", removed("fact:signing", "bc:instrument"), "a signing has a bc:instrument"),
        ("signing", removed("fact:signing", "bc:participant"), "who is visitor or signatory is participant too"),
        ("conference", removed("fact:conference", "rdfs:label"), "a conference has an rdfs:label"),
        ("statement", removed("fact:statement", "bc:speaker"), "exactly one bc:speaker"),
        ("statement", added("fact:statement", "bc:speaker", "<https://w3id.org/bicoop/id/country/UY>"), "exactly one bc:speaker"),
        (
            "cooperation",
            "DELETE DATA { fact:cooperation bc:party <https://w3id.org/bicoop/id/country/UY> }",
            "two or more of bc:party",
        ),
        (
            "cooperation",
            added("fact:cooperation", "bc:party", "<https://w3id.org/bicoop/id/person/odran-velk>"),
            "two or more of bc:party",
        ),
        ("tenure-1", removed("fact:tenure-1", "bc:holder"), "exactly one bc:holder"),
        ("tenure-1", removed("fact:tenure-1", "bc:post"), "exactly one bc:post"),
        ("tenure-1", removed("fact:tenure-1", "bc:tenureStatus"), "exactly one bc:tenureStatus"),
        ("envoy", "DELETE WHERE { fact:tenure-2 bc:post ?post }", "a post has a country, an organization or a tenure"),
        # closed lists and the scheme
        ("meeting", replaced("fact:meeting", "bc:status", "bc:Happened"), "exactly one bc:status"),
        ("statement", replaced("fact:statement", "bc:stance", "bc:shouts"), "bc:stance is at most one, of the closed scheme"),
        ("statement", replaced("fact:statement", "bc:topic", "topic:alchemy"), "bc:topic leads to a concept"),
        # entities
        ("tide-plan", "DELETE DATA { <https://w3id.org/bicoop/id/framework/tide-plan> a bc:Programme }", "exactly one kind"),
        ("tide-plan", added("<https://w3id.org/bicoop/id/framework/tide-plan>", "a", "bc:Agreement"), "exactly one kind"),
        (
            "tide-plan",
            "DELETE DATA { <https://w3id.org/bicoop/id/framework/tide-plan> a bc:Framework }",
            "bc:Framework is missing",
        ),
        ("meeting", "DELETE DATA { fact:meeting a bc:Event }", "bc:Event is missing"),
        ("mira-solane", removed("<https://w3id.org/bicoop/id/person/mira-solane>", "rdfs:label"), "at least one label"),
        (
            "mira-solane",
            added("<https://w3id.org/bicoop/id/person/mira-solane>", "rdfs:label", '"M. Solane"'),
            "at least one label",
        ),
        ("UY", added("<https://w3id.org/bicoop/id/country/UY>", "rdfs:label", '"Banda Oriental"@en'), "at least one label"),
        ("UY", replaced("<https://w3id.org/bicoop/id/country/UY>", "bc:iso2", '"URY"'), "exactly one bc:iso2"),
        # passages and documents
        ("1", replaced("passage:1", "bc:text", r'"two\nlines"'), TEXT),
        ("1", replaced("passage:1", "bc:text", r'"a line and its end\n"'), TEXT),
        ("1", replaced("passage:1", "bc:text", '"' + "x" * 801 + '"'), TEXT),
        ("1", added("passage:1", "bc:text", '"another"'), TEXT),
        ("1", replaced("passage:1", "bc:start", "57"), "less than its bc:end"),
        ("1", removed("passage:1", "bc:start"), "exactly one bc:start"),
        ("1", removed("passage:1", "bc:end"), "exactly one bc:end"),
        ("1", removed("passage:1", "bc:document"), "exactly one bc:document"),
        ("visit", replaced("<https://w3id.org/bicoop/id/document/visit>", "bc:sha256", '"abc"'), "exactly one bc:sha256"),
        ("visit", removed("<https://w3id.org/bicoop/id/document/visit>", "dcterms:identifier"), "exactly one dcterms:identifier"),
    ],
)
def test_damage_is_named(graph: Graph, shapes: Graph, node: str, update: str, message: str) -> None:
    before = set(graph)
    graph.update(PREFIXES + update)
    assert set(graph) != before, "the damage was not done"
    found = messages(graph, shapes)
    assert any(message in text for text in found.get(node, ())), found


@pytest.mark.parametrize(("path", "kind"), [("status", "EventStatus"), ("tenureStatus", "TenureStatus"), ("stance", "Stance")])
def test_closed_lists_are_those_of_the_ontology(union: Graph, shapes: Graph, path: str, kind: str) -> None:
    lists = [shapes.value(shape, SH["in"]) for shape in shapes.subjects(SH.path, BC[path])]
    assert [set(Collection(shapes, head)) for head in lists] == [set(union.subjects(RDF.type, BC[kind]))]


def test_every_class_of_the_golden_graph_has_a_shape(golden: Graph, shapes: Graph) -> None:
    assert set(golden.objects(None, RDF.type)) <= set(shapes.objects(None, SH.targetClass))
