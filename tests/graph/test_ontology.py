"""The ontology defines every term, agrees with its table of topics, and contradicts neither itself nor a well-formed graph."""

import csv
import re
from itertools import combinations
from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from kg import resources

HERE = Path(__file__).parent
BC = Namespace("https://w3id.org/bicoop/ns#")
ID = Namespace("https://w3id.org/bicoop/id/")
ERROR = Namespace("http://www.daml.org/2002/03/agents/agent-ont#")

with (HERE / "terms.csv").open(encoding="utf-8", newline="") as lines:
    TERMS = [(row["term"], row["kind"]) for row in csv.DictReader(lines)]


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(resources.ontology())


@pytest.fixture(scope="module")
def golden() -> Graph:
    return Graph().parse(HERE / "golden.ttl")


def languages(graph: Graph, node: URIRef, predicate: URIRef) -> list[str | None]:
    return sorted(text.language for text in graph.objects(node, predicate) if isinstance(text, Literal) and str(text).strip())


def defined(graph: Graph) -> set[URIRef]:
    """Every bc: term, the cells of lists left out."""
    return {s for s in graph.subjects(unique=True) if s in BC and not s.startswith(BC["list-"])}


@pytest.mark.parametrize(("name", "kind"), TERMS)
def test_term_of_the_vocabulary_is_defined(ontology: Graph, name: str, kind: str) -> None:
    namespace = OWL if kind in {"Class", "ObjectProperty", "DatatypeProperty"} else BC
    assert (BC[name], RDF.type, URIRef(namespace + kind)) in ontology


def test_every_term_has_one_label_and_comment_in_english_and_french(ontology: Graph) -> None:
    wrong = [
        (term, predicate)
        for term in sorted(defined(ontology))
        for predicate in (RDFS.label, RDFS.comment)
        if languages(ontology, term, predicate) != ["en", "fr"]
    ]
    assert not wrong


def test_every_property_has_one_domain_and_range(ontology: Graph) -> None:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    properties = {p for kind in kinds for p in ontology.subjects(RDF.type, kind)}
    assert len(properties) > 40
    wrong = [p for p in properties for end in (RDFS.domain, RDFS.range) if len(list(ontology.objects(p, end))) != 1]
    assert not wrong


def test_every_bc_term_used_is_defined(ontology: Graph, golden: Graph) -> None:
    shapes = Graph().parse(resources.shapes())
    used = {
        node
        for graph in (ontology, golden, shapes)
        for triple in graph
        for node in triple
        if isinstance(node, URIRef) and node in BC
    }
    assert {node for node in used if not node.startswith(BC["list-"])} <= defined(ontology)


def test_there_is_no_blank_node(ontology: Graph) -> None:
    assert not [triple for triple in ontology if any(isinstance(node, BNode) for node in triple)]


def test_lists_end_and_hold_no_member_twice(ontology: Graph) -> None:
    heads = [*ontology.objects(None, OWL.unionOf), *ontology.objects(None, OWL.members)]
    for head in heads:
        members = list(Collection(ontology, head))
        assert len(members) == len(set(members)) >= 2, head
    cells = sum(len(Collection(ontology, head)) for head in heads)
    assert cells == len(list(ontology.triples((None, RDF.first, None)))), "a cell belongs to no list, or to two"


def test_topics_are_those_of_the_table(ontology: Graph) -> None:
    rows = {
        (row.cells[0], row.cells[1] or None, row.cells[2], row.cells[3])
        for row in resources.table("world/topics.tsv", ("id", "broader", "label_en", "label_fr"))
    }
    concepts = set()
    for topic in ontology.subjects(RDF.type, BC.Topic):
        labels = {label.language: str(label) for label in ontology.objects(topic, SKOS.prefLabel)}
        broader = ontology.value(topic, SKOS.broader, any=False)
        notation = str(ontology.value(topic, SKOS.notation, any=False))
        assert topic == ID["topic/" + notation]
        assert (topic, RDF.type, SKOS.Concept) in ontology
        assert (topic, SKOS.inScheme, BC.TopicScheme) in ontology
        assert ((topic, SKOS.topConceptOf, BC.TopicScheme) in ontology) == (broader is None)
        concepts.add((notation, broader and broader.removeprefix(ID["topic/"]), labels.pop("en"), labels.pop("fr")))
        assert not labels
    assert concepts == rows


def test_broader_leads_to_a_top_topic(ontology: Graph) -> None:
    for topic in ontology.subjects(RDF.type, BC.Topic):
        assert any((up, SKOS.topConceptOf, BC.TopicScheme) in ontology for up in ontology.transitive_objects(topic, SKOS.broader))
        assert (topic, SKOS.broader / (SKOS.broader * "*"), topic) not in ontology, f"{topic} is broader than itself"


