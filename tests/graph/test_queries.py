"""Every named query's answer in full on the test graph, and what becomes of good and bad parameters."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from facts import call, talks

from kg.errors import DataError, NotFoundError, QueryError
from kg.graph import queries
from kg.graph.queries import KINDS, bind, catalogue, find, parse, run
from kg.graph.sparql import fill
from kg.graph.store import Store
from kg.graph.terms import ID, term
from kg.identified import Identity, Member
from kg.model import DocumentId, EntityId, PartialDate, Person, Tenure, TenureStatus

HERE = Path(__file__).parent
ACROSS = {"contradictions", "holders", "merges", "undecided"}
"""What is asked of the documents that tell of the same things."""
CASES = json.loads((HERE / "answers.json").read_text(encoding="utf-8"))
"""Query, parameters and rows; IRIs without the base, null for what is open."""


def rows(store: Store, query: str, params: dict[str, str] | None = None) -> list[list[str | None]]:
    return [[None if cell is None else cell.value.removeprefix(ID.iri) for cell in row] for row in run(store, query, params).rows]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['query']} {' '.join(case['params'])}")
def test_answer(graph: Store, collection: Store, case: dict) -> None:
    store = collection if case["query"] in ACROSS else graph
    assert rows(store, case["query"], case["params"]) == case["rows"]


def test_every_query_has_a_case_with_rows_and_every_parameter_is_tried() -> None:
    asked = {(case["query"], name) for case in CASES for name in case["params"]}
    assert {case["query"] for case in CASES if case["rows"]} == {query.name for query in catalogue()}
    assert asked == {(query.name, each.name) for query in catalogue() for each in query.parameters}


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_a_file_says_what_it_asks_and_answers(graph: Store, query: queries.NamedQuery) -> None:
    assert query.question.endswith("?")
    assert all(each.help and each.kind in KINDS for each in query.parameters)
    assert all(each.help for each in query.columns)
    text = query.text
    for each in query.parameters:  # as it stands, the file is plain SPARQL
        assert f"VALUES ?{each.name} {{" in text
    assert graph.query(text).variables == tuple(each.name for each in query.columns)
    assert "ORDER BY" in text.rpartition("}")[2], "the answer's order is open"


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_every_term_of_a_query_is_in_the_ontology(query: queries.NamedQuery) -> None:
    for name in set(re.findall(r"\bbc:([\w-]+)", query.text)):
        assert term(name)


def test_topics_are_no_deeper_than_the_queries_look(graph: Store) -> None:
    """Written out, since Virtuoso answers skos:broader* differently from one plan to the next."""
    assert graph.query("ASK { ?topic skos:broader/skos:broader/skos:broader ?widest }").answer
    assert not graph.query("ASK { ?topic skos:broader/skos:broader/skos:broader/skos:broader ?wider }").answer


def test_labels_in_several_languages_do_not_multiply_rows(graph: Store) -> None:
    for language in ("en", "fr", "ar", "zz"):
        assert len(rows(graph, "pairs", {"lang": language})) == 2


@pytest.mark.parametrize("value", ["CL", "cl", "CHL", "Chile", "chili", "CHILI", "تشيلي", "Republic of Chile"])
def test_a_country_by_any_name(graph: Store, value: str) -> None:
    assert bind(graph, find("visits"), {"country": value}) == {"country": (ID("country/CL"),)}


def test_words_are_searched_in_a_graph_of_our_own_only(graph: Store) -> None:
    class Elsewhere:
        location, query = "https://example.org/sparql", graph.query

    with pytest.raises(QueryError, match="has no full-text index of ours"):
        bind(Elsewhere(), find("said-about"), {"about": "migration"})  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["halla", "Aino HÁLLA", "halla aino"])
def test_a_person_by_words_of_the_name(graph: Store, value: str) -> None:
    assert len(bind(graph, find("person"), {"person": value})["person"]) == 3


@pytest.mark.parametrize(
    ("query", "params", "error", "message"),
    [
        ("visits", {"country": "Chle"}, QueryError, "'Chle' is no country; .* the nearest: Chile"),
        ("visits", {"contry": "CL"}, QueryError, "no parameter 'contry'; its parameters: country .*from .*lang"),
        ("person", {}, QueryError, "needs the parameter 'person'"),
        ("person", {"person": ""}, QueryError, "needs the parameter 'person'"),
        ("person", {"person": "Aino Hala"}, NotFoundError, "no person is called 'Aino Hala' in memory; the nearest: Aino Halla"),
        ("meetings", {"topic": "securty"}, QueryError, "no topic is called 'securty' in memory; the nearest: security"),
        ("meetings", {"from": "2024-13"}, QueryError, "parameter from is '2024-13', expected a year, month or day"),
        ("meetings", {"from": "March 2024"}, QueryError, "expected a year, month or day"),
        ("meetings", {"lang": "english!"}, QueryError, "expected a language tag"),
        ("evidence", {"fact": "a b"}, QueryError, "parameter fact is 'a b', expected an IRI"),
        ("evidence", {"fact": "meeting/none/1"}, NotFoundError, "tells nothing of <https://w3id.org/bicoop/id/meeting/none/1>"),
        ("document", {"document": "letter"}, NotFoundError, "holds no document 'letter'; the nearest: lettre"),
        ("metings", {}, QueryError, "no query 'metings'; the nearest: meetings"),
        ("qqqq", {}, QueryError, "no query 'qqqq'; there are: calls, "),
    ],
)
def test_a_bad_question_is_no_empty_answer(graph: Store, query: str, params: dict[str, str], error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        run(graph, query, params)


NASTY = [
    '" } # ',
    "' ; DROP",
    '\\" \\',
    "a\nb } SELECT",
    "{ ?x }",
    "\u2028",
    "?s ?p ?o",
    "é\U0001f54a",
    "} UNION { SERVICE <http://x> { ?a ?b ?c }",
]


@pytest.mark.parametrize("value", NASTY)
def test_what_a_user_types_never_becomes_syntax(graph: Store, value: str) -> None:
    text = "SELECT (?word AS ?same) WHERE {\n  VALUES ?word { UNDEF } # parameter\n}"
    assert run(graph, text, {"word": value}).rows == ((ox.Literal(value),),)


def test_parameter_lines() -> None:
    text = "SELECT * WHERE {\n  VALUES ?a { UNDEF } # parameter\n  VALUES ?b { 1 } # parameter\n  VALUES ?c { 2 }\n}"
    assert parse(text, "q").parameters == (queries.Parameter("a", "text", True, ""), queries.Parameter("b", "text", True, ""))
    assert "VALUES ?a { <urn:x> <urn:y> } # parameter" in fill(text, {"a": [ox.NamedNode("urn:x"), ox.NamedNode("urn:y")]})
    with pytest.raises(QueryError, match="no parameter 'c'; it has: a, b"):
        fill(text, {"c": ox.Literal("x")})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# param a: country | optional | help\nSELECT * {}", "parameter 'a' has no line of its own"),
        ("# param a: contry | optional | help\n VALUES ?a { 1 } # parameter", "q:1: found 'contry | optional | help', expected"),
        ("\n# param a: country | maybe\n VALUES ?a { 1 } # parameter", "q:2: found"),
    ],
)
def test_a_bad_header_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message.replace("|", r"\|")):
        parse(text, "q")


def test_a_query_of_ones_own_from_a_file(graph: Store, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("# param n: integer | optional |\nSELECT (?n + 1 AS ?m) {\n VALUES ?n { 1 } # parameter\n}", encoding="utf-8")
    assert [cell.value for row in run(graph, path, {"n": "41"}).rows for cell in row] == ["42"]
    with pytest.raises(QueryError, match="cannot be read"):
        run(graph, tmp_path / "none.rq")


def test_a_query_without_a_question_is_our_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bare.rq").write_text("SELECT * {}", encoding="utf-8")
    monkeypatch.setattr("kg.resources.queries", lambda: tmp_path)
    with pytest.raises(DataError, match=r"bare\.rq has no"):
        catalogue.__wrapped__()


def tenured(identifier: str, name: str, **told: object) -> object:
    """A document in which somebody is Foreign Minister of Finland."""
    facts = talks()
    who = EntityId("person/x")
    post = facts.posts[0]
    tenure = Tenure(holder=who, post=post.id, evidence=facts.tenures[0].evidence, rule="r", confidence=1.0, **told)
    return replace(
        facts,
        document=replace(facts.document, id=DocumentId(identifier)),
        persons=(Person(id=who, name=name),),
        organizations=(),
        posts=(post,),
        frameworks=(),
        tenures=(tenure,),
        events=(),
        cooperations=(),
        statements=(),
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"as_of": PartialDate(2020)}, {"as_of": PartialDate(2024, 3)}, ["Zoe Berg", "Ann Alm", "dates"]),
        ({"as_of": PartialDate(2024)}, {"as_of": PartialDate(2024, 3)}, ["Ann Alm", "Zoe Berg", "unknown"]),
        ({"end": PartialDate(2023, 5)}, {"start": PartialDate(2023, 6)}, ["Zoe Berg", "Ann Alm", "dates"]),
        ({"start": PartialDate(2025)}, {"end": PartialDate(2024)}, ["Ann Alm", "Zoe Berg", "dates"]),
        ({}, {"as_of": PartialDate(2024, 3)}, ["Ann Alm", "Zoe Berg", "unknown"]),
    ],
)
def test_succession_is_told_by_dates_or_unknown(one: dict[str, object], other: dict[str, object], expected: list[str]) -> None:
    store = Store.memory()
    store.add(tenured("one", "Zoe Berg", status=TenureStatus.CURRENT, **one))
    store.add(tenured("other", "Ann Alm", status=TenureStatus.CURRENT, **other))
    post = talks().posts[0].id
    store.finish(Identity({Member(DocumentId(each), post): "post/FI.foreign-minister" for each in ("one", "other")}))
    assert [row[2:] for row in rows(store, "succession")] == [expected]


@pytest.mark.parametrize(("query", "params"), [("holders", {"date": "2024-03"}), ("succession", {})])
def test_an_office_without_a_country_is_one_row(query: str, params: dict[str, str]) -> None:
    """What is unbound must not be joined with everything that has a label."""
    store = Store.memory()
    for identifier, name in (("one", "Zoe Berg"), ("other", "Ann Alm")):
        facts = tenured(identifier, name, status=TenureStatus.CURRENT, as_of=PartialDate(2024, 3))
        store.add(replace(facts, posts=(replace(facts.posts[0], country=None),)))
    post = talks().posts[0].id
    store.finish(Identity({Member(DocumentId(each), post): "post/foreign-minister" for each in ("one", "other")}))
    found = rows(store, query, params)
    assert len(found) == (2 if query == "holders" else 1)
    assert {row[0] for row in found} == {None}


def test_a_fact_told_twice_is_one_row() -> None:
    """The same call node in two documents; both are named."""
    store = Store.memory()
    one = call()
    other = replace(one, document=replace(one.document, id=DocumentId("copy")))
    entities = [*(person.id for person in one.persons), one.events[0].id]
    for facts in (one, other):
        store.add(facts)
    keys = {Member(facts.document.id, each): each for facts in (one, other) for each in entities}
    store.finish(Identity(keys))
    assert [row[-2] for row in rows(store, "calls")] == ["call; copy"]
