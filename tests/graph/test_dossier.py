"""What is told of a thing: in a language, page by page, and as statements."""

import pyoxigraph as ox
import pytest

from kg.graph.description import description
from kg.graph.dossier import Filler, Page, dossier
from kg.graph.lookup import find, known
from kg.graph.store import Store
from kg.graph.terms import term

BASE = "https://w3id.org/bicoop/id/"
HALLA = "person/news%2Ftalks%20in%20Helsinki/aino-halla"


def fillers(graph: Store, name: str, role: str, language: str = "en") -> set[Filler]:
    told = dossier(graph, (find(graph, name),), language)
    facts = [fact for section in told.sections for fact in section.facts]
    return {filler for fact in facts for each in fact.roles if each.name == role for filler in each.fillers}


def test_what_fills_a_role_is_a_thing_or_a_value(graph: Store) -> None:
    assert Filler("Chile", f"{BASE}country/CL") in fillers(graph, HALLA, "host")
    assert Filler("2024-03-03") in fillers(graph, HALLA, "date")


def test_labels_are_in_the_language_asked_for(graph: Store) -> None:
    assert Filler("Chili", f"{BASE}country/CL") in fillers(graph, HALLA, "host", "fr")
    assert Filler("Chile", f"{BASE}country/CL") in fillers(graph, HALLA, "host", "pt"), "else in English"


def test_what_has_no_label_is_told_by_kind_and_key(collection: Store) -> None:
    rows = collection.query("SELECT ?visit ?event WHERE { ?visit bc:occasion ?event } ORDER BY ?visit").rows
    for visit, event in rows:
        (section,) = dossier(collection, (known(collection, visit.value),)).sections
        shown = {filler.iri: filler.label for fact in section.facts for role in fact.roles for filler in role.fillers}
        assert shown.get(event.value, "").startswith(event.value.removeprefix(BASE).partition("/")[0])


def test_a_page_has_the_newest_and_says_how_many_there_are(graph: Store) -> None:
    country = (find(graph, "FI"),)
    whole = {section.title: section for section in dossier(graph, country).sections}
    assert all(section.total == len(section.facts) for section in whole.values())
    page = dossier(graph, country, page=Page(1))
    assert {section.title: (len(section.facts), section.total) for section in page.sections} == {
        title: (1, section.total) for title, section in whole.items()
    }
    title = max(whole, key=lambda each: whole[each].total)
    one_by_one = [dossier(graph, country, page=Page(1, title, number)) for number in range(whole[title].total)]
    found = [fact for each in one_by_one for section in each.sections for fact in section.facts]
    assert {fact.iri for fact in found} == {fact.iri for fact in whole[title].facts}
    dates = [max(fact.dates, default="") for fact in found]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize(
    ("key", "language", "kind", "label"),
    [
        ("country/CL", "fr", "Country", "Chili"),
        ("country/CL", "xx", "Country", "Chile"),
        ("topic/migration", "en", "Topic", "migration"),
        ("document/lettre", "en", "Document", ""),
    ],
)
def test_whatever_the_graph_knows_is_a_thing(graph: Store, key: str, language: str, kind: str, label: str) -> None:
    thing = known(graph, BASE + key, language)
    assert thing is not None
    assert (thing.kind, thing.label) == (kind, label)


def test_what_the_graph_does_not_know_is_none(graph: Store) -> None:
    assert known(graph, f"{BASE}person/nobody") is None


def test_a_description_goes_both_ways_and_keeps_its_graphs(collection: Store) -> None:
    node = ox.NamedNode(find(collection, "Aino Halla").iri)
    quads = list(description(collection, node, 1000))
    assert all(node in (quad.subject, quad.object) for quad in quads)
    assert {quad.subject == node for quad in quads} == {True, False}
    assert set(quads) <= set(collection.quads())
    assert quads == list(description(collection, node, 1000))
    assert len(list(description(collection, node, 3))) == 3


def test_a_fact_is_described_with_its_passages(graph: Store) -> None:
    (fact,) = graph.query("SELECT ?fact { ?fact a bc:Visit } ORDER BY ?fact LIMIT 1").rows[0]
    assert isinstance(fact, ox.NamedNode)
    assert term("text") in {quad.predicate for quad in description(graph, fact, 1000)}


def test_a_document_is_described_by_all_that_it_says(graph: Store) -> None:
    document = next(each.iri for each in graph.documents() if each.id == "lettre")
    assert set(description(graph, document, 10_000)) == {quad for quad in graph.quads() if quad.graph_name == document}


def test_a_part_of_an_answer_and_how_long_the_whole_is(graph: Store) -> None:
    whole = graph.query('SELECT ?x ("a, \\"b\\"" AS ?y) { ?x a bc:Topic } ORDER BY ?x')
    part, total = whole.part(2, 3)
    assert total == len(whole.rows) > 5
    assert part.rows == whole.rows[2:5]
    assert part.variables == ("x", "y")
    assert part.serialize("csv").decode().splitlines()[1:] == whole.serialize("csv").decode().splitlines()[3:6]
    assert whole.part(total, 3)[0].rows == ()
