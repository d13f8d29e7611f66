"""Which thing is meant: by IRI, code or name, and no more is asked of the graph than that needs."""

import pytest

from kg.errors import NotFoundError, QueryError
from kg.graph.lookup import find, find_pair
from kg.graph.store import Store
from kg.graph.terms import BC, narrowest

BASE = "https://w3id.org/bicoop/id/"
TALKS = "framework/news%2Ftalks%20in%20Helsinki/joint-dialogue"


@pytest.mark.parametrize(
    ("name", "key", "kind", "label"),
    [
        ("country/FI", "country/FI", "Country", "Finland"),
        (f"<{BASE}country/FI>", "country/FI", "Country", "Finland"),
        ("FI", "country/FI", "Country", "Finland"),
        ("FIN", "country/FI", "Country", "Finland"),
        ("fi", "country/FI", "Country", "Finland"),
        ("finlande", "country/FI", "Country", "Finland"),
        ("ILSE  baumgart", "person/call/ilse-baumgart", "Person", "Ilse Baumgart"),
        ("nations organisation", "organization/un", "Organization", "United Nations"),
        ("fcjd", TALKS, "Mechanism", "Finland-Chile Joint Dialogue"),
        ("dialogue finland", TALKS, "Mechanism", "Finland-Chile Joint Dialogue"),
    ],
)
def test_a_thing_is_found(graph: Store, name: str, key: str, kind: str, label: str) -> None:
    thing = find(graph, name)
    assert (thing.iri, thing.kind, thing.label) == (BASE + key, kind, label)
    assert thing.label not in thing.names and list(thing.names) == sorted(set(thing.names))


def test_a_whole_name_goes_before_one_that_holds_it(collection: Store, graph: Store) -> None:
    assert find(collection, "halla").iri == f"{BASE}person/aino-halla"
    with pytest.raises(QueryError, match="may be any of 2 things") as halla:
        find(graph, "halla")
    assert "person/call/aino-halla" not in str(halla.value), "who is nowhere called Halla alone"
    with pytest.raises(QueryError, match="may be any of 3 things"):
        find(graph, "aino halla")


@pytest.mark.parametrize("name", ["Aino Hala", "!", "event/none", "XX", "meeting"])
def test_what_is_nowhere_is_told_with_what_is_near(graph: Store, name: str) -> None:
    with pytest.raises(NotFoundError, match="the nearest: Aino Halla" if name == "Aino Hala" else "is not in memory"):
        find(graph, name)


def test_what_has_no_name_of_its_own_kind_is_not_found_by_its_iri(graph: Store) -> None:
    meeting = graph.query("SELECT ?meeting { ?meeting a bc:Meeting } ORDER BY ?meeting LIMIT 1").rows[0][0]
    with pytest.raises(NotFoundError):
        find(graph, meeting.value)  # type: ignore[union-attr]


def test_a_pair(graph: Store) -> None:
    assert [thing.label for thing in find_pair(graph, "CL-FIN")] == ["Chile", "Finland"]
    assert [thing.iri for thing in find_pair(graph, "finland-chile joint dialogue")] == [BASE + TALKS]


def test_names_are_read_only_where_a_name_is_looked_for(graph: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = 0
    query = graph.query

    def counting(*arguments: object) -> object:
        nonlocal rows
        answer = query(*arguments)  # type: ignore[arg-type]
        rows += len(answer)
        return answer

    monkeypatch.setattr(graph, "query", counting)
    find(graph, "country/FI")
    few, rows = rows, 0
    find(graph, "finland")
    assert few < 20 < rows


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Event", "Meeting"], "Meeting"),
        (["Framework", "Agreement"], "Agreement"),
        (["Framework"], "Framework"),
        (["Visit", "Call", "Event"], "Call"),
        (["Person", "Unheard"], "Person"),
        (["Unheard"], ""),
        ([], ""),
    ],
)
def test_the_most_specific_class(names: list[str], expected: str) -> None:
    assert narrowest([*(BC.iri + name for name in names), "http://example.test/Aunt"]) == expected
