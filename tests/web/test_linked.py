"""Linked data: an IRI leads to a page or to statements, an old one to the new one, none to the nearest."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import NotFoundError
from kg.graph.description import description
from kg.graph.store import Store
from kg.settings import Settings
from kg.web.addresses import address, iris, rest
from kg.web.answers import Answer, LimitError
from kg.web.linked import FORMATS, dereferenced, statements
from kg.web.vocabulary import ontology
from tests.web.kept import BASE, NS, asker, text, told

SETTINGS = Settings()


@pytest.fixture(scope="module")
def store() -> Store:
    return told()


def led(store: Store, below: str, accept: str = "text/turtle") -> Answer:
    return dereferenced(store, below, accept, asker(f"/id/{below}"))


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", "/page/person/ken-arato"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/page/person/ken-arato"),
        ("*/*", "/page/person/ken-arato"),
        ("", "/page/person/ken-arato"),
        ("text/turtle", "/data/person/ken-arato.ttl"),
        ("application/ld+json, text/turtle;q=0.5", "/data/person/ken-arato.jsonld"),
        ("application/json", "/data/person/ken-arato.jsonld"),
        ("application/n-triples", "/data/person/ken-arato.nt"),
        ("application/rdf+xml;q=0.9, text/html;q=0.3", "/data/person/ken-arato.rdf"),
        ("application/trig", "/data/person/ken-arato.trig"),
        ("application/n-quads", "/data/person/ken-arato.nq"),
    ],
)
def test_a_thing_leads_to_what_tells_of_it(store: Store, accept: str, location: str) -> None:
    answer = led(store, "person/ken-arato", accept)
    assert (answer.status, answer.headers["Location"]) == (303, location)
    assert answer.headers["Vary"] == "Accept"
    assert '</data/person/ken-arato.ttl>; rel="alternate"; type="text/turtle"' in answer.headers["Link"]


def test_what_cannot_be_given_is_said_with_what_can(store: Store) -> None:
    answer = led(store, "person/ken-arato", "image/png")
    assert answer.status == 406
    assert "text/turtle" in json.loads(text(answer))["detail"]


def test_an_old_iri_leads_to_the_one_of_today(store: Store) -> None:
    answer = led(store, "person/lisbon/ken-arato")
    assert (answer.status, answer.headers["Location"]) == (301, "/id/person/ken-arato")


@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_what_is_unknown_is_told_with_the_nearest(store: Store, accept: str) -> None:
    answer = led(store, "person/ken-arata", accept)
    assert answer.status == 404
    assert "the nearest: ken-arato" in text(answer)
    assert answer.media_type.partition(";")[0] == ("text/html" if accept == "text/html" else "application/problem+json")


def test_every_thing_of_the_graph_can_be_looked_up(store: Store) -> None:
    own = {quad.subject.value for quad in store.quads() if isinstance(quad.subject, ox.NamedNode)}
    things = sorted(iri for iri in own if iri.startswith(BASE))
    assert len(things) > 100
    for iri in things[:: len(things) // 60]:
        below = rest(iri, SETTINGS)
        assert below is not None
        assert led(store, below).status in (301, 303), iri


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_holds_every_statement(store: Store, suffix: str) -> None:
    answer = statements(store, f"person/ken-arato.{suffix}", 10_000, asker())
    media_type, form = FORMATS[suffix]
    assert answer.media_type == media_type
    found = list(ox.parse(text(answer).encode(), format=form))
    expected = list(description(store, ox.NamedNode(f"{BASE}person/ken-arato"), 10_000))
    if form.supports_datasets:
        assert set(found) == set(expected)
    assert {quad.triple for quad in found} == {quad.triple for quad in expected}


def test_statements_of_nothing_and_too_many(store: Store) -> None:
    with pytest.raises(NotFoundError, match="ken-arato"):
        statements(store, "person/ken-arat.ttl", 100, asker())
    with pytest.raises(NotFoundError, match="no format 'exe'; choose one of ttl"):
        statements(store, "person/ken-arato.exe", 100, asker())
    with pytest.raises(LimitError, match="more than 3 statements"):
        statements(store, "person/ken-arato.ttl", 3, asker())


def test_the_base_is_a_setting(filled: object) -> None:
    store = Store.memory(Settings("urn:example:things/"))
    filled(store)  # type: ignore[operator]
    person = next(
        quad.subject.value
        for quad in store.quads()
        if quad.object == ox.NamedNode(f"{NS}Person") and quad.predicate.value.endswith("#type")
    )
    below = rest(person, store.settings)
    assert below is not None
    assert led(store, below).headers["Location"] == f"/data/{below}.ttl"


@pytest.mark.parametrize(
    ("iri", "place"),
    [
        (f"{BASE}country/MA", "/under/page/country/MA"),
        (f"{BASE}person/a%2Fb%20c/d", "/under/page/person/a%2Fb%20c/d"),
        (f"{BASE}person/\u062d\u0633\u0646", "/under/page/person/%D8%AD%D8%B3%D9%86"),
        (f"{NS}Meeting", "/under/ns#Meeting"),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https:///", None),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
    ],
)
def test_where_an_iri_is_read_of(iri: str, place: str | None) -> None:
    assert address(iri, SETTINGS, "/under") == place


@pytest.mark.parametrize(
    ("below", "key"),
    [
        ("person/a%2fb/c", "person/a%2Fb/c"),
        ("person/%41da", "person/Ada"),
        ("person/%D8%AD%D8%B3%D9%86", "person/\u062d\u0633\u0646"),
        ("person/%FF", "person/%FF"),
    ],
)
def test_an_address_is_understood_however_it_is_escaped(below: str, key: str) -> None:
    assert BASE + key in set(iris(below, SETTINGS))


@pytest.mark.parametrize("below", ["", "a b", "<x>", "a\x00b"])
def test_what_is_no_address_means_nothing(store: Store, below: str) -> None:
    assert led(store, below).status == 404


def test_the_vocabulary_in_every_form(store: Store) -> None:
    page = ontology(store, "text/html", None, asker("/ns"))
    assert '<tr id="Meeting">' in text(page)
    turtle = ontology(store, "text/turtle", None, asker("/ns"))
    expected = {quad.triple for quad in ox.parse(path=Path(__file__).parents[2] / "ontology.ttl")}
    assert {quad.triple for quad in ox.parse(text(turtle), format=ox.RdfFormat.TURTLE)} == expected
    assert ontology(store, "", "jsonld", asker("/ns")).media_type == "application/ld+json"
    assert ontology(store, "image/png", None, asker("/ns")).status == 406
    assert ontology(store, "", "exe", asker("/ns")).status == 404
    assert "rencontre" in text(ontology(store, "text/html", None, asker("/ns", "fr")))
