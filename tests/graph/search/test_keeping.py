"""The index beside a store: brought after each commit, whole after whatever happened to it or to its writer."""

import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from facts import call, collection, documents, filled, identity, lettre, talks

from kg.graph.search import keeping
from kg.graph.search.asking import asked
from kg.graph.search.hits import search
from kg.graph.search.index import Filters, Found, Index
from kg.graph.store import Store
from kg.graph.terms import ID, RDFS
from kg.graph.writing import write

QUERIES = ("halla", "minister", "ministre", "chile", "migration", "fin*", "a", "visit", "cooperation", "talks", "conference")


def answers(index: Index) -> list[list[Found]]:
    return [list(index.find(asked(query), Filters())) for query in QUERIES]


def fresh(store: Store) -> list[list[Found]]:
    """What an index made of the whole graph answers."""
    return answers(keeping.in_memory(store._open, store.settings))


def found(directory: Path, words: str) -> list[str]:
    with Store.load(directory) as store:
        assert store.index().location != "memory"
        return [hit.snippet for hit in search(store, words).hits]


STEPS: list[Callable[[Store], object]] = [
    lambda store: store.add(talks()),
    lambda store: store.add(lettre()),
    lambda store: store.remove(talks().document.id),
    lambda store: (store.add(talks()), store.add(call())),
    lambda store: (store.remove(lettre().document.id), store.remove(call().document.id)),
    lambda store: store.add(call()),
]


@pytest.mark.parametrize("together", [True, False], ids=["one writer", "a writer each"])
def test_after_each_commit_it_is_as_if_made_anew(tmp_path: Path, together: bool) -> None:
    directory = tmp_path / "store"
    store = Store.open(directory, create=True)
    for step in STEPS:
        step(store)
        store.finish()
        assert answers(store.index()) == fresh(store) != [[] for _ in QUERIES]
        with Store.load(directory) as reader:
            assert answers(reader.index()) == fresh(store)
        if not together:
            store.close()
            store = Store.open(directory)
    store.close()


def test_things_that_become_one_are_found_as_one(tmp_path: Path) -> None:
    """Identity moves what documents tell to other IRIs."""
    with Store.open(tmp_path / "store", create=True) as store:
        for each in collection():
            store.add(each)
        store.finish()
        apart = [hit.iri for hit in search(store, "aino halla").hits if hit.kind == "person"]
    with Store.open(tmp_path / "store") as store:
        store.finish(identity())
        assert answers(store.index()) == fresh(store)
        together = [hit.iri for hit in search(store, "aino halla").hits if hit.kind == "person"]
    assert (len(apart), len(together)) == (len(collection()), 1)


def test_a_writer_that_was_stopped_before_it_published(tmp_path: Path) -> None:
    """What it wrote is in the graph when the next one comes, who cannot know which documents it was."""
    directory = tmp_path / "store"
    with Store.open(directory, create=True) as store:
        store.add(talks())
        store.finish()
    with pytest.MonkeyPatch.context() as patch, Store.open(directory) as store:
        patch.setattr(Store, "_publish", lambda _: None)
        store.add(lettre())
        store.finish()
    assert found(directory, "félicité") == []
    with Store.open(directory) as store:
        store.add(call())
        store.finish()
        assert answers(store.index()) == fresh(store)
    assert len(found(directory, "félicité")) == 1


def test_a_writer_that_was_stopped_between_index_and_graph(tmp_path: Path) -> None:
    directory = tmp_path / "store"
    with Store.open(directory, create=True) as store:
        store.add(talks())
        store.finish()
    with pytest.MonkeyPatch.context() as patch, Store.open(directory) as store:
        patch.setattr("kg.graph.snapshots.Snapshots.publish", lambda *_: (_ for _ in ()).throw(OSError("no room")))
        store.add(lettre())
        with pytest.raises(OSError, match="no room"):
            store.finish()
    assert found(directory, "félicité") == [], "the graph that is read does not hold it"
    with Store.open(directory) as store:
        store.finish()
        assert answers(store.index()) == fresh(store)
    assert len(found(directory, "félicité")) == 1


@pytest.mark.parametrize("content", [None, b"", b"no database " * 1000], ids=["missing", "empty", "broken"])
def test_whatever_becomes_of_the_file(tmp_path: Path, content: bytes | None) -> None:
    """Readers make an index of their own, the next commit makes it anew."""
    directory = tmp_path / "store"
    with Store.open(directory, create=True) as store:
        filled(store)
    file = directory / keeping.FILE
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with Store.load(directory) as reader:
        assert reader.index().location == "memory"
        assert answers(reader.index()) == fresh(reader)
    with Store.open(directory) as store:
        store.remove(call().document.id)
        store.finish()
        assert answers(store.index()) == fresh(store)
    assert len(found(directory, "félicité")) == 1


def test_a_reader_of_an_earlier_state_sees_nothing_of_the_later(tmp_path: Path) -> None:
    """The index is ahead of the graph that is read; what the graph does not hold is passed over until it is read anew."""
    with Store.open(tmp_path / "store", create=True) as store:
        store.add(talks())
        store.finish()
        reader = Store.load(tmp_path / "store")
        store.add(lettre())
        store.remove(talks().document.id)
        store.finish()
        assert [hit.document for hit in search(reader, "Halla").hits if hit.document] == []
        assert reader.refresh()
        assert {hit.document for hit in search(reader, "Halla").hits if hit.document} == {"lettre"}
        reader.close()


def test_what_is_written_by_hand_is_found(tmp_path: Path) -> None:
    with filled(Store.open(tmp_path / "store", create=True)) as store:
        graph, thing = "https://example.org/graph", f"{ID.iri}topic/herring"
        store.write_graph(graph, [ox.Triple(ox.NamedNode(thing), RDFS("label"), ox.Literal("herring"))], replace=True)
        assert [hit.iri for hit in search(store, "herring").hits] == [], "it has no class"
        assert answers(store.index()) == fresh(store)
        store.update(f'INSERT DATA {{ GRAPH <{graph}> {{ <{thing}> a bc:Topic ; rdfs:label "migration of herring" }} }}')
        assert [hit.snippet for hit in search(store, "herring").hits] == ["herring"]
        assert answers(store.index()) == fresh(store)
        store.drop_graph(graph)
        assert answers(store.index()) == fresh(store)
        store.drop_graph(f"{ID.iri}document/lettre")
        assert answers(store.index()) == fresh(store)


def test_a_store_unpacked_from_a_file_is_indexed(tmp_path: Path) -> None:
    write(filled(Store.memory()), tmp_path / "graph.nq")
    Store.unpack(tmp_path / "graph.nq", tmp_path / "store")
    assert len(found(tmp_path / "store", "félicité")) == 1
    assert len(documents()) == 3


def test_a_folder_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    directory = tmp_path / "store"
    with Store.open(directory, create=True) as store:
        filled(store)
    directory.chmod(0o555)
    try:
        assert len(found(directory, "félicité")) == 1
    finally:
        directory.chmod(0o755)
