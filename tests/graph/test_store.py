"""A store is filled, finished, asked, kept, and refuses what it should."""

import itertools
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from facts import call, documents, filled, lettre, talks

from kg.errors import GraphError, NoGraphError, QueryError
from kg.graph.rules import rules
from kg.graph.store import Store
from kg.graph.terms import BC, ID, RDFS, term
from kg.graph.version import VERSION
from kg.graph.writing import SUFFIXES, UNIONS, write, write_nquads
from kg.model import DocumentFacts, DocumentId
from kg.settings import Settings


def of(*documents: DocumentFacts) -> Store:
    store = Store.memory()
    for facts in documents:
        store.add(facts)
    store.finish()
    return store


def nquads(store: Store) -> list[str]:
    return sorted(str(quad) for quad in store.quads())


def derived(graph: Store, predicate: str) -> set[tuple[str, str]]:
    rows = graph.query(
        f"SELECT ?a ?b WHERE {{ GRAPH <{ID.iri}graph/derived> {{ ?a bc:{predicate} ?b }} FILTER(isIRI(?b)) }}"
    ).rows
    return {(short(a), short(b)) for a, b in rows}


def short(node: object) -> str:
    assert isinstance(node, ox.NamedNode)
    return node.value.removeprefix(ID.iri).replace("news%2Ftalks%20in%20Helsinki", "talks")


def both(*pairs: tuple[str, str]) -> set[tuple[str, str]]:
    return {*pairs, *((b, a) for a, b in pairs)}


DERIVED = {
    "met": both(
        ("person/talks/aino-halla", "person/talks/bruno-quispe"), ("person/lettre/aino-halla", "person/lettre/bruno-quispe")
    ),
    "heldTalksWith": both(("country/FI", "country/CL"), ("country/FI", "country/AT")),
    "cooperatesWith": both(("country/FI", "country/CL"), ("country/CL", "organization/un")),
    "visited": {("person/lettre/aino-halla", "country/CL")},
    "signed": {("country/FI", "framework/talks/memorandum"), ("country/CL", "framework/talks/memorandum")},
    "holdsPost": {
        ("person/talks/aino-halla", "post/talks/foreign-minister-FI"),
        ("person/talks/bruno-quispe", "post/talks/foreign-minister-CL"),
        ("person/lettre/bruno-quispe", "post/lettre/ministre-CL"),
        ("person/call/wanjiru-otieno", "post/call/minister-KE"),
    },
    "spokeOn": {("person/talks/aino-halla", "topic/cybersecurity"), ("person/lettre/bruno-quispe", "topic/security")},
    "boundBy": set(
        itertools.product(("country/FI", "country/CL"), ("framework/talks/joint-dialogue", "framework/talks/memorandum"))
    ),
}


@pytest.mark.parametrize("predicate", DERIVED)
def test_derived(graph: Store, predicate: str) -> None:
    assert derived(graph, predicate) == DERIVED[predicate]


def test_every_rule_derives_a_term_of_the_ontology() -> None:
    assert [rule.name[3:].replace("-", "").lower() for rule in rules()] == [
        term(name).value.removeprefix(BC.iri).lower()
        for name in [
            "met",
            "heldTalksWith",
            "cooperatesWith",
            "visited",
            "signed",
            "holdsPost",
            "attestedFrom",
            "spokeOn",
            "boundBy",
            "when",
            "outcome",
            "caption",
        ]
    ]


def test_one_label_per_entity_and_language(graph: Store) -> None:
    labels: dict[tuple[str, str | None], list[str]] = {}
    for quad in graph.quads():
        if quad.predicate == RDFS("label") and quad.subject.value.startswith(ID.iri):
            labels.setdefault((short(quad.subject), quad.object.language), []).append(quad.object.value)
    assert {key: texts for key, texts in labels.items() if len(texts) != 1} == {}
    assert labels["country/CL", "es"] == ["Chile"]
    assert labels["topic/security", "fr"] == ["sécurité"]
    assert labels["person/lettre/aino-halla", "fr"] == ["Aino Halla"]
    assert labels["conference/lettre/1", "fr"] == ["Conférence d'Atacama"]
    assert ("person/lettre/aino-halla", "en") not in labels


def test_the_label_is_the_fullest_name_whatever_the_order() -> None:
    """A place of the gazetteer is one node under three names."""
    facts = [
        replace(call(), document=replace(call().document, id=DocumentId(str(n))), places=(replace(talks().places[0], name=name),))
        for n, name in enumerate(["Helsinki", "City of Helsinki", "Helsinki", "Town of Helsinki"])
    ]
    labels = set()
    for order in itertools.permutations(facts):
        store = Store.memory()
        for each in order:
            store.add(each)
        store.finish()
        labels.add(store.query("SELECT ?label WHERE { <https://w3id.org/bicoop/id/place/helsinki.FI> rdfs:label ?label }").rows)
    assert [[cell.value for row in rows for cell in row] for rows in labels] == [["City of Helsinki"]]


