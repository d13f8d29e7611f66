"""The network view of the sample, node by node and edge by edge."""

import dataclasses

import pytest

from kg.errors import QueryError
from kg.export.network import Network, network
from kg.graph import terms
from kg.graph.store import Store
from kg.model import DocumentFacts


def labels(drawn: Network) -> set[tuple[str, str]]:
    return {(values["type"], values["label"]) for _, values in drawn.nodes(data=True)}


def edges(drawn: Network) -> set[tuple[str, str, str]]:
    name = dict(drawn.nodes(data="label"))
    return {(name[source], kind, name[target]) for source, target, kind in drawn.edges(data="type")}


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
    assert drawn.number_of_nodes() == 18, "the two posts of one name are two nodes"


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
    name = dict(drawn.nodes(data="label"))
    by_ends = {(name[s], v["type"], name[t]): v for s, t, v in drawn.edges(data=True)}
    meeting = by_ends["meeting 2024-05-03", "participant", "Ida Sorn"]
    assert (meeting["first_date"], meeting["last_date"]) == ("2024-05-03", "2024-05-03")
    assert (meeting["weight"], meeting["documents"], meeting["detail"]) == (1, 1, "")
    assert meeting["evidence"].startswith("Moroccan Minister of Justice Ida Sorn met")
    assert meeting["directed"] == 1
    assert by_ends["France", "Cooperation", "Morocco"]["directed"] == 0
    tenure = by_ends["Ole Brack", "Tenure", "Minister of Justice"]
    assert (tenure["first_date"], tenure["label"], tenure["detail"]) == ("2024-05-03", "tenure", "current")
    assert by_ends["Morocco", "Cooperation", "Portugal"]["detail"] == "migration"
    assert by_ends["visit 2025", "host", "Morocco"]["first_date"] == "2025"


def test_every_value_is_plain_and_every_key_everywhere(drawn: Network) -> None:
    nodes = [values for _, values in drawn.nodes(data=True)]
    links = [values for *_, values in drawn.edges(data=True)]
    for group in (nodes, links):
        assert len({tuple(values) for values in group}) == 1
        assert {type(value) for values in group for value in values.values()} == {str, int}
    keys = [key for *_, key in drawn.edges(keys=True)]
    assert len(keys) == len(set(keys))
    assert [values["degree"] for values in nodes] == [degree for _, degree in drawn.degree()]


def test_drawn_as_the_ontology_says(drawn: Network) -> None:
    hints = terms.display_hints()
    for _, values in drawn.nodes(data=True):
        hint = hints[terms.term(values["type"])]
        assert (hint.drawn, hint.color, hint.shape) == ("node", values["colour"], values["shape"])


def test_countries_of_nodes(drawn: Network) -> None:
    country = {values["label"]: values["country"] for _, values in drawn.nodes(data=True)}
    assert country["Ida Sorn"] == country["Morocco"] == country["Rabat"] == "MA"
    assert country["Agency for Borders"] == "PT"
    assert country["justice and judicial cooperation"] == ""


def test_facts_of_several_documents_weigh_together(sample: tuple[DocumentFacts, ...]) -> None:
    again = dataclasses.replace(sample[1], document=dataclasses.replace(sample[1].document, id="again"))
    with Store.memory() as store:
        for facts in (sample[1], again):
            store.add(facts)
        store.finish()
        drawn = network(store)
    name = dict(drawn.nodes(data="label"))
    (edge,) = [values for s, t, values in drawn.edges(data=True) if values["type"] == "Cooperation" and name[s] == "Morocco"]
    assert (edge["weight"], edge["documents"]) == (2, 2)


def test_empty_graph_gives_an_empty_network() -> None:
    with Store.memory() as store:
        store.finish()
        drawn = network(store)
    assert drawn.number_of_nodes() == drawn.number_of_edges() == 0


def test_unknown_view_lists_the_views() -> None:
    with Store.memory() as store, pytest.raises(QueryError, match="full"):
        network(store, "sideways")
