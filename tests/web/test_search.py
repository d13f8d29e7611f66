"""Search over HTTP: what is found, and what is told where something is wrong."""

from collections.abc import Callable

import httpx
import pytest

from kg.graph.search.hits import search
from kg.graph.store import Store


def ask(server: str, **fields: str) -> httpx.Response:
    return httpx.get(f"{server}/search", params=fields)


def test_a_search_gives_what_the_store_gives(server: str, filled: Callable[[Store], Store]) -> None:
    store = filled(Store.memory())
    for words in ("close frank", "minister", "JUSTICE", "securite", '"joint group" -accord'):
        response = ask(server, q=words)
        assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
        told = response.json()
        expected = search(store, words)
        assert told["q"] == words
        assert told["counts"] == dict(expected.counts)
        assert [hit["iri"] for hit in told["hits"]] == [hit.iri for hit in expected.hits]
    (hit,) = ask(server, q="close frank").json()["hits"]
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["close", "frank"]
    assert hit["facts"][0]["kind"] == "Statement"


def test_it_can_be_narrowed(server: str) -> None:
    posts = ask(server, q="minister", kind="post", country="FR").json()["hits"]
    assert posts and {hit["kind"] for hit in posts} == {"post"}
    assert len(ask(server, q="justice", limit="1").json()["hits"]) == 1
    assert ask(server, q="just").json()["hits"] == []
    assert ask(server, q="just", typing="1").json()["hits"]


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({}, "q is missing"),
        ({"q": "«»"}, "asks for no word"),
        ({"q": "a", "kind": "treaty"}, "no kind of hit"),
        ({"q": "a", "country": "Atlantis"}, "no country"),
        ({"q": "a", "limit": "-1"}, "limit is '-1'"),
        ({"q": "a", "limit": "9999999999999999999999"}, "1 to 1,000"),
        ({"q": "a", "limit": "0"}, "1 to 1,000"),
        ({"q": "a", "sort": "date"}, "has no parameter 'sort'"),
        ({"q": "a" * 2000}, "at most 1,000"),
        ({"q": "\x00"}, "asks for no word"),
    ],
)
def test_what_is_wrong_is_told(server: str, fields: dict[str, str], detail: str) -> None:
    response = ask(server, **fields)
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    assert detail in response.json()["detail"]


def test_a_parameter_that_is_given_twice(server: str) -> None:
    assert httpx.get(f"{server}/search?q=a&q=b").status_code == 400


@pytest.mark.parametrize("words", ['" OR word : "a', "'; DROP TABLE words; --", "a*b*", "(((", "NEAR(a b)", "<script>"])
def test_hostile_words_are_words(server: str, words: str) -> None:
    response = ask(server, q=words)
    assert response.status_code in (200, 400)
    assert response.status_code == 200 or "asks for" in response.json()["detail"]


def test_sparql_has_it_too(server: str) -> None:
    query = 'SELECT ?text { ?passage bc:text ?text FILTER(bc:matches(?text, "frank closeness")) }'
    response = httpx.get(f"{server}/sparql", params={"query": query})
    assert [row["text"]["value"] for row in response.json()["results"]["bindings"]] == [
        "“Our cooperation on justice is <close> & frank,” Sorn said."
    ]
