"""What is found in a graph, in which order, with which facts, and what is passed over."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from facts import CALL_TEXT, LETTRE_TEXT, TALKS_TEXT, call, documents, filled, lettre

from kg.errors import QueryError
from kg.graph.search.hits import Hit, facts_and_things, only, search
from kg.graph.search.texts import document_texts
from kg.graph.store import Store
from kg.graph.terms import ID
from kg.graph.writing import write
from kg.model import Cooperation, CountryCode, Document, DocumentFacts, DocumentId, EntityId, Span

TALKS = "news%2Ftalks%20in%20Helsinki"
TEXTS = {"news/talks in Helsinki": TALKS_TEXT, "lettre": LETTRE_TEXT, "call": CALL_TEXT}


@pytest.fixture(scope="module")
def store() -> Store:
    return filled(Store.memory())


def short(iri: str) -> str:
    return iri.removeprefix(ID.iri).replace(TALKS, "talks")


def found(store: Store, words: str, **said: str) -> list[str]:
    return [short(hit.iri) for hit in search(store, words, only(store, said)).hits]


FOUND = [
    (
        "migration",
        {},
        ["topic/migration", "topic/irregular-migration", "topic/legal-mobility", "passage/call/0-58", "passage/talks/111-182"],
    ),
    ("Halla", {"kind": "person"}, ["person/lettre/aino-halla", "person/talks/aino-halla", "person/call/aino-halla"]),
    ("cyberspace", {}, ["statement/talks/1"]),
    ("FI", {}, ["country/FI"]),
    ("fin", {}, ["country/FI"]),
    ("فنلندا", {}, ["country/FI"]),
    ("visit Chile", {}, ["passage/talks/228-249", "passage/lettre/167-206"]),
    ("visites Chili", {"lang": "fr"}, ["passage/lettre/167-206"]),
    ("conference atacama", {}, ["conference/lettre/1", "passage/lettre/207-262"]),
    ("talks", {}, ["document/talks"]),
    ("lettre", {}, ["document/lettre"]),
    ("FCJD", {}, ["framework/talks/joint-dialogue", "passage/talks/111-182"]),
    ("met migration", {}, ["passage/talks/111-182"]),
    ("met borders", {}, []),
    ("Halla", {"kind": "passage,quote", "country": "KE"}, ["passage/call/0-58"]),
    ("minister", {"kind": "post", "country": "Finlande"}, ["post/talks/foreign-minister-FI"]),
    ("met", {"since": "2024-03"}, ["passage/talks/0-110"]),
    ("met", {"since": "2024-03-04", "until": "2024-03-05"}, ["passage/talks/0-110"]),
    ("met", {"since": "2024-03-05"}, []),
    ("met", {"until": "2024-03-04"}, []),
]


@pytest.mark.parametrize(("words", "said", "expected"), FOUND, ids=[f"{words} {said}" for words, said, _ in FOUND])
def test_found(store: Store, words: str, said: dict[str, str], expected: list[str]) -> None:
    assert found(store, words, **said) == expected


def test_names_come_before_titles_before_quotes_before_passages(store: Store) -> None:
    for words in ("migration", "Halla", "Finland", "minister", "chili"):
        tiers = [int(hit.score) for hit in search(store, words).hits]
        assert tiers == sorted(tiers, reverse=True)
        assert len(tiers) > 1


def test_each_place_comes_once(store: Store) -> None:
    """The quote stands in a passage that fits as well."""
    answer = search(store, "has borders")
    (hit,) = answer.hits
    assert (hit.kind, hit.snippet, hit.marks) == ("quote", "cyberspace has no borders", ((11, 14), (18, 25)))
    assert hit.start == TALKS_TEXT.index("cyberspace")
    assert [(short(fact.iri), fact.kind) for fact in hit.facts] == [("statement/talks/1", "Statement")]
    assert answer.counts == {"quote": 1}


def test_a_passage_tells_the_facts_whose_words_fit(store: Store) -> None:
    def facts(words: str) -> list[str]:
        (hit,) = search(store, words, only(store, {"kind": "passage"})).hits
        return [short(fact.iri) for fact in hit.facts]

    assert facts("joint dialogue") == ["framework/talks/joint-dialogue", "meeting/talks/1"]
    assert facts("met under") == ["meeting/talks/1"], "it was read in both sentences"
    assert facts("finland cyber*") == ["cooperation/talks/1"]


def shown(hit: Hit) -> str:
    assert hit.document is not None
    assert hit.start is not None
    return TEXTS[hit.document][hit.start : hit.start + len(hit.snippet)].replace("\n", " ")


@pytest.mark.parametrize("words", ["Halla", "migration", "chili", "a", "the", "la", "visit*", "sécurité", "countries"])
def test_snippets_and_marks_stand_where_they_say(store: Store, words: str) -> None:
    hits = [hit for hit in search(store, words).hits if hit.kind in ("passage", "quote")]
    assert hits
    for hit in hits:
        assert shown(hit) == hit.snippet
        assert hit.marks == tuple(sorted(hit.marks))
        assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.marks)


def told(identifier: str, text: str, *spans: tuple[int, int]) -> DocumentFacts:
    """A text in which two countries cooperate, a fact for each span."""
    finland, chile = EntityId("country/FI"), EntityId("country/CL")
    return DocumentFacts(
        document=Document(DocumentId(identifier), text, "en"),
        countries=(CountryCode("FI"), CountryCode("CL")),
        cooperations=tuple(
            Cooperation(parties=(finland, chile), evidence=(Span(*span),), rule="cooperation.test", confidence=0.5)
            for span in spans
        ),
    )


def of(*facts: DocumentFacts) -> Store:
    store = Store.memory()
    for each in facts:
        store.add(each)
    store.finish()
    return store


def test_a_long_text_is_cut_where_most_of_the_words_stand() -> None:
    filler = " ".join(f"filler{n}" for n in range(80))
    text = f"lone mackerel {filler} mackerel and herring {filler}"
    (hit,) = search(of(told("fish", text, (0, len(text)))), "herring mackerel").hits
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["mackerel", "herring"]
    assert text[hit.start :].startswith(hit.snippet)
    assert len(hit.snippet) <= 240
    assert text[hit.start - 1] + text[hit.start + len(hit.snippet)] == "  ", "cut between words"


def test_a_sentence_broken_into_lines_is_one_text() -> None:
    """A fact of three lines has three passages; a fact of one of them is told with it."""
    text = "they agreed on\nfishing and\r\nherding rights"
    lines = (Span(0, 14), Span(15, 26), Span(28, 42))
    facts = told("lines", text, (15, 26), (0, 14))
    facts = replace(facts, cooperations=(replace(facts.cooperations[0], evidence=lines), facts.cooperations[0]))
    (hit,) = search(of(facts), "agreed herding").hits
    assert (hit.snippet, hit.start, hit.marks) == ("they agreed on fishing and  herding rights", 0, ((5, 11), (28, 35)))
    assert [short(fact.iri) for fact in hit.facts] == ["cooperation/lines/1"]
    (hit,) = search(of(facts), "fishing").hits
    assert short(hit.iri) == "passage/lines/15-26"
    assert [short(fact.iri) for fact in hit.facts] == ["cooperation/lines/1", "cooperation/lines/2"]


def test_the_order_is_that_of_score_and_iri() -> None:
    texts = [told(name, "herring is a fish", (0, 17)) for name in ("b", "a", "c")]
    stores = [of(*texts), of(*reversed(texts))]
    for store in stores:
        hits = search(store, "fish").hits
        assert [hit.document for hit in hits] == ["a", "b", "c"]
        assert len({hit.score for hit in hits}) == 1


def test_what_the_graph_does_not_hold_is_passed_over() -> None:
    """An index may be of an earlier or a later state than the graph that is read."""
    earlier, later = of(*documents()), of(call())
    later._index = earlier.index()
    assert found(later, "Halla") == ["person/call/aino-halla", "passage/call/0-58"]
    assert found(later, "cyberspace") == []
    assert found(later, "Chile") == ["country/CL"]


def test_a_store_in_memory_is_searched_as_it_is_now() -> None:
    store = of(call())
    assert found(store, "félicité") == []
    store.add(lettre())
    store.finish()
    assert found(store, "félicité") == ["passage/lettre/96-166"]


def test_a_graph_that_keeps_no_documents_apart_is_searched_too(store: Store, tmp_path: Path) -> None:
    write(store, tmp_path / "graph.ttl")
    with Store.load(tmp_path / "graph.ttl") as union:
        for words, said, expected in FOUND:
            if "country" not in said:
                assert found(union, words, **said) == expected


def test_facts_and_things_for_a_query(store: Store) -> None:
    assert [short(iri) for iri in facts_and_things(store, "cyberspace")] == ["statement/talks/1"]
    fitting = [short(iri) for iri in facts_and_things(store, "migration")]
    assert fitting == [hit for hit in found(store, "migration") if hit.startswith("topic/")] + [
        "call/call/1",
        "meeting/talks/1",
        "framework/talks/joint-dialogue",
    ]
    assert [short(iri) for iri in facts_and_things(store, "migration", 1)] == [fitting[0], fitting[3]]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"kind": "treaty"}, "'treaty' is no kind of hit; choose among person"),
        ({"country": "Atlantis"}, "no country"),
        ({"lang": "English!"}, "a language tag"),
        ({"since": "yesterday"}, "a year, month or day"),
        ({"colour": "red"}, "has no parameter 'colour'"),
    ],
)
def test_what_cannot_be_asked(store: Store, said: dict[str, str], reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        found(store, "fish", **said)


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_how_many_hits(store: Store, limit: int) -> None:
    with pytest.raises(QueryError, match="1 to 1,000"):
        search(store, "a", limit=limit)


def test_as_json(store: Store) -> None:
    assert json.loads(json.dumps(search(store, "cyberspace").as_json())) == {
        "counts": {"quote": 1},
        "hits": [
            {
                "kind": "quote",
                "iri": f"{ID.iri}statement/{TALKS}/1",
                "label": "Talks",
                "snippet": "cyberspace has no borders",
                "marks": [[0, 10]],
                "language": "en",
                "document": "news/talks in Helsinki",
                "start": 200,
                "facts": [{"iri": f"{ID.iri}statement/{TALKS}/1", "kind": "Statement"}],
                "score": pytest.approx(1.6, abs=0.1),
            }
        ],
    }


def test_texts_of_a_document_are_the_same_whatever_the_order_of_quads(store: Store) -> None:
    quads = sorted((quad for quad in store.quads() if quad.graph_name.value.endswith(TALKS)), key=str)
    assert document_texts(quads) == document_texts(quads[::-1])
    kinds = {text.kind for text in document_texts(quads)}
    assert kinds == {"person", "place", "post", "framework", "document", "quote", "passage"}