def test_stances_form_one_scheme(ontology: Graph) -> None:
    stances = set(ontology.subjects(RDF.type, BC.Stance))
    assert (
        stances
        == {BC[name] for name, kind in TERMS if kind == "Stance"}
        == set(ontology.subjects(SKOS.inScheme, BC.StanceScheme))
    )
    assert all(languages(ontology, stance, SKOS.prefLabel) == ["en", "fr"] for stance in stances)
    assert all(BC[str(ontology.value(stance, SKOS.notation))] == stance for stance in stances)


def test_visitor_and_signatory_are_participants(ontology: Graph) -> None:
    assert set(ontology.subjects(RDFS.subPropertyOf, BC.participant)) == {BC.visitor, BC.signatory}


def disjoint_pairs(ontology: Graph) -> set[tuple[URIRef, URIRef]]:
    sets = [Collection(ontology, ontology.value(s, OWL.members)) for s in ontology.subjects(RDF.type, OWL.AllDisjointClasses)]
    return {pair for members in sets for pair in combinations(members, 2)}


def main_classes(ontology: Graph) -> set[URIRef]:
    """Classes whose instances stand in a graph: all but the helper classes of unions."""
    return set(ontology.subjects(RDF.type, OWL.Class)) - set(ontology.subjects(OWL.unionOf))


def test_classes_are_pairwise_disjoint_unless_one_is_above_the_other(ontology: Graph) -> None:
    declared = {frozenset(pair) for pair in disjoint_pairs(ontology)}
    for pair in combinations(main_classes(ontology), 2):
        lines = [[c, *(up for up in ontology.transitive_objects(c, RDFS.subClassOf) if up in BC and up != c)] for c in pair]
        apart = any(frozenset((a, b)) in declared for a in lines[0] for b in lines[1])
        related = pair[0] in lines[1] or pair[1] in lines[0]
        assert apart != related, pair


def reason(*graphs: Graph, axioms: bool = False) -> tuple[Graph, list[str]]:
    """The OWL RL closure and the contradictions found in it; `axioms` adds those of RDF and of datatypes (three times as slow).

    Without owlrl's own datatypes, which it would leave behind in rdflib for all later tests.
    """
    closure = Graph()
    for graph in graphs:
        closure += graph
    semantics = owlrl.OWLRL_Semantics
    owlrl.DeductiveClosure(semantics, axiomatic_triples=axioms, datatype_axioms=axioms, improved_datatypes=False).expand(closure)
    return closure, sorted(str(text) for text in closure.objects(None, ERROR.error))


def test_golden_uses_every_class_and_property(ontology: Graph, golden: Graph) -> None:
    properties = {p for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for p in ontology.subjects(RDF.type, kind)}
    assert not properties - set(golden.predicates())
    both = golden + ontology
    assert not {c for c in main_classes(ontology) if (None, RDF.type, c) not in both}


def test_golden_contradicts_nothing(ontology: Graph, golden: Graph) -> None:
    closure, errors = reason(ontology, golden, Graph().parse(HERE / "aligned.ttl"), axioms=True)
    assert not errors
    both = [(n, a, b) for a, b in disjoint_pairs(ontology) for n in closure.subjects(RDF.type, a) if (n, RDF.type, b) in closure]
    assert not both
    main = main_classes(ontology)
    for node in golden.subjects(unique=True):
        told, entailed = ({c for c in g.objects(node, RDF.type) if c in main} for g in (golden, closure))
        assert entailed == told, f"{node}: domains, ranges and superclasses entail what the graph does not say"
    assert (ID["person/odran-velk"], RDF.type, BC.Agent) in closure
    assert (ID["framework/tide-plan"], RDF.type, BC.Fact) in closure


@pytest.mark.parametrize(
    ("triple", "message"),
    [
        ((ID["fact/visit"], BC.host, ID["person/mira-solane"]), "Country.*Person"),
        ((ID["framework/tide-plan"], RDF.type, BC.Agreement), "Agreement.*Programme"),
        ((ID["fact/meeting"], BC.visitor, ID["person/mira-solane"]), "Meeting.*Visit"),
        ((ID["fact/statement"], BC.speaker, ID["country/UY"]), "Country.*Person"),
        ((ID["person/mira-solane"], BC.met, ID["person/mira-solane"]), "Irreflexive.*met"),
    ],
)
def test_planted_contradiction_is_found(
    ontology: Graph, golden: Graph, triple: tuple[URIRef, URIRef, URIRef], message: str
) -> None:
    assert triple not in golden
    _, errors = reason(ontology, golden, Graph().add(triple))
    assert any(re.search(message, error) for error in errors), errors
