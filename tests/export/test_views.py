"""Each view of the sample edge by edge, what filters keep of them, and views of a user's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import NotFoundError, QueryError
from kg.export.drawing import draw
from kg.export.keeping import FILTERS, keep
from kg.export.network import Edge, Network
from kg.export.view import VARIABLES, catalogue, find
from kg.graph.store import Store

JUSTICE, EXTRADITION = "justice and judicial cooperation", "extradition and mutual legal assistance"
MEMO, GROUP = "Memorandum on Extradition", "Joint Group on Justice"
MEETING, SIGNING, VISIT = "meeting 2024-05-03", f"signing {MEMO}", "visit 2025"

# View, then its edges: source, type, target, weight.
EDGES = {
    "entities": {
        ("Ida Sorn", "Meeting", "Ole Brack", 1),
        ("Ida Sorn", "Signing", "Ole Brack", 1),
        ("Ida Sorn", "Signing", MEMO, 1),
        (MEMO, "Signing", "Ole Brack", 1),
        ("France", "party", MEMO, 1),
        (MEMO, "party", "Morocco", 1),
        ("France", "party", GROUP, 1),
        (GROUP, "party", "Morocco", 1),
        ("France", "Cooperation", "Morocco", 1),
        ("Morocco", "Cooperation", "Portugal", 1),
        ("Ida Sorn", "Tenure", "Morocco", 1),
        ("France", "Tenure", "Ole Brack", 1),
        ("Portugal", "Tenure", "Zoé Quell", 1),
        ("Morocco", "Visit", "Zoé Quell", 1),
    },
    "countries": {("France", "had to do with", "Morocco", 5), ("Morocco", "had to do with", "Portugal", 2)},
    "officials": {("Ida Sorn", "met", "Ole Brack", 1)},
    "topics": {
        ("Morocco", "deals with", JUSTICE, 4),
        ("France", "deals with", JUSTICE, 3),
        ("Morocco", "deals with", EXTRADITION, 2),
        ("France", "deals with", EXTRADITION, 2),
        ("Morocco", "deals with", "migration", 1),
        ("Portugal", "deals with", "migration", 1),
    },
    "pair-topics": {
        ("France – Morocco", "deals with", JUSTICE, 3),
        ("France – Morocco", "deals with", EXTRADITION, 2),
        ("Morocco – Portugal", "deals with", "migration", 1),
    },
    "events": {
        (MEETING, "participant", "Ida Sorn", 1),
        (MEETING, "participant", "Ole Brack", 1),
        (SIGNING, "signatory", "Ida Sorn", 1),
        (SIGNING, "signatory", "Ole Brack", 1),
        (VISIT, "visitor", "Zoé Quell", 1),
        (VISIT, "host", "Morocco", 1),
    },
    "frameworks": {
        (MEMO, "party", "France", 1),
        (MEMO, "party", "Morocco", 1),
        (GROUP, "party", "France", 1),
        (GROUP, "party", "Morocco", 1),
        (MEMO, "signatory", "Ida Sorn", 1),
        (MEMO, "signatory", "Ole Brack", 1),
        (MEMO, "framework", GROUP, 1),
    },
}


@pytest.fixture(scope="module")
def store(filled: Callable[[Store], Store]) -> Store:
    return filled(Store.memory())


def edges(drawn: Network) -> set[tuple[str, str, str, float]]:
    """As in EDGES; the ends of edges without direction by letter."""
    name = {node.id: node.label for node in drawn.nodes}
    found = set()
    for each in drawn.edges:
        ends = [name[each.source], name[each.target]]
        source, target = ends if each.directed else sorted(ends)
        found.add((source, each.type, target, each.weight))
    return found


def edge(drawn: Network, source: str, target: str) -> Edge:
    name = {node.id: node.label for node in drawn.nodes}
    (found,) = [each for each in drawn.edges if {name[each.source], name[each.target]} == {source, target}]
    return found


@pytest.mark.parametrize("view", EDGES)
def test_every_edge_of_a_view(view: str, store: Store) -> None:
    assert edges(draw(store, view)) == EDGES[view]


def test_every_view_is_tested_or_is_everything() -> None:
    assert {view.name for view in catalogue()} == {*EDGES, "facts", "full"}


@pytest.mark.parametrize("view", catalogue(), ids=lambda view: view.name)
def test_a_view_tells_what_it_shows_and_is_sound(view: object, store: Store) -> None:
    assert view.title and view.nodes and view.edges  # type: ignore[attr-defined]
    drawn = draw(store, view.name)  # type: ignore[attr-defined]
    ids = [node.id for node in drawn.nodes]
    assert len(ids) == len(set(ids)) > 0
    assert {end for each in drawn.edges for end in (each.source, each.target)} <= set(ids)
    assert {node.type for node in drawn.nodes} == set(drawn.node_styles)
    assert {each.type for each in drawn.edges} == set(drawn.edge_styles)
    for things, attributes in ((drawn.nodes, drawn.node_attributes), (drawn.edges, drawn.edge_attributes)):
        assert {name for thing in things for name in thing.values} <= set(attributes)
    assert draw(store, view.name) == drawn  # type: ignore[attr-defined]


def test_an_edge_between_countries_tells_what_it_counts(store: Store) -> None:
    found = edge(draw(store, "countries"), "France", "Morocco")
    counted = ("meeting", "signing", "agreement", "mechanism", "cooperation")
    assert [found.values[name] for name in counted] == [1, 1, 1, 1, 1]
    assert found.values["topics"] == f"{EXTRADITION}; {JUSTICE}"
    assert (found.start, found.end) == ("2024-05-03", "2024-05-03")
    assert (found.values["documents"], found.values["sources"], found.values["confidence"]) == (1, "news/talks", 0.95)
    assert {passage.document for passage in found.passages} == {"news/talks"}
    assert found.values["evidence"] == found.passages[0].text


def test_an_official_is_known_with_post_and_country(store: Store) -> None:
    (ida,) = [node for node in draw(store, "officials").nodes if node.label == "Ida Sorn"]
    assert (ida.type, ida.values["country"], ida.values["post"]) == ("Person", "MA", "Minister of Justice")
    assert (ida.values["degree"], ida.values["weighted_degree"], ida.start) == (1, 1.0, "2024-05-03")


def test_full_is_the_graph_as_it_is(store: Store) -> None:
    query = "SELECT DISTINCT ?s ?p ?o WHERE { ?g a bc:Document GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?o) && ?p != rdf:type) }"
    told = {tuple(term.value for term in row) for row in store.query(query).rows}  # type: ignore[union-attr]
    drawn = draw(store, "full")
    assert {(each.source, each.target) for each in drawn.edges} == {(source, target) for source, _, target in told}
    assert len(drawn.edges) == len(told)
    assert "Passage" in drawn.node_styles


@pytest.mark.parametrize(
    ("view", "asked", "left"),
    [
        ("countries", {"country": "Portugal"}, {("Morocco", "had to do with", "Portugal", 2)}),
        ("countries", {"pair": "MA-FR"}, {("France", "had to do with", "Morocco", 5)}),
        ("countries", {"kind": "Visit"}, {("Morocco", "had to do with", "Portugal", 1)}),
        ("countries", {"kind": "framework"}, {("France", "had to do with", "Morocco", 2)}),
        ("countries", {"topic": "migration"}, {("Morocco", "had to do with", "Portugal", 1)}),
        ("countries", {"topic": "security"}, set()),
        ("countries", {"person": "sorn"}, {("France", "had to do with", "Morocco", 2)}),
        ("countries", {"from": "2025"}, {("Morocco", "had to do with", "Portugal", 1)}),
        ("countries", {"to": "2024-05"}, {("France", "had to do with", "Morocco", 4)}),  # the signing has no date
        ("countries", {"min_confidence": "0.95"}, {("France", "had to do with", "Morocco", 1)}),
        ("countries", {"around": "FR"}, {("France", "had to do with", "Morocco", 5)}),
        ("countries", {"around": "FR", "depth": "2"}, EDGES["countries"]),
        ("topics", {"country": "PT"}, {("Portugal", "deals with", "migration", 1)}),
        ("topics", {"person": "Ida Sorn", "kind": "Statement"}, {("Morocco", "deals with", JUSTICE, 1)}),
        ("events", {"country": "France", "kind": "Meeting"}, {each for each in EDGES["events"] if each[0] == MEETING}),
        ("officials", {"country": "PT"}, set()),
        ("officials", {"person": "brack", "country": "FR", "from": "2024-05-03"}, EDGES["officials"]),
    ],
)
def test_filters(view: str, asked: dict[str, str], left: set[tuple[str, str, str, float]], store: Store) -> None:
    drawn = draw(store, view, keep(store, asked))
    assert edges(drawn) == left
    assert len(drawn.nodes) == len({end for each in drawn.edges for end in (each.source, each.target)})


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"country": "Nowhere"}, QueryError), ({"pair": "Ida Sorn"}, QueryError), ({"person": "Nobody Known"}, NotFoundError),
        ({"topic": "gossip"}, QueryError), ({"from": "yesterday"}, QueryError), ({"kind": "Dance"}, QueryError),
        ({"min_confidence": "2"}, QueryError), ({"min_confidence": "high"}, QueryError), ({"around": "Nobody"}, NotFoundError),
        ({"around": "FR", "depth": "0"}, QueryError), ({"depth": "2"}, QueryError), ({"colour": "red"}, QueryError),
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_refused(asked: dict[str, str], error: type[Exception], store: Store) -> None:
    assert set(asked) <= {*FILTERS, "colour"}
    with pytest.raises(error):
        keep(store, asked)


def test_what_a_view_does_not_show_has_no_surroundings(store: Store) -> None:
    with pytest.raises(NotFoundError, match=MEMO):
        draw(store, "countries", keep(store, {"around": MEMO}))


OWN = """# view: Where people met
# edge: was in
# param where: text | optional | only there
SELECT DISTINCT ?source ?target ?weight ?first ?evidence ?document ?targetLabel ?node WHERE {
  VALUES ?where { UNDEF } # parameter
  ?event bc:participant ?source ; bc:place ?target . ?target rdfs:label ?targetName ; bc:country ?node .
  FILTER(!BOUND(?where) || STR(?targetName) = ?where)
  BIND(CONCAT("the city of ", STR(?targetName)) AS ?targetLabel) BIND(2.5 AS ?weight) BIND("2024-06" AS ?first)
  BIND("They met <there>." AS ?evidence) BIND("minutes" AS ?document)
}
"""


def test_a_view_of_ones_own_is_a_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "places.rq"
    path.write_text(OWN, encoding="utf-8")
    drawn = draw(store, str(path))
    assert (drawn.name, drawn.title) == ("places", "Where people met")
    assert edges(drawn) == {("Ida Sorn", "was in", "the city of Rabat", 2.5), ("Ole Brack", "was in", "the city of Rabat", 2.5)}
    assert "Morocco" in {node.label for node in drawn.nodes}, "a thing that no edge leads to"
    each = drawn.edges[0] if isinstance(drawn.edges, tuple) else next(iter(drawn.edges))
    assert (each.start, each.values["sources"], each.passages[0]) == ("2024-06", "minutes", ("They met <there>.", "minutes", ""))
    assert not draw(store, str(path), params={"where": "Fez"}).edges


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT ?source ?target { ?source bc:met ?target }", "# view:"),
        ("# view: x\n# directed: perhaps\nSELECT ?source ?target { ?source bc:met ?target }", "yes or no"),
        ("# view: x\nSELECT ?source { ?source bc:met ?target }", "source, target"),
        ("# view: x\nSELECT ?source ?target ?colour { ?source ?colour ?target }", "colour"),
        ("# view: x\nASK { ?source bc:met ?target }", "no table"),
    ],
)
def test_a_view_that_is_none_is_refused(text: str, told: str, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=told):
        draw(store, str(path))


def test_an_unknown_view_is_told_with_the_near_ones(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="did you mean officials"):
        find("official")
    with pytest.raises(QueryError, match="cannot be read"):
        find(str(tmp_path / "none.rq"))
    assert {"source", "target", "fact"} <= VARIABLES