def test_the_order_of_documents_does_not_matter() -> None:
    one, other = Store.memory(), Store.memory()
    for facts in documents():
        one.add(facts)
    for facts in reversed(documents()):
        other.add(facts)
    one.finish()
    other.finish()
    assert nquads(one) == nquads(other)


def test_finish_twice_changes_nothing() -> None:
    store = filled(Store.memory())
    before = nquads(store)
    store.finish()
    assert nquads(store) == before


def test_a_document_is_replaced_and_withdrawn_alone() -> None:
    store = filled(Store.memory())
    store.add(replace(call(), events=()))
    store.finish()
    assert not store.query("ASK { ?call a bc:Call }").answer
    assert store.remove(DocumentId("call"))
    assert not store.remove(DocumentId("call"))
    store.finish()
    assert nquads(store) == nquads(of(talks(), lettre()))
    assert store.text(call().document.sha256) is None


def test_documents(graph: Store) -> None:
    assert [(each.id, each.language, each.title, each.issued) for each in graph.documents()] == [
        ("call", "en", None, "2025-01"),
        ("lettre", "fr", None, None),
        ("news/talks in Helsinki", "en", "Talks", "2024-03-04"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://localhost:9/> { ?s ?p ?o } }",
        "select * { service silent ?x { ?s ?p ?o } }",
        "SELECT * WHERE { SERVICE<http://localhost:9/>{ ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p '#' . SERVICE <http://localhost:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { ?s <http://e/#> ?o . SERVICE <http://localhost:9/> { ?s ?p ?o } }",
        'SELECT * WHERE { ?s ?p """a"b""" . SERVICE <http://localhost:9/> { ?s ?p ?o } }',
        "SELECT * WHERE { ?s ?p 'a\\'' SERVICE <http://localhost:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { \\u0053ERVICE <http://localhost:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { ?s bc:a\\'b ?o . SERVICE <http://localhost:9/> { ?s ?p '' } }",
        "PREFIX service: <http://localhost:9/> SELECT * WHERE { SERVICE service:x { ?s ?p ?o } }",
        "LOAD <http://localhost:9/>",
        "SELECT * FROM <http://localhost:9/> WHERE { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://localhost:9/> WHERE { ?s ?p ?o }",
        "SELECT (1 AS ?x) { FILTER(1 <2 && SERVICE > 1) }",
    ],
)
def test_a_query_that_reaches_out_is_refused(graph: Store, query: str) -> None:
    with pytest.raises(QueryError, match=r"(?i)service|load|from"):
        graph.query(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { ?s ?p 'SERVICE' } # SERVICE and LOAD\nLIMIT 1",
        "SELECT ?service WHERE { ?service a bc:Meeting } LIMIT 1",
        "PREFIX load: <http://e/> SELECT * WHERE { ?s load:from ?o } LIMIT 1",
        "SELECT * WHERE { ?s bc:from ?o } LIMIT 1",
        'SELECT * WHERE { ?s <http://e/SERVICE> """LOAD "FROM" """ } LIMIT 1',
    ],
)
def test_a_query_that_only_says_so_is_not(graph: Store, query: str) -> None:
    assert graph.query(query).kind == "select"


@pytest.mark.parametrize("query", ["SELECT ?s WHERE {", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "nonsense", ""])
def test_what_is_no_query_is_refused(graph: Store, query: str) -> None:
    with pytest.raises(QueryError, match="not well-formed"):
        graph.query(query)


def test_results_in_every_format(graph: Store) -> None:
    select = graph.query("SELECT ?code WHERE { <https://w3id.org/bicoop/id/country/CL> bc:iso2 ?code }")
    assert select.serialize("csv") == b"code\r\nCL\r\n"
    assert select.serialize("tsv") == b'?code\n"CL"\n'
    assert b'"CL"' in select.serialize("json")
    assert b"<literal>CL</literal>" in select.serialize("xml")
    ask = graph.query("ASK { ?s a bc:Call }")
    assert (ask.answer, ask.rows) == (True, ())
    assert b"true" in ask.serialize("json")
    construct = graph.query("CONSTRUCT { ?s bc:iso3 ?o } WHERE { ?s bc:iso3 ?o FILTER(?o IN ('CHL', 'FIN')) }")
    assert [short(triple.subject) for triple in construct.triples] == ["country/CL", "country/FI"]
    assert construct.serialize("nt").count(b"\n") == 2
    for result, format_ in ((select, "nt"), (ask, "csv"), (construct, "csv"), (select, "table")):
        with pytest.raises(QueryError, match=f"{format_}.*choose one of"):
            result.serialize(format_)


