"""An answer in Python: values, rows by column, data frames, and the table that a notebook shows."""

import sys
from datetime import date
from decimal import Decimal

import pytest

from kg.errors import QueryError
from kg.graph.store import Store

TYPED = """SELECT ?n ?d ?f ?b ?day ?told ?text ?iri ?mixed WHERE {
  VALUES (?n ?d ?f ?b ?day ?told ?text ?iri ?mixed) {
    (1 1.5 1e0 true "2024-03-04"^^xsd:date "2024"^^xsd:gYear "a"@en <https://example.org/a?b&c> 1)
    (UNDEF 2.0 2.5e0 false UNDEF "2024-03-04"^^xsd:date "<b>" <urn:x> "x")
  }
} ORDER BY (!BOUND(?n))"""
BAD = 'SELECT ?x { VALUES ?x { "x"^^xsd:integer "2024-02-31"^^xsd:date "maybe"^^xsd:boolean "z"^^xsd:decimal } }'


def test_rows_by_column_have_values_of_python(graph: Store) -> None:
    result = graph.query(TYPED)
    first, second = result.dicts()
    assert first == {
        "n": 1,
        "d": Decimal("1.5"),
        "f": 1.0,
        "b": True,
        "day": date(2024, 3, 4),
        "told": "2024",
        "text": "a",
        "iri": "https://example.org/a?b&c",
        "mixed": 1,
    }
    assert (second["n"], second["b"], second["day"], second["told"]) == (None, False, None, date(2024, 3, 4))
    assert len(result) == 2 and list(result) == list(result.rows)
    assert repr(result) == "<Result: 2 rows of n, d, f, b, day, told, text, iri, mixed>"


def test_what_is_ill_formed_stays_text(graph: Store) -> None:
    assert {row["x"] for row in graph.query(BAD).dicts()} == {"x", "2024-02-31", "maybe", "z"}


def test_other_kinds(graph: Store) -> None:
    ask = graph.query("ASK { ?x a bc:Nothing }")
    assert (bool(ask), repr(ask), ask._repr_html_()) == (False, "<Result: no>", "<p>no</p>")
    assert graph.query("ASK {}")
    construct = graph.query("CONSTRUCT { <urn:a> bc:iso2 ?o } WHERE { VALUES ?o { 'FI' } }")
    assert construct.dicts() == [{"subject": "urn:a", "predicate": "https://w3id.org/bicoop/ns#iso2", "object": "FI"}]
    assert (len(construct), repr(construct), list(construct)) == (1, "<Result: 1 triple>", list(construct.triples))
    assert not graph.query("SELECT ?x { ?x a bc:Nothing }")
    for asked in (ask.dicts, ask.frame):
        with pytest.raises(QueryError, match="answers yes or no"):
            asked()


def test_a_frame_is_typed(graph: Store) -> None:
    pandas = pytest.importorskip("pandas")
    frame = graph.query(TYPED).frame()
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert kinds.pop("day").startswith("datetime64")
    assert kinds == {
        "n": "Int64", "d": "Float64", "f": "Float64", "b": "boolean", "told": "string", "text": "string", "iri": "string",
        "mixed": "string",
    }  # fmt: skip
    assert frame["n"].isna().tolist() == [False, True]
    assert frame["day"][0] == pandas.Timestamp(2024, 3, 4)
    assert frame["told"].tolist() == ["2024", "2024-03-04"]
    empty = graph.query("SELECT ?x ?y { ?x a bc:Nothing ; ?p ?y }").frame()
    assert (list(empty.columns), len(empty)) == (["x", "y"], 0)
    assert list(graph.query("CONSTRUCT { <urn:a> <urn:b> 1 } WHERE {}").frame().columns) == ["subject", "predicate", "object"]


def test_without_pandas_one_is_told_what_to_install(graph: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(QueryError, match=r"pip install 'bicoop\[tables\]'"):
        graph.query("SELECT ?x {}").frame()


def test_the_table_of_a_notebook_is_escaped_and_short(graph: Store) -> None:
    shown = graph.query(TYPED)._repr_html_()
    assert '<a href="https://example.org/a?b&amp;c" rel="noreferrer">https://example.org/a?b&amp;c</a>' in shown
    assert "<td>urn:x</td>" in shown and "<td>&lt;b&gt;</td>" in shown and "<td></td>" in shown
    assert shown.endswith("<p>2 rows</p>")
    links = graph.query('SELECT (<javascript:alert(1)> AS ?x) (IRI("https://x/\'") AS ?y) {}')._repr_html_()
    assert 'href="javascript' not in links and "&#x27;" in links
    many = graph.query("SELECT ?x { ?x ?p ?o }")
    assert many._repr_html_().count("<tr>") == 51
    assert f"<p>{len(many):,} rows, the first 50 shown</p>" in many._repr_html_()
