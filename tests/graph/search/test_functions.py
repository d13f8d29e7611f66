"""Full text inside SPARQL."""

import pyoxigraph as ox
import pytest

from kg.graph.search.functions import FUNCTIONS
from kg.graph.store import Store
from kg.graph.terms import term

CASES = [
    ('"des négociations", "négociation"', ["true"]),
    ('"des négociations"@fr, "negociation -reprise"', ["true"]),
    ('"des négociations", "négocier ailleurs"', ["false"]),
    ('"a", "-a"', []),
    ('"a", ""', []),
    ('"a"', []),
    ('bc:Event, "event"', []),
    ('"a", "a", "a"', []),
]


@pytest.mark.parametrize(("arguments", "expected"), CASES)
def test_matches(arguments: str, expected: list[str]) -> None:
    """What asks for nothing is an error, which in SPARQL leaves a variable unbound and lets a FILTER pass nothing."""
    store = Store.memory()
    rows = store.query(f"SELECT ?answer {{ BIND(bc:matches({arguments}) AS ?answer) }}").rows
    assert [cell.value for row in rows for cell in row if isinstance(cell, ox.Literal)] == expected
    assert store.query(f"ASK {{ FILTER(bc:matches({arguments})) }}").answer is (expected == ["true"])


def test_a_filter_joins_words_with_facts(graph: Store) -> None:
    text = """SELECT ?who { ?statement a bc:Statement ; bc:speaker ?speaker ; bc:evidence ?passage .
        ?passage bc:text ?text . ?speaker rdfs:label ?who FILTER(bc:matches(?text, "coopérer sécurité")) }"""
    assert [who.value for (who,) in graph.query(text).rows if isinstance(who, ox.Literal)] == ["Bruno Quispe"]
    assert [who["who"].value for who in graph.stream(text, "union")] == ["Bruno Quispe"]


def test_every_function_is_a_term() -> None:
    assert set(FUNCTIONS) == {term("matches")}