def test_dataset_answers_over_the_union(graph: Store) -> None:
    dataset = graph.to_dataset()
    assert len(list(dataset.query("SELECT ?m WHERE { ?m a <https://w3id.org/bicoop/ns#Meeting> }"))) == 3
    assert len(list(dataset.quads())) == len(list(graph.quads()))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_written_graph_is_read_back(graph: Store, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "out" / f"graph{suffix}"
    write(graph, path)
    again = Store.load(path)
    if suffix in UNIONS:
        assert {quad.triple for quad in again.quads()} == {quad.triple for quad in graph.quads()}
    else:
        assert nquads(again) == nquads(graph)
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    write(again, tmp_path / f"again{suffix}")
    assert (tmp_path / f"again{suffix}").read_bytes() == path.read_bytes()


def test_nquads_are_sorted_and_single(graph: Store, tmp_path: Path) -> None:
    quads = list(graph.quads())
    write_nquads([*reversed(quads), *quads], tmp_path / "a.nq")
    lines = (tmp_path / "a.nq").read_bytes().splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(quads)


def test_a_base_of_ones_own_is_read_back(tmp_path: Path) -> None:
    store = filled(Store.memory(Settings("https://example.org/id/")))
    write(store, tmp_path / "g.nq")
    again = Store.load(tmp_path / "g.nq")
    assert again.settings == store.settings
    assert ID.iri not in (tmp_path / "g.nq").read_text(encoding="utf-8")


def test_writing_refuses_an_unknown_suffix_and_a_bad_place(graph: Store, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"\.xlsx.*expected \.nq"):
        write(graph, tmp_path / "g.xlsx")
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphError, match="cannot be written"):
        write(graph, tmp_path / "file" / "g.nq")


BUILD = """
import sys
sys.path.insert(0, {folder!r})
from pathlib import Path
from facts import filled
from kg.graph.store import Store
from kg.graph.writing import write
write(filled(Store.memory()), Path(sys.argv[1]))
"""


def test_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    script = BUILD.format(folder=str(Path(__file__).parent))
    written = []
    for seed in ("1", "2"):
        for suffix in (".nq", ".trig", ".jsonld"):
            path = tmp_path / f"{seed}{suffix}"
            environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
            subprocess.run([sys.executable, "-c", script, str(path)], env=environment, check=True)
            written.append(path.read_bytes())
    assert written[:3] == written[3:]


def test_a_store_on_disk_is_reopened(tmp_path: Path, graph: Store) -> None:
    folder = tmp_path / "kg"
    with Store.open(folder, create=True) as store:
        store.add(talks())
        store.add(lettre())
        store.finish()
    with Store.open(folder) as store:
        store.add(call())
        store.finish()
    with Store.open(folder) as store:
        assert nquads(store) == nquads(graph)
        for facts in documents():
            assert store.text(facts.document.sha256) == facts.document.text
        store.remove(DocumentId("call"))
    with Store.open(folder) as store:
        assert store.kept() == ["lettre", "news/talks in Helsinki"] and store.text(call().document.sha256) is None
        store.finish()
        assert nquads(store) == nquads(of(talks(), lettre()))
    with pytest.raises(GraphError, match="has been closed"):
        store.query("ASK {}")


def test_texts_are_kept_byte_for_byte(tmp_path: Path) -> None:
    facts = DocumentFacts(document=replace(call().document, text="a\r\nb\rc\n\ufeff"))
    with Store.open(tmp_path / "kg", create=True) as store:
        store.add(facts)
        assert store.text(facts.document.sha256) == facts.document.text


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg", create=True):
        with pytest.raises(GraphError, match="in use by another process"):
            Store.open(tmp_path / "kg")
        script = "import sys; from pathlib import Path; from kg.graph.store import Store; Store.open(Path(sys.argv[1]))"
        run = subprocess.run([sys.executable, "-c", script, str(tmp_path / "kg")], capture_output=True, text=True, check=False)
        assert "in use by another process" in run.stderr
    Store.open(tmp_path / "kg").close()


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoGraphError, match="make one with"):
        Store.open(tmp_path / "none")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("mine")
    for create in (False, True):
        with pytest.raises(GraphError, match="is no store"):
            Store.open(tmp_path / "other", create=create)
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["file"]
    Store.open(tmp_path / "kg", create=True).close()
    with pytest.raises(GraphError, match="built under"):
        Store.open(tmp_path / "kg", settings=Settings("https://example.org/"))
    (tmp_path / "kg" / "version").write_text("bicoop-store 99\n")
    with pytest.raises(GraphError, match=f"found 'bicoop-store 99', expected '{VERSION}'"):
        Store.open(tmp_path / "kg")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("g.nq", "<http://a> <http://b> .\n", "not a well-formed graph"),
        ("g.txt", "x", "by the suffix"),
        ("g.ttl", "\x00\xff", "not a well-formed graph"),
    ],
)
def test_a_bad_graph_file_is_refused(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="latin-1")
    with pytest.raises(GraphError, match=message):
        Store.load(tmp_path / name)
    with pytest.raises(NoGraphError, match="no graph file"):
        Store.load(tmp_path / "missing.nq")
