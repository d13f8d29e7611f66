"""Facts become the quads that the vocabulary asks for, and bad facts become none."""

import time
from dataclasses import replace

import pyoxigraph as ox
import pytest
from facts import at, call, lettre, talks
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import GraphError
from kg.graph.dataset import date_literal, document_quads, passages
from kg.graph.names import Names, document_iri, part
from kg.graph.terms import BC, DCTERMS, ID, RDF, SKOS, XSD
from kg.model import Document, DocumentFacts, DocumentId, EntityId, PartialDate, Span
from kg.settings import Settings


def about(facts: DocumentFacts, subject: str) -> dict[str, set[str]]:
    """Property (local name) to values of a thing of the document, as short as they can be read."""
    found: dict[str, set[str]] = {}
    for quad in document_quads(facts):
        assert quad.graph_name == document_iri(facts.document.id)
        if quad.subject == ID(subject):
            value = str(quad.object).replace(ID.iri, "").replace(BC.iri, "bc:").replace(XSD.iri, "xsd:")
            found.setdefault(quad.predicate.value.replace("/", "#").rpartition("#")[2], set()).add(value)
    return found


DOC = "news%2Ftalks%20in%20Helsinki"


def test_document() -> None:
    assert about(talks(), f"document/{DOC}") == {
        "type": {"<bc:Document>"},
        "identifier": {'"news/talks in Helsinki"'},
        "title": {'"Talks"@en'},
        "source": {'"https://example.org/talks"'},
        "issued": {'"2024-03-04"^^<xsd:date>'},
        "language": {'"en"'},
        "sha256": {f'"{talks().document.sha256}"'},
    }


def test_person_has_the_names_and_the_country_that_the_document_tells() -> None:
    assert about(talks(), f"person/{DOC}/aino-halla") == {
        "type": {"<bc:Person>"},
        "name": {'"Aino Halla"@en'},
        "altLabel": {'"Aino Halla"@en', '"Halla"@en'},
        "country": {"<country/FI>"},
        "countryReason": {'"own-words"'},
    }
    assert "country" not in about(talks(), f"person/{DOC}/tove-rask")


def test_meeting() -> None:
    assert about(talks(), f"meeting/{DOC}/1") == {
        "type": {"<bc:Meeting>", "<bc:Event>"},
        "participant": {f"<person/{DOC}/aino-halla>", f"<person/{DOC}/bruno-quispe>"},
        "place": {"<place/helsinki.FI>"},
        "date": {'"2024-03-03"^^<xsd:date>'},
        "topic": {"<topic/migration>"},
        "framework": {f"<framework/{DOC}/joint-dialogue>"},
        "status": {"<bc:Held>"},
        "evidence": {f"<passage/{DOC}/0-110>", f"<passage/{DOC}/111-182>"},
        "confidence": {'"0.95"^^<xsd:decimal>'},
        "rule": {'"meeting.met"'},
    }


def test_participant_stands_beside_visitor_and_signatory() -> None:
    visit = about(talks(), f"visit/{DOC}/1")
    assert visit["visitor"] == visit["participant"] == {f"<person/{DOC}/aino-halla>"}
    assert visit["host"] == {"<country/CL>"}
    signing = about(talks(), f"signing/{DOC}/1")
    assert signing["signatory"] == signing["participant"] == {"<country/FI>", "<country/CL>"}
    assert signing["instrument"] == {f"<framework/{DOC}/memorandum>"}


def test_framework_is_entity_and_fact() -> None:
    assert about(talks(), f"framework/{DOC}/joint-dialogue") == {
        "type": {"<bc:Mechanism>", "<bc:Framework>"},
        "name": {'"Finland-Chile Joint Dialogue"@en'},
        "altLabel": {'"Finland-Chile Joint Dialogue"@en', '"FCJD"@en'},
        "party": {"<country/FI>", "<country/CL>"},
        "topic": {"<topic/migration>"},
        "evidence": {f"<passage/{DOC}/111-182>"},
        "confidence": {'"0.9"^^<xsd:decimal>'},
        "rule": {'"framework.named"'},
    }


def test_tenure_and_statement() -> None:
    tenure = about(talks(), f"tenure/{DOC}/aino-halla--foreign-minister-FI")
    assert tenure["tenureStatus"] == {"<bc:Current>"}
    assert tenure["asOf"] == {'"2024-03-04"^^<xsd:date>'}
    assert tenure["confidence"] == {'"1"^^<xsd:decimal>'}
    assert about(talks(), f"statement/{DOC}/1")["quote"] == {'"cyberspace has no borders"'}
    assert about(lettre(), "statement/lettre/1")["stance"] == {"<bc:welcomes>"}


