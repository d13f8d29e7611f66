"""Graphs that a request names beside an update: as if each operation said USING of them."""

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.graph.sparql import using

A, B = "http://a.test/", "http://b.test/"
IN_A = f"USING <{A}>"
CASES = {
    "an operation": ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", f"INSERT {{ ?s ?p 1 }} {IN_A} WHERE {{ ?s ?p ?o }}"),
    "both halves": (
        "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } where { ?s ?p ?o }",
        f"DELETE {{ ?s ?p ?o }} INSERT {{ ?o ?p ?s }} {IN_A} where {{ ?s ?p ?o }}",
    ),
    "the short form": (
        "DELETE WHERE { ?s ?p ?o . GRAPH ?g { ?s ?q 1 } }",
        f"DELETE  {{ ?s ?p ?o . GRAPH ?g {{ ?s ?q 1 }} }} {IN_A} WHERE {{ ?s ?p ?o . GRAPH ?g {{ ?s ?q 1 }} }}",
    ),
    "several": (
        "PREFIX where: <w:> DELETE WHERE {?s where: 1} ; DROP ALL ; INSERT {} WHERE {{}}",
        f"PREFIX where: <w:> DELETE  {{?s where: 1}} {IN_A} WHERE {{?s where: 1}} ; DROP ALL ; INSERT {{}} {IN_A} WHERE {{{{}}}}",
    ),
    "data": ("INSERT DATA { <x:x> <x:where> ' } WHERE { ' }", "INSERT DATA { <x:x> <x:where> ' } WHERE { ' }"),
    "what only looks so": (
        "INSERT { ?where ?p '''}''' } # WHERE {\nWHERE { _:where ?p 'USING'@with ; <x:using> \"\\u007B\" }",
        f"INSERT {{ ?where ?p '''}}''' }} # WHERE {{\n{IN_A} WHERE {{ _:where ?p 'USING'@with ; <x:using> \"\\u007B\" }}",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_operation_says_so(case: str) -> None:
    given, expected = CASES[case]
    assert using(given, [A], []) == expected
    ox.Store().update(expected)


def test_it_sees_those_graphs_and_no_others() -> None:
    store = ox.Store()
    store.update(f"INSERT DATA {{ <x:d> <x:p> 0 . GRAPH <{A}> {{ <x:a> <x:p> 1 }} GRAPH <{B}> {{ <x:b> <x:p> 2 }} }}")
    store.update(using("INSERT { ?s <x:seen> 1 } WHERE { ?s <x:p> ?o }", [A, B], []))
    store.update(using("INSERT { ?s <x:named> 1 } WHERE { { ?s <x:p> ?o } UNION { GRAPH ?g { ?s <x:p> ?o } } }", [], [B]))
    told = {(quad.subject.value, quad.predicate.value) for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}  # type: ignore[union-attr]
    assert told == {("x:d", "x:p"), ("x:a", "x:seen"), ("x:b", "x:seen"), ("x:b", "x:named")}


@pytest.mark.parametrize(
    ("update", "graph", "word"),
    [
        ("INSERT { ?s ?p 1 }\nUSING <x:g> WHERE { ?s ?p ?o }", A, "line 2 of the update says USING"),
        ("INSERT { ?s ?p 1 } using named <x:g> WHERE { ?s ?p ?o }", A, "line 1 of the update says USING"),
        ("CLEAR ALL ; WITH <x:g> DELETE { ?s ?p 1 } WHERE { ?s ?p ?o }", A, "says WITH"),
        ("INSERT { ?s ?p 1 } WHER\\u0045 { ?s ?p ?o }", A, "as an escape"),
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p '\\u0027 } WHERE { ' }", A, "as an escape"),
        ("CLEAR ALL", "relative", "absolute IRIs"),
        ("CLEAR ALL", "x:y> WHERE {", "absolute IRIs"),
    ],
)
def test_what_is_refused(update: str, graph: str, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        using(update, [graph], [])
