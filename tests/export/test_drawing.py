"""The network view of the sample, node by node and edge by edge."""

import dataclasses

import pytest

from kg.errors import QueryError
from kg.export.drawing import draw
from kg.export.network import Edge, Network, to_networkx
from kg.graph import terms
from kg.graph.store import Store
from kg.model import DocumentFacts


def labels(drawn: Network) -> set[tuple[str, str]]:
    return {(node.type, node.label) for node in drawn.nodes}


def edges(drawn: Network) -> set[tuple[str, str, str]]:
    return set(by_ends(drawn))


def by_ends(drawn: Network) -> dict[tuple[str, str, str], Edge]:
    name = {node.id: node.label for node in drawn.nodes}
    return {(name[edge.source], edge.type, name[edge.target]): edge for edge in drawn.edges}


def test_nodes(drawn: Network) -> None:
    assert labels(drawn) == {
        ("Person", "Ida Sorn"),
        ("Person", "Ole Brack"),
        ("Person", "Zoé Quell"),
        ("Country", "Morocco"),
        ("Country", "France"),
        ("Country", "Portugal"),
        ("Organization", "Agency for Borders"),
        ("Post", "Minister of Justice"),
        ("Post", "head"),
        ("Place", "Rabat"),
        ("Agreement", "Memorandum on Extradition"),
        ("Mechanism", "Joint Group on Justice"),
        ("Meeting", "meeting 2024-05-03"),
        ("Signing", "signing Memorandum on Extradition"),
        ("Visit", "visit 2025"),
        ("Topic", "justice and judicial cooperation"),
        ("Topic", "extradition and mutual legal assistance"),
    }
    assert len(drawn.nodes) == 18, "the two posts of one name are two nodes"


def test_edges_of_facts_and_of_roles(drawn: Network) -> None:
    found = edges(drawn)
    assert {
        ("Ida Sorn", "Tenure", "Minister of Justice"),
        ("Ole Brack", "Tenure", "Minister of Justice"),
        ("Zoé Quell", "Tenure", "head"),
        ("Ida Sorn", "Statement", "justice and judicial cooperation"),
        ("France", "Cooperation", "Morocco"),
        ("Morocco", "Cooperation", "Portugal"),
        ("meeting 2024-05-03", "participant", "Ida Sorn"),
        ("meeting 2024-05-03", "place", "Rabat"),
        ("signing Memorandum on Extradition", "signatory", "Ole Brack"),
        ("signing Memorandum on Extradition", "instrument", "Memorandum on Extradition"),
        ("signing Memorandum on Extradition", "occasion", "meeting 2024-05-03"),
        ("signing Memorandum on Extradition", "framework", "Joint Group on Justice"),
        ("visit 2025", "visitor", "Zoé Quell"),
        ("visit 2025", "host", "Morocco"),
        ("Memorandum on Extradition", "party", "France"),
        ("Zoé Quell", "country", "Portugal"),
        ("head", "organization", "Agency for Borders"),
    } <= found
    kinds = {kind for _, kind, _ in found}
    assert not kinds & {"evidence", "document", "met", "holdsPost", "status"}, "neither sources, nor shortcuts, nor lists"
    assert ("visit 2025", "participant", "Zoé Quell") not in found, "the wider role tells nothing more"


def test_edge_values(drawn: Network) -> None:
    found = by_ends(drawn)
    meeting = found["meeting 2024-05-03", "participant", "Ida Sorn"]
    assert (meeting.start, meeting.end) == ("2024-05-03", "2024-05-03")
    assert (meeting.weight, meeting.values["documents"], "detail" in meeting.values) == (1, 1, False)
    assert str(meeting.values["evidence"]).startswith("Moroccan Minister of Justice Ida Sorn met")
    assert meeting.directed
    assert not found["France", "Cooperation", "Morocco"].directed
    tenure = found["Ole Brack", "Tenure", "Minister of Justice"]
    assert (tenure.start, tenure.label, tenure.values["detail"]) == ("2024-05-03", "tenure", "current")
    assert found["Morocco", "Cooperation", "Portugal"].values["detail"] == "migration"
    assert found["visit 2025", "host", "Morocco"].start == "2025"


def test_every_value_is_declared_and_every_type_in_the_legend(drawn: Network) -> None:
    python = {"str": str, "date": str, "int": int, "float": float}
    for things, attributes in ((drawn.nodes, drawn.node_attributes), (drawn.edges, drawn.edge_attributes)):
        for thing in things:
            assert all(type(value) is python[attributes[name]] for name, value in thing.values.items())
    assert {node.type for node in drawn.nodes} == set(drawn.node_styles)
    assert {edge.type for edge in drawn.edges} == set(drawn.edge_styles)
    ids = [thing.id for things in (drawn.nodes, drawn.edges) for thing in things]
    assert len(ids) == len(set(ids))


def test_as_networkx_every_thing_has_the_same_names(drawn: Network) -> None:
    graph = to_networkx(drawn)
    nodes = [values for _, values in graph.nodes(data=True)]
    links = [values for *_, values in graph.edges(data=True)]
    assert (len(nodes), len(links)) == (len(drawn.nodes), len(drawn.edges))
    for group in (nodes, links):
        assert len({tuple(values) for values in group}) == 1
        assert {type(value) for values in group for value in values.values()} <= {str, int, float}
    assert [values["degree"] for values in nodes] == [degree for _, degree in graph.degree()]


def test_drawn_as_the_ontology_says(drawn: Network) -> None:
    hints = terms.display_hints()
    for node in drawn.nodes:
        hint = hints[terms.term(node.type)]
        assert (hint.drawn, hint.color, hint.shape) == ("node", node.colour, node.shape)


def test_countries_of_nodes(drawn: Network) -> None:
    country = {node.label: node.values.get("country") for node in drawn.nodes}
    assert country["Ida Sorn"] == country["Morocco"] == country["Rabat"] == "MA"
    assert country["Agency for Borders"] == "PT"
    assert country["justice and judicial cooperation"] is None


def test_facts_of_several_documents_weigh_together(sample: tuple[DocumentFacts, ...]) -> None:
    again = dataclasses.replace(sample[1], document=dataclasses.replace(sample[1].document, id="again"))
    with Store.memory() as store:
        for facts in (sample[1], again):
            store.add(facts)
        store.finish()
        drawn = draw(store)
    edge = by_ends(drawn)["Morocco", "Cooperation", "Portugal"]
    assert (edge.weight, edge.values["documents"]) == (2, 2)


def test_empty_graph_gives_an_empty_network() -> None:
    with Store.memory() as store:
        store.finish()
        drawn = draw(store)
    assert len(drawn.nodes) == len(drawn.edges) == 0


def test_unknown_view_lists_the_views() -> None:
    with Store.memory() as store, pytest.raises(QueryError, match="full"):
        draw(store, "sideways")