def test_two_tenures_of_the_same_two_are_two_nodes() -> None:
    facts = talks()
    twice = replace(facts, tenures=(*facts.tenures, replace(facts.tenures[0], start=PartialDate(2020))))
    assert about(twice, f"tenure/{DOC}/aino-halla--foreign-minister-FI/2")["from"] == {'"2020"^^<xsd:gYear>'}
    assert "from" not in about(twice, f"tenure/{DOC}/aino-halla--foreign-minister-FI")


def test_passage() -> None:
    words = "Finland and Chile cooperate on cybersecurity."
    start, end = at(talks().document.text, words)
    assert about(talks(), f"passage/{DOC}/{start}-{end}") == {
        "type": {"<bc:Passage>"},
        "document": {f"<document/{DOC}>"},
        "start": {f'"{start}"^^<xsd:integer>'},
        "end": {f'"{end}"^^<xsd:integer>'},
        "text": {f'"{words}"'},
    }


def test_shared_and_scoped_names() -> None:
    names = Names(lettre())
    assert names.entity(EntityId("organization/un")) == ID("organization/un")
    assert names.entity(EntityId("place/santiago")) == ID("place/lettre/santiago")
    assert names.entity(EntityId("country/CL")) == ID("country/CL")
    assert names.entity(EntityId("conference/1")) == ID("conference/lettre/1")


def test_no_blank_node_and_another_base() -> None:
    quads = list(document_quads(talks(), Settings("https://example.org/things/")))
    assert not [quad for quad in quads if any(isinstance(term, ox.BlankNode) for term in quad)]
    assert not [quad for quad in quads if ID.iri in str(quad)]


@pytest.mark.parametrize(
    ("told", "kind"),
    [(PartialDate(2024), "gYear"), (PartialDate(2024, 2), "gYearMonth"), (PartialDate(2024, 2, 29), "date")],
)
def test_dates_are_typed_by_precision(told: PartialDate, kind: str) -> None:
    assert date_literal(told) == ox.Literal(str(told), datatype=XSD(kind))


@pytest.mark.parametrize("told", [(2024, 13), (2023, 2, 29), (0,), (2024, 0), (2024, None, 3), (12024,)])
def test_a_date_that_does_not_exist_is_refused(told: tuple[int, ...]) -> None:
    facts = call()
    wrong = replace(facts, events=(replace(facts.events[0], date=PartialDate(*told)),))
    with pytest.raises(GraphError, match=r"call: \S+call/1 has a date that does not exist"):
        list(document_quads(wrong))


@pytest.mark.parametrize(
    ("span", "message"), [((0, 9999), "outside"), ((5, 5), "outside"), ((-3, 4), "outside"), ((50, 70), "line break")]
)
def test_a_passage_that_is_none_is_refused(span: tuple[int, int], message: str) -> None:
    with pytest.raises(GraphError, match=f"call: .*{message}"):
        passages(call().document, (Span(*span),))


def test_a_fact_about_nothing_is_refused() -> None:
    facts = call()
    wrong = replace(facts, events=(replace(facts.events[0], participants=(EntityId("person/nobody"),)),))
    with pytest.raises(GraphError, match=r"call: .*person/nobody"):
        list(document_quads(wrong))


ODD = ["a b/ç?#%2F", "..", ".", '<x>"{}|^`\\', "عمل/٢", "e\u0301", "\u00e9", "\U0001f54a", "a\nb", "%", "a+b", "a%20b"]


@pytest.mark.parametrize("identifier", ODD)
def test_any_identifier_names_a_document(identifier: str) -> None:
    facts = DocumentFacts(document=Document(DocumentId(identifier), "x", "en"))
    store = ox.Store()
    store.extend(document_quads(facts))
    again = ox.Store()
    again.load(store.dump(format=ox.RdfFormat.N_QUADS), ox.RdfFormat.N_QUADS)
    assert set(again) == set(store)
    kept = next(again.quads_for_pattern(document_iri(DocumentId(identifier)), DCTERMS("identifier"), None))
    assert kept.object == ox.Literal(identifier)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2, unique=True))
def test_two_keys_never_share_a_segment(keys: list[str]) -> None:
    one, other = (part(key) for key in keys)
    assert one != other
    assert "/" not in one + other
    assert (one + other).isascii()


def test_a_document_takes_under_five_milliseconds() -> None:
    facts = talks()
    list(document_quads(facts))
    best = min(_timed(facts) for _ in range(5))
    assert best < 0.005


def _timed(facts: DocumentFacts) -> float:
    start = time.perf_counter()
    for _ in document_quads(facts):
        pass
    return time.perf_counter() - start


def test_types_and_names_of_every_entity_stand_in_the_documents_graph() -> None:
    typed = {quad.subject for quad in document_quads(lettre()) if quad.predicate == RDF("type")}
    named = {quad.subject for quad in document_quads(lettre()) if quad.predicate == SKOS("altLabel")}
    assert {ID("country/CL"), ID("organization/un"), ID("place/lettre/santiago")} <= typed
    assert named <= typed
